import { Search, ShoppingBasket } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { CatalogId, CollectionId, ProductCard as ProductCardView } from '../../../protocol/index.ts';
import { Button, EmptyState, Skeleton, Tabs, useI18n } from '../../ui/index.ts';
import { api } from '../app/api.ts';
import { LoadError } from '../app/LoadError.tsx';
import { pathTo } from '../app/routes.ts';
import { useLoad } from '../app/use-load.ts';
import { ShelfCard } from './LandingPage.tsx';
import { PanelFrame, type PanelInside } from './ShopPanel.tsx';
import { useCart } from './use-cart.ts';
import { useProducts } from './use-products.ts';

const searchAfterMs = 200;

export function CataloguePanel({
  conversationId,
  shop,
  collectionId,
}: PanelInside & { collectionId: CollectionId | null }) {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  const [query, setQuery] = useState('');
  const settled = useSettled(query, searchAfterMs);
  const catalogId = shop.catalog_id;
  if (!catalogId) return null;
  return (
    <PanelFrame
      title={t('chat.shop.catalogue')}
      conversationId={conversationId}
      scrollKey={`shop ${conversationId} ${collectionId}`}
      footer={<BasketBar conversationId={conversationId} shop={shop} />}
    >
      <div className="sticky top-0 z-1 grid gap-2 bg-panel px-4 pt-3 pb-2">
        <SearchField value={query} onChange={setQuery} />
        <Collections
          catalogId={catalogId}
          value={collectionId}
          onChange={(next) =>
            navigate(pathTo(conversationId, { name: 'shop', collectionId: next }), { replace: true })
          }
        />
      </div>
      <Shelf
        key={`${collectionId} ${settled}`}
        catalogId={catalogId}
        collectionId={collectionId}
        query={settled}
        onOpen={(product) =>
          navigate(pathTo(conversationId, { name: 'product', productId: product.product_id }))
        }
        onClear={() => setQuery('')}
      />
    </PanelFrame>
  );
}

function SearchField({ value, onChange }: { value: string; onChange(text: string): void }) {
  const { t } = useI18n();
  return (
    <label className="flex min-h-11 items-center gap-2 rounded-full bg-sunken px-4 focus-within:outline-2 focus-within:outline-petrol">
      <Search aria-hidden size={18} className="text-soft" />
      <span className="sr-only">{t('chat.shop.search')}</span>
      <input
        type="search"
        dir="auto"
        enterKeyHint="search"
        value={value}
        placeholder={t('chat.shop.search')}
        onChange={(event) => onChange(event.target.value)}
        className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-soft"
      />
    </label>
  );
}

interface CollectionsProps {
  catalogId: CatalogId;
  value: CollectionId | null;
  onChange(id: CollectionId | null): void;
}

function Collections({ catalogId, value, onChange }: CollectionsProps) {
  const { t, locale } = useI18n();
  const { data } = useLoad(`collections ${catalogId} ${locale}`, () => api.collections(catalogId, locale));
  if (!data) return <Skeleton className="h-8 w-64 rounded-full" />;
  if (data.collections.length === 0) return null;
  const items = [
    { key: '', label: t('chat.shop.all') },
    ...data.collections.map(({ collection_id, title }) => ({
      key: collection_id as string,
      label: <bdi>{title}</bdi>,
    })),
  ];
  return (
    <Tabs<string>
      label={t('chat.shop.collections')}
      items={items}
      value={value ?? ''}
      onChange={(key) => onChange(key === '' ? null : (key as CollectionId))}
      className="-mx-4 px-4 py-0.5"
    />
  );
}

interface ShelfProps {
  catalogId: CatalogId;
  collectionId: CollectionId | null;
  query: string;
  onOpen(product: ProductCardView): void;
  onClear(): void;
}

function Shelf({ catalogId, collectionId, query, onOpen, onClear }: ShelfProps) {
  const { t } = useI18n();
  const { products, total, hasMore, error, loadMore, reload } = useProducts(catalogId, {
    collectionId,
    query,
  });
  if (!products && error) return <LoadError error={error} onRetry={reload} />;
  if (products?.length === 0) {
    return (
      <EmptyState
        icon={<Search size={28} />}
        title={t('chat.shop.none_found')}
        action={query && <Button onClick={onClear}>{t('chat.shop.clear_search')}</Button>}
      />
    );
  }
  return (
    <div className="px-4 pb-6">
      <p role="status" className="pb-2 text-soft text-xs">
        {products ? t('chat.shop.count', { count: total }) : t('common.loading')}
      </p>
      <div className="grid grid-cols-2 gap-3 two:max-three:grid-cols-3">
        {products
          ? products.map((product, index) => (
              <ShelfCard
                key={product.product_id}
                product={product}
                eager={index < 6}
                onOpen={() => onOpen(product)}
              />
            ))
          : [1, 2, 3, 4, 5, 6].map((key) => <Skeleton key={key} className="aspect-[4/5] rounded-l" />)}
      </div>
      {hasMore && <MoreSentinel key={products?.length} onView={loadMore} />}
    </div>
  );
}

function MoreSentinel({ onView }: { onView(): void }) {
  const ref = useRef<HTMLDivElement>(null);
  const call = useRef(onView);
  call.current = onView;
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && call.current(), {
      rootMargin: '400px',
    });
    observer.observe(ref.current!);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={ref} className="mt-3 grid grid-cols-2 gap-3">
      <Skeleton className="aspect-[4/5] rounded-l" />
      <Skeleton className="aspect-[4/5] rounded-l" />
    </div>
  );
}

/** The way to the basket, as soon as there is something in it. */
export function BasketBar({ conversationId, shop }: PanelInside) {
  const { t, money } = useI18n();
  const [, navigate] = useLocation();
  const { count, cart } = useCart(shop.business_account_id!);
  return (
    <Button
      variant={count > 0 ? 'primary' : 'secondary'}
      wide
      onClick={() => navigate(pathTo(conversationId, { name: 'basket' }))}
    >
      <ShoppingBasket aria-hidden size={20} />
      {count > 0 && cart
        ? t('chat.basket.open_total', { count, total: money(cart.total) })
        : t('chat.basket.title')}
    </Button>
  );
}

/** `value` once it has stopped changing for a moment. */
function useSettled(value: string, afterMs: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value.trim()), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}
