/** Which variants look alike, so that nobody draws or stores the same picture twice. Draws nothing itself. */
import type { DemoProduct, DemoVariant } from './types.ts';

export type Look = {
  /** Names the picture inside the catalogue: product handle and a number. */
  readonly key: string;
  /** The variants that look like this. */
  readonly skus: readonly string[];
  readonly variant: DemoVariant;
};

/** The different looks of a product, the first variant's first. */
export function looksOf(product: DemoProduct): readonly Look[] {
  const looks = Map.groupBy(product.variants, (variant) => JSON.stringify(variant.look));
  return [...looks.values()].map((variants, index) => ({
    key: `${product.handle}-${index + 1}`,
    skus: variants.map(({ sku }) => sku),
    variant: variants[0]!,
  }));
}

/** The name of the closer view that a product with one look has besides. */
export function detailKey(product: DemoProduct): string {
  return `${product.handle}-detail`;
}
