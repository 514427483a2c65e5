// Giving money back: never more than came in, once per key, from the business's wallet to where it came from.
import { type AccountId, Fault, type PaymentId } from '../../protocol/index.ts';
import { assert, deriveId } from '../kit/index.ts';
import { changePayment, openAccounts, type Parts } from './change.ts';
import { checkCommitted, checkKey } from './pay.ts';
import { isCaptured } from './states.ts';
import { findPayment, findRefund, insertRefund, lockPayment, type PaymentRow } from './store.ts';

export interface RefundInput {
  paymentId: PaymentId;
  businessAccountId: AccountId;
  /** Minor units; null gives back all that is left. */
  amountMinor: bigint | null;
  idempotencyKey: string;
}

/**
 * Faults: `not_found`, `idempotency_mismatch`, `payment_state_forbids` (nothing to give back), `invalid_request`
 * (more than is left), `funds_insufficient` (the business has spent it).
 */
export async function refundPayment(parts: Parts, input: RefundInput): Promise<PaymentRow> {
  checkKey(input.idempotencyKey);
  const found = await findPayment(parts.kit.db, input.paymentId);
  if (found?.businessAccountId !== input.businessAccountId) throw new Fault('not_found', 'payment_id');
  if (!isCaptured(found.status.state))
    throw new Fault('payment_state_forbids', `state: ${found.status.state}`);
  const rail = parts.rails.get(found.status.rail!);
  if (!rail) throw new Fault('rail_unavailable', `rail: ${found.status.rail}`);
  const accounts = await openAccounts(parts, found, rail);
  return parts.kit.db.transaction(async (tx) => {
    const payment = (await lockPayment(tx, found.id))!;
    const known = await findRefund(tx, input.businessAccountId, input.idempotencyKey);
    if (known) {
      const same =
        known.paymentId === payment.id && (input.amountMinor ?? known.amountMinor) === known.amountMinor;
      if (!same) throw new Fault('idempotency_mismatch');
      return payment;
    }
    const amountMinor = checkAmount(payment, input.amountMinor);
    const id = deriveId('refund', input.businessAccountId, input.idempotencyKey);
    const transferId = deriveId('transfer', 'refund', id);
    const { businessAccountId, idempotencyKey: key } = input;
    const at = parts.kit.clock.now();
    const refund = { id, paymentId: payment.id, businessAccountId, key, amountMinor, transferId, at };
    if (!(await insertRefund(tx, refund))) throw new Fault('idempotency_mismatch');
    const leg = { id: transferId, debit: accounts.payee, credit: accounts.payer, amountMinor } as const;
    const { referenceId } = payment;
    checkCommitted(
      await parts.ledger.commit(tx, [{ type: 'transfer', ...leg, kind: 'refund', referenceId }]),
    );
    const refundedMinor = payment.status.refundedMinor + amountMinor;
    assert(refundedMinor <= payment.amountMinor, 'no more is given back than came in');
    const state = refundedMinor === payment.amountMinor ? 'refunded' : 'partially_refunded';
    return changePayment(parts, tx, { payment, to: { state, refundedMinor } });
  });
}

function checkAmount(payment: PaymentRow, asked: bigint | null): bigint {
  const left = payment.amountMinor - payment.status.refundedMinor;
  if (left === 0n) throw new Fault('payment_state_forbids', 'state: refunded');
  const amountMinor = asked ?? left;
  if (amountMinor <= 0n || amountMinor > left)
    throw new Fault('invalid_request', `amount_minor: 1 to ${left}`);
  return amountMinor;
}
