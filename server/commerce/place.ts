// Placing an order: prices, units and the order in one transaction. What is sold out is refused before any lock.
import { createHash } from 'node:crypto';
import {
  type AccountId,
  type CartLineInput,
  type CatalogId,
  type ConversationId,
  type DeviceId,
  Fault,
  limits,
  type MessageId,
  newId,
  type Offer,
  type OrderTicket,
} from '../../protocol/index.ts';
import type { Business } from '../accounts/index.ts';
import { isUniqueViolation, type Tx } from '../kit/index.ts';
import { clearCart } from './cart.ts';
import { enqueueExpiry } from './expiry.ts';
import type { Parts } from './parts.ts';
import { drawNumber, findByMessage, insertOrder, type LineRow, type Order } from './store.ts';
import { cleanWords, sumOrder, toTicket } from './ticket.ts';

export interface PlaceOrder {
  conversationId: ConversationId;
  personAccountId: AccountId;
  /** Of the order message to be; the same id places one order. */
  messageId: MessageId;
  deviceId?: DeviceId | null;
  lines: readonly CartLineInput[];
  text?: string | undefined;
}

interface Basket {
  sku: string;
  quantity: number;
  offer: Offer;
}
interface Shop {
  businessAccountId: AccountId;
  catalogId: CatalogId;
  currency: string;
  taxRateBasisPoints: number;
  language: string;
}

/**
 * Faults: `cart_empty`, `product_unavailable`, `stock_insufficient` (both naming the sku), `conversation_not_member`,
 * `blocked`, `idempotency_mismatch` (the id placed something else).
 */
export async function placeOrder(parts: Parts, input: PlaceOrder): Promise<OrderTicket> {
  const digest = digestOf(input);
  const known = await findByMessage(parts.kit.db, input.messageId);
  if (known) return answerRepeat(known, input, digest);
  try {
    return await placeNew(parts, input, digest);
  } catch (error) {
    // The same id twice at once: the other took the units, or the id itself.
    const isLost = error instanceof Fault || isUniqueViolation(error, 'orders_message_id_key');
    const other = isLost ? await findByMessage(parts.kit.db, input.messageId) : null;
    if (!other) throw error;
    return answerRepeat(other, input, digest);
  }
}

async function placeNew(parts: Parts, input: PlaceOrder, digest: string): Promise<OrderTicket> {
  const lines = mergeLines(input.lines);
  const business = await findBusiness(parts, input);
  const catalogId = business.catalogId ?? (await parts.catalog.catalogOf(business.accountId))?.catalogId;
  if (!catalogId) throw new Fault('product_unavailable');
  const changes = lines.map(({ sku, quantity }) => ({ sku, delta: quantity }));
  return parts.catalog.inTurn(catalogId, changes, async () => {
    const shop = await findShop(parts, input, { business, catalogId });
    const baskets = await loadBaskets(parts, shop, lines);
    return parts.kit.db.transaction((tx) => commitOrder(parts, tx, { input, shop, baskets, digest }));
  });
}

function answerRepeat(order: Order, input: PlaceOrder, digest: string): OrderTicket {
  const isSame = order.personAccountId === input.personAccountId && order.requestDigest === digest;
  if (!isSame) throw new Fault('idempotency_mismatch', 'id');
  return toTicket(order);
}

/** One line a sku, in the order in which they came. */
export function mergeLines(lines: readonly CartLineInput[]): CartLineInput[] {
  const merged = new Map<string, number>();
  for (const line of lines) merged.set(line.sku, (merged.get(line.sku) ?? 0) + line.quantity);
  if (merged.size === 0) throw new Fault('cart_empty');
  return [...merged].map(([sku, quantity]) => {
    if (quantity > limits.lineQuantityMax) throw new Fault('invalid_request', `lines: quantity of ${sku}`);
    return { sku, quantity };
  });
}

async function findBusiness(parts: Parts, input: PlaceOrder): Promise<Business> {
  const members = await parts.conversations.members(input.conversationId);
  const me = members.find((member) => member.accountId === input.personAccountId);
  const other = members.find((member) => member.role === 'business');
  if (me?.role !== 'person' || !other) throw new Fault('conversation_not_member');
  const business = await parts.accounts.business(other.accountId);
  if (!business) throw new Fault('product_unavailable');
  return business;
}

