// Commerce: baskets and orders. Owns carts, orders with their lines and every revision. Promises that prices and totals
// are the server's alone; that a placed order holds its units, once, until it is paid, ended or its time is over; that
// an order moves only along the one table of states (transitions.ts); that repeating a command has one effect; that
// every change is told in the chat with the ticket as it stood then (announce.ts).
import type {
  AccountId,
  Cart,
  CartInput,
  ConsoleOrder,
  ConsoleOrderPage,
  ConversationId,
  OrderId,
  OrderState,
  OrderTicket,
} from '../../protocol/index.ts';
import type { Kit } from '../kit/index.ts';
import { announceOrders } from './announce.ts';
import { type CartKey, readCart, writeCart } from './cart.ts';
import { expireJob, expireOrder } from './expiry.ts';
import {
  acceptOrder,
  type Command,
  cancelOrder,
  completeOrder,
  type EditCommand,
  editOrder,
  type RefundCommand,
  refundOrder,
  shipOrder,
} from './merchant.ts';
import type { CommerceDeps, Parts } from './parts.ts';
import { giveBack, giveBackJob } from './payment.ts';
import { type PlaceOrder, placeOrder } from './place.ts';
import {
  type OrderPayment,
  type OrderPaymentRequest,
  reportOrderStatus,
  requestOrderPayment,
  type StatusReport,
} from './requests.ts';
import { countByState, findByReference, findOrder, listOrders, type Order } from './store.ts';
import { toTicket } from './ticket.ts';

export { orderStatusMessageId, paymentRequestMessageId } from './announce.ts';
export type { CartKey } from './cart.ts';
export { createPlaceOrderFrame } from './frames.ts';
export type { Command, EditCommand, RefundCommand } from './merchant.ts';
export type { CommerceDeps, MaySend } from './parts.ts';
export type { PlaceOrder } from './place.ts';
export type { OrderPayment, OrderPaymentRequest, ReportedStatus, StatusReport } from './requests.ts';
export { createCommerceRoutes } from './routes.ts';

export interface Commerce {
  cart(key: CartKey): Promise<Cart>;
  /** Replaces the basket. */
  saveCart(key: CartKey, cart: CartInput): Promise<Cart>;
  /** See `placeOrder` for its faults. Event `order.placed`. */
  placeOrder(input: PlaceOrder): Promise<OrderTicket>;
  /** The Cloud API's order_details: an accepted order and its request for payment. */
  requestOrderPayment(input: OrderPaymentRequest): Promise<OrderPayment>;
  /** The Cloud API's order_status. `messageId` is that of the message in the chat. */
  reportOrderStatus(report: StatusReport): ReturnType<typeof reportOrderStatus>;
  editLines(command: EditCommand): Promise<OrderTicket>;
  accept(command: Command): Promise<OrderTicket>;
  ship(command: Command): Promise<OrderTicket>;
  complete(command: Command): Promise<OrderTicket>;
  cancel(command: Command): Promise<OrderTicket>;
  refund(command: RefundCommand): Promise<OrderTicket>;
  order(orderId: OrderId): Promise<OrderTicket | null>;
  /** The ticket with whose it is. */
  ownedOrder(
    orderId: OrderId,
  ): Promise<{ ticket: OrderTicket; personAccountId: AccountId; businessAccountId: AccountId } | null>;
  orderByReference(businessAccountId: AccountId, referenceId: string): Promise<OrderTicket | null>;
  listOrders(
    businessAccountId: AccountId,
    page: {
      conversationId?: ConversationId | null;
      state?: OrderState | null;
      before?: number | null;
      limit?: number;
    },
  ): Promise<ConsoleOrderPage>;
  consoleOrder(businessAccountId: AccountId, orderId: OrderId): Promise<ConsoleOrder | null>;
}

const pageOrders = 50;

export function createCommerce(kit: Kit, deps: CommerceDeps): Commerce {
  const parts: Parts = { kit, ...deps };
  kit.jobs.define(expireJob, (payload) => expireOrder(parts, payload.order_id as OrderId));
  kit.jobs.define(giveBackJob, (payload) => giveBack(parts, payload));
  announceOrders(parts);
  const asTicket =
    <C>(command: (parts: Parts, input: C) => Promise<Order>) =>
    async (input: C) =>
      toTicket(await command(parts, input));

  return {
    cart: (key) => readCart(parts, key),
    saveCart: (key, cart) => writeCart(parts, key, cart),
    placeOrder: (input) => placeOrder(parts, input),
    requestOrderPayment: (input) => requestOrderPayment(parts, input),
    reportOrderStatus: (report) => reportOrderStatus(parts, report),
    editLines: asTicket(editOrder),
    accept: asTicket(acceptOrder),
    ship: asTicket(shipOrder),
    complete: asTicket(completeOrder),
    cancel: asTicket(cancelOrder),
    refund: asTicket(refundOrder),
    order: async (orderId) => ticketOrNull(await findOrder(kit.db, orderId)),
    async ownedOrder(orderId) {
      const order = await findOrder(kit.db, orderId);
      if (!order) return null;
      const { personAccountId, businessAccountId } = order;
      return { ticket: toTicket(order), personAccountId, businessAccountId };
    },
    orderByReference: async (businessId, referenceId) =>
      ticketOrNull(await findByReference(kit.db, businessId, referenceId)),
    async listOrders(businessAccountId, page) {
      const { conversationId = null, state = null, before = null, limit = pageOrders } = page;
      const of = { businessAccountId, conversationId, state, before, limit: limit + 1 };
      const found = await listOrders(kit.db, of);
      const shown = found.slice(0, limit);
      const counts = Object.fromEntries(await countByState(kit.db, businessAccountId));
      const next = found.length > limit ? String(shown.at(-1)!.number) : null;
      return { orders: await describeOrders(parts, businessAccountId, shown), next, counts };
    },
    async consoleOrder(businessAccountId, orderId) {
      const order = await findOrder(kit.db, orderId);
      if (order?.businessAccountId !== businessAccountId) return null;
      return (await describeOrders(parts, businessAccountId, [order]))[0]!;
    },
  };
}

function ticketOrNull(order: Order | null): OrderTicket | null {
  return order && toTicket(order);
}

/** A business knows a person by the chosen name and the opaque id, never by more. */
async function describeOrders(
  { accounts }: Parts,
  businessId: AccountId,
  orders: readonly Order[],
): Promise<ConsoleOrder[]> {
  const ids = [...new Set(orders.map((order) => order.personAccountId))];
  const portfolioId = (await accounts.business(businessId))?.portfolioId;
  const [people, userIds] = await Promise.all([
    accounts.people(ids),
    portfolioId ? accounts.userIdsFor(portfolioId, ids) : new Map<AccountId, string>(),
  ]);
  return orders.map((order) => ({
    order: toTicket(order),
    conversation_id: order.conversationId,
    person: {
      name: people.get(order.personAccountId)?.name ?? '',
      user_id: userIds.get(order.personAccountId) ?? null,
    },
    placed_at: order.placedAt,
    changed_at: order.changedAt,
  }));
}
