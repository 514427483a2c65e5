// Reading the log: a page of a conversation for a device, commits by watermark for those who follow everything.
import type { Content, ConversationId } from '../../protocol/index.ts';
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
  const more = rows.length > range.limit;
  const page = more ? (range.after === undefined ? rows.slice(1) : rows.slice(0, -1)) : rows;
  const messages = page.map((row) => renderMessage(row, row.content)).join(',');
  return (
    `{"type":"page","id":${JSON.stringify(id)},"conversation_id":"${conversationId}"` +
    `,"messages":[${messages}],"more":${more}}`
  );
}

export function toLogRow(row: StoredMessageOfMember): LogRow {
  const content = JSON.parse(row.content) as Content;
  return { ...row, content, type: content.type };
}
