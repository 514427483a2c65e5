// The message frame as text. It is the same for every recipient, so it is written once, by hand: ids and numbers
// need no escaping, and the content is the JSON that is stored.
import { type Content, type ConversationId, limits, type MessageId } from '../../protocol/index.ts';
import type { LogRow } from './model.ts';
import type { PageRange, Store, StoredMessageOfMember } from './store.ts';

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
  return renderMessageOf(renderCommit(row), row, content);
}

/** What the frames of one commit share. */
export function renderCommit(commit: { at: number; watermark: number }): string {
  return `","at":${commit.at},"watermark":${commit.watermark}`;
}

export function renderMessageOf(commit: string, row: FrameFields, content: string): string {
  const reply = row.replyTo === null ? '' : `,"reply_to":${row.replyTo}`;
  return (
    `{"type":"message","conversation_id":"${row.conversationId}","seq":${row.seq},"member":${row.member}` +
    `,"message_id":"${row.messageId}${commit}${reply},"content":${content}}`
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

/** A `PageFrame` as JSON text: rows go from table to socket without being taken apart. */
export async function renderPage(
  store: Store,
  request: { id: string; conversationId: ConversationId; range: PageRange },
): Promise<string> {
  const { id, conversationId, range } = request;
  const rows = await store.page(conversationId, { ...range, limit: range.limit + 1 });
  const messages = rows.map((row) => renderMessage(row, row.content));
  const isUpwards = range.after !== undefined;
  const count = countThatFit(isUpwards ? messages : messages.toReversed(), range.limit);
  const page = isUpwards ? messages.slice(0, count) : messages.slice(messages.length - count);
  return (
    `{"type":"page","id":${JSON.stringify(id)},"conversation_id":"${conversationId}"` +
    `,"messages":[${page.join(',')}],"more":${count < messages.length}}`
  );
}

/** How many of the first texts make a page: at least one, at most `countMax`, not too many bytes. */
function countThatFit(texts: readonly string[], countMax: number): number {
  let count = 0;
  for (let bytes = 0; count < Math.min(countMax, texts.length); count++) {
    bytes += Buffer.byteLength(texts[count]!);
    if (count > 0 && bytes > limits.pageBytesMax) break;
  }
  return count;
}

export function toLogRow(row: StoredMessageOfMember): LogRow {
  const content = JSON.parse(row.content) as Content;
  return { ...row, content, type: content.type };
}
