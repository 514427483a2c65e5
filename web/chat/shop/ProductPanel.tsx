import { MessageCircleQuestion, ShoppingBasket } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Product, ProductId, Variant } from '../../../protocol/index.ts';
import { useDraft } from '../../thread/index.ts';
import { Button, EmptyState, Price, Skeleton, showToast, useI18n } from '../../ui/index.ts';
import { api } from '../app/api.ts';
import { LoadError } from '../app/LoadError.tsx';
import { pathTo } from '../app/routes.ts';
import { useLoad } from '../app/use-load.ts';
import { isFault } from './faults.ts';
import { Gallery } from './Gallery.tsx';
import { QuantityField } from './QuantityField.tsx';
import { PanelFrame, type PanelInside } from './ShopPanel.tsx';
import { useCart } from './use-cart.ts';
import { VariantPicker } from './VariantPicker.tsx';
import { firstChoice, isBuyable, variantOf } from './variants.ts';

const fewLeft = 5;

export function ProductPanel({ conversationId, shop, productId }: PanelInside & { productId: ProductId }) {
  const { t, locale } = useI18n();
  const { data, error, reload } = useLoad(shop.catalog_id && `product ${productId} ${locale}`, () =>
    api.product(shop.catalog_id!, productId, locale),
  );
  if (data) return <ProductView conversationId={conversationId} shop={shop} product={data} />;
  return (
    <PanelFrame title={t('message.product')} conversationId={conversationId}>
      {isFault(error, 'not_found') ? (
        <EmptyState title={t('message.product_gone')} />
      ) : error ? (
        <LoadError error={error} onRetry={reload} />
      ) : (
        <ProductSkeleton />
      )}
    </PanelFrame>
  );
}

function ProductView({ conversationId, shop, product }: PanelInside & { product: Product }) {
  const { t } = useI18n();
  const [choice, setChoice] = useState(() => firstChoice(product));
  const variant = variantOf(product, choice);
  const pictures = [...new Set([variant?.picture, ...product.pictures].filter((picture) => picture != null))];
  return (
    <PanelFrame
      title={product.title}
      conversationId={conversationId}
      footer={
        variant && (
          <AddToBasket key={variant.sku} variant={variant} conversationId={conversationId} shop={shop} />
        )
      }
    >
      <Gallery key={variant?.picture?.url} pictures={dropRepeats(pictures)} title={product.title} />
      <div className="grid gap-4 px-5 pt-4 pb-8">
        <header>
          {product.brand && (
            <p className="text-soft text-s">
              <bdi>{product.brand}</bdi>
            </p>
          )}
          <h2 className="font-bold text-xl">
            <bdi>{product.title}</bdi>
          </h2>
          <p className="mt-1 text-l">
            {variant ? (
              <Price price={variant.price} regularPrice={variant.regular_price} />
            ) : (
              t('chat.shop.no_variant')
            )}
          </p>
          <StockNote variant={variant} />
        </header>
        <VariantPicker product={product} choice={choice} onChange={setChoice} />
        {product.description && (
          <p dir="auto" className="whitespace-pre-wrap">
            {product.description}
          </p>
        )}
        <AskButton conversationId={conversationId} title={product.title} />
      </div>
    </PanelFrame>
  );
}

function StockNote({ variant }: { variant: Variant | null }) {
  const { t } = useI18n();
  if (!variant || variant.available === null || variant.available > fewLeft) return null;
  if (variant.available === 0)
    return <p className="mt-1 font-semibold text-bad text-s">{t('shop.sold_out')}</p>;
  return <p className="mt-1 font-semibold text-s">{t('chat.shop.left', { count: variant.available })}</p>;
}

function AddToBasket({ variant, conversationId, shop }: PanelInside & { variant: Variant }) {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  const [quantity, setQuantity] = useState(1);
  const cart = useCart(shop.business_account_id!);
  const most = Math.min(variant.available ?? 99, 99);
  const add = () => {
    cart.add({ sku: variant.sku, quantity });
    setQuantity(1);
    showToast({
      text: t('chat.basket.added', { count: quantity }),
      action: {
        label: t('chat.basket.look'),
        run: () => navigate(pathTo(conversationId, { name: 'basket' })),
      },
    });
  };
  return (
    <div className="flex gap-2">
      <QuantityField value={quantity} max={most} onChange={setQuantity} />
      <Button className="flex-1" disabled={!isBuyable(variant)} onClick={add}>
        <ShoppingBasket aria-hidden size={20} />
        {isBuyable(variant) ? t('chat.basket.add') : t('shop.sold_out')}
      </Button>
    </div>
  );
}

/** Back to the conversation with the question begun. */
function AskButton({
  conversationId,
  title,
}: {
  conversationId: PanelInside['conversationId'];
  title: string;
}) {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  const [draft, setDraft] = useDraft(conversationId);
  const ask = () => {
    if (!draft) setDraft(`${t('chat.shop.ask_about', { title })} `);
    navigate(pathTo(conversationId));
  };
  return (
    <Button variant="secondary" onClick={ask}>
      <MessageCircleQuestion aria-hidden size={20} /> {t('chat.shop.ask')}
    </Button>
  );
}

function dropRepeats<T extends { url: string | null }>(pictures: T[]): T[] {
  return pictures.filter((picture, index) => pictures.findIndex(({ url }) => url === picture.url) === index);
}

function ProductSkeleton() {
  return (
    <div>
      <Skeleton className="aspect-square rounded-none two:max-three:aspect-video" />
      <div className="grid gap-3 p-5">
        <Skeleton className="h-7 w-56" />
        <Skeleton className="h-6 w-24" />
        <Skeleton className="h-24" />
      </div>
    </div>
  );
}
