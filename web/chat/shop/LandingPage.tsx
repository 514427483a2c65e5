import { MessageCircle } from 'lucide-react';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import type { CatalogId, ProductCard as ProductCardView } from '../../../protocol/index.ts';
import { Button, EmptyState, ProductCard, Skeleton, useI18n } from '../../ui/index.ts';
import { api } from '../app/api.ts';
import { LoadError } from '../app/LoadError.tsx';
import { Logo } from '../app/Logo.tsx';
import { shopKey } from '../app/pages.ts';
import { useSession } from '../app/session.ts';
import { useLoad } from '../app/use-load.ts';
import { isFault } from './faults.ts';
import { ShopFacts, ShopHead } from './ShopProfile.tsx';

const shownMax = 8;

/** The shop behind its link or printed code: anybody sees it, one button leads into the chat. */
export function LandingPage({ handle }: { handle: string }) {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  const { data: shop, error, reload } = useLoad(shopKey(handle), () => api.shop(handle));
  useEffect(() => {
    if (shop) document.title = shop.name;
  }, [shop]);
  if (!shop && isFault(error, 'not_found')) return <NoSuchShop />;
  if (!shop && error) return <LoadError error={error} onRetry={reload} />;
  const openChat = () => navigate(`/b/${handle}/message${location.search}`);
  return (
    <div className="min-h-dvh bg-paper pb-28">
      <main className="mx-auto max-w-3xl bg-panel two:my-8 two:overflow-hidden two:rounded-xl two:shadow-card">
        {shop ? <ShopHead shop={shop} /> : <HeadSkeleton />}
        <div className="grid gap-6 px-5 pt-5 pb-8 two:px-8">
          {shop && <ShopFacts shop={shop} />}
          {shop?.catalog_id && <PopularProducts catalogId={shop.catalog_id} onOpen={openChat} />}
          <p className="flex items-center gap-2 text-soft text-xs">
            <Logo size={18} /> {t('chat.landing.footer')}
          </p>
        </div>
        <div className="fixed inset-x-0 bottom-0 border-line border-t bg-panel px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
          <div className="mx-auto flex max-w-3xl flex-col items-center gap-1.5">
            <MessageButton onPress={openChat} />
            <p className="text-center text-soft text-xs">{t('chat.landing.private')}</p>
          </div>
        </div>
      </main>
    </div>
  );
}

function MessageButton({ onPress }: { onPress(): void }) {
  const { t } = useI18n();
  const { account } = useSession();
  return (
    <Button wide className="max-w-md" onClick={onPress}>
      <MessageCircle aria-hidden size={20} />
      {account ? t('chat.landing.message_as', { name: account.name }) : t('chat.landing.message')}
    </Button>
  );
}

function PopularProducts({ catalogId, onOpen }: { catalogId: CatalogId; onOpen(): void }) {
  const { t, locale } = useI18n();
  const { data } = useLoad(`popular ${catalogId} ${locale}`, () =>
    api.products(catalogId, { limit: shownMax, language: locale }),
  );
  if (data?.products.length === 0) return null;
  return (
    <section aria-labelledby="popular">
      <h2 id="popular" className="mb-3 font-semibold text-l">
        {t('chat.landing.products')}
      </h2>
      <div className="grid grid-cols-2 gap-3 two:grid-cols-4">
        {data
          ? data.products.map((product, index) => (
              <ShelfCard key={product.product_id} product={product} eager={index < 4} onOpen={onOpen} />
            ))
          : Array.from({ length: shownMax }, (_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike.
              <Skeleton key={index} className="aspect-[4/5] rounded-l" />
            ))}
      </div>
    </section>
  );
}

/** A product of a list, as a card. */
export function ShelfCard({ product, eager = false, onOpen }: ShelfCardProps) {
  return (
    <ProductCard
      title={product.title}
      price={product.price_from}
      regularPrice={product.regular_price}
      priceVaries={product.price_varies}
      soldOut={product.sold_out}
      picture={product.picture}
      eager={eager}
      onOpen={onOpen}
    />
  );
}

interface ShelfCardProps {
  product: ProductCardView;
  eager?: boolean;
  onOpen(): void;
}

function HeadSkeleton() {
  return (
    <div>
      <Skeleton className="h-40 rounded-none two:h-56" />
      <div className="flex flex-col gap-2 px-5 pt-3 two:px-8">
        <Skeleton className="h-8 w-48" />
        <Skeleton className="h-5 w-72 max-w-full" />
      </div>
    </div>
  );
}

function NoSuchShop() {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  return (
    <main className="grid h-dvh place-items-center">
      <EmptyState
        level={1}
        title={t('chat.landing.no_shop')}
        text={t('chat.landing.no_shop_text')}
        action={<Button onClick={() => navigate('/')}>{t('chat.to_chats')}</Button>}
      />
    </main>
  );
}
