import { Link } from 'wouter';
import type { OrderCommand } from '../../../client/console.ts';
import type { OrderTicket, PaymentTicket } from '../../../protocol/index.ts';
import { Button, useI18n } from '../../ui/index.ts';
import { FaultNote } from '../shell/Page.tsx';
import { useOrderCommand } from './use-order-command.ts';

export interface TicketActionsProps {
  order: OrderTicket;
  payment: PaymentTicket | null;
}

/** What comes next for an order, on its ticket in the conversation; the rest is on the order's page. */
export function TicketActions({ order }: TicketActionsProps) {
  const { t } = useI18n();
  const command = useOrderCommand(order);
  const next = nextCommand(order);
  return (
    <>
      {next && (
        <Button wide busy={command.isBusy} onClick={() => command.run(next)}>
          <NextWord order={order} next={next} />
        </Button>
      )}
      <Link
        href={`/orders/${order.order_id}`}
        className="inline-flex min-h-11 w-full items-center justify-center rounded-m border-[1.5px] border-line px-5 font-semibold hover:bg-sunken"
      >
        {t('console.order.open')}
      </Link>
      <FaultNote fault={command.fault} />
    </>
  );
}

/** The one step that most often comes next; null when the order waits for the person or is over. */
export function nextCommand(order: OrderTicket): OrderCommand | null {
  if (order.state === 'placed') return 'accept';
  if (order.state === 'paid') return 'ship';
  return order.state === 'shipped' ? 'complete' : null;
}

export function NextWord({ order, next }: { order: OrderTicket; next: OrderCommand }) {
  const { t, money } = useI18n();
  if (next === 'accept') return t('console.order.accept', { total: money(order.total) });
  return next === 'ship' ? t('console.order.ship') : t('console.order.complete');
}
