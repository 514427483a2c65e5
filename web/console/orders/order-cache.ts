// Orders as the console has them in memory. Tickets arrive by the socket inside messages and as answers to commands; a
// higher revision replaces a lower one wherever the order is shown.
import type { ConsoleOrder, ConsoleOrderPage, Content, OrderTicket } from '../../../protocol/index.ts';
import { readTickets } from '../../ui/ticket/fold.ts';
import { invalidateResources, patchResources } from '../base/resource.ts';

export const orderKey = (orderId: string) => `order ${orderId}`;
export const ordersKey = (filter: string) => `orders ${filter}`;

/** A message came: if it carries an order, what is shown of it follows. */
export function followTickets(content: Content): void {
  const tickets = readTickets(content);
  if (!tickets) return;
  if (tickets.order) takeOrder(tickets.order);
  if (tickets.payment) invalidateResources('wallet');
}

/** The newest ticket of an order: pages that show it are patched, lists and counts are asked for again. */
export function takeOrder(ticket: OrderTicket): void {
  patchResources<ConsoleOrder>(orderKey(ticket.order_id), (known) => withTicket(known, ticket));
  patchResources<ConsoleOrderPage>('orders ', (page) => {
    const orders = page.orders.map((known) => withTicket(known, ticket));
    return orders.some((order, index) => order !== page.orders[index]) ? { ...page, orders } : page;
  });
  invalidateResources('orders ');
  invalidateResources('wallet');
}

function withTicket(known: ConsoleOrder, ticket: OrderTicket): ConsoleOrder {
  const isNews = known.order.order_id === ticket.order_id && ticket.revision > known.order.revision;
  return isNews ? { ...known, order: ticket, changed_at: Date.now() } : known;
}
