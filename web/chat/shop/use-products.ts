import { useCallback, useRef, useState } from 'react';
import type { CatalogId, CollectionId, ProductCard, ProductPage } from '../../../protocol/index.ts';
import { useI18n } from '../../ui/index.ts';
import { api } from '../app/api.ts';
import { useLoad } from '../app/use-load.ts';

const pageSize = 24;
/** The pages after a first page, as long as that one is kept. */
const laterPages = new WeakMap<ProductPage, ProductPage[]>();

export interface ProductsFilter {
  collectionId: CollectionId | null;
  query: string;
}

export interface LoadedProducts {
  /** Null until the first page is here. */
  products: ProductCard[] | null;
  total: number;
  hasMore: boolean;
  error: unknown;
  loadMore(): void;
  reload(): void;
}

/** Products page by page. The first page is kept, so that coming back shows it at once. */
export function useProducts(catalogId: CatalogId, { collectionId, query }: ProductsFilter): LoadedProducts {
  const { locale } = useI18n();
  const ask = useCallback(
    (after?: string): Promise<ProductPage> =>
      api.products(catalogId, {
        limit: pageSize,
        language: locale,
        ...(query ? { query } : {}),
        ...(collectionId ? { collection_id: collectionId } : {}),
        ...(after ? { after } : {}),
      }),
    [catalogId, collectionId, query, locale],
  );
  const first = useLoad(`products ${catalogId} ${collectionId} ${query} ${locale}`, () => ask());
  const [, redraw] = useState(0);
  const isLoading = useRef(false);
  const pages = first.data ? [first.data, ...(laterPages.get(first.data) ?? [])] : [];
  const next = pages.at(-1)?.next ?? null;
  const loadMore = () => {
    if (next === null || isLoading.current) return;
    isLoading.current = true;
    ask(next)
      .then((page) => {
        laterPages.set(first.data!, [...pages.slice(1), page]);
        redraw((count) => count + 1);
      })
      .catch(() => {})
      .finally(() => {
        isLoading.current = false;
      });
  };
  return {
    products: first.data ? pages.flatMap((page) => page.products) : null,
    total: first.data?.total ?? 0,
    hasMore: next !== null,
    error: first.error,
    loadMore,
    reload: first.reload,
  };
}