async function findShop(
  parts: Parts,
  { personAccountId }: PlaceOrder,
  { business, catalogId }: { business: Business; catalogId: CatalogId },
): Promise<Shop> {
  const [catalog, person, isBlocked] = await Promise.all([
    parts.catalog.catalog(catalogId),
    parts.accounts.person(personAccountId),
    parts.accounts.blockedBy(personAccountId, business.accountId),
  ]);
  if (isBlocked) throw new Fault('blocked');
  if (!catalog) throw new Fault('product_unavailable');
  return {
    businessAccountId: business.accountId,
    catalogId,
    currency: catalog.currency,
    taxRateBasisPoints: business.taxRateBasisPoints,
    language: person?.language ?? business.language,
  };
}

/** Words and pictures of the lines; prices and units are settled under the lock. */
async function loadBaskets(parts: Parts, shop: Shop, lines: readonly CartLineInput[]): Promise<Basket[]> {
  const skus = lines.map((line) => line.sku);
  const offers = await parts.catalog.offers(shop.catalogId, skus, shop.language);
  const bySku = new Map(offers.map((offer) => [offer.variant.sku, offer]));
  return lines.map(({ sku, quantity }) => {
    const offer = bySku.get(sku);
    if (!offer) throw new Fault('product_unavailable', sku);
    return { sku, quantity, offer };
  });
}

interface Commit {
  input: PlaceOrder;
  shop: Shop;
  baskets: readonly Basket[];
  digest: string;
}

async function commitOrder(
  parts: Parts,
  tx: Tx,
  { input, shop, baskets, digest }: Commit,
): Promise<OrderTicket> {
  const { clock, events, jobs } = parts.kit;
  const now = clock.now();
  const orderId = newId('order', now);
  const reservedUntil = now + limits.reservationTtlMs;
  // Everything that waits for no other buyer comes first: the units are locked from here to the commit.
  await clearCart(tx, { personAccountId: input.personAccountId, businessAccountId: shop.businessAccountId });
  await enqueueExpiry(jobs, tx, { orderId, reservedUntil });
  await events.record(tx, 'order.placed', { order_id: orderId });
  const changes = baskets.map(({ sku, quantity }) => ({ sku, delta: quantity }));
  const prices = await parts.catalog.reserve(tx, shop.catalogId, changes);
  const lines = baskets.map(
    ({ sku, quantity, offer }): LineRow => ({
      sku,
      title: offer.title,
      options: offer.variant.options,
      quantity,
      unitMinor: prices.get(sku)!,
      picture: offer.variant.picture,
      reserved: true,
    }),
  );
  const order: Order = {
    orderId,
    number: await drawNumber(tx, shop.businessAccountId),
    businessAccountId: shop.businessAccountId,
    personAccountId: input.personAccountId,
    conversationId: input.conversationId,
    catalogId: shop.catalogId,
    messageId: input.messageId,
    requestDigest: digest,
    deviceId: input.deviceId ?? null,
    referenceId: orderId,
    state: 'placed',
    revision: 1,
    currency: shop.currency,
    language: shop.language,
    ...sumOrder(lines, { shippingMinor: 0n, taxRateBasisPoints: shop.taxRateBasisPoints }),
    taxRateBasisPoints: shop.taxRateBasisPoints,
    note: cleanWords(input.text),
    paymentId: null,
    paymentRound: 0,
    reservedUntil,
    history: [{ state: 'placed', at: now }],
    request: null,
    placedAt: now,
    changedAt: now,
    lines,
  };
  await insertOrder(tx, order, { actor: input.personAccountId, announcement: null });
  return toTicket(order);
}

function digestOf({ conversationId, lines, text }: PlaceOrder): string {
  const content = JSON.stringify([
    conversationId,
    lines.map((line) => [line.sku, line.quantity]),
    text ?? '',
  ]);
  return createHash('sha256').update(content).digest('base64url');
}
