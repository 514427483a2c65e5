import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import type { ConsoleProductCard } from '../../../protocol/index.ts';
import { cx, Pill, Price, ProductPicture, Skeleton, useI18n } from '../../ui/index.ts';
import { FaultNote } from '../shell/Page.tsx';
import { useProduct } from './catalogue-cache.ts';
import { QuickTable } from './QuickTable.tsx';

/** A product in the list; its price and stock are changed on the spot, below it. */
export function ProductRow({ card }: { card: ConsoleProductCard }) {
  const { t } = useI18n();
  const tableId = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <li className="border-line not-first:border-t">
      <div className="flex min-h-18 items-center gap-3 pe-2">
        <Link
          href={`/catalogue/${card.product_id}`}
          className="flex min-w-0 flex-1 items-center gap-3 self-stretch py-2 ps-3 -outline-offset-2 hover:bg-sunken"
        >
          <ProductPicture
            decorative
            picture={card.picture}
            className={cx('size-13 flex-none rounded-s', card.state === 'hidden' && 'opacity-60')}
          />
          <span className="min-w-0 flex-1">
            <span dir="auto" className="line-clamp-2 font-semibold">
              {card.title}
            </span>
            <span className="block truncate text-soft text-s">
              <bdi>{card.sku}</bdi>
              {card.variant_count > 1 &&
                ` · ${t('console.product.variants_count', { count: card.variant_count })}`}
            </span>
          </span>
          {card.state === 'hidden' && <Pill className="max-two:hidden">{t('console.catalogue.hidden')}</Pill>}
        </Link>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={tableId}
          onClick={() => setOpen(!isOpen)}
          className="flex min-h-14 min-w-28 flex-none items-center justify-end gap-2 rounded-s px-2 text-end hover:bg-sunken"
        >
          <span>
            <span className="sr-only">{t('console.product.quick', { title: card.title })}</span>
            <span className="block text-s">
              <Price price={card.price_from} priceVaries={card.price_varies} />
            </span>
            <StockWord card={card} />
          </span>
          <ChevronDown
            aria-hidden
            size={17}
            className={cx('flex-none text-soft transition-transform duration-150', isOpen && 'rotate-180')}
          />
        </button>
      </div>
      <div id={tableId}>{isOpen && <Quick card={card} />}</div>
    </li>
  );
}

function StockWord({ card }: { card: ConsoleProductCard }) {
  const { t } = useI18n();
  const { available, sold_out } = card;
  if (sold_out) return <span className="block font-semibold text-bad text-xs">{t('shop.sold_out')}</span>;
  if (available === null)
    return <span className="block text-soft text-xs">{t('console.stock.uncounted')}</span>;
  return (
    <span className={cx('num block text-xs', available <= 3 ? 'font-semibold text-ink' : 'text-soft')}>
      {t('console.stock.left', { count: available })}
    </span>
  );
}

function Quick({ card }: { card: ConsoleProductCard }) {
  const product = useProduct(card.product_id);
  if (product.data) {
    return <QuickTable product={product.data} currency={card.price_from.currency} />;
  }
  return (
    <div className="px-4 pb-4">
      {product.fault ? <FaultNote fault={product.fault} /> : <Skeleton className="h-12" />}
    </div>
  );
}
