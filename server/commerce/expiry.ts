// Stock is held for an unpaid order for a time, then given back.
import { Fault, type OrderId } from '../../protocol/index.ts';
import type { Jobs, Reader } from '../kit/index.ts';
import { endUnpaid, tell } from './change.ts';
import type { Parts } from './parts.ts';
import { findOrder, lockOrder, type Order } from './store.ts';
import { isOpen } from './transitions.ts';

export const expireJob = 'commerce.expire';
/** A payment under way when the time is over gets this much longer before it is looked at again. */
const graceMs = 10 * 60_000;

export async function enqueueExpiry(
  jobs: Jobs,
  reader: Reader,
  { orderId, reservedUntil }: { orderId: OrderId; reservedUntil: number | null },
): Promise<void> {
  if (reservedUntil === null) return;
  const job = { name: expireJob, payload: { order_id: orderId }, runAt: reservedUntil };
  await jobs.enqueue(reader, { ...job, key: `${expireJob}:${orderId}` });
}

/** Ends an order whose time is over; one that is paid meanwhile, or being paid, stays. */
export async function expireOrder(parts: Parts, orderId: OrderId): Promise<void> {
  const { db, jobs, clock } = parts.kit;
  const order = await findOrder(db, orderId);
  if (!order || !isOpen(order.state) || order.reservedUntil === null) return;
  if (order.reservedUntil > clock.now()) return enqueueExpiry(jobs, db, order);
  if (!(await withdrawPayment(parts, order, 'order_expired'))) {
    return enqueueExpiry(jobs, db, { orderId, reservedUntil: clock.now() + graceMs });
  }
  await db.transaction(async (tx) => {
    const locked = await lockOrder(tx, orderId);
    if (!locked || !isOpen(locked.state) || locked.revision !== order.revision) return;
    await endUnpaid(parts, tx, {
      order: locked,
      state: 'expired',
      actor: 'system',
      announcement: tell(),
    });
  });
}

/** Takes back the request for payment. False when money is in, or on its way. */
export async function withdrawPayment(parts: Parts, order: Order, reason: string): Promise<boolean> {
  if (order.paymentId === null) return true;
  try {
    const ticket = await parts.payments.cancel(order.paymentId, reason);
    return ticket.state === 'canceled' || ticket.state === 'expired';
  } catch (error) {
    if (error instanceof Fault && error.code === 'payment_state_forbids') return false;
    throw error;
  }
}
