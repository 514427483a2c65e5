// Payments: what a business asks of a person, and what becomes of it. Owns the table of states, the rails (adapters
// that bring money in), attempts and refunds. Promises that a payment is captured at most once, whoever tries how often;
// that no more is given back than came in; that state, ledger and event change in one transaction; that a person pays
// only what was asked of that person.
import {
  type AccountId,
  Fault,
  type PaymentId,
  type PaymentTicket,
  type Rail,
  type TransferId,
  type Wallet,
} from '../../protocol/index.ts';
import type { Accounts, Viewer } from '../accounts/index.ts';
import type { Kit } from '../kit/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Parts } from './change.ts';
import { cancelPayment, expireJob, expirePayment } from './expiry.ts';
import { payPayment, settleJob, settlePayment } from './pay.ts';
import { railsOf, type SandboxOutcome } from './rails.ts';
import { type RefundInput, refundPayment } from './refund.ts';
import { type PaymentRequest, requestPayment } from './request.ts';
import { findByReference, findPayment, listOpenOf, type PaymentRow, readStatus } from './store.ts';
import { toTicket } from './ticket.ts';
import { fundWallet, readWallet, type WalletPage } from './wallet.ts';

export { createPayFrame } from './frames.ts';
export { type RaceResult, raceOnePayment } from './race.ts';
export { type SandboxOutcome, sandboxOutcomes } from './rails.ts';
export type { RefundInput } from './refund.ts';
export type { PaymentRequest } from './request.ts';
export { createPaymentRoutes } from './routes.ts';
export type { WalletPage } from './wallet.ts';

export interface PayCommand {
  paymentId: PaymentId;
  viewer: Viewer;
  rail: Rail;
  idempotencyKey: string;
  /** What the sandbox rail shall answer; `success` when absent. */
  outcome?: SandboxOutcome;
}
export interface PayAnswer {
  state: 'captured' | 'pending' | 'refused';
  ticket: PaymentTicket;
}
/** Between whom a payment is: who may see it. */
export interface PaymentSides {
  ticket: PaymentTicket;
  personAccountId: AccountId;
  businessAccountId: AccountId;
  conversationId: PaymentRow['conversationId'];
}

export interface Payments {
  /** Event `payment.requested`. Faults: `invalid_request`, `idempotency_mismatch`, `payment_state_forbids`. */
  request(input: PaymentRequest): Promise<PaymentTicket>;
  /** Faults: `not_found`, `rail_unavailable`, `funds_insufficient`, `payment_state_forbids`, `idempotency_mismatch`. */
  pay(command: PayCommand): Promise<PayAnswer>;
  /** Faults: `not_found`, `payment_state_forbids`, `invalid_request`, `funds_insufficient`, `idempotency_mismatch`. */
  refund(input: RefundInput): Promise<PaymentTicket>;
  /** Faults: `not_found`, `payment_state_forbids` (already paid). */
  cancel(paymentId: PaymentId, reason: string): Promise<PaymentTicket>;
  /** The payment now, or as it was at `revision`. */
  ticket(paymentId: PaymentId, revision?: number): Promise<PaymentTicket | null>;
  sides(paymentId: PaymentId, revision?: number): Promise<PaymentSides | null>;
  /** The live payment of a reference, else the newest. */
  byReference(businessAccountId: AccountId, referenceId: string): Promise<PaymentTicket | null>;
  /** The late answer of a rail to a pending payment; without effect on any other. */
  settle(paymentId: PaymentId, outcome: 'success' | 'refusal'): Promise<PaymentTicket | null>;
  wallet(accountId: AccountId, page?: WalletPage): Promise<Wallet>;
  fundSandboxWallet(accountId: AccountId, amountMinor: bigint, currency: string): Promise<void>;
}

export function createPayments(
  kit: Kit,
  deps: { ledger: Ledger; accounts: Accounts; feeBasisPoints?: number },
): Payments {
  const rails = railsOf(kit.config.mode);
  const parts: Parts = { kit, ledger: deps.ledger, rails, feeBasisPoints: deps.feeBasisPoints ?? 0 };
  listen(parts);

  const ticketOf = (payment: PaymentRow) => toTicket(payment, [...rails.keys()]);
  const ticketOrNull = (payment: PaymentRow | null) => payment && ticketOf(payment);

  async function sides(paymentId: PaymentId, revision?: number): Promise<PaymentSides | null> {
    const payment = await findPayment(kit.db, paymentId);
    if (!payment) return null;
    const status = revision === undefined ? payment.status : await readStatus(kit.db, paymentId, revision);
    if (!status) return null;
    const { personAccountId, businessAccountId, conversationId } = payment;
    const ticket = toTicket(payment, [...rails.keys()], status);
    return { ticket, personAccountId, businessAccountId, conversationId };
  }

  return {
    request: async (input) => ticketOf(await requestPayment(parts, input)),
    async pay({ viewer, ...command }) {
      if (viewer.kind !== 'person') throw new Fault('not_found', 'payment_id');
      const input = { outcome: 'success', personAccountId: viewer.accountId, ...command } as const;
      const { state, payment } = await payPayment(parts, input);
      return { state, ticket: ticketOf(payment) };
    },
    refund: async (input) => ticketOf(await refundPayment(parts, input)),
    async cancel(paymentId, reason) {
      const payment = await cancelPayment(parts, paymentId, reason);
      if (!payment) throw new Fault('not_found', 'payment_id');
      return ticketOf(payment);
    },
    ticket: async (paymentId, revision) => (await sides(paymentId, revision))?.ticket ?? null,
    sides,
    byReference: async (businessId, referenceId) =>
      ticketOrNull(await findByReference(kit.db, businessId, referenceId)),
    settle: async (paymentId, outcome) => ticketOrNull(await settlePayment(parts, { paymentId, outcome })),
    wallet: (accountId, page = {}) => readWallet(deps, accountId, page),
    fundSandboxWallet: (accountId, amountMinor, currency) =>
      fundWallet(parts, accountId, { amountMinor, currency }),
  };
}

/** What happens by itself: time ends requests, rails answer late, a deleted account is asked for nothing more. */
function listen(parts: Parts): void {
  const { jobs, events, db } = parts.kit;
  jobs.define(expireJob, (payload) => expirePayment(parts, payload.payment_id as PaymentId));
  jobs.define(settleJob, async (payload) => {
    const paymentId = payload.payment_id as PaymentId;
    const transferId = payload.transfer_id as TransferId;
    await settlePayment(parts, { paymentId, transferId, outcome: 'success' });
  });
  events.consume('payments.withdraw', ['account.deleted'], async (event) => {
    for (const id of await listOpenOf(db, event.payload.account_id as AccountId))
      await cancelPayment(parts, id, 'account_deleted');
  });
}
