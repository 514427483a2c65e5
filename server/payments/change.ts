// One change of a payment: the row, its revision and the event, in the transaction that moved the money.
import type { PaymentId, TransferId } from '../../protocol/index.ts';
import type { Kit, Tx } from '../kit/index.ts';
import type { Ledger, LedgerAccountId } from '../ledger/index.ts';
import type { RailAdapter } from './rails.ts';
import { checkTransition } from './states.ts';
import { insertRevision, type PaymentRow, type Status, updateStatus } from './store.ts';

/** What the commands of this module work with. */
export interface Parts {
  kit: Kit;
  ledger: Ledger;
  rails: ReadonlyMap<string, RailAdapter>;
  /** What the house keeps of a captured payment; 100 is 1 %. */
  feeBasisPoints: number;
}

export interface Change {
  payment: PaymentRow;
  to: Partial<Status> & Pick<Status, 'state'>;
  pendingTransferId?: TransferId;
  reason?: string;
}

/** Moves a locked payment on by one revision. Faults: `payment_state_forbids`. */
export async function changePayment(parts: Parts, tx: Tx, change: Change): Promise<PaymentRow> {
  const { payment, to } = change;
  checkTransition(payment.status.state, to.state);
  const status = { ...payment.status, ...to, revision: payment.status.revision + 1 };
  const pendingTransferId = change.pendingTransferId ?? null;
  await updateStatus(tx, { paymentId: payment.id, status, pendingTransferId });
  await recordRevision(parts, tx, { paymentId: payment.id, status, reason: change.reason ?? null });
  await parts.kit.events.record(tx, 'payment.changed', { payment_id: payment.id, revision: status.revision });
  return { ...payment, status, pendingTransferId };
}

export async function recordRevision(
  { kit }: Parts,
  tx: Tx,
  revision: { paymentId: PaymentId; status: Status; reason: string | null },
): Promise<void> {
  await insertRevision(tx, { ...revision, at: kit.clock.now() });
}

/** The three accounts that a payment touches, opened before its transaction. */
export async function openAccounts(
  { ledger }: Parts,
  payment: PaymentRow,
  rail: RailAdapter,
): Promise<{ payer: LedgerAccountId; payee: LedgerAccountId; fees: LedgerAccountId }> {
  const { businessAccountId: owner, currency } = payment;
  return {
    payer: await ledger.openAccount(rail.payer(payment)),
    payee: await ledger.openAccount({ owner, kind: 'wallet', currency }),
    fees: await ledger.openAccount({ owner: 'house:fees', kind: 'fees', currency }),
  };
}
