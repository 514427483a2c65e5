// Orders as the console has them in memory. Tickets arrive by the socket inside messages and as answers to commands; a
// higher revision replaces a lower one wherever the order is shown.
import type {
  ConsoleOrder,
  ConsoleOrderPage,
  Content,
  OrderState,
  OrderTicket,
  PaymentTicket,
} from '../../../protocol/index.ts';
import { readTickets } from '../../ui/ticket/fold.ts';
import { invalidateResources, patchResources } from '../base/resource.ts';

export const orderKey = (orderId: string) => `order ${orderId}`;
export const ordersKey = (filter: string) => `orders ${filter}`;
export const paymentKey = (paymentId: string) => `payment ${paymentId}`;

/** A message came: if it carries an order or a payment, what is shown of it follows. */
export function followTickets(content: Content): void {
  const tickets = readTickets(content);
  if (tickets?.order) takeOrder(tickets.order);
  if (tickets?.payment) takePayment(tickets.payment);
}

/** The newest ticket of an order: pages that show it are patched, lists and counts are asked for again. */
export function takeOrder(ticket: OrderTicket): void {
  putTicket(ticket, (known) => ticket.revision > known.revision || isAhead(known));
  invalidateResources('orders ');
}

export function takePayment(ticket: PaymentTicket): void {
  patchResources<PaymentTicket>(paymentKey(ticket.payment_id), (known) =>
    ticket.revision > known.revision ? ticket : known,
  );
  invalidateResources('wallet');
}

const ahead = new WeakSet<OrderTicket>();
const isAhead = (ticket: OrderTicket) => ahead.has(ticket);

/** Shows an order as it will be, before the server has said so. Returns the way back. */
export function showAhead(order: OrderTicket, state: OrderState): () => void {
  const shown: OrderTicket = { ...order, state, history: [...order.history, { state, at: Date.now() }] };
  ahead.add(shown);
  putTicket(shown, (known) => known.revision <= order.revision);
  return () => putTicket(order, (known) => known === shown);
}

function putTicket(ticket: OrderTicket, mayReplace: (known: OrderTicket) => boolean): void {
  const patch = (known: ConsoleOrder) =>
    known.order.order_id === ticket.order_id && mayReplace(known.order)
      ? { ...known, order: ticket, changed_at: Date.now() }
      : known;
  patchResources<ConsoleOrder>(orderKey(ticket.order_id), patch);
  patchResources<ConsoleOrderPage>('orders ', (page) => {
    const orders = page.orders.map(patch);
    return orders.some((order, index) => order !== page.orders[index]) ? { ...page, orders } : page;
  });
}
