// What became of what a business sent, as webhooks tell it: sent, delivered, read, failed; and of its payments.
import type { WebhookMessageStatus, WebhookPaymentStatus } from '../../protocol/cloud/index.ts';
import { currencyExponent, type PaymentState, type PaymentTicket } from '../../protocol/index.ts';
import type { PersonForBusiness } from '../accounts/index.ts';
import type { LogRow } from '../conversations/index.ts';
import { toSeconds, toWaId, toWebhookError } from './inbound.ts';
import type { Refusal } from './store.ts';

/** Whether apps are told of this message of a business: what a program sent or asked for, not what staff typed. */
export function hasStatus(row: LogRow): boolean {
  if (row.role !== 'business') return false;
  if (row.via === 'api') return true;
  return row.via === 'system' && (row.type === 'payment_request' || row.type === 'order_status');
}

export function toMessageStatus(
  status: 'sent' | 'delivered' | 'read',
  options: { wamid: string; at: number; person: PersonForBusiness; opaque: string | null },
): WebhookMessageStatus {
  return {
    id: options.wamid,
    status,
    timestamp: toSeconds(options.at),
    ...toRecipient(options.person),
    ...toOpaque(options.opaque),
    // Free-form inside the 24 hours; what templates cost comes with templates.
    pricing: { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' },
  };
}

export function toFailedStatus(refusal: Refusal, wamid: string): WebhookMessageStatus {
  return {
    id: wamid,
    status: 'failed',
    timestamp: toSeconds(refusal.refusedAt),
    ...(refusal.recipientId === null ? {} : { recipient_id: refusal.recipientId }),
    ...(refusal.recipientUserId === null ? {} : { recipient_user_id: refusal.recipientUserId }),
    ...toOpaque(refusal.opaque),
    errors: [toWebhookError(refusal.code, refusal.details)],
  };
}

/** Null for states that Meta has no word for. */
export function toPaymentStatus(
  payment: PaymentTicket,
  options: { wamid: string; at: number; person: PersonForBusiness },
): WebhookPaymentStatus | null {
  const status = paymentStatuses[payment.state];
  if (status === undefined) return null;
  const { amount_minor, currency } = payment.amount;
  const amount = { value: Number(amount_minor), offset: 10 ** currencyExponent(currency) };
  return {
    id: options.wamid,
    ...toRecipient(options.person),
    type: 'payment',
    status,
    timestamp: toSeconds(options.at),
    payment: {
      reference_id: payment.reference_id,
      amount,
      currency,
      transaction: {
        id: payment.payment_id,
        type: payment.rail ?? 'wallet',
        status: transactionStatuses[status],
        created_timestamp: toSeconds(payment.requested_at),
        updated_timestamp: toSeconds(payment.captured_at ?? options.at),
        amount,
        currency,
        ...(payment.failure === null ? {} : { error: { code: payment.failure, reason: payment.failure } }),
      },
    },
  };
}

const paymentStatuses: Partial<Record<PaymentState, WebhookPaymentStatus['status']>> = {
  captured: 'captured',
  pending: 'pending',
  refused: 'failed',
};
const transactionStatuses = { captured: 'success', pending: 'pending', failed: 'failed' } as const;

function toRecipient(person: PersonForBusiness) {
  return {
    ...(person.phone === null ? {} : { recipient_id: toWaId(person.phone) }),
    recipient_user_id: person.userId,
  };
}

function toOpaque(opaque: string | null) {
  return opaque === null ? {} : { biz_opaque_callback_data: opaque };
}
