// Orders by the Cloud API: `order_details` asks for a payment, `order_status` tells how the order goes. Both are
// commands of commerce, which writes the message; here the message is waited for, because the answer names it.
import type { CloudAmount, InteractiveOf, OrderDetails } from '../../protocol/cloud/index.ts';
import {
  type AccountId,
  type ConversationId,
  currencyExponent,
  Fault,
  type MessageId,
} from '../../protocol/index.ts';
import type { Commerce } from '../commerce/index.ts';
import type { Conversations } from '../conversations/index.ts';
import { GraphFault } from '../graph/index.ts';
import type { Sending } from './messages.ts';

export interface OrderDeps {
  commerce: Pick<Commerce, 'requestOrderPayment' | 'reportOrderStatus' | 'orderByReference' | 'ownedOrder'>;
  conversations: Conversations;
  now: () => number;
}

const writtenWithinMs = 8_000;
const lookEveryMs = 10;
const expiryMsMin = 300_000;

/** The seq of the request for payment. Graph faults 131009 (sums, states, stock), 131016 when it takes too long. */
export async function requestPayment(
  deps: OrderDeps,
  sending: Sending & { interactive: InteractiveOf<'order_details'>; replyTo: number | undefined },
): Promise<number> {
  const { business, to, envelope, interactive, replyTo } = sending;
  const { conversationId } = to;
  const details = interactive.action.parameters;
  const answered = replyTo === undefined ? null : await deps.conversations.message(conversationId, replyTo);
  const { messageId } = await command(() =>
    deps.commerce.requestOrderPayment({
      businessAccountId: business.accountId,
      conversationId,
      referenceId: details.reference_id,
      ...readAmounts(details),
      currency: details.currency,
      expiresAt: readExpiry(details, deps.now()),
      body: interactive.body.text,
      opaque: envelope.biz_opaque_callback_data,
      ...(answered?.type === 'order' ? { orderMessageId: answered.messageId } : {}),
    }),
  );
  return waitForMessage(deps, conversationId, messageId);
}

/** The seq of the note about the order. Graph fault 131009 for an unknown reference or a step that is not open. */
export async function tellOrderStatus(
  deps: OrderDeps,
  { business, to, envelope, interactive }: Sending & { interactive: InteractiveOf<'order_status'> },
): Promise<number> {
  const { reference_id, order } = interactive.action.parameters;
  await checkWhose(deps, business.accountId, { referenceId: reference_id, person: to.person });
  const { messageId } = await command(() =>
    deps.commerce.reportOrderStatus({
      businessAccountId: business.accountId,
      referenceId: reference_id,
      status: order.status,
      body: interactive.body.text,
      opaque: envelope.biz_opaque_callback_data,
    }),
  );
  return waitForMessage(deps, to.conversationId, messageId);
}

/** An order is told to nobody but its buyer. */
async function checkWhose(
  { commerce }: OrderDeps,
  businessAccountId: AccountId,
  { referenceId, person }: { referenceId: string; person: AccountId },
): Promise<void> {
  const ticket = await commerce.orderByReference(businessAccountId, referenceId);
  const owned = ticket && (await commerce.ownedOrder(ticket.order_id));
  if (owned?.personAccountId !== person) {
    throw invalid('reference_id: this recipient has no order of that reference.');
  }
}

function readAmounts({ currency, order, total_amount }: OrderDetails) {
  const minor = (amount: CloudAmount, name: string) => readAmount(amount, currency, name);
  const optional = (amount: CloudAmount | undefined, name: string) =>
    amount === undefined ? undefined : minor(amount, name);
  return {
    items: order.items.map((item, index) => ({
      sku: item.retailer_id ?? `item-${index + 1}`,
      name: item.name,
      unitMinor: minor(item.sale_amount ?? item.amount, `items[${index}].amount`),
      quantity: item.quantity,
    })),
    subtotalMinor: minor(order.subtotal, 'subtotal'),
    taxMinor: optional(order.tax, 'tax'),
    shippingMinor: optional(order.shipping, 'shipping'),
    discountMinor: optional(order.discount, 'discount'),
    totalMinor: minor(total_amount, 'total_amount'),
  };
}

function readAmount({ value, offset }: CloudAmount, currency: string, name: string): bigint {
  const expected = 10 ** currencyExponent(currency);
  if (offset !== expected) throw invalid(`${name}: the offset of ${currency} is ${expected}.`);
  return BigInt(value);
}

/** Unix ms; Meta's own is in seconds and at least five minutes away. */
function readExpiry({ order }: OrderDetails, now: number): number | undefined {
  if (order.expiration === undefined) return undefined;
  const expiresAt = order.expiration.timestamp * 1_000;
  if (expiresAt - now < expiryMsMin) throw invalid('expiration: at least 300 seconds from now.');
  return expiresAt;
}

async function command<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Fault) || !refusals.has(error.code)) throw error;
    throw invalid([error.code, error.details].filter(Boolean).join(': '));
  }
}
const refusals: ReadonlySet<string> = new Set([
  'invalid_request',
  'not_found',
  'order_state_forbids',
  'payment_state_forbids',
  'stock_insufficient',
  'product_unavailable',
  'idempotency_mismatch',
]);

/** The command is done; the log is told of it a moment later. */
async function waitForMessage(
  { conversations }: OrderDeps,
  conversationId: ConversationId,
  messageId: MessageId,
): Promise<number> {
  const deadline = performance.now() + writtenWithinMs;
  for (;;) {
    const row = await conversations.messageById(conversationId, messageId);
    if (row !== null) return row.seq;
    // Asking again with the same reference is safe: it finds the same order.
    if (performance.now() > deadline)
      throw new GraphFault(131016, { details: 'Try again with the same reference_id.' });
    await new Promise((wake) => setTimeout(wake, lookEveryMs));
  }
}

function invalid(details: string): GraphFault {
  return new GraphFault(131009, { details });
}
