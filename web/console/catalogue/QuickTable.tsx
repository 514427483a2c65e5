import { useEffect, useState } from 'react';
import { type ConsoleProduct, toWireMoney, type VariantChange } from '../../../protocol/index.ts';
import { cx, showToast, useI18n, wordError, wordOptions } from '../../ui/index.ts';
import { amountPlaceholder, readAmount, toAmountText } from '../base/amounts.ts';
import { putResource } from '../base/resource.ts';
import { toFault } from '../base/use-action.ts';
import { api } from '../session.tsx';
import { forgetLists, productKey } from './catalogue-cache.ts';

type Variant = ConsoleProduct['variants'][number];

/** Price and stock of each variant in a cell that is saved when one leaves it, and can be taken back. */
export function QuickTable({ product, currency }: { product: ConsoleProduct; currency: string }) {
  const { t } = useI18n();
  return (
    <div className="overflow-x-auto px-3 pb-4 two:px-4">
      <table className="w-full text-s">
        <thead>
          <tr className="text-soft text-xs">
            <th className="py-1 text-start font-normal">{t('console.product.variant')}</th>
            <th className="py-1 text-end font-normal">{t('console.product.price')}</th>
            <th className="py-1 text-end font-normal">{t('console.stock.on_hand')}</th>
            <th className="py-1 text-end font-normal max-two:hidden">{t('console.stock.promised')}</th>
          </tr>
        </thead>
        <tbody>
          {product.variants.map((variant) => (
            <Row key={variant.sku} product={product} variant={variant} currency={currency} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  product: ConsoleProduct;
  variant: Variant;
  currency: string;
}

function Row({ product, variant, currency }: RowProps) {
  const i18n = useI18n();
  const { t, locale } = i18n;
  const name = wordOptions(variant.options) || variant.sku;
  const put = async (to: Partial<Variant>, back: Partial<Variant> | null) => {
    putVariant(product, variant.sku, to);
    try {
      await api.changeVariants([{ sku: variant.sku, ...to } as VariantChange]);
      forgetLists();
      const undo = back && { label: t('common.undo'), run: () => void put(back, null) };
      showToast({ text: t(back ? 'console.saved' : 'console.undone'), ...(undo ? { action: undo } : {}) });
    } catch (error) {
      putVariant(product, variant.sku, back ?? {});
      showToast({ text: wordError(toFault(error).code, i18n) });
    }
  };
  return (
    <tr className="border-line border-t">
      <td className="min-w-24 py-1.5 pe-2">
        <span dir="auto" className="block">
          {name}
        </span>
        {name !== variant.sku && <bdi className="block text-soft text-xs">{variant.sku}</bdi>}
      </td>
      <td className="py-1.5 ps-2">
        <Cell
          label={t('console.product.price_of', { name })}
          text={toAmountText(toWireMoney(BigInt(variant.price_minor), currency), locale)}
          placeholder={amountPlaceholder(currency, locale)}
          isRight={(text) => text.trim() !== '' && readAmount(text, currency) !== null}
          onSave={(text) =>
            void put(
              { price_minor: String(readAmount(text, currency)) },
              { price_minor: variant.price_minor },
            )
          }
        />
      </td>
      <td className="py-1.5 ps-2">
        <Cell
          label={t('console.stock.of', { name })}
          text={variant.on_hand === null ? '' : String(variant.on_hand)}
          placeholder="∞"
          isRight={(text) => /^\d{0,9}$/.test(text.trim())}
          onSave={(text) =>
            void put({ on_hand: text.trim() === '' ? null : Number(text) }, { on_hand: variant.on_hand })
          }
        />
      </td>
      <td className="num py-1.5 ps-2 text-end text-soft max-two:hidden">{variant.reserved}</td>
    </tr>
  );
}

interface CellProps {
  label: string;
  text: string;
  placeholder: string;
  isRight(text: string): boolean;
  onSave(text: string): void;
}

/** Enter or leaving saves, Esc gives up. */
function Cell({ label, text, placeholder, isRight, onSave }: CellProps) {
  const [draft, setDraft] = useState(text);
  useEffect(() => setDraft(text), [text]);
  const isWrong = !isRight(draft);
  const leave = () => {
    if (isWrong) setDraft(text);
    else if (draft !== text) onSave(draft);
  };
  return (
    <input
      aria-label={label}
      aria-invalid={isWrong || undefined}
      dir="ltr"
      inputMode="decimal"
      value={draft}
      placeholder={placeholder}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key !== 'Escape') return;
        setDraft(text);
        event.stopPropagation();
      }}
      className={cx(
        'num ms-auto block min-h-9 w-22 rounded-s border-[1.5px] bg-panel px-2 text-end pointer-coarse:min-h-11',
        isWrong ? 'border-bad' : 'border-line-strong',
      )}
    />
  );
}

function putVariant(product: ConsoleProduct, sku: string, change: Partial<Variant>): void {
  const variants = product.variants.map((variant) =>
    variant.sku === sku ? { ...variant, ...change } : variant,
  );
  putResource(productKey(product.product_id), { ...product, variants });
}
