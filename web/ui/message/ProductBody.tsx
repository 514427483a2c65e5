import type { CatalogId, ContentOf, Offer } from '../../../protocol/index.ts';
import { Skeleton } from '../base/Placeholder.tsx';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { wordOptions } from '../ticket/OrderCard.tsx';
import { Price, ProductCard, ProductPicture } from '../ticket/ProductCard.tsx';
import { useOffers } from './chat-data.tsx';

export type OpenProduct = (catalogId: CatalogId, offer: Offer) => void;

/** One product, large: picture, name, price, as the catalogue has them now. */
export function ProductBody({ content, onOpen }: ProductBodyProps) {
  const { t } = useI18n();
  const { offers, failed } = useOffers(content.catalog_id, [content.sku]);
  const offer = offers?.[0];
  if (!offer) {
    if (offers || failed) return <span className="text-soft text-s">{t('message.product_gone')}</span>;
    return <Skeleton className="aspect-[6/5] w-60" />;
  }
  return (
    <button
      type="button"
      onClick={() => onOpen?.(content.catalog_id, offer)}
      className="block w-60 max-w-full overflow-hidden rounded-[11px] text-start"
    >
      <ProductPicture decorative picture={offer.variant.picture} className="aspect-[6/5] w-full" />
      <span className="block px-2 pt-2">
        <span className="block font-semibold">
          <bdi>{offer.title}</bdi>
        </span>
        <span className="block text-soft text-s">
          <bdi>{wordOptions(offer.variant.options)}</bdi>
        </span>
        <Price price={offer.variant.price} regularPrice={offer.variant.regular_price} />
      </span>
    </button>
  );
}

export interface ProductBodyProps {
  content: ContentOf<'product'>;
  onOpen?: OpenProduct | undefined;
}

/** Shelves below the bubble, one a section: cards side by side, to be pushed along. */
export function ProductShelf({ content, onOpen }: ProductShelfProps) {
  const { t } = useI18n();
  const skus = content.sections.flatMap((section) => section.skus);
  const { offers, failed } = useOffers(content.catalog_id, skus);
  if (!offers && failed) return <p className="mt-1 text-soft text-s">{t('message.product_gone')}</p>;
  return content.sections.map((section, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: sections never move inside a sent message.
    <section key={index} aria-label={section.title ?? t('message.products')} className="mt-1 w-full">
      {section.title && (
        <p aria-hidden className="px-0.5 pt-1 font-semibold text-soft text-s">
          <bdi>{section.title}</bdi>
        </p>
      )}
      <div className="no-scrollbar flex w-full snap-x gap-2 overflow-x-auto p-0.5">
        {section.skus.map((sku) => {
          const offer = offers?.find((one) => one.variant.sku === sku);
          if (!offers) return <Skeleton key={sku} className="h-44 w-36 flex-none rounded-l" />;
          if (!offer) return null;
          return (
            <ProductCard
              key={sku}
              title={offer.title}
              price={offer.variant.price}
              regularPrice={offer.variant.regular_price}
              soldOut={offer.variant.available === 0}
              picture={offer.variant.picture}
              className="w-36 flex-none snap-start"
              {...(onOpen ? { onOpen: () => onOpen(content.catalog_id, offer) } : {})}
            />
          );
        })}
      </div>
    </section>
  ));
}

export interface ProductShelfProps {
  content: ContentOf<'product_list'>;
  onOpen?: OpenProduct | undefined;
}
