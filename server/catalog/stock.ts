// Units promised to orders. Rows are locked in the order of their skus, so that two baskets with the same products
// wait for each other and never block each other.
import { Fault } from '../../protocol/index.ts';
import type { Reader, Tx } from '../kit/index.ts';
import type { Availability, ProductState } from './store.ts';
import { availableUnits, priceAt } from './view.ts';

export interface StockChange {
  sku: string;
  /** Units more (positive) or fewer (negative) to hold back. */
  delta: number;
}

/** Orders of one catalogue that hold locks at the same time. */
const atOnceMax = 4;

interface StockRow {
  sku: string;
  on_hand: number | null;
  reserved: number;
  availability: Availability;
  state: ProductState;
}
interface LockedRow extends StockRow {
  price_minor: number;
  sale_minor: number | null;
  sale_from: number | null;
  sale_until: number | null;
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

/** An order that waits for its turn. */
interface Waiting {
  changes: readonly StockChange[];
  begin(): void;
  refuse(error: unknown): void;
}

/**
 * Lets few orders of one catalogue at a time at the locks, and looks before each of them who still has a chance: when
 * something is sold out, all who wait for it hear so at once, instead of one after the other.
 */
export class StockQueue {
  readonly #reader: Reader;
  readonly #queues = new Map<string, { waiting: Waiting[]; active: number }>();

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** Runs `work` in its turn. Faults: as `reserveStock`, without running it. */
  async run<T>(catalogId: string, changes: readonly StockChange[], work: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(catalogId) ?? { waiting: [], active: 0 };
    this.#queues.set(catalogId, queue);
    await new Promise<void>((begin, refuse) => {
      queue.waiting.push({ changes, begin, refuse });
      void this.#admit(catalogId);
    });
    try {
      return await work();
    } finally {
      queue.active--;
      void this.#admit(catalogId);
    }
  }

  async #admit(catalogId: string): Promise<void> {
    const queue = this.#queues.get(catalogId)!;
    if (queue.active >= atOnceMax) return;
    if (queue.waiting.length === 0) {
      if (queue.active === 0) this.#queues.delete(catalogId);
      return;
    }
    // The place is taken while it is looked up who gets it.
    queue.active++;
    const asked = queue.waiting.splice(0);
    const hopeful = await this.#keepHopeful(catalogId, asked);
    const [first, ...rest] = hopeful;
    queue.waiting.unshift(...rest);
    if (first) first.begin();
    else queue.active--;
    if (first === undefined || queue.active < atOnceMax) void this.#admit(catalogId);
  }

  async #keepHopeful(catalogId: string, asked: readonly Waiting[]): Promise<Waiting[]> {
    try {
      const skus = new Set(asked.flatMap((each) => each.changes.map((change) => change.sku)));
      const rows = await this.#reader.sql<StockRow>`
        select v.sku, v.on_hand, v.reserved, v.availability, p.state
        from variants v join products p using (product_id)
        where v.catalog_id = ${catalogId} and v.sku = any(${[...skus]})`;
      const bySku = new Map(rows.map((row) => [row.sku, row]));
      return asked.filter((each) => this.#mayBegin(each, bySku));
    } catch (error) {
      for (const each of asked) each.refuse(error);
      return [];
    }
  }

  #mayBegin(each: Waiting, bySku: ReadonlyMap<string, StockRow>): boolean {
    try {
      for (const change of each.changes) checkAvailable(bySku.get(change.sku), change);
      return true;
    } catch (error) {
      each.refuse(error);
      return false;
    }
  }
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

function checkAvailable(row: StockRow | undefined, { sku, delta }: StockChange): void {
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
