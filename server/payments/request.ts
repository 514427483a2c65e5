// Asking for money: one payment per key, and one live payment per reference of a business.
import * as v from 'valibot';
import {
  type AccountId,
  type ConversationId,
  currencySchema,
  Fault,
  newId,
  type OrderId,
} from '../../protocol/index.ts';
import type { Reader, Tx } from '../kit/index.ts';
import { amountMinorMax } from '../ledger/index.ts';
import { type Parts, recordRevision } from './change.ts';
import { enqueueExpiry } from './expiry.ts';
import { findByKey, findByReference, insertPayment, type PaymentRow } from './store.ts';

export interface PaymentRequest {
  /** The asker's: the same request twice is one payment. */
  idempotencyKey: string;
  conversationId: ConversationId;
  personAccountId: AccountId;
  businessAccountId: AccountId;
  /** The merchant's name for what is paid; one live payment each. */
  referenceId: string;
  amountMinor: bigint;
  /** ISO 4217. */
  currency: string;
  description: string;
  orderId: OrderId | null;
  /** Unix ms; never expires when absent. */
  expiresAt?: number;
}

/**
 * Makes the payment, or finds the one that this request made before, or that lives for the same reference with the
 * same amount. Faults: `invalid_request`, `idempotency_mismatch`, `payment_state_forbids` (the reference is in use).
 */
export async function requestPayment(parts: Parts, request: PaymentRequest): Promise<PaymentRow> {
  checkRequest(request);
  const { db, clock, events, jobs } = parts.kit;
  const payment = toRow(request, clock.now());
  return db.transaction(async (tx) => {
    if (!(await insertPayment(tx, payment))) return findSame(tx, request);
    await recordRevision(parts, tx, { paymentId: payment.id, status: payment.status, reason: null });
    await events.record(tx, 'payment.requested', { payment_id: payment.id });
    await enqueueExpiry(jobs, tx, payment);
    return payment;
  });
}

function checkRequest(request: PaymentRequest): void {
  if (request.amountMinor <= 0n || request.amountMinor > amountMinorMax) {
    throw new Fault('invalid_request', 'amount: above zero and at most 10^15 minor units');
  }
  if (!v.is(currencySchema, request.currency)) throw new Fault('invalid_request', 'currency: not ISO 4217');
  if (request.referenceId === '' || request.referenceId.length > 64)
    throw new Fault('invalid_request', 'reference_id: 1 to 64 characters');
}

function toRow(request: PaymentRequest, now: number): PaymentRow {
  return {
    id: newId('payment', now),
    conversationId: request.conversationId,
    personAccountId: request.personAccountId,
    businessAccountId: request.businessAccountId,
    referenceId: request.referenceId,
    idempotencyKey: request.idempotencyKey,
    amountMinor: request.amountMinor,
    currency: request.currency,
    description: request.description,
    orderId: request.orderId,
    requestedAt: now,
    expiresAt: request.expiresAt ?? null,
    pendingTransferId: null,
    status: {
      revision: 1,
      state: 'requested',
      rail: null,
      refundedMinor: 0n,
      failure: null,
      capturedAt: null,
    },
  };
}

async function findSame(reader: Reader | Tx, request: PaymentRequest): Promise<PaymentRow> {
  const byKey = await findByKey(reader, request.businessAccountId, request.idempotencyKey);
  if (byKey) {
    if (!isSame(byKey, request)) throw new Fault('idempotency_mismatch');
    return byKey;
  }
  const live = await findByReference(reader, request.businessAccountId, request.referenceId);
  if (!live || !isSame(live, request))
    throw new Fault(
      'payment_state_forbids',
      'reference_id: another payment with this reference is open or paid',
    );
  return live;
}

function isSame(payment: PaymentRow, request: PaymentRequest): boolean {
  return (
    payment.referenceId === request.referenceId &&
    payment.personAccountId === request.personAccountId &&
    payment.amountMinor === request.amountMinor &&
    payment.currency === request.currency &&
    payment.orderId === request.orderId
  );
}
