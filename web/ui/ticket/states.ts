import type { OrderState, OrderTicket, PaymentState, PaymentTicket } from '../../../protocol/index.ts';
import type { Tone } from '../base/Badge.tsx';
import type { MessageId } from '../i18n/translator.ts';

export interface StateWord {
  word: MessageId;
  tone: Tone;
}

/** The path of an order that goes well; a ticket draws one step for each. */
export const orderSteps = ['placed', 'accepted', 'paid', 'shipped', 'completed'] as const;

const orderTones: Record<OrderState, Tone> = {
  placed: 'attention',
  accepted: 'attention',
  paid: 'good',
  shipped: 'good',
  completed: 'good',
  canceled: 'neutral',
  expired: 'neutral',
  refunded: 'neutral',
};
const paymentTones: Record<PaymentState, Tone> = {
  requested: 'attention',
  pending: 'attention',
  captured: 'good',
  refused: 'bad',
  canceled: 'neutral',
  expired: 'neutral',
  partially_refunded: 'neutral',
  refunded: 'neutral',
};

/** The word for where an order stands; an accepted one waits for the person as soon as payment was asked for. */
export function wordOrder(order: OrderTicket, payment: PaymentTicket | null): StateWord {
  if (order.state === 'accepted' && payment) return wordPayment(payment);
  return { word: `order.${order.state}`, tone: orderTones[order.state] };
}

export function wordPayment(payment: PaymentTicket): StateWord {
  return { word: `payment.${payment.state}`, tone: paymentTones[payment.state] };
}

/** Steps done, 0 to 5; null when the order left the path. */
export function stepsDone(order: OrderTicket): number | null {
  const index = orderSteps.indexOf(order.state as (typeof orderSteps)[number]);
  return index === -1 ? null : index + 1;
}

/** Whether a person may pay it now. */
export function isPayable(payment: PaymentTicket | null): payment is PaymentTicket {
  return payment !== null && (payment.state === 'requested' || payment.state === 'refused');
}
