// The message frame as text. It is the same for every recipient, so it is written once, by hand: ids and numbers
// need no escaping, and the content is the JSON that is stored.
import type { ConversationId, MessageId } from '../../protocol/index.ts';

export interface FrameFields {
  conversationId: ConversationId;
  seq: number;
  member: number;
  messageId: MessageId;
  at: number;
  watermark: number;
  replyTo: number | null;
}

/** A `MessageFrame` as JSON text; `content` is JSON text already. */
export function renderMessage(row: FrameFields, content: string): string {
  const reply = row.replyTo === null ? '' : `,"reply_to":${row.replyTo}`;
  return (
    `{"type":"message","conversation_id":"${row.conversationId}","seq":${row.seq},"member":${row.member}` +
    `,"message_id":"${row.messageId}","at":${row.at},"watermark":${row.watermark}${reply},"content":${content}}`
  );
}

/** The `OkFrame` of a send as JSON text. */
export function renderOk(row: {
  messageId: string;
  conversationId: ConversationId;
  seq: number;
  at: number;
}): string {
  return `{"type":"ok","id":"${row.messageId}","conversation_id":"${row.conversationId}","seq":${row.seq},"at":${row.at}}`;
}
