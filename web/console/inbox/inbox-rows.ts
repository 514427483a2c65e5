// What the inbox shows and in which order, worked out from what the socket keeps and the shop's open orders.
import type { LocalConversation } from '../../../client/index.ts';
import type { ConsoleOrder, ConversationView, MemberView, OrderTicket } from '../../../protocol/index.ts';
import { readTickets } from '../../ui/ticket/fold.ts';

export const inboxFilters = ['all', 'unread', 'orders', 'closing'] as const;
export type InboxFilter = (typeof inboxFilters)[number];

/** An answer that may soon cost a template: the window closes within this time. */
const closingWithinMs = 4 * 3_600_000;
const hourMs = 3_600_000;

const openStates: ReadonlySet<string> = new Set(['placed', 'accepted', 'paid', 'shipped']);

export function personOf(view: ConversationView): MemberView | null {
  return view.members.find((member) => member.role === 'person') ?? null;
}

/** What is left to answer freely (ms); 0 when it is over or never began. */
export function windowLeft(view: ConversationView, now: number): number {
  return Math.max(0, (view.window_until ?? 0) - now);
}

export function isClosing(view: ConversationView, now: number): boolean {
  const left = windowLeft(view, now);
  return left > 0 && left <= closingWithinMs;
}

/** The newest order of each conversation, by what the server listed and what the last messages say. */
export function ordersByConversation(
  listed: readonly ConsoleOrder[],
  conversations: readonly LocalConversation[],
): Map<string, OrderTicket> {
  const orders = new Map<string, OrderTicket>();
  const take = (id: string, order: OrderTicket) => {
    const known = orders.get(id);
    if (!known || isNewer(order, known)) orders.set(id, order);
  };
  for (const { conversation_id, order } of listed) take(conversation_id, order);
  for (const { id, view } of conversations) {
    const order = view.last_message && readTickets(view.last_message.content)?.order;
    if (order) take(id, order);
  }
  return orders;
}

function isNewer(order: OrderTicket, known: OrderTicket): boolean {
  return order.order_id === known.order_id ? order.revision > known.revision : order.number > known.number;
}

export interface InboxQuery {
  filter: InboxFilter;
  text: string;
  now: number;
  orders: ReadonlyMap<string, OrderTicket>;
  /** Stays in the list while it is open, although the filter would let it go: reading must not make it vanish. */
  keepId: string | null;
}

export function selectConversations(
  conversations: readonly LocalConversation[],
  { filter, text, now, orders, keepId }: InboxQuery,
): LocalConversation[] {
  const wanted = fold(text.trim());
  const isShown = ({ id, view }: LocalConversation) => {
    if (wanted && !fold(searchable(view)).includes(wanted)) return false;
    if (filter === 'all' || id === keepId) return true;
    if (filter === 'unread') return view.unread > 0;
    if (filter === 'orders') return openStates.has(orders.get(id)?.state ?? '');
    return isClosing(view, now);
  };
  const shown = conversations.filter(isShown);
  return filter === 'closing'
    ? shown.sort((a, b) => (a.view.window_until ?? 0) - (b.view.window_until ?? 0))
    : shown;
}

function searchable(view: ConversationView): string {
  const person = personOf(view);
  const content = view.last_message?.content;
  const order = content && readTickets(content)?.order;
  const said = content && 'body' in content ? content.body : '';
  return [person?.name, person?.phone, order && String(order.number), said].filter(Boolean).join(' ');
}

/** Without case and accents: who looks for "livia" finds "Lívia". */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Hours and minutes of a span, for "23 h 54 min". */
export function splitSpan(ms: number): { hours: number; minutes: number } {
  return { hours: Math.floor(ms / hourMs), minutes: Math.floor((ms % hourMs) / 60_000) };
}
