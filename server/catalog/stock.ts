// Units promised to orders. Rows are locked in the order of their skus, so that two baskets with the same products
// wait for each other and never block each other.
import { Fault } from '../../protocol/index.ts';
import type { Tx } from '../kit/index.ts';
import type { Availability, ProductState } from './store.ts';
import { availableUnits, priceAt } from './view.ts';

export interface StockChange {
  sku: string;
  /** Units more (positive) or fewer (negative) to hold back. */
  delta: number;
}

interface LockedRow {
  sku: string;
  price_minor: number;
  sale_minor: number | null;
  sale_from: number | null;
  sale_until: number | null;
  on_hand: number | null;
  reserved: number;
  availability: Availability;
  state: ProductState;
}

/**
 * Holds units back, or lets go of them, in the caller's transaction. All or nothing.
 * Returns the price of one unit by sku as it is now.
 * Faults: `product_unavailable`, `stock_insufficient`, both naming the sku.
 */
export async function reserveStock(
  tx: Tx,
  { catalogId, changes, now }: { catalogId: string; changes: readonly StockChange[]; now: number },
): Promise<Map<string, bigint>> {
  const skus = changes.map((change) => change.sku);
  const rows = await tx.sql<LockedRow>`
    select v.sku, v.price_minor, v.sale_minor, v.sale_from, v.sale_until, v.on_hand, v.reserved, v.availability, p.state
    from variants v join products p using (product_id)
    where v.catalog_id = ${catalogId} and v.sku = any(${skus}) order by v.sku for update of v`;
  const bySku = new Map(rows.map((row) => [row.sku, row]));
  for (const change of changes) checkAvailable(bySku.get(change.sku), change);
  const known = changes.filter((change) => bySku.has(change.sku) && change.delta !== 0);
  if (known.length > 0) {
    await tx.sql`update variants v set reserved = greatest(0, v.reserved + c.delta)
      from unnest(${known.map((change) => change.sku)}::text[], ${known.map((change) => change.delta)}::bigint[])
        as c(sku, delta) where v.catalog_id = ${catalogId} and v.sku = c.sku`;
  }
  return new Map(rows.map((row) => [row.sku, priceOf(row, now)]));
}

/** The units have left the house: no longer promised, no longer there. */
export async function consumeStock(
  tx: Tx,
  { catalogId, changes }: { catalogId: string; changes: readonly { sku: string; quantity: number }[] },
): Promise<void> {
  const skus = changes.map((change) => change.sku);
  await tx.sql`select 1 from variants where catalog_id = ${catalogId} and sku = any(${skus}) order by sku for update`;
  await tx.sql`update variants v set reserved = greatest(0, v.reserved - c.quantity),
      on_hand = case when v.on_hand is null then null else greatest(0, v.on_hand - c.quantity) end
    from unnest(${skus}::text[], ${changes.map((change) => change.quantity)}::bigint[]) as c(sku, quantity)
    where v.catalog_id = ${catalogId} and v.sku = c.sku`;
}

function checkAvailable(row: LockedRow | undefined, { sku, delta }: StockChange): void {
  if (delta <= 0) return;
  if (row?.state !== 'active') throw new Fault('product_unavailable', sku);
  const available = availableUnits({
    availability: row.availability,
    onHand: row.on_hand,
    reserved: row.reserved,
  });
  if (available !== null && available < delta) throw new Fault('stock_insufficient', sku);
}

function priceOf(row: LockedRow, now: number): bigint {
  const variant = {
    priceMinor: BigInt(row.price_minor),
    saleMinor: row.sale_minor === null ? null : BigInt(row.sale_minor),
    saleFrom: row.sale_from,
    saleUntil: row.sale_until,
  };
  return priceAt(variant, now).unitMinor;
}
