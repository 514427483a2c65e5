import {
  type ConsoleOrder,
  type OrderState,
  type OrderTicket,
  toWireMoney,
  type WireMoney,
} from '../../../protocol/index.ts';

export interface CustomerSummary {
  count: number;
  /** Paid and not given back, a sum for each currency. */
  spent: WireMoney[];
  /** Every turn of every order, newest first. */
  turns: { order: OrderTicket; state: OrderState; at: number }[];
}

const paidStates: ReadonlySet<OrderState> = new Set(['paid', 'shipped', 'completed']);

export function summarizeCustomer(items: readonly ConsoleOrder[]): CustomerSummary {
  const sums = new Map<string, bigint>();
  for (const { order } of items) {
    if (!paidStates.has(order.state)) continue;
    const { amount_minor, currency } = order.total;
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount_minor));
  }
  const turns = items
    .flatMap(({ order }) => order.history.map(({ state, at }) => ({ order, state, at })))
    .sort((a, b) => b.at - a.at);
  return {
    count: items.length,
    spent: [...sums].map(([currency, minor]) => toWireMoney(minor, currency)),
    turns,
  };
}
