// What an order costs, and the ticket that shows it.
import { includedTax, type OrderTicket, toWireMoney } from '../../protocol/index.ts';
import type { Order } from './store.ts';

export function toTicket(order: Order): OrderTicket {
  const money = (amountMinor: bigint) => toWireMoney(amountMinor, order.currency);
  return {
    order_id: order.orderId,
    number: order.number,
    reference_id: order.referenceId,
    state: order.state,
    revision: order.revision,
    lines: order.lines.map((line) => ({
      sku: line.sku,
      title: line.title,
      options: line.options,
      quantity: line.quantity,
      unit_price: money(line.unitMinor),
      total: money(line.unitMinor * BigInt(line.quantity)),
      picture: line.picture,
    })),
    subtotal: money(order.subtotalMinor),
    shipping: money(order.shippingMinor),
    discount: money(order.discountMinor),
    tax_included: money(order.taxMinor),
    tax_rate_basis_points: order.taxRateBasisPoints,
    total: money(order.totalMinor),
    note: order.note,
    payment_id: order.paymentId,
    reserved_until: order.reservedUntil,
    history: order.history,
  };
}

/** Sums of lines whose prices contain the tax. */
export function sumOrder(
  lines: readonly { unitMinor: bigint; quantity: number }[],
  { shippingMinor, taxRateBasisPoints }: { shippingMinor: bigint; taxRateBasisPoints: number },
): Pick<Order, 'subtotalMinor' | 'shippingMinor' | 'discountMinor' | 'taxMinor' | 'totalMinor'> {
  const subtotalMinor = lines.reduce((sum, line) => sum + line.unitMinor * BigInt(line.quantity), 0n);
  const totalMinor = subtotalMinor + shippingMinor;
  const taxMinor = includedTax(totalMinor, taxRateBasisPoints);
  return { subtotalMinor, shippingMinor, discountMinor: 0n, taxMinor, totalMinor };
}

/** Words as a database takes them: no zero characters, no halves of letters. Null when nothing is left. */
export function cleanWords(text: string | null | undefined): string | null {
  return text?.replaceAll('\0', '').toWellFormed().trim() || null;
}
