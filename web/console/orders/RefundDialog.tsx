import { useRef, useState } from 'react';
import { type OrderTicket, type PaymentTicket, toWireMoney } from '../../../protocol/index.ts';
import { Button, Dialog, Segmented, showToast, useI18n } from '../../ui/index.ts';
import { AmountField } from '../base/AmountField.tsx';
import { readAmount } from '../base/amounts.ts';
import { invalidateResources } from '../base/resource.ts';
import { useAction } from '../base/use-action.ts';
import { api } from '../session.tsx';
import { FaultNote } from '../shell/Page.tsx';
import { takeOrder } from './order-cache.ts';

export interface RefundDialogProps {
  order: OrderTicket;
  payment: PaymentTicket;
  onClose(): void;
}

/** Money goes back by the way it came: the sum is said on the button that sends it. */
export function RefundDialog({ order, payment, onClose }: RefundDialogProps) {
  const { t, money } = useI18n();
  const { currency } = payment.amount;
  const leftMinor = BigInt(payment.amount.amount_minor) - BigInt(payment.refunded.amount_minor);
  const [part, setPart] = useState<'all' | 'part'>('all');
  const [text, setText] = useState('');
  // One press, one refund: a second try after a lost answer is the same one.
  const idempotencyKey = useRef(crypto.randomUUID());
  const typed = readAmount(text, currency);
  const amountMinor = part === 'all' ? leftMinor : typed;
  const isTooMuch = amountMinor !== null && amountMinor > leftMinor;
  const mayRefund = amountMinor !== null && amountMinor > 0n && !isTooMuch;
  const refund = useAction(async () => {
    const amount = part === 'all' ? {} : { amount_minor: String(amountMinor) };
    takeOrder(await api.refundOrder(order.order_id, { ...amount, idempotencyKey: idempotencyKey.current }));
    invalidateResources('payment ');
    invalidateResources('wallet');
    showToast({ text: t('console.refund.done', { amount: money(toWireMoney(amountMinor!, currency)) }) });
    onClose();
  });
  return (
    <Dialog
      title={t('console.refund.title', { number: String(order.number) })}
      kind="sheet"
      onClose={onClose}
      footer={
        <Button wide variant="danger" disabled={!mayRefund} busy={refund.isBusy} onClick={() => refund.run()}>
          {mayRefund
            ? t('console.refund.amount', { amount: money(toWireMoney(amountMinor, currency)) })
            : t('console.refund')}
        </Button>
      }
    >
      <p className="mb-4 text-soft">
        {t('console.refund.text', { amount: money(toWireMoney(leftMinor, currency)) })}
      </p>
      <Segmented<'all' | 'part'>
        label={t('console.refund.how_much')}
        value={part}
        onChange={(next) => {
          setPart(next);
          idempotencyKey.current = crypto.randomUUID();
        }}
        items={[
          { key: 'all', label: t('console.refund.all') },
          { key: 'part', label: t('console.refund.part') },
        ]}
      />
      {part === 'part' && (
        <AmountField
          className="mt-4 max-w-56"
          label={t('console.refund.sum')}
          currency={currency}
          value={text}
          onChange={(next) => {
            setText(next);
            idempotencyKey.current = crypto.randomUUID();
          }}
          {...(isTooMuch ? { error: t('console.refund.too_much') } : {})}
        />
      )}
      <FaultNote fault={refund.fault} className="mt-3" />
    </Dialog>
  );
}
