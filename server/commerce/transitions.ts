// The one table of what an order may become. A state that is not listed cannot be reached.
import { Fault, type OrderState } from '../../protocol/index.ts';

const transitions: Record<OrderState, readonly OrderState[]> = {
  placed: ['accepted', 'canceled', 'expired'],
  accepted: ['paid', 'canceled', 'expired'],
  paid: ['shipped', 'completed', 'refunded'],
  shipped: ['completed', 'refunded'],
  completed: ['refunded'],
  canceled: [],
  expired: [],
  refunded: [],
};

/** Ends at which nothing more happens to an order. */
const ended: ReadonlySet<OrderState> = new Set(['canceled', 'expired', 'refunded']);

export function canBecome(from: OrderState, to: OrderState): boolean {
  return transitions[from].includes(to);
}

/** Faults: `order_state_forbids`, naming the state. */
export function checkTransition(from: OrderState, to: OrderState): void {
  if (!canBecome(from, to)) throw new Fault('order_state_forbids', `state: ${from}`);
}

/** Whether a command towards `to` was done before: it is answered as it was, not refused. */
export function wasReached(
  order: { state: OrderState; history: readonly { state: OrderState }[] },
  to: OrderState,
): boolean {
  if (order.state === to) return true;
  return !ended.has(order.state) && order.history.some((step) => step.state === to);
}

/** Nothing is paid yet: lines may be changed, stock is held for a time. */
export function isOpen(state: OrderState): boolean {
  return state === 'placed' || state === 'accepted';
}
