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

/** What is known of a message of one's own: read and delivered mean by every other member. */
export function tickOf(message: ShownMessage, others: readonly MemberView[]): Tick {
  if (message.state === 'failed') return 'failed';
  const { seq } = message;
  if (seq === null) return 'waiting';
  if (others.length > 0 && others.every((member) => member.read >= seq)) return 'read';
  return others.length > 0 && others.every((member) => member.delivered >= seq) ? 'delivered' : 'sent';
}
