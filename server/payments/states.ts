// The one table of what a payment may become. A state that is not listed cannot be reached.
import { Fault, type PaymentState } from '../../protocol/index.ts';

const transitions: Record<PaymentState, readonly PaymentState[]> = {
  requested: ['pending', 'captured', 'refused', 'canceled', 'expired'],
  // A rail decides; only the rail, or a cancel that the rail allows, moves it on.
  pending: ['captured', 'refused', 'canceled'],
  // Refused by a rail is not the end: the person may try again, also by another.
  refused: ['pending', 'captured', 'refused', 'canceled', 'expired'],
  captured: ['partially_refunded', 'refunded'],
  partially_refunded: ['partially_refunded', 'refunded'],
  canceled: [],
  expired: [],
  refunded: [],
};

/** Whether a person can pay a payment in this state. */
export function isPayable(state: PaymentState): boolean {
  return canBecome(state, 'captured') && state !== 'pending';
}

/** Whether the money came in, whatever was given back since. */
export function isCaptured(state: PaymentState): boolean {
  return state === 'captured' || state === 'partially_refunded' || state === 'refunded';
}

export function canBecome(from: PaymentState, to: PaymentState): boolean {
  return transitions[from].includes(to);
}

/** Faults: `payment_state_forbids`, naming the state. */
export function checkTransition(from: PaymentState, to: PaymentState): void {
  if (!canBecome(from, to)) throw new Fault('payment_state_forbids', `state: ${from}`);
}
