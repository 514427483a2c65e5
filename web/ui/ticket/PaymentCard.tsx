import type { ReactNode } from 'react';
import type { PaymentTicket } from '../../../protocol/index.ts';
import { Money, Time } from '../base/Value.tsx';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { wordPayment } from './states.ts';
import { Ticket, TicketLine } from './Ticket.tsx';

export interface PaymentCardProps {
  payment: PaymentTicket;
  actions?: ReactNode;
  className?: string;
}

/** A payment that stands for itself: asked for, paid, refused, given back. */
export function PaymentCard({ payment, actions, className }: PaymentCardProps) {
  const { t } = useI18n();
  return (
    <Ticket
      caption={payment.description || t('payment.title')}
      state={wordPayment(payment)}
      total={payment.amount}
      actions={actions}
      {...(className ? { className } : {})}
    >
      <PaymentLines payment={payment} />
      <TicketLine quiet label={t('payment.reference')} value={payment.reference_id} />
    </Ticket>
  );
}

/** When and how it was paid, what was given back, why it was refused. */
export function PaymentLines({ payment }: { payment: PaymentTicket }) {
  const { t } = useI18n();
  const isRefunded = BigInt(payment.refunded.amount_minor) > 0n;
  return (
    <>
      {payment.captured_at !== null && payment.rail && (
        <TicketLine
          quiet
          label={t(`payment.paid_by_${payment.rail}`)}
          value={<Time at={payment.captured_at} show="point" />}
        />
      )}
      {isRefunded && (
        <TicketLine quiet label={t('payment.refunded')} value={<Money value={payment.refunded} />} />
      )}
      {payment.state === 'refused' && <p className="py-1.5 text-bad text-s">{t('payment.refused_text')}</p>}
      {payment.state === 'pending' && <p className="py-1.5 text-soft text-s">{t('payment.pending_text')}</p>}
      {payment.state === 'requested' && payment.expires_at !== null && (
        <p className="py-1.5 text-soft text-xs">
          {t('payment.pay_before')} <Time at={payment.expires_at} show="point" />
        </p>
      )}
    </>
  );
}
