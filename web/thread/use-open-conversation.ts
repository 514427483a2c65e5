import { useEffect, useState } from 'react';
import type { Client, LocalConversation } from '../../client/index.ts';
import { type ConversationId, Fault } from '../../protocol/index.ts';
import { useClient } from './client-context.tsx';

const loadedMax = 200;

export interface OpenedConversation {
  /** The messages from the read boundary on are here. */
  isReady: boolean;
  /** There is no such conversation, or it is not this person's. */
  isGone: boolean;
  /** Where reading stopped before this opening. */
  unread: { afterSeq: number; count: number } | null;
}

/** Opens a conversation in the client; what is kept here is shown at once, without waiting for the network. */
export function useOpenConversation(id: ConversationId): OpenedConversation {
  const client = useClient();
  const [state, setState] = useState<OpenedConversation>(() => {
    const known = client.conversation(id);
    const isReady = known?.isLoaded === true && reaches(known);
    return { isReady, isGone: false, unread: isReady ? readBoundary(known) : null };
  });
  useEffect(() => {
    let isHere = true;
    openWhole(client, id).then(
      (opened) =>
        isHere &&
        setState((before) =>
          before.isReady ? before : { isReady: true, isGone: false, unread: readBoundary(opened) },
        ),
      (error) => isHere && isNoMember(error) && setState({ isReady: false, isGone: true, unread: null }),
    );
    return () => {
      isHere = false;
      client.leave(id);
    };
  }, [client, id]);
  return state;
}

/** Loads back to where reading stopped, at most a screenful of pages. */
async function openWhole(client: Client, id: ConversationId): Promise<LocalConversation> {
  let opened = await client.open(id);
  while (!reaches(opened) && opened.messages.length < loadedMax && opened.hasOlder) {
    await client.loadOlder(id);
    opened = client.conversation(id) ?? opened;
  }
  return opened;
}

/** Whether the first unread message is among the loaded ones. */
function reaches(conversation: LocalConversation): boolean {
  const boundary = readBoundary(conversation);
  if (!boundary || !conversation.hasOlder) return true;
  return (conversation.messages[0]?.seq ?? 0) <= boundary.afterSeq + 1;
}

function readBoundary({ view }: LocalConversation): OpenedConversation['unread'] {
  const mine = view.members.find(({ member }) => member === view.me);
  return view.unread > 0 && mine ? { afterSeq: mine.read, count: view.unread } : null;
}

function isNoMember(error: unknown): boolean {
  return error instanceof Fault && error.code === 'conversation_not_member';
}
