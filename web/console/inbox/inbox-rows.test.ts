import { expect, test } from 'bun:test';
import type { LocalConversation } from '../../../client/index.ts';
import {
  type Content,
  type ConversationId,
  type ConversationView,
  newId,
  type OrderTicket,
} from '../../../protocol/index.ts';
import {
  type InboxQuery,
  isClosing,
  ordersByConversation,
  selectConversations,
  splitSpan,
} from './inbox-rows.ts';

const now = Date.UTC(2026, 10, 20, 12);
const hour = 3_600_000;

function conversation(
  name: string,
  change: Partial<ConversationView> & { content?: Content } = {},
): LocalConversation {
  const id = newId('conversation');
  const { content, ...rest } = change;
  const person = { member: 1, role: 'person', name, phone: null } as ConversationView['members'][number];
  const view: ConversationView = {
    conversation_id: id,
    kind: 'business',
    me: 2,
    members: [person],
    last_seq: 1,
    last_message: content ? message(id, content) : null,
    unread: 0,
    changed_at: now,
    window_until: null,
    source: 'qr',
    opened_at: now,
    ...rest,
  };
  return { id, view, messages: [], isLoaded: true, hasOlder: false, typing: [] };
}

function message(id: ConversationId, content: Content): NonNullable<ConversationView['last_message']> {
  const messageId = newId('message');
  return {
    type: 'message',
    conversation_id: id,
    seq: 1,
    member: 1,
    message_id: messageId,
    at: now,
    watermark: 1,
    content,
  };
}

function order(number: number, state: OrderTicket['state'], revision = 1): OrderTicket {
  return { order_id: `ord_${number}`, number, state, revision } as OrderTicket;
}

function select(conversations: LocalConversation[], query: Partial<InboxQuery>): string[] {
  const all = { filter: 'all', text: '', now, orders: new Map(), keepId: null, ...query } as InboxQuery;
  return selectConversations(conversations, all).map(({ view }) => view.members[0]!.name);
}

test('search knows neither case nor accents, and finds order numbers', () => {
  const livia = conversation('Lívia Souza');
  const koffi = conversation('Koffi', { content: { type: 'order', order: order(2041, 'placed') } });
  expect(select([livia, koffi], { text: ' livia' })).toEqual(['Lívia Souza']);
  expect(select([livia, koffi], { text: '204' })).toEqual(['Koffi']);
  expect(select([livia, koffi], { text: 'nobody' })).toEqual([]);
});

test('what is being read stays in the list of unread ones', () => {
  const ana = conversation('Ana', { unread: 2 });
  const ravi = conversation('Ravi');
  expect(select([ana, ravi], { filter: 'unread' })).toEqual(['Ana']);
  expect(select([ana, ravi], { filter: 'unread', keepId: ravi.id })).toEqual(['Ana', 'Ravi']);
});

test('windows that close soon come first, closed ones do not come', () => {
  const soon = conversation('Soon', { window_until: now + hour });
  const later = conversation('Later', { window_until: now + 3 * hour });
  const open = conversation('Open', { window_until: now + 20 * hour });
  const over = conversation('Over', { window_until: now - 1 });
  expect(select([later, open, over, soon], { filter: 'closing' })).toEqual(['Soon', 'Later']);
  expect(isClosing(over.view, now)).toBe(false);
});

test('an order is the newest of its conversation, at its highest revision', () => {
  const ana = conversation('Ana', { content: { type: 'order_status', order: order(7, 'shipped', 4) } });
  const listed = [7, 6].map(
    (number) => ({ order: order(number, 'paid', 3), conversation_id: ana.id }) as never,
  );
  const orders = ordersByConversation(listed, [ana]);
  expect(orders.get(ana.id)).toMatchObject({ number: 7, state: 'shipped' });
  expect(select([ana], { filter: 'orders', orders })).toEqual(['Ana']);
});

test('a span in hours and minutes', () => {
  expect(splitSpan(23 * hour + 54 * 60_000 + 59_000)).toEqual({ hours: 23, minutes: 54 });
});
