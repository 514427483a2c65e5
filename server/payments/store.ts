// The SQL of payments. Money leaves SQL as text and becomes bigint here.
import type {
  AccountId,
  ConversationId,
  OrderId,
  PaymentId,
  PaymentState,
  Rail,
  RefundId,
  TransferId,
} from '../../protocol/index.ts';
import type { Reader, Tx } from '../kit/index.ts';

export interface PaymentRow {
  id: PaymentId;
  conversationId: ConversationId;
  personAccountId: AccountId;
  businessAccountId: AccountId;
  referenceId: string;
  idempotencyKey: string;
  amountMinor: bigint;
  currency: string;
  description: string;
  orderId: OrderId | null;
  requestedAt: number;
  expiresAt: number | null;
  pendingTransferId: TransferId | null;
  status: Status;
}

/** The part of a payment that changes, once per revision. */
export interface Status {
  revision: number;
  state: PaymentState;
  rail: Rail | null;
  refundedMinor: bigint;
  failure: string | null;
  capturedAt: number | null;
}

export interface AttemptRow {
  accountId: AccountId;
  key: string;
  paymentId: PaymentId;
  rail: Rail;
  state: 'captured' | 'pending' | 'refused';
  transferId: TransferId | null;
  at: number;
}

export interface RefundRow {
  id: RefundId;
  paymentId: PaymentId;
  businessAccountId: AccountId;
  key: string;
  amountMinor: bigint;
  transferId: TransferId;
  at: number;
}

interface PaymentSql {
  id: PaymentId;
  conversation_id: ConversationId;
  person_account_id: AccountId;
  business_account_id: AccountId;
  reference_id: string;
  idempotency_key: string;
  amount: string;
  currency: string;
  description: string;
  order_id: OrderId | null;
  requested_at: number;
  expires_at: number | null;
  pending_transfer_id: TransferId | null;
  revision: number;
  state: PaymentState;
  rail: Rail | null;
  refunded: string;
  failure: string | null;
  captured_at: number | null;
}
const columns = `id, conversation_id, person_account_id, business_account_id, reference_id, idempotency_key,
  amount::text, currency, description, order_id, requested_at, expires_at, pending_transfer_id, revision, state, rail,
  refunded::text, failure, captured_at`;

export async function findPayment(reader: Reader, id: PaymentId): Promise<PaymentRow | null> {
  return one(await reader.query<PaymentSql>(`select ${columns} from payments where id = $1`, [id]));
}

/** The payment, locked until the transaction ends: whoever changes it holds this. */
export async function lockPayment(tx: Tx, id: PaymentId): Promise<PaymentRow | null> {
  return one(await tx.query<PaymentSql>(`select ${columns} from payments where id = $1 for update`, [id]));
}

export async function findByKey(
  reader: Reader,
  businessId: AccountId,
  key: string,
): Promise<PaymentRow | null> {
  return one(
    await reader.query<PaymentSql>(
      `select ${columns} from payments where business_account_id = $1 and idempotency_key = $2`,
      [businessId, key],
    ),
  );
}

/** The newest payment of a reference: the live one, if there is one. */
export async function findByReference(
  reader: Reader,
  businessId: AccountId,
  referenceId: string,
): Promise<PaymentRow | null> {
  return one(
    await reader.query<PaymentSql>(
      `select ${columns} from payments where business_account_id = $1 and reference_id = $2
      order by state in ('canceled', 'expired'), requested_at desc, id desc limit 1`,
      [businessId, referenceId],
    ),
  );
}

export async function listOpenOf(reader: Reader, personId: AccountId): Promise<PaymentId[]> {
  const rows = await reader.sql<{ id: PaymentId }>`
    select id from payments where person_account_id = ${personId} and state in ('requested', 'refused') order by id`;
  return rows.map((row) => row.id);
}

function one(rows: PaymentSql[]): PaymentRow | null {
  const row = rows[0];
  if (!row) return null;
  return {
    id: row.id,
    conversationId: row.conversation_id,
    personAccountId: row.person_account_id,
    businessAccountId: row.business_account_id,
    referenceId: row.reference_id,
    idempotencyKey: row.idempotency_key,
    amountMinor: BigInt(row.amount),
    currency: row.currency,
    description: row.description,
    orderId: row.order_id,
    requestedAt: row.requested_at,
    expiresAt: row.expires_at,
    pendingTransferId: row.pending_transfer_id,
    status: {
      revision: row.revision,
      state: row.state,
      rail: row.rail,
      refundedMinor: BigInt(row.refunded),
      failure: row.failure,
      capturedAt: row.captured_at,
    },
  };
}

