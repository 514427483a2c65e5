// The console's one socket, as staff of the business, and what the screens see of it.
import { useSyncExternalStore } from 'react';
import { type Client, type ClientStatus, connect, type LocalConversation } from '../../client/index.ts';
import type { ConversationId } from '../../protocol/index.ts';
import { followTickets } from './orders/order-cache.ts';

let client: Client | null = null;
const offline: ClientStatus = { connection: 'connecting', queued: 0, me: null, retryAt: null };
const none: readonly LocalConversation[] = [];

/** Connects, and stays connected by itself; `onOut` is called when the session ended on the server. */
export function openLive(onOut: () => void): void {
  closeLive();
  const opened = connect({ url: `${location.origin.replace(/^http/, 'ws')}/socket?as=staff` });
  client = opened;
  opened.onMessage((message) => followTickets(message.content));
  opened.subscribe(() => {
    if (client === opened && opened.status().connection === 'signed_out') onOut();
  });
}

export function closeLive(): void {
  client?.close();
  client = null;
}

export function liveClient(): Client {
  if (!client) throw new Error('The socket is opened with the console');
  return client;
}

export function useStatus(): ClientStatus {
  return useSyncExternalStore(subscribe, () => client?.status() ?? offline);
}

/** Newest first; the same array until one of them changes. */
export function useConversations(): readonly LocalConversation[] {
  return useSyncExternalStore(subscribe, () => client?.conversations() ?? none);
}

export function useConversation(id: ConversationId): LocalConversation | null {
  return useSyncExternalStore(subscribe, () => client?.conversation(id) ?? null);
}

/** Conversations with something unread. */
export function useUnreadCount(): number {
  return useConversations().filter(({ view }) => view.unread > 0).length;
}

function subscribe(listener: () => void): () => void {
  return client?.subscribe(listener) ?? (() => {});
}
