// Orders as programs handle them through the Cloud API: asking for payment of a list of items (`order_details`) and
// telling how it goes (`order_status`), both by the business's own reference.
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import {
  type AccountId,
  type ConversationId,
  Fault,
  limits,
  type MessageId,
  newId,
  type OrderState,
  type OrderTicket,
  type PaymentTicket,
  skuSchema,
} from '../../protocol/index.ts';
import { isUniqueViolation, type Tx } from '../kit/index.ts';
import { orderStatusMessageId, paymentRequestMessageId } from './announce.ts';
import { changeOrder, consumeStock, endUnpaid, reserveDifference, tell } from './change.ts';
import { enqueueExpiry, withdrawPayment } from './expiry.ts';
import { inOrder } from './merchant.ts';
import type { Parts } from './parts.ts';
import { requestPaymentOf } from './payment.ts';
import {
  drawNumber,
  findByMessage,
  findByReference,
  insertOrder,
  type LineRow,
  listPlaced,
  lockOrder,
  type Order,
} from './store.ts';
import { cleanWords, toTicket } from './ticket.ts';
import { canBecome, isOpen, wasReached } from './transitions.ts';

export interface OrderPaymentRequest {
  businessAccountId: AccountId;
  conversationId: ConversationId;
  /** The business's own name for the order: one order each. */
  referenceId: string;
  /** `unitMinor` is what one unit costs now, a sale included. */
  items: readonly { sku: string; name: string; unitMinor: bigint; quantity: number }[];
  subtotalMinor: bigint;
  taxMinor?: bigint | undefined;
  shippingMinor?: bigint | undefined;
  discountMinor?: bigint | undefined;
  totalMinor: bigint;
  currency: string;
  /** Unix ms. */
  expiresAt?: number | undefined;
  body?: string | undefined;
  opaque?: string | undefined;
  /** The order message that this answers, when it does. */
  orderMessageId?: MessageId | undefined;
}
export interface OrderPayment {
  order: OrderTicket;
  payment: PaymentTicket;
  /** Of the payment request in the chat. */
  messageId: MessageId;
}

/** The Cloud API's words for how an order goes. */
export type ReportedStatus =
  | 'pending'
  | 'processing'
  | 'partially_shipped'
  | 'shipped'
  | 'completed'
  | 'canceled';

export interface StatusReport {
  businessAccountId: AccountId;
  referenceId: string;
  status: ReportedStatus;
  body?: string | undefined;
  opaque?: string | undefined;
}

/**
 * Accepts an order and asks for its payment: the one of this reference, else the one placed in the chat that it
 * answers or has the same items as, else a new one. The sums are the business's and must add up.
 * Faults: `invalid_request`, `order_state_forbids`, `stock_insufficient`, `conversation_not_member`.
 */
export async function requestOrderPayment(parts: Parts, input: OrderPaymentRequest): Promise<OrderPayment> {
  checkSums(input);
  const found = await findOrderFor(parts, input);
  const accepted = found ? await acceptAsAsked(parts, found, input) : await createOrder(parts, input);
  const order = await requestPaymentOf(parts, accepted);
  const payment = order.paymentId ? await parts.payments.ticket(order.paymentId) : null;
  if (!payment) throw new Fault('order_state_forbids', `state: ${order.state}`);
  return { order: toTicket(order), payment, messageId: paymentRequestMessageId(payment.payment_id) };
}

/** Moves the order of a reference on and tells so. Faults: `not_found`, `order_state_forbids`. */
export async function reportOrderStatus(
  parts: Parts,
  report: StatusReport,
): Promise<{ order: OrderTicket; messageId: MessageId }> {
  const { businessAccountId, referenceId } = report;
  const found = await findByReference(parts.kit.db, businessAccountId, referenceId);
  if (!found) throw new Fault('not_found', 'reference_id');
  const to = reachedBy[report.status];
  if (to === 'canceled' && isOpen(found.state) && !(await withdrawPayment(parts, found, 'order_canceled')))
    throw new Fault('order_state_forbids', 'payment');
  const command = { orderId: found.orderId, businessAccountId, actor: 'api' };
  const order = await inOrder(parts, command, (tx, locked) =>
    applyStatus(parts, tx, { order: locked, report }),
  );
  return { order: toTicket(order), messageId: orderStatusMessageId(order.orderId, order.revision) };
}

