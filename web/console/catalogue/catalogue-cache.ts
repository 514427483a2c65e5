import type { ConsoleCatalog, ConsoleProduct, ProductId } from '../../../protocol/index.ts';
import { invalidateResources, putResource, type Resource, useResource } from '../base/resource.ts';
import { api } from '../session.tsx';

export const productKey = (productId: ProductId) => `product ${productId}`;

export function useCatalog(): Resource<ConsoleCatalog> {
  return useResource('catalogue', () => api.catalog());
}

export function useProduct(productId: ProductId | null): Resource<ConsoleProduct> {
  return useResource(productId && productKey(productId), () => api.consoleProduct(productId!));
}

/** A product is as the server says; the lists that show it are asked for again. */
export function takeProduct(product: ConsoleProduct): void {
  putResource(productKey(product.product_id), product);
  forgetLists();
}

export function forgetLists(): void {
  for (const prefix of ['products ', 'picker ', 'catalogue', 'collections ']) invalidateResources(prefix);
}
