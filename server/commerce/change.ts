// One way to change an order: the next revision, its ticket, its event, in the caller's transaction.
import type { OrderState } from '../../protocol/index.ts';
import type { Tx } from '../kit/index.ts';
import type { Parts } from './parts.ts';
import { type Announcement, type LineRow, type Order, type RevisionInput, updateOrder } from './store.ts';
import { cleanWords } from './ticket.ts';
import { checkTransition } from './transitions.ts';

export type OrderChange = Partial<
  Pick<
    Order,
    | 'state'
    | 'lines'
    | 'referenceId'
    | 'subtotalMinor'
    | 'shippingMinor'
    | 'discountMinor'
    | 'taxMinor'
    | 'taxRateBasisPoints'
    | 'totalMinor'
    | 'paymentId'
    | 'paymentRound'
    | 'reservedUntil'
    | 'request'
  >
>;

/** Writes the next revision of a locked order. Faults: `order_state_forbids`. */
export async function changeOrder(
  parts: Parts,
  tx: Tx,
  { order, to, ...revision }: { order: Order; to: OrderChange } & RevisionInput,
): Promise<Order> {
  const now = parts.kit.clock.now();
  const moves = to.state !== undefined && to.state !== order.state;
  if (moves) checkTransition(order.state, to.state!);
  const next: Order = {
    ...order,
    ...to,
    revision: order.revision + 1,
    history: moves ? [...order.history, { state: to.state!, at: now }] : order.history,
    changedAt: now,
  };
  await updateOrder(tx, next, revision);
  await parts.kit.events.record(tx, 'order.changed', { order_id: next.orderId, revision: next.revision });
  return next;
}

/** Gives back what the order holds. Returns its lines as they are then. */
export async function releaseStock(parts: Parts, tx: Tx, order: Order): Promise<Order['lines']> {
  const changes = order.lines
    .filter((line) => line.reserved)
    .map((line) => ({ sku: line.sku, delta: -line.quantity }));
  if (changes.length > 0 && order.catalogId) await parts.catalog.reserve(tx, order.catalogId, changes);
  return order.lines.map((line) => ({ ...line, reserved: false }));
}

/** Takes what the order holds out of the house for good. Returns its lines as they are then. */
export async function consumeStock(parts: Parts, tx: Tx, order: Order): Promise<Order['lines']> {
  const held = order.lines.filter((line) => line.reserved);
  if (held.length > 0 && order.catalogId) await parts.catalog.consume(tx, order.catalogId, held);
  return order.lines.map((line) => ({ ...line, reserved: false }));
}

/** Holds what comes in and lets go of what goes out, in one step. Faults: `stock_insufficient`, `product_unavailable`. */
export async function reserveDifference(
  parts: Parts,
  tx: Tx,
  {
    catalogId,
    before,
    after,
  }: { catalogId: Order['catalogId']; before: readonly LineRow[]; after: readonly LineRow[] },
): Promise<LineRow[]> {
  const deltas = new Map<string, number>();
  const count = (line: LineRow, sign: 1 | -1) => {
    if (line.reserved) deltas.set(line.sku, (deltas.get(line.sku) ?? 0) + sign * line.quantity);
  };
  for (const line of before) count(line, -1);
  for (const line of after) count(line, 1);
  const changes = [...deltas].map(([sku, delta]) => ({ sku, delta })).filter(({ delta }) => delta !== 0);
  if (changes.length > 0 && catalogId) await parts.catalog.reserve(tx, catalogId, changes);
  return [...after];
}

/** The message that tells a change to the person. */
export function tell(body?: string | null, opaque?: string | null): Announcement {
  return { type: 'order_status', body: cleanWords(body), opaque: cleanWords(opaque) };
}

/** Ends an order that is not paid, and gives its stock back. */
export async function endUnpaid(
  parts: Parts,
  tx: Tx,
  { order, state, actor, announcement }: { order: Order; state: OrderState } & RevisionInput,
): Promise<Order> {
  const lines = await releaseStock(parts, tx, order);
  return changeOrder(parts, tx, { order, to: { state, lines, reservedUntil: null }, actor, announcement });
}
