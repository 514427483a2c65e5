// Paying: an attempt under the payer's key. Whoever tries twice, or twenty times at once, pays once and is told the same.
import { type AccountId, Fault, type PaymentId, type Rail, type TransferId } from '../../protocol/index.ts';
import { assert, deriveId, type Tx } from '../kit/index.ts';
import type { Entry, LedgerAccountId, Outcome } from '../ledger/index.ts';
import { changePayment, openAccounts, type Parts } from './change.ts';
import { enqueueExpiry } from './expiry.ts';
import type { RailAdapter, SandboxOutcome, Verdict } from './rails.ts';
import { isCaptured, isPayable } from './states.ts';
import {
  type AttemptRow,
  findAttempt,
  findPayment,
  insertAttempt,
  lockPayment,
  type PaymentRow,
  settleAttempt,
} from './store.ts';

export interface PayInput {
  paymentId: PaymentId;
  /** Who pays: nobody but the person asked. */
  personAccountId: AccountId;
  rail: Rail;
  idempotencyKey: string;
  /** What the sandbox rail shall answer. */
  outcome: SandboxOutcome;
}
export interface PayResult {
  state: AttemptRow['state'];
  payment: PaymentRow;
}
type Accounts = Awaited<ReturnType<typeof openAccounts>>;

export const settleJob = 'payments.settle';

/**
 * Faults: `not_found` (not asked of this person), `rail_unavailable`, `idempotency_mismatch`, `funds_insufficient`
 * (nothing changed), `payment_state_forbids` (canceled or expired). A refusal by the rail is an outcome, not a fault.
 */
export async function payPayment(parts: Parts, input: PayInput): Promise<PayResult> {
  checkKey(input.idempotencyKey);
  const asked = await findPayment(parts.kit.db, input.paymentId);
  if (asked?.personAccountId !== input.personAccountId) throw new Fault('not_found', 'payment_id');
  const rail = parts.rails.get(input.rail);
  if (!rail) throw new Fault('rail_unavailable', `rail: ${input.rail}`);
  const accounts = await openAccounts(parts, asked, rail);
  return parts.kit.db.transaction(async (tx) => {
    const payment = (await lockPayment(tx, asked.id))!;
    const known = await findAttempt(tx, input.personAccountId, input.idempotencyKey);
    if (known) return repeatAttempt(known, input, payment);
    if (isCaptured(payment.status.state)) return { state: 'captured', payment };
    if (payment.status.state === 'pending') return { state: 'pending', payment };
    checkPayable(payment, parts.kit.clock.now());
    return attempt(parts, tx, { input, payment, rail, accounts });
  });
}

export function checkKey(key: string): void {
  if (key.length < 1 || key.length > 128)
    throw new Fault('invalid_request', 'Idempotency-Key: 1 to 128 characters');
}

function checkPayable(payment: PaymentRow, now: number): void {
  const { state } = payment.status;
  if (!isPayable(state)) throw new Fault('payment_state_forbids', `state: ${state}`);
  if (payment.expiresAt !== null && payment.expiresAt <= now)
    throw new Fault('payment_state_forbids', 'state: expired');
}

function repeatAttempt(known: AttemptRow, input: PayInput, payment: PaymentRow): PayResult {
  if (known.paymentId !== input.paymentId || known.rail !== input.rail)
    throw new Fault('idempotency_mismatch');
  return { state: known.state, payment };
}

interface Attempt {
  input: PayInput;
  payment: PaymentRow;
  rail: RailAdapter;
  accounts: Accounts;
}

async function attempt(parts: Parts, tx: Tx, attempt: Attempt): Promise<PayResult> {
  const { input, payment, rail } = attempt;
  const verdict = rail.authorize({ payment, outcome: input.outcome });
  const transferId =
    verdict.state === 'refused'
      ? null
      : deriveId('transfer', 'pay', payment.id, input.personAccountId, input.idempotencyKey);
  const fresh = await insertAttempt(tx, {
    accountId: input.personAccountId,
    key: input.idempotencyKey,
    paymentId: payment.id,
    rail: rail.name,
    state: verdict.state,
    transferId,
    at: parts.kit.clock.now(),
  });
  if (!fresh) throw new Fault('idempotency_mismatch');
  if (transferId !== null) {
    const leg = { id: transferId, ...movement(payment, attempt.accounts) } as const;
    const type = verdict.state === 'pending' ? 'pending' : 'transfer';
    const fee = type === 'transfer' ? feeEntries(parts, payment, attempt.accounts) : [];
    checkCommitted(await parts.ledger.commit(tx, [{ type, ...leg }, ...fee]));
  }
  return { state: verdict.state, payment: await recordVerdict(parts, tx, { attempt, verdict, transferId }) };
}