/** The state of ours that a status stands for; the others only tell. */
const reachedBy: Partial<Record<ReportedStatus, OrderState>> = {
  shipped: 'shipped',
  completed: 'completed',
  canceled: 'canceled',
};

async function applyStatus(
  parts: Parts,
  tx: Tx,
  { order, report }: { order: Order; report: StatusReport },
): Promise<Order> {
  const announcement = tell(report.body, report.opaque);
  const revision = { order, actor: 'api', announcement };
  const state = reachedBy[report.status];
  if (state === undefined || (wasReached(order, state) && !canBecome(order.state, state)))
    return changeOrder(parts, tx, { ...revision, to: {} });
  if (state === 'canceled') return endUnpaid(parts, tx, { ...revision, state });
  if (!canBecome(order.state, state)) throw new Fault('order_state_forbids', `state: ${order.state}`);
  return changeOrder(parts, tx, { ...revision, to: { state, lines: await consumeStock(parts, tx, order) } });
}

function checkSums(input: OrderPaymentRequest): void {
  const { items, subtotalMinor, totalMinor, referenceId } = input;
  if (!/^[^\p{Cc}\p{Cs}]{1,64}$/u.test(referenceId)) throw new Fault('invalid_request', 'reference_id');
  const strange = items.find((item) => !v.is(skuSchema, item.sku));
  if (strange) throw new Fault('invalid_request', 'items: retailer_id');
  if (items.length === 0 || items.length > limits.cartLinesMax) throw new Fault('invalid_request', 'items');
  const sum = items.reduce((total, item) => total + item.unitMinor * BigInt(item.quantity), 0n);
  if (sum !== subtotalMinor) throw new Fault('invalid_request', 'subtotal: not the sum of the items');
  const parts = [input.taxMinor, input.shippingMinor, input.discountMinor].map((part) => part ?? 0n);
  const [tax, shipping, discount] = parts as [bigint, bigint, bigint];
  if (parts.some((part) => part < 0n))
    throw new Fault('invalid_request', 'tax, shipping, discount: negative');
  if (subtotalMinor + tax + shipping - discount !== totalMinor || totalMinor <= 0n)
    throw new Fault('invalid_request', 'total_amount: not subtotal + tax + shipping - discount');
}

async function findOrderFor(parts: Parts, input: OrderPaymentRequest): Promise<Order | null> {
  const { db } = parts.kit;
  const byReference = await findByReference(db, input.businessAccountId, input.referenceId);
  if (byReference) return byReference;
  const isOurs = (order: Order | null) =>
    order?.businessAccountId === input.businessAccountId &&
    order.conversationId === input.conversationId &&
    order.state === 'placed';
  const answered = input.orderMessageId ? await findByMessage(db, input.orderMessageId) : null;
  if (isOurs(answered)) return answered;
  const placed = await listPlaced(db, input.conversationId);
  return placed.find((order) => isOurs(order) && hasSameItems(order, input)) ?? null;
}

function hasSameItems(order: Order, { items }: OrderPaymentRequest): boolean {
  const asked = new Map(items.map((item) => [item.sku, item.quantity]));
  return (
    order.lines.length === asked.size && order.lines.every((line) => asked.get(line.sku) === line.quantity)
  );
}

async function acceptAsAsked(parts: Parts, found: Order, input: OrderPaymentRequest): Promise<Order> {
  const lines = await writeLines(parts, found, input);
  const command = { orderId: found.orderId, businessAccountId: input.businessAccountId, actor: 'api' };
  return inOrder(parts, command, async (tx, order) => {
    if (order.conversationId !== input.conversationId) throw new Fault('order_state_forbids', 'conversation');
    if (isSameRequest(order, input)) return order;
    if (!isOpen(order.state)) throw new Fault('order_state_forbids', `state: ${order.state}`);
    const held = await reserveDifference(parts, tx, {
      catalogId: order.catalogId,
      before: order.lines,
      after: lines,
    });
    const to = {
      state: 'accepted' as const,
      lines: held,
      ...fieldsOf(parts, input),
      paymentId: null,
      paymentRound: order.paymentRound + 1,
    };
    const next = await changeOrder(parts, tx, { order, to, actor: 'api', announcement: null });
    await enqueueExpiry(parts.kit.jobs, tx, next);
    return next;
  });
}

function isSameRequest(order: Order, input: OrderPaymentRequest): boolean {
  return (
    order.state !== 'placed' &&
    order.referenceId === input.referenceId &&
    order.totalMinor === input.totalMinor &&
    hasSameItems(order, input)
  );
}

