// What a merchant does with an order. Every command may be repeated: what was done before is answered as it stands.
import {
  type AccountId,
  type CartLineInput,
  Fault,
  limits,
  type OrderId,
  type OrderState,
} from '../../protocol/index.ts';
import type { Tx } from '../kit/index.ts';
import { changeOrder, consumeStock, endUnpaid, reserveDifference, tell } from './change.ts';
import { enqueueExpiry, withdrawPayment } from './expiry.ts';
import type { Parts } from './parts.ts';
import { applyPayment, requestPaymentOf } from './payment.ts';
import { mergeLines } from './place.ts';
import { findOrder, type LineRow, lockOrder, type Order } from './store.ts';
import { sumOrder } from './ticket.ts';
import { isOpen, wasReached } from './transitions.ts';

export interface Command {
  orderId: OrderId;
  businessAccountId: AccountId;
  /** Who of the staff did it, or which door. */
  actor: string;
  /** Words to the person with the change. */
  body?: string | undefined;
  /** Given back in webhooks. */
  opaque?: string | undefined;
}
export interface EditCommand extends Command {
  /** The whole list as it shall be. */
  lines: readonly CartLineInput[];
  /** Minor units; as before when absent. */
  shippingMinor?: bigint | undefined;
  /** The revision that the merchant saw; another one since is refused. */
  revision?: number | undefined;
}
export interface RefundCommand extends Command {
  /** Minor units; null gives back all that is left. */
  amountMinor: bigint | null;
  idempotencyKey: string;
}

/** placed → accepted, and the request for payment. An order that costs nothing is paid with that. */
export async function acceptOrder(parts: Parts, command: Command): Promise<Order> {
  const accepted = await inOrder(parts, command, async (tx, order) => {
    if (wasReached(order, 'accepted')) return order;
    const reservedUntil = parts.kit.clock.now() + limits.reservationTtlMs;
    const isFree = order.totalMinor === 0n;
    const to = { state: 'accepted', reservedUntil, paymentRound: order.paymentRound + 1 } as const;
    // The request for payment carries the ticket, so that one message tells both.
    const announcement = command.body === undefined ? null : tell(command.body, command.opaque);
    const next = await changeOrder(parts, tx, { order, to, actor: command.actor, announcement });
    await enqueueExpiry(parts.kit.jobs, tx, next);
    if (!isFree) return next;
    const paid = { state: 'paid', reservedUntil: null } as const;
    return changeOrder(parts, tx, { order: next, to: paid, actor: command.actor, announcement: tell() });
  });
  return requestPaymentOf(parts, accepted);
}

/**
 * Changes lines before anything is paid. What was in the order keeps the price it was ordered at, what is new has
 * today's. Faults: `order_state_forbids`, `product_unavailable`, `stock_insufficient`, `cart_empty`.
 */
export async function editOrder(parts: Parts, command: EditCommand): Promise<Order> {
  const wanted = mergeLines(command.lines);
  const before = await needOrder(parts, command);
  await checkUnpaid(parts, before);
  const offers = await loadNewLines(parts, before, wanted);
  const edited = await inOrder(parts, command, async (tx, order) => {
    const shippingMinor = command.shippingMinor ?? order.shippingMinor;
    if (isAsWanted(order, wanted, shippingMinor)) return order;
    if (!isOpen(order.state)) throw new Fault('order_state_forbids', `state: ${order.state}`);
    if (command.revision !== undefined && command.revision !== order.revision)
      throw new Fault('order_state_forbids', `revision: ${order.revision}`);
    const after = chooseLines(order, wanted, offers);
    const { catalogId, lines: before } = order;
    const lines = await reserveDifference(parts, tx, { catalogId, before, after });
    const to = {
      lines,
      ...sumOrder(lines, { shippingMinor, taxRateBasisPoints: order.taxRateBasisPoints }),
      paymentId: null,
      paymentRound: order.paymentRound + 1,
    };
    const announcement = tell(command.body, command.opaque);
    return changeOrder(parts, tx, { order, to, actor: command.actor, announcement });
  });
  return requestPaymentOf(parts, edited);
}

/** paid → shipped: the units leave the house. */
export function shipOrder(parts: Parts, command: Command): Promise<Order> {
  return fulfilOrder(parts, command, 'shipped');
}

/** shipped, or paid and handed over, → completed. */
export function completeOrder(parts: Parts, command: Command): Promise<Order> {
  return fulfilOrder(parts, command, 'completed');
}

