// Between orders and payments: asking for the money of an accepted order, and what a payment makes of its order.
import type { AccountId, PaymentId, PaymentTicket } from '../../protocol/index.ts';
import type { Tx } from '../kit/index.ts';
import { changeOrder, endUnpaid, releaseStock, tell } from './change.ts';
import type { Parts } from './parts.ts';
import { findOrder, lockOrder, type Order } from './store.ts';
import { canBecome } from './transitions.ts';

export const giveBackJob = 'commerce.give_back';

/** Asks for the payment of an accepted order, once a round; whoever calls it how often. Returns the order as it is. */
export async function requestPaymentOf(parts: Parts, order: Order): Promise<Order> {
  if (order.state !== 'accepted' || order.totalMinor === 0n || order.paymentId !== null) return order;
  await withdrawOutdated(parts, order);
  const ticket = await parts.payments.request({
    idempotencyKey: `order:${order.orderId}:${order.paymentRound}`,
    conversationId: order.conversationId,
    personAccountId: order.personAccountId,
    businessAccountId: order.businessAccountId,
    referenceId: order.referenceId,
    amountMinor: order.totalMinor,
    currency: order.currency,
    description: describeOrder(order),
    orderId: order.orderId,
    ...(order.reservedUntil === null ? {} : { expiresAt: order.reservedUntil }),
  });
  return attachPayment(parts, order, ticket);
}

/** A request for another sum, left over from before an edit, makes way. */
async function withdrawOutdated(parts: Parts, order: Order): Promise<void> {
  const live = await parts.payments.byReference(order.businessAccountId, order.referenceId);
  const isOutdated = live?.state === 'requested' || live?.state === 'refused';
  if (isOutdated && live.amount.amount_minor !== order.totalMinor.toString())
    await parts.payments.cancel(live.payment_id, 'order_edited');
}

/** Puts the payment on the order; when the order has moved on meanwhile, nobody shall pay it. */
async function attachPayment(parts: Parts, asked: Order, ticket: PaymentTicket): Promise<Order> {
  const attached = await parts.kit.db.transaction(async (tx) => {
    const order = await lockOrder(tx, asked.orderId);
    if (order?.state !== 'accepted' || order.paymentRound !== asked.paymentRound) return null;
    if (order.paymentId === ticket.payment_id) return order;
    const to = { paymentId: ticket.payment_id };
    return changeOrder(parts, tx, { order, to, actor: 'system', announcement: null });
  });
  if (attached) return attached;
  const order = (await findOrder(parts.kit.db, asked.orderId))!;
  if (order.paymentId !== ticket.payment_id && ticket.state === 'requested')
    await parts.payments.cancel(ticket.payment_id, 'order_changed');
  return order;
}

/** What a payment's state makes of its order. Repeating it changes nothing. */
export async function applyPayment(
  parts: Parts,
  ticket: PaymentTicket,
  businessAccountId: AccountId,
): Promise<Order | null> {
  if (ticket.order_id === null) return null;
  return parts.kit.db.transaction(async (tx) => {
    const { order, isOrphan } = await moveOrder(parts, tx, ticket);
    // Paid too late, or the sum of before an edit: the money goes back, by a job that tries until it did.
    if (isOrphan && ticket.state === 'captured') {
      const payload = { payment_id: ticket.payment_id, business_account_id: businessAccountId };
      const key = `${giveBackJob}:${ticket.payment_id}`;
      await parts.kit.jobs.enqueue(tx, { name: giveBackJob, payload, key });
    }
    return order;
  });
}

/** Gives back what was paid for an order that could not take it. */
export async function giveBack(parts: Parts, payload: Record<string, unknown>): Promise<void> {
  const paymentId = payload.payment_id as PaymentId;
  await parts.payments.refund({
    paymentId,
    businessAccountId: payload.business_account_id as AccountId,
    amountMinor: null,
    idempotencyKey: `order:unwanted:${paymentId}`,
  });
}

async function moveOrder(
  parts: Parts,
  tx: Tx,
  ticket: PaymentTicket,
): Promise<{ order: Order | null; isOrphan: boolean }> {
  const order = await lockOrder(tx, ticket.order_id!);
  if (!order) return { order, isOrphan: false };
  if (!isOwnPayment(order, ticket)) return { order, isOrphan: true };
  const revision = { order, actor: 'system', announcement: null };
  if (ticket.state === 'captured' && order.state === 'accepted') {
    const to = { state: 'paid', paymentId: ticket.payment_id, reservedUntil: null } as const;
    return { order: await changeOrder(parts, tx, { ...revision, to }), isOrphan: false };
  }
  if (ticket.state === 'refunded' && canBecome(order.state, 'refunded')) {
    const to = { state: 'refunded', lines: await releaseStock(parts, tx, order) } as const;
    return { order: await changeOrder(parts, tx, { ...revision, to }), isOrphan: false };
  }
  if ((ticket.state === 'canceled' || ticket.state === 'expired') && order.state === 'accepted') {
    const end = { ...revision, state: ticket.state, announcement: tell() };
    return { order: await endUnpaid(parts, tx, end), isOrphan: false };
  }
  return { order, isOrphan: order.state === 'canceled' || order.state === 'expired' };
}

/** Whether it is the one asked for last; it may be paid before the order has noted its id. */
function isOwnPayment(order: Order, ticket: PaymentTicket): boolean {
  if (order.paymentId !== null) return order.paymentId === ticket.payment_id;
  return order.state === 'accepted' && ticket.amount.amount_minor === order.totalMinor.toString();
}

/** In the person's language, as far as the server words it: the order's number. */
function describeOrder({ number, language }: Order): string {
  return language.startsWith('fr') ? `Commande ${number}` : `Order ${number}`;
}