async function createOrder(parts: Parts, input: OrderPaymentRequest): Promise<Order> {
  const members = await parts.conversations.members(input.conversationId);
  const person = members.find((member) => member.role === 'person');
  const isMember = members.some((member) => member.accountId === input.businessAccountId);
  if (!person || !isMember) throw new Fault('conversation_not_member');
  const business = (await parts.accounts.business(input.businessAccountId))!;
  const lines = await writeLines(parts, null, input);
  const now = parts.kit.clock.now();
  const catalogId =
    business.catalogId ?? (await parts.catalog.catalogOf(input.businessAccountId))?.catalogId ?? null;
  const create = (tx: Tx) =>
    insertAsked(parts, tx, { input, person: person.accountId, catalogId, lines, now });
  try {
    return await parts.kit.db.transaction(create);
  } catch (error) {
    // The same request came twice at once: the other made the order.
    if (!isUniqueViolation(error, 'orders_business_account_id_reference_id_key')) throw error;
    return (await findByReference(parts.kit.db, input.businessAccountId, input.referenceId))!;
  }
}

async function insertAsked(
  parts: Parts,
  tx: Tx,
  asked: {
    input: OrderPaymentRequest;
    person: AccountId;
    catalogId: Order['catalogId'];
    lines: LineRow[];
    now: number;
  },
): Promise<Order> {
  const { input, person, catalogId, now } = asked;
  const orderId = newId('order', now);
  const language = (await parts.accounts.person(person))?.language ?? 'en';
  const lines = await reserveDifference(parts, tx, { catalogId, before: [], after: asked.lines });
  const order: Order = {
    orderId,
    number: await drawNumber(tx, input.businessAccountId),
    businessAccountId: input.businessAccountId,
    personAccountId: person,
    conversationId: input.conversationId,
    catalogId,
    messageId: null,
    requestDigest: createHash('sha256').update(orderId).digest('base64url'),
    deviceId: null,
    state: 'accepted',
    revision: 1,
    currency: input.currency,
    language,
    ...fieldsOf(parts, input),
    note: null,
    paymentId: null,
    paymentRound: 1,
    history: [{ state: 'accepted', at: now }],
    placedAt: now,
    changedAt: now,
    lines,
  };
  await insertOrder(tx, order, { actor: 'api', announcement: null });
  await parts.kit.events.record(tx, 'order.changed', { order_id: orderId, revision: 1 });
  await enqueueExpiry(parts.kit.jobs, tx, order);
  return (await lockOrder(tx, orderId))!;
}

function fieldsOf(parts: Parts, input: OrderPaymentRequest) {
  return {
    referenceId: input.referenceId,
    subtotalMinor: input.subtotalMinor,
    shippingMinor: input.shippingMinor ?? 0n,
    discountMinor: input.discountMinor ?? 0n,
    taxMinor: input.taxMinor ?? 0n,
    taxRateBasisPoints: 0,
    totalMinor: input.totalMinor,
    reservedUntil: input.expiresAt ?? parts.kit.clock.now() + limits.reservationTtlMs,
    request: { body: cleanWords(input.body), opaque: cleanWords(input.opaque) },
  };
}

/** Lines in the business's words, with the pictures of what is in its catalogue. What is, is held back. */
async function writeLines(
  parts: Parts,
  order: Order | null,
  { items, businessAccountId }: OrderPaymentRequest,
): Promise<LineRow[]> {
  const catalogId = order?.catalogId ?? (await parts.catalog.catalogOf(businessAccountId))?.catalogId;
  const skus = items.map((item) => item.sku);
  const offers = catalogId ? await parts.catalog.offers(catalogId, skus, order?.language ?? null) : [];
  const bySku = new Map(offers.map((offer) => [offer.variant.sku, offer.variant]));
  const had = new Map(order?.lines.map((line) => [line.sku, line]) ?? []);
  return items.map(({ sku, name, unitMinor, quantity }) => ({
    sku,
    title: cleanWords(name) ?? sku,
    options: had.get(sku)?.options ?? bySku.get(sku)?.options ?? {},
    quantity,
    unitMinor,
    picture: had.get(sku)?.picture ?? bySku.get(sku)?.picture ?? null,
    reserved: had.get(sku)?.reserved ?? bySku.has(sku),
  }));
}
