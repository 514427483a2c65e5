// Reading the log: a page of a conversation for a device, commits by watermark for those who follow everything.
import { type Content, type ConversationId, limits } from '../../protocol/index.ts';
import type { LogRow } from './model.ts';
import { renderMessage } from './render.ts';
import type { PageRange, Store, StoredMessageOfMember } from './store.ts';

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
