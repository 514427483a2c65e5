// Tells in the chat what became of orders and payments. Hears events, writes messages whose ids come from the events:
// however often an event is heard, its message is written once. A message shows the ticket of its own revision.
import {
  type AccountId,
  type Content,
  type ConversationId,
  type DeviceId,
  Fault,
  type MessageId,
  type OrderId,
  type PaymentId,
  type PaymentState,
} from '../../protocol/index.ts';
import { deriveId } from '../kit/index.ts';
import type { Parts } from './parts.ts';
import { applyPayment, requestPaymentOf } from './payment.ts';
import { findOrder, findRevision, type Order } from './store.ts';
import { toTicket } from './ticket.ts';

/** The id of the message that asks for this payment. */
export function paymentRequestMessageId(paymentId: PaymentId): MessageId {
  return deriveId('message', 'payment.requested', paymentId);
}

/** The id of the message that tells this revision of an order. */
export function orderStatusMessageId(orderId: OrderId, revision: number): MessageId {
  return deriveId('message', 'order.changed', orderId, revision);
}

export function announceOrders(parts: Parts): void {
  const types = ['order.placed', 'order.changed', 'payment.requested', 'payment.changed'] as const;
  parts.kit.events.consume('commerce.announce', types, async (event) => {
    if (event.type === 'order.placed') return announcePlaced(parts, event.payload.order_id as OrderId);
    if (event.type === 'order.changed')
      return announceChange(parts, event.payload.order_id as OrderId, event.payload.revision);
    const paymentId = event.payload.payment_id as PaymentId;
    if (event.type === 'payment.requested') return announceRequest(parts, paymentId);
    return announcePayment(parts, paymentId, event.payload.revision);
  });
}

async function announcePlaced(parts: Parts, orderId: OrderId): Promise<void> {
  const order = await findOrder(parts.kit.db, orderId);
  const placed = await findRevision(parts.kit.db, orderId, 1);
  if (!order?.messageId || !placed) return;
  const text = order.note === null ? {} : { text: order.note };
  await post(parts, {
    conversationId: order.conversationId,
    messageId: order.messageId,
    accountId: order.personAccountId,
    // It is the message that the person's device made the id of.
    deviceId: order.deviceId,
    isByBusiness: false,
    content: { type: 'order', order: placed.ticket, ...text },
  });
}

async function announceChange(parts: Parts, orderId: OrderId, revision: number): Promise<void> {
  const order = await findOrder(parts.kit.db, orderId);
  const change = await findRevision(parts.kit.db, orderId, revision);
  if (!order || !change) return;
  if (change.announcement) {
    const { body, opaque } = change.announcement;
    await post(parts, {
      conversationId: order.conversationId,
      messageId: orderStatusMessageId(orderId, revision),
      accountId: order.businessAccountId,
      isByBusiness: true,
      content: { type: 'order_status', order: change.ticket, ...(body === null ? {} : { body }) },
      opaque,
    });
  }
  await retryRequest(parts, order);
}

/** Whoever accepts an order asks for its payment; should that have been cut off, it is asked for here. */
async function retryRequest(parts: Parts, order: Order): Promise<void> {
  try {
    await requestPaymentOf(parts, order);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    parts.kit.log.warn({ order_id: order.orderId, code: error.code }, 'a payment could not be asked for');
  }
}

async function announceRequest(parts: Parts, paymentId: PaymentId): Promise<void> {
  const sides = await parts.payments.sides(paymentId, 1);
  if (!sides) return;
  const order = sides.ticket.order_id ? await findOrder(parts.kit.db, sides.ticket.order_id) : null;
  const body = order?.request?.body ?? null;
  await post(parts, {
    conversationId: sides.conversationId,
    messageId: paymentRequestMessageId(paymentId),
    accountId: sides.businessAccountId,
    isByBusiness: true,
    content: {
      type: 'payment_request',
      payment: sides.ticket,
      ...withOrder(order),
      ...(body === null ? {} : { body }),
    },
    opaque: order?.request?.opaque ?? null,
  });
}

async function announcePayment(parts: Parts, paymentId: PaymentId, revision: number): Promise<void> {
  const sides = await parts.payments.sides(paymentId, revision);
  if (!sides) return;
  const { ticket } = sides;
  const order = await applyPayment(parts, ticket, sides.businessAccountId);
  const isByBusiness = !doneByPerson.has(ticket.state);
  await post(parts, {
    conversationId: sides.conversationId,
    messageId: deriveId('message', 'payment.changed', paymentId, revision),
    accountId: isByBusiness ? sides.businessAccountId : sides.personAccountId,
    isByBusiness,
    content: { type: 'payment', payment: ticket, ...withOrder(order) },
  });
}

/** Who speaks: the person who pays, or the business that gives back or withdraws. */
const doneByPerson: ReadonlySet<PaymentState> = new Set(['pending', 'captured', 'refused']);

interface Post {
  conversationId: ConversationId;
  messageId: MessageId;
  accountId: AccountId;
  isByBusiness: boolean;
  content: Content;
  deviceId?: DeviceId | null;
  opaque?: string | null;
}

async function post(parts: Parts, message: Post): Promise<void> {
  const { conversationId, messageId, accountId, content, deviceId = null, opaque } = message;
  const verdict = message.isByBusiness ? await parts.maySend({ conversationId, kind: 'transaction' }) : null;
  const ids = { conversation_id: conversationId, message_id: messageId };
  if (verdict && !verdict.allowed) {
    parts.kit.log.info({ ...ids, code: verdict.code }, 'an order was not told in the chat');
    return;
  }
  try {
    await parts.conversations.append({
      conversationId,
      messageId,
      author: { accountId, deviceId, staffId: null, via: deviceId === null ? 'system' : 'socket' },
      content,
      ...(verdict ? { permit: verdict.permit } : {}),
      ...(opaque ? { opaque } : {}),
    });
  } catch (error) {
    // What will never be taken must not hold up the orders behind it; anything else is tried again.
    if (!(error instanceof Fault) || error.code === 'storage_failed' || error.code === 'overloaded')
      throw error;
    parts.kit.log.warn({ ...ids, code: error.code }, 'an order could not be told in the chat');
  }
}

function withOrder(order: Order | null) {
  return order === null ? {} : { order: toTicket(order) };
}