/** False when the key or the reference is taken by a payment that lives; then nothing was written. */
export async function insertPayment(tx: Tx, row: PaymentRow): Promise<boolean> {
  const inserted = await tx.sql`
    insert into payments (id, conversation_id, person_account_id, business_account_id, reference_id,
      idempotency_key, amount, currency, description, order_id, state, revision, requested_at, expires_at)
    values (${row.id}, ${row.conversationId}, ${row.personAccountId}, ${row.businessAccountId}, ${row.referenceId},
      ${row.idempotencyKey}, ${row.amountMinor}, ${row.currency}, ${row.description}, ${row.orderId},
      ${row.status.state}, ${row.status.revision}, ${row.requestedAt}, ${row.expiresAt})
    on conflict do nothing returning id`;
  return inserted.length === 1;
}

export async function insertRevision(
  tx: Tx,
  revision: { paymentId: PaymentId; status: Status; reason: string | null; at: number },
): Promise<void> {
  const { status } = revision;
  await tx.sql`
    insert into payment_revisions (payment_id, revision, state, rail, refunded, failure, reason, captured_at, at)
    values (${revision.paymentId}, ${status.revision}, ${status.state}, ${status.rail}, ${status.refundedMinor},
      ${status.failure}, ${revision.reason}, ${status.capturedAt}, ${revision.at})`;
}

export async function updateStatus(
  tx: Tx,
  change: { paymentId: PaymentId; status: Status; pendingTransferId: TransferId | null },
): Promise<void> {
  const { status } = change;
  await tx.sql`
    update payments set state = ${status.state}, revision = ${status.revision}, rail = ${status.rail},
      refunded = ${status.refundedMinor}, failure = ${status.failure}, captured_at = ${status.capturedAt},
      pending_transfer_id = ${change.pendingTransferId}
    where id = ${change.paymentId}`;
}

export async function readStatus(
  reader: Reader,
  paymentId: PaymentId,
  revision: number,
): Promise<Status | null> {
  const rows = await reader.sql<Omit<PaymentSql, 'refunded'> & { refunded: string }>`
    select revision, state, rail, refunded::text, failure, captured_at from payment_revisions
    where payment_id = ${paymentId} and revision = ${revision}`;
  const row = rows[0];
  if (!row) return null;
  return {
    revision: row.revision,
    state: row.state,
    rail: row.rail,
    refundedMinor: BigInt(row.refunded),
    failure: row.failure,
    capturedAt: row.captured_at,
  };
}

export async function findAttempt(
  reader: Reader,
  accountId: AccountId,
  key: string,
): Promise<AttemptRow | null> {
  const rows = await reader.sql<AttemptRow>`
    select account_id as "accountId", idempotency_key as key, payment_id as "paymentId", rail, state,
      transfer_id as "transferId", at
    from payment_attempts where account_id = ${accountId} and idempotency_key = ${key}`;
  return rows[0] ?? null;
}

/** False when the key is taken, by a payment that is not locked by this transaction. */
export async function insertAttempt(tx: Tx, row: AttemptRow): Promise<boolean> {
  const inserted = await tx.sql`
    insert into payment_attempts (account_id, idempotency_key, payment_id, rail, state, transfer_id, at)
    values (${row.accountId}, ${row.key}, ${row.paymentId}, ${row.rail}, ${row.state}, ${row.transferId}, ${row.at})
    on conflict do nothing returning payment_id`;
  return inserted.length === 1;
}

export async function settleAttempt(
  tx: Tx,
  transferId: TransferId,
  state: 'captured' | 'refused',
): Promise<void> {
  await tx.sql`update payment_attempts set state = ${state} where transfer_id = ${transferId}`;
}

export async function findRefund(
  reader: Reader,
  businessId: AccountId,
  key: string,
): Promise<RefundRow | null> {
  const rows = await reader.sql<Omit<RefundRow, 'amountMinor'> & { amount: string }>`
    select id, payment_id as "paymentId", business_account_id as "businessAccountId", idempotency_key as key,
      amount::text, transfer_id as "transferId", at
    from payment_refunds where business_account_id = ${businessId} and idempotency_key = ${key}`;
  const row = rows[0];
  return row ? { ...row, amountMinor: BigInt(row.amount) } : null;
}

/** False when the key is taken, by a payment that is not locked by this transaction. */
export async function insertRefund(tx: Tx, row: RefundRow): Promise<boolean> {
  const inserted = await tx.sql`
    insert into payment_refunds (id, payment_id, business_account_id, idempotency_key, amount, transfer_id, at)
    values (${row.id}, ${row.paymentId}, ${row.businessAccountId}, ${row.key}, ${row.amountMinor}, ${row.transferId},
      ${row.at})
    on conflict do nothing returning id`;
  return inserted.length === 1;
}
