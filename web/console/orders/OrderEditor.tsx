import { Minus, Plus, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { limits, type OrderLine, type OrderTicket, toWireMoney } from '../../../protocol/index.ts';
import { Button, cx, IconButton, Money, ProductPicture, useI18n, wordOptions } from '../../ui/index.ts';
import { AmountField } from '../base/AmountField.tsx';
import { readAmount, toAmountText } from '../base/amounts.ts';
import { useAction } from '../base/use-action.ts';
import { api } from '../session.tsx';
import { FaultNote } from '../shell/Page.tsx';
import { takeOrder } from './order-cache.ts';

/** Changes what is in an unpaid order. The server counts again and, if it was asked for payment before, asks anew. */
export function OrderEditor({ order, onDone }: { order: OrderTicket; onDone(): void }) {
  const { t, locale } = useI18n();
  const { currency } = order.total;
  const [quantities, setQuantities] = useState(() => readQuantities(order));
  const [shipping, setShipping] = useState(() => toAmountText(order.shipping, locale));
  const shippingMinor = readAmount(shipping, currency);
  const kept = order.lines.filter(({ sku }) => (quantities[sku] ?? 0) > 0);
  const totalMinor = sumMinor(kept, quantities) + (shippingMinor ?? 0n) - BigInt(order.discount.amount_minor);
  const save = useAction(async () => {
    const edit = {
      lines: kept.map(({ sku }) => ({ sku, quantity: quantities[sku]! })),
      shipping_minor: String(shippingMinor),
      revision: order.revision,
    };
    takeOrder(await api.editOrder(order.order_id, edit));
    onDone();
  });
  return (
    <section
      aria-label={t('console.order.edit')}
      className="rounded-l bg-panel p-4 outline-1 outline-line two:p-5"
    >
      <ul className="flex flex-col">
        {order.lines.map((line) => (
          <EditLine
            key={line.sku}
            line={line}
            quantity={quantities[line.sku] ?? 0}
            onChange={(quantity) => setQuantities({ ...quantities, [line.sku]: quantity })}
          />
        ))}
      </ul>
      <div className="flex flex-wrap items-end justify-between gap-4 border-line border-t py-4">
        <AmountField
          className="w-44"
          label={t('order.shipping')}
          currency={currency}
          value={shipping}
          onChange={setShipping}
        />
        <p className="text-end">
          <span className="block text-soft text-s">{t('console.order.new_total')}</span>
          <span className="font-bold text-2xl tracking-tight">
            <Money value={toWireMoney(totalMinor, currency)} />
          </span>
        </p>
      </div>
      {kept.length === 0 && <p className="mb-3 text-bad text-s">{t('console.order.keep_one')}</p>}
      <FaultNote fault={save.fault} className="mb-3" />
      <div className="flex flex-wrap gap-2">
        <Button
          busy={save.isBusy}
          disabled={kept.length === 0 || shippingMinor === null}
          onClick={() => save.run()}
        >
          {t('common.save')}
        </Button>
        <Button variant="secondary" onClick={onDone}>
          {t('common.cancel')}
        </Button>
      </div>
      {order.state === 'accepted' && <p className="mt-3 text-soft text-s">{t('console.order.asks_again')}</p>}
    </section>
  );
}

interface EditLineProps {
  line: OrderLine;
  quantity: number;
  onChange(quantity: number): void;
}

function EditLine({ line, quantity, onChange }: EditLineProps) {
  const { t } = useI18n();
  const isGone = quantity === 0;
  return (
    <li className="flex flex-wrap items-center gap-3 border-line border-t py-3 first:border-t-0 first:pt-0">
      <ProductPicture decorative picture={line.picture} className="size-12 flex-none rounded-s" />
      <span className={cx('min-w-32 flex-1', isGone && 'text-soft line-through')}>
        <span dir="auto" className="block font-semibold text-s">
          {line.title}
        </span>
        <span dir="auto" className="block text-soft text-xs">
          {wordOptions(line.options)}
        </span>
      </span>
      {isGone ? (
        <Button variant="quiet" size="s" onClick={() => onChange(line.quantity)}>
          <RotateCcw aria-hidden size={15} />
          {t('console.order.put_back')}
        </Button>
      ) : (
        <span className="flex items-center gap-1">
          <IconButton
            label={
              quantity === 1
                ? t('console.order.remove', { title: line.title })
                : t('console.order.fewer', { title: line.title })
            }
            onClick={() => onChange(quantity - 1)}
          >
            {quantity === 1 ? <Trash2 size={18} /> : <Minus size={18} />}
          </IconButton>
          <output className="num min-w-8 text-center font-semibold" aria-live="polite">
            {quantity}
          </output>
          <IconButton
            label={t('console.order.more', { title: line.title })}
            disabled={quantity >= limits.lineQuantityMax}
            onClick={() => onChange(quantity + 1)}
          >
            <Plus size={18} />
          </IconButton>
        </span>
      )}
      <span className={cx('w-20 text-end text-s', isGone && 'text-soft')}>
        <Money value={lineTotal(line, quantity)} show="amount" />
      </span>
    </li>
  );
}

function lineTotal(line: OrderLine, quantity: number) {
  const { amount_minor, currency } = line.unit_price;
  return toWireMoney(BigInt(amount_minor) * BigInt(quantity), currency);
}

function sumMinor(lines: OrderLine[], quantities: Record<string, number>): bigint {
  return lines.reduce(
    (sum, line) => sum + BigInt(lineTotal(line, quantities[line.sku] ?? 0).amount_minor),
    0n,
  );
}

function readQuantities(order: OrderTicket): Record<string, number> {
  return Object.fromEntries(order.lines.map(({ sku, quantity }) => [sku, quantity]));
}
