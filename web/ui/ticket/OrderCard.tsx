import type { ReactNode } from 'react';
import type { OrderLine, OrderTicket, PaymentTicket } from '../../../protocol/index.ts';
import { Money } from '../base/Value.tsx';
import { type I18n, useI18n } from '../i18n/I18nProvider.tsx';
import { PaymentLines } from './PaymentCard.tsx';
import { orderSteps, stepsDone, wordOrder } from './states.ts';
import { Steps, Ticket, TicketLine } from './Ticket.tsx';

export interface OrderCardProps {
  order: OrderTicket;
  /** The latest payment of this order. */
  payment?: PaymentTicket | null;
  /** Lines beyond this many are counted, not shown; 0 shows all. */
  linesMax?: number;
  actions?: ReactNode;
  className?: string;
}

/** An order as it stands now, with what was paid for it and how far it is. */
export function OrderCard({ order, payment = null, linesMax = 5, actions, className }: OrderCardProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const shown = linesMax === 0 ? order.lines : order.lines.slice(0, linesMax);
  const hidden = order.lines.length - shown.length;
  return (
    <Ticket
      caption={t('order.title', { number: String(order.number) })}
      state={wordOrder(order, payment)}
      total={order.total}
      actions={actions}
      {...(className ? { className } : {})}
    >
      {shown.map((line) => (
        <OrderLineRow key={line.sku} line={line} />
      ))}
      {hidden > 0 && <TicketLine quiet label={t('order.more_lines', { count: hidden })} />}
      <Totals order={order} />
      {payment && <PaymentLines payment={payment} />}
      {order.note && <TicketLine quiet label={order.note} />}
      <Progress order={order} i18n={i18n} />
    </Ticket>
  );
}

export function OrderLineRow({ line }: { line: OrderLine }) {
  return (
    <TicketLine
      quantity={line.quantity}
      label={line.title}
      note={wordOptions(line.options)}
      value={<Money value={line.total} show="amount" />}
    />
  );
}

/** "Walnut · 38 mm" */
export function wordOptions(options: Record<string, string>): string {
  return Object.values(options).join(' · ');
}

function Totals({ order }: { order: OrderTicket }) {
  const { t, percent } = useI18n();
  const isZero = (money: { amount_minor: string }) => BigInt(money.amount_minor) === 0n;
  return (
    <>
      {!isZero(order.shipping) && (
        <TicketLine label={t('order.shipping')} value={<Money value={order.shipping} show="amount" />} />
      )}
      {!isZero(order.discount) && (
        <TicketLine
          label={t('order.discount')}
          value={
            <>
              −<Money value={order.discount} show="amount" />
            </>
          }
        />
      )}
      {!isZero(order.tax_included) && (
        <TicketLine
          quiet
          label={t('order.tax_included', { rate: percent(order.tax_rate_basis_points) })}
          value={<Money value={order.tax_included} show="amount" />}
        />
      )}
    </>
  );
}

function Progress({ order, i18n }: { order: OrderTicket; i18n: I18n }) {
  const done = stepsDone(order);
  const { t } = i18n;
  return (
    <>
      {done !== null && (
        <Steps
          done={done}
          of={orderSteps.length}
          label={t('order.steps_label', { done, of: orderSteps.length, state: t(`order.${order.state}`) })}
        />
      )}
      <p className="mt-1.5 text-soft text-xs">{wordHistory(order, i18n)}</p>
    </>
  );
}

/** "Placed 12 Nov · Paid 13 Nov · Shipped 10:04": the last three turns of an order. */
export function wordHistory(order: OrderTicket, i18n: I18n): string {
  const now = Date.now();
  const turns = order.history.slice(-3);
  return turns.map(({ state, at }) => `${i18n.t(`order.${state}`)} ${i18n.stamp(at, now)}`).join(' · ');
}
