import type { Content, OrderTicket, PaymentTicket } from '../../../protocol/index.ts';

export interface TicketMessage {
  key: string;
  content: Content;
}

/**
 * How a message that carries a ticket is shown. The newest message about an order or payment bears the whole
 * ticket, as it is now; each earlier one is the stub that says what happened then and leads to the whole.
 */
export type TicketPlace =
  | { kind: 'whole'; order: OrderTicket | null; payment: PaymentTicket | null }
  | { kind: 'stub'; wholeKey: string };

interface Family {
  newestKey: string;
  order: OrderTicket | null;
  payment: PaymentTicket | null;
}

/** The place of every ticket among `messages` (ascending), by message key. Higher revisions win over later ones. */
export function foldTickets(messages: readonly TicketMessage[]): Map<string, TicketPlace> {
  const families = new Map<string, Family>();
  const familyOf = new Map<string, string>();
  for (const { key, content } of messages) {
    const tickets = readTickets(content);
    if (!tickets) continue;
    const id = tickets.order?.order_id ?? tickets.payment?.order_id ?? tickets.payment!.payment_id;
    const family = families.get(id) ?? { newestKey: key, order: null, payment: null };
    family.newestKey = key;
    family.order = newer(family.order, tickets.order);
    family.payment = newerPayment(family.payment, tickets.payment);
    families.set(id, family);
    familyOf.set(key, id);
  }
  const places = new Map<string, TicketPlace>();
  for (const [key, id] of familyOf) {
    const { newestKey, order, payment } = families.get(id)!;
    places.set(
      key,
      key === newestKey ? { kind: 'whole', order, payment } : { kind: 'stub', wholeKey: newestKey },
    );
  }
  return places;
}

/** The tickets inside a content; null when it carries none. */
export function readTickets(
  content: Content,
): { order: OrderTicket | null; payment: PaymentTicket | null } | null {
  switch (content.type) {
    case 'order':
    case 'order_status':
      return { order: content.order, payment: null };
    case 'payment_request':
    case 'payment':
      return { order: content.order ?? null, payment: content.payment };
    default:
      return null;
  }
}

function newer<T extends { revision: number }>(a: T | null, b: T | null): T | null {
  if (!a || !b) return b ?? a;
  return b.revision >= a.revision ? b : a;
}

/** An order asks for payment again after it was changed: the later request counts, whatever its revision. */
function newerPayment(a: PaymentTicket | null, b: PaymentTicket | null): PaymentTicket | null {
  if (!a || !b || a.payment_id === b.payment_id) return newer(a, b);
  return b.requested_at >= a.requested_at ? b : a;
}
