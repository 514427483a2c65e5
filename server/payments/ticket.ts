// A payment as both sides see it: a whole snapshot that travels inside messages.
import { type PaymentTicket, type Rail, toWireMoney } from '../../protocol/index.ts';
import { isPayable } from './states.ts';
import type { PaymentRow, Status } from './store.ts';

/** The ticket of `payment`, now or as it was in the state `status`. */
export function toTicket(
  payment: PaymentRow,
  rails: readonly Rail[],
  status: Status = payment.status,
): PaymentTicket {
  return {
    payment_id: payment.id,
    reference_id: payment.referenceId,
    state: status.state,
    revision: status.revision,
    amount: toWireMoney(payment.amountMinor, payment.currency),
    refunded: toWireMoney(status.refundedMinor, payment.currency),
    description: payment.description,
    order_id: payment.orderId,
    rail: status.rail,
    rails: isPayable(status.state) ? [...rails] : [],
    requested_at: payment.requestedAt,
    captured_at: status.capturedAt,
    expires_at: payment.expiresAt,
    failure: status.failure,
  };
}
