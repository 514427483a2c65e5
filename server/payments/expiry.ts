// A request that nobody paid ends at its time; a cancel ends it before.
import type { PaymentId } from '../../protocol/index.ts';
import { deriveId, type Jobs, type Reader } from '../kit/index.ts';
import { changePayment, type Parts } from './change.ts';
import { canBecome, checkTransition } from './states.ts';
import { lockPayment, type PaymentRow } from './store.ts';

export const expireJob = 'payments.expire';

/** Asks for the expiry of a payment at its time, if it has one. */
export async function enqueueExpiry(jobs: Jobs, reader: Reader, payment: PaymentRow): Promise<void> {
  if (payment.expiresAt === null) return;
  const payload = { payment_id: payment.id };
  const key = `${expireJob}:${payment.id}`;
  await jobs.enqueue(reader, { name: expireJob, payload, runAt: payment.expiresAt, key });
}

/** Ends a request whose time is over. What is paid, pending or ended stays as it is. */
export async function expirePayment(parts: Parts, id: PaymentId): Promise<void> {
  const { db, clock, jobs } = parts.kit;
  await db.transaction(async (tx) => {
    const payment = await lockPayment(tx, id);
    if (!payment || !canBecome(payment.status.state, 'expired')) return;
    // The database's clock ran ahead of ours: come back when it is time.
    if (payment.expiresAt! > clock.now()) return enqueueExpiry(jobs, tx, payment);
    await changePayment(parts, tx, { payment, to: { state: 'expired' } });
  });
}

/**
 * Withdraws a request; a pending attempt is called back where its rail allows. Canceled or expired before: no effect.
 * Faults: `payment_state_forbids`.
 */
export async function cancelPayment(parts: Parts, id: PaymentId, reason: string): Promise<PaymentRow | null> {
  return parts.kit.db.transaction(async (tx) => {
    const payment = await lockPayment(tx, id);
    if (!payment || payment.status.state === 'canceled' || payment.status.state === 'expired') return payment;
    checkTransition(payment.status.state, 'canceled');
    const pendingId = payment.pendingTransferId;
    if (pendingId !== null) {
      const rail = parts.rails.get(payment.status.rail!);
      if (!rail?.cancelsPending) checkTransition(payment.status.state, 'expired');
      const voidId = deriveId('transfer', 'cancel', pendingId);
      await parts.ledger.commit(tx, [{ type: 'void', id: voidId, pendingId }]);
    }
    return changePayment(parts, tx, { payment, to: { state: 'canceled' }, reason });
  });
}
