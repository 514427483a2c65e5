import type { Content, ErrorCode, MemberView } from '../../../protocol/index.ts';

/** A message as a screen draws it: confirmed by the server, or still on its way. */
export interface ShownMessage {
  /** The message id: the same for the local echo and for the confirmed row. */
  key: string;
  /** Null until the server has it. */
  seq: number | null;
  member: number;
  /** Unix ms: the server's when confirmed, this device's before. */
  at: number;
  content: Content;
  replyTo: number | null;
  state: 'sending' | 'sent' | 'failed';
  error?: ErrorCode;
  /** Address of a picture that is still being sent. */
  previewUrl?: string;
}

export type Tick = 'waiting' | 'sent' | 'delivered' | 'read' | 'failed';

/** A message as the SDK keeps it, as far as a screen needs it. */
export interface KeptMessage {
  messageId: string;
  seq: number | null;
  member: number;
  at: number;
  content: Content;
  replyTo: number | null;
  state: 'pending' | 'sent' | 'delivered' | 'read' | 'failed' | 'received';
  failure: ErrorCode | null;
}

/** Turns kept messages into shown ones. What did not change stays the same object, so that it is not drawn again. */
export function createShownMessages(): (kept: readonly KeptMessage[]) => ShownMessage[] {
  let present = new Map<string, ShownMessage>();
  return (kept) => {
    const next = new Map<string, ShownMessage>();
    for (const message of kept) {
      const before = present.get(message.messageId);
      const shown = toShown(message);
      const isSame =
        before &&
        before.seq === shown.seq &&
        before.at === shown.at &&
        before.state === shown.state &&
        before.content === shown.content;
      next.set(message.messageId, isSame ? before : shown);
    }
    present = next;
    return [...next.values()];
  };
}

function toShown({
  messageId,
  seq,
  member,
  at,
  content,
  replyTo,
  state,
  failure,
}: KeptMessage): ShownMessage {
  const shownState = state === 'pending' ? 'sending' : state === 'failed' ? 'failed' : 'sent';
  const error = failure === null ? {} : { error: failure };
  return { key: messageId, seq, member, at, content, replyTo, state: shownState, ...error };
}

/** What is known of a message of one's own: read and delivered mean by every other member. */
export function tickOf(message: ShownMessage, others: readonly MemberView[]): Tick {
  if (message.state === 'failed') return 'failed';
  const { seq } = message;
  if (seq === null) return 'waiting';
  if (others.length > 0 && others.every((member) => member.read >= seq)) return 'read';
  return others.length > 0 && others.every((member) => member.delivered >= seq) ? 'delivered' : 'sent';
}