/** Ends an unpaid order; its request for payment is withdrawn. Faults: `order_state_forbids` (paid, being paid). */
export async function cancelOrder(parts: Parts, command: Command): Promise<Order> {
  const order = await needOrder(parts, command);
  if (order.state === 'canceled') return order;
  if (isOpen(order.state) && !(await withdrawPayment(parts, order, 'order_canceled')))
    throw new Fault('order_state_forbids', 'payment');
  return inOrder(parts, command, (tx, locked) => {
    if (locked.state === 'canceled') return Promise.resolve(locked);
    const announcement = tell(command.body, command.opaque);
    return endUnpaid(parts, tx, { order: locked, state: 'canceled', actor: command.actor, announcement });
  });
}

/** Gives money back; all of it ends the order. Faults as `payments.refund`, and `order_state_forbids`. */
export async function refundOrder(parts: Parts, command: RefundCommand): Promise<Order> {
  const order = await needOrder(parts, command);
  if (order.paymentId === null || isOpen(order.state))
    throw new Fault('order_state_forbids', `state: ${order.state}`);
  const { amountMinor, idempotencyKey, businessAccountId } = command;
  const refund = { paymentId: order.paymentId, businessAccountId, amountMinor, idempotencyKey };
  const ticket = await parts.payments.refund(refund);
  return (await applyPayment(parts, ticket, businessAccountId)) ?? order;
}

/** The order of this business. Faults: `not_found`, for another's too. */
export async function needOrder(
  parts: Parts,
  { orderId, businessAccountId }: Pick<Command, 'orderId' | 'businessAccountId'>,
): Promise<Order> {
  const order = await findOrder(parts.kit.db, orderId);
  if (order?.businessAccountId !== businessAccountId) throw new Fault('not_found', 'order_id');
  return order;
}

/** Runs `work` on the locked order of this business. */
export async function inOrder(
  parts: Parts,
  command: Command,
  work: (tx: Tx, order: Order) => Promise<Order>,
): Promise<Order> {
  return parts.kit.db.transaction(async (tx) => {
    const order = await lockOrder(tx, command.orderId);
    if (order?.businessAccountId !== command.businessAccountId) throw new Fault('not_found', 'order_id');
    return work(tx, order);
  });
}

function fulfilOrder(parts: Parts, command: Command, state: OrderState): Promise<Order> {
  return inOrder(parts, command, async (tx, order) => {
    if (wasReached(order, state)) return order;
    const to = { state, lines: await consumeStock(parts, tx, order) };
    const announcement = tell(command.body, command.opaque);
    return changeOrder(parts, tx, { order, to, actor: command.actor, announcement });
  });
}

async function checkUnpaid(parts: Parts, order: Order): Promise<void> {
  if (order.paymentId === null) return;
  const ticket = await parts.payments.ticket(order.paymentId);
  if (ticket?.state === 'pending' || ticket?.state === 'captured')
    throw new Fault('order_state_forbids', `payment: ${ticket.state}`);
}

/** Words and pictures of the skus that the order did not have; units are checked under the lock. */
async function loadNewLines(
  parts: Parts,
  order: Order,
  wanted: readonly CartLineInput[],
): Promise<Map<string, LineRow>> {
  const had = new Set(order.lines.map((line) => line.sku));
  const skus = wanted.map((line) => line.sku).filter((sku) => !had.has(sku));
  if (skus.length === 0) return new Map();
  const offers = order.catalogId ? await parts.catalog.offers(order.catalogId, skus, order.language) : [];
  const missing = skus.find((sku) => !offers.some((offer) => offer.variant.sku === sku));
  if (missing !== undefined) throw new Fault('product_unavailable', missing);
  return new Map(
    offers.map(({ title, variant }) => [
      variant.sku,
      {
        sku: variant.sku,
        title,
        options: variant.options,
        quantity: 0,
        unitMinor: BigInt(variant.price.amount_minor),
        picture: variant.picture,
        reserved: true,
      },
    ]),
  );
}

/** The lines as wanted: what the order had stays as it was agreed. */
function chooseLines(
  order: Order,
  wanted: readonly CartLineInput[],
  offers: ReadonlyMap<string, LineRow>,
): LineRow[] {
  const had = new Map(order.lines.map((line) => [line.sku, line]));
  return wanted.map(({ sku, quantity }) => {
    const line = had.get(sku) ?? offers.get(sku);
    if (!line) throw new Fault('order_state_forbids', `revision: ${order.revision}`);
    return { ...line, quantity };
  });
}

function isAsWanted(order: Order, wanted: readonly CartLineInput[], shippingMinor: bigint): boolean {
  const quantities = new Map(order.lines.map((line) => [line.sku, line.quantity]));
  return (
    shippingMinor === order.shippingMinor &&
    wanted.length === order.lines.length &&
    wanted.every((line) => quantities.get(line.sku) === line.quantity)
  );
}