function movement(payment: PaymentRow, { payer, payee }: Accounts) {
  const { amountMinor, referenceId } = payment;
  return { debit: payer, credit: payee, amountMinor, kind: 'payment', referenceId } as const;
}

/** The house's part, taken from what the business received, in the same chain. */
function feeEntries(
  { feeBasisPoints }: Parts,
  payment: PaymentRow,
  { payee, fees }: { payee: LedgerAccountId; fees: LedgerAccountId },
): Entry[] {
  const amountMinor = (payment.amountMinor * BigInt(feeBasisPoints)) / 10_000n;
  if (amountMinor === 0n) return [];
  const id = deriveId('transfer', 'fee', payment.id);
  const { referenceId } = payment;
  return [{ type: 'transfer', id, debit: payee, credit: fees, amountMinor, kind: 'fee', referenceId }];
}

/** Faults: `funds_insufficient`. Any other refusal of a chain made here is a bug. */
export function checkCommitted(outcome: Outcome): void {
  if (outcome.ok) return;
  if (outcome.refusal === 'funds_insufficient') throw new Fault('funds_insufficient');
  assert(false, `the ledger refused a payment: ${outcome.refusal}`);
}

async function recordVerdict(
  parts: Parts,
  tx: Tx,
  { attempt, verdict, transferId }: { attempt: Attempt; verdict: Verdict; transferId: TransferId | null },
): Promise<PaymentRow> {
  const { payment, rail } = attempt;
  const now = parts.kit.clock.now();
  if (verdict.state === 'pending') {
    const payload = { payment_id: payment.id, transfer_id: transferId };
    await parts.kit.jobs.enqueue(tx, { name: settleJob, payload, runAt: now + verdict.settlesAfterMs });
  }
  return changePayment(parts, tx, {
    payment,
    to: {
      state: verdict.state,
      rail: rail.name,
      failure: verdict.state === 'refused' ? verdict.failure : null,
      capturedAt: verdict.state === 'captured' ? now : null,
    },
    ...(verdict.state === 'pending' ? { pendingTransferId: transferId! } : {}),
  });
}

/**
 * The rail's late answer to a pending attempt (`transferId` names it; any when absent). What is not pending any more
 * stays as it is: answers that are repeated or come late change nothing.
 */
export async function settlePayment(
  parts: Parts,
  settlement: { paymentId: PaymentId; outcome: 'success' | 'refusal'; transferId?: TransferId },
): Promise<PaymentRow | null> {
  const asked = await findPayment(parts.kit.db, settlement.paymentId);
  if (asked?.status.state !== 'pending') return asked;
  const rail = parts.rails.get(asked.status.rail!);
  assert(rail, 'a pending payment is with a rail that this server has');
  const accounts = await openAccounts(parts, asked, rail);
  return parts.kit.db.transaction(async (tx) => {
    const payment = (await lockPayment(tx, asked.id))!;
    const pendingId = payment.pendingTransferId;
    if (pendingId === null || (settlement.transferId ?? pendingId) !== pendingId) return payment;
    const success = settlement.outcome === 'success';
    await settleAttempt(tx, pendingId, success ? 'captured' : 'refused');
    const id = deriveId('transfer', 'settle', pendingId);
    const chain: Entry[] = success
      ? [{ type: 'post', id, pendingId }, ...feeEntries(parts, payment, accounts)]
      : [{ type: 'void', id, pendingId }];
    checkCommitted(await parts.ledger.commit(tx, chain));
    const to = success
      ? ({ state: 'captured', capturedAt: parts.kit.clock.now() } as const)
      : ({ state: 'refused', failure: 'payment_refused' } as const);
    const changed = await changePayment(parts, tx, { payment, to });
    // Its time may have come while the rail decided.
    if (!success) await enqueueExpiry(parts.kit.jobs, tx, changed);
    return changed;
  });
}
