import { useState } from 'react';
import type { OrderTicket, PaymentTicket } from '../../../protocol/index.ts';
import { Button, useI18n } from '../../ui/index.ts';
import { FaultNote } from '../shell/Page.tsx';
import { CancelDialog } from './CancelDialog.tsx';
import { RefundDialog } from './RefundDialog.tsx';
import { NextWord, nextCommand } from './TicketActions.tsx';
import { useOrderCommand } from './use-order-command.ts';

export interface OrderCommandsProps {
  order: OrderTicket;
  payment: PaymentTicket | null;
  onEdit(): void;
}

/** What can be done with the order as it stands; what moves money or ends it asks first. */
export function OrderCommands({ order, payment, onEdit }: OrderCommandsProps) {
  const { t } = useI18n();
  const [asking, setAsking] = useState<'cancel' | 'refund' | null>(null);
  const command = useOrderCommand(order);
  const next = nextCommand(order);
  const isUnpaid = order.state === 'placed' || order.state === 'accepted';
  const isChangeable = isUnpaid && payment?.state !== 'pending';
  const isRefundable = payment?.state === 'captured' || payment?.state === 'partially_refunded';
  return (
    <section aria-label={t('console.order.actions')} className="flex flex-col gap-2">
      {next && (
        <Button wide busy={command.isBusy} onClick={() => command.run(next)}>
          <NextWord order={order} next={next} />
        </Button>
      )}
      {order.state === 'accepted' && <p className="text-soft text-s">{t('console.order.waits')}</p>}
      {isChangeable && (
        <Button variant="secondary" wide onClick={onEdit}>
          {t('console.order.edit')}
        </Button>
      )}
      {order.state === 'paid' && (
        <Button variant="secondary" wide busy={command.isBusy} onClick={() => command.run('complete')}>
          {t('console.order.handed_over')}
        </Button>
      )}
      {isRefundable && (
        <Button variant="secondary" wide onClick={() => setAsking('refund')}>
          {t('console.refund')}
        </Button>
      )}
      {isChangeable && (
        <Button variant="quiet" wide className="text-bad!" onClick={() => setAsking('cancel')}>
          {t('console.order.cancel')}
        </Button>
      )}
      <FaultNote fault={command.fault} />
      {asking === 'cancel' && <CancelDialog order={order} onClose={() => setAsking(null)} />}
      {asking === 'refund' && payment && (
        <RefundDialog order={order} payment={payment} onClose={() => setAsking(null)} />
      )}
    </section>
  );
}
