// Baskets: kept by the server, so that every device of a person shows the same; priced when they are read.
import {
  type AccountId,
  type Cart,
  type CartInput,
  type CartLineInput,
  Fault,
  type Offer,
  toWireMoney,
} from '../../protocol/index.ts';
import type { Reader, Tx } from '../kit/index.ts';
import type { Parts } from './parts.ts';

export interface CartKey {
  personAccountId: AccountId;
  businessAccountId: AccountId;
  /** The words to show it in; the person's own when absent. */
  language?: string | null;
}

/** The basket with today's prices and what stands in the way of ordering it. Faults: `not_found` (no such shop). */
export async function readCart(parts: Parts, key: CartKey): Promise<Cart> {
  const rows = await parts.kit.db.sql<{ lines: CartLineInput[] }>`select lines from carts
    where person_account_id = ${key.personAccountId} and business_account_id = ${key.businessAccountId}`;
  return priceCart(parts, key, rows[0]?.lines ?? []);
}

/** Replaces the basket. A sku that nobody sells is kept and shown as unavailable: it may come back. */
export async function writeCart(parts: Parts, key: CartKey, { lines }: CartInput): Promise<Cart> {
  const merged = new Map<string, number>();
  for (const line of lines) merged.set(line.sku, line.quantity);
  const kept = [...merged].map(([sku, quantity]) => ({ sku, quantity }));
  const cart = await priceCart(parts, key, kept);
  await parts.kit.db.sql`
    insert into carts (person_account_id, business_account_id, lines, changed_at)
    values (${key.personAccountId}, ${key.businessAccountId}, ${JSON.stringify(kept)}, ${parts.kit.clock.now()})
    on conflict (person_account_id, business_account_id) do update
      set lines = excluded.lines, changed_at = excluded.changed_at`;
  return cart;
}

export async function clearCart(tx: Tx | Reader, key: CartKey): Promise<void> {
  await tx.sql`delete from carts
    where person_account_id = ${key.personAccountId} and business_account_id = ${key.businessAccountId}`;
}

async function priceCart(parts: Parts, key: CartKey, lines: readonly CartLineInput[]): Promise<Cart> {
  const business = await parts.accounts.business(key.businessAccountId);
  if (!business) throw new Fault('not_found', 'shop');
  const catalog = business.catalogId
    ? await parts.catalog.catalog(business.catalogId)
    : await parts.catalog.catalogOf(key.businessAccountId);
  if (!catalog) return { lines: [], total: toWireMoney(0n, business.currency) };
  const language = key.language ?? (await parts.accounts.person(key.personAccountId))?.language ?? null;
  const skus = lines.map((line) => line.sku);
  const offers = skus.length === 0 ? [] : await parts.catalog.offers(catalog.catalogId, skus, language);
  const bySku = new Map(offers.map((offer) => [offer.variant.sku, offer]));
  const priced = lines.map((line) => priceLine(line, bySku.get(line.sku), catalog.currency));
  const totalMinor = priced.reduce((sum, line) => sum + BigInt(line.total.amount_minor), 0n);
  return { lines: priced, total: toWireMoney(totalMinor, catalog.currency) };
}

function priceLine(
  { sku, quantity }: CartLineInput,
  offer: Offer | undefined,
  currency: string,
): Cart['lines'][number] {
  if (!offer) {
    const nothing = toWireMoney(0n, currency);
    const gone = {
      title: sku,
      options: {},
      unit_price: nothing,
      total: nothing,
      available: 0,
      picture: null,
    };
    return { sku, quantity, ...gone, problem: 'product_unavailable' };
  }
  const { variant } = offer;
  const isShort = variant.available !== null && variant.available < quantity;
  return {
    sku,
    quantity,
    title: offer.title,
    options: variant.options,
    unit_price: variant.price,
    total: toWireMoney(BigInt(variant.price.amount_minor) * BigInt(quantity), currency),
    available: variant.available,
    problem: isShort ? 'stock_insufficient' : null,
    picture: variant.picture,
  };
}
