import type { OrderTicket, PaymentTicket } from '../../../protocol/index.ts';
import { type StateWord, wordOrder } from '../../ui/index.ts';

/** What an order waits for, as the shop sees it: an accepted one waits to be paid, whatever else is known. */
export function wordOrderForShop(order: OrderTicket, payment: PaymentTicket | null = null): StateWord {
  if (order.state === 'accepted' && !payment) return { word: 'payment.requested', tone: 'attention' };
  return wordOrder(order, payment);
}
