// Products as the wire shows them, and the two rules that depend on the moment: which price holds, and how many
// units can be ordered.
import {
  type Collection,
  type Offer,
  type Picture,
  type Product,
  type ProductCard,
  toWireMoney,
  type Variant,
} from '../../protocol/index.ts';
import { assert } from '../kit/index.ts';
import type { CollectionRecord, PictureRecord, ProductRecord, VariantRecord } from './store.ts';

/** What one unit costs at `now`; `regularMinor` is the price before a sale that runs. */
export function priceAt(
  variant: Pick<VariantRecord, 'priceMinor' | 'saleMinor' | 'saleFrom' | 'saleUntil'>,
  now: number,
): { unitMinor: bigint; regularMinor: bigint | null } {
  const { priceMinor, saleMinor, saleFrom, saleUntil } = variant;
  const runs =
    saleMinor !== null &&
    saleMinor < priceMinor &&
    (saleFrom === null || saleFrom <= now) &&
    (saleUntil === null || now < saleUntil);
  return runs
    ? { unitMinor: saleMinor, regularMinor: priceMinor }
    : { unitMinor: priceMinor, regularMinor: null };
}

/** Units that can be ordered; null when stock is not counted. */
export function availableUnits(
  variant: Pick<VariantRecord, 'availability' | 'onHand' | 'reserved'>,
): number | null {
  if (variant.availability === 'out_of_stock') return 0;
  if (variant.availability !== 'in_stock' || variant.onHand === null) return null;
  return Math.max(0, variant.onHand - variant.reserved);
}

export function toProduct(record: ProductRecord, now: number): Product {
  return {
    product_id: record.productId,
    catalog_id: record.catalogId,
    title: record.title,
    description: record.description,
    brand: record.brand,
    pictures: record.pictures.filter((picture) => picture.failure === null).map(toPicture),
    option_names: record.optionNames.map((name) => record.labels[name] ?? name),
    variants: record.variants.map((variant) => toVariant(record, variant, now)),
    collection_ids: record.collectionIds,
    state: record.state,
  };
}

export function toCard(record: ProductRecord, now: number): ProductCard {
  const prices = record.variants.map((variant) => priceAt(variant, now));
  const first = record.variants[0];
  assert(first && prices[0], 'a product has at least one variant');
  const cheapest = prices.reduce((low, price) => (price.unitMinor < low.unitMinor ? price : low), prices[0]);
  const picture = record.pictures.find((candidate) => candidate.url !== null) ?? record.pictures[0];
  return {
    product_id: record.productId,
    sku: first.sku,
    title: record.title,
    price_from: toWireMoney(cheapest.unitMinor, record.currency),
    price_varies: prices.some((price) => price.unitMinor !== cheapest.unitMinor),
    regular_price:
      cheapest.regularMinor === null ? null : toWireMoney(cheapest.regularMinor, record.currency),
    sold_out: record.variants.every((variant) => availableUnits(variant) === 0),
    picture: picture ? toPicture(picture) : null,
  };
}

export function toOffer(record: ProductRecord, variant: VariantRecord, now: number): Offer {
  return {
    product_id: record.productId,
    title: record.title,
    variant: toVariant(record, variant, now),
  };
}

export function toCollection(record: CollectionRecord): Collection {
  const { url, thumbnailUrl: thumbnail_url, title } = record;
  return {
    collection_id: record.collectionId,
    title,
    product_count: record.productCount,
    picture: url === null ? null : { url, thumbnail_url, alt: title, width: null, height: null },
  };
}

export function toPicture(record: PictureRecord): Picture {
  const { url, thumbnailUrl, alt, width, height } = record;
  return { url, thumbnail_url: thumbnailUrl, alt, width, height };
}

function toVariant(record: ProductRecord, variant: VariantRecord, now: number): Variant {
  const { unitMinor, regularMinor } = priceAt(variant, now);
  const own = record.pictures.find((picture) => picture.source === variant.pictureSource);
  const shown = own ?? record.pictures[0];
  const word = (text: string) => record.labels[text] ?? text;
  return {
    sku: variant.sku,
    options: Object.fromEntries(
      record.optionNames
        .filter((name) => variant.options[name] !== undefined)
        .map((name) => [word(name), word(variant.options[name]!)]),
    ),
    price: toWireMoney(unitMinor, record.currency),
    regular_price: regularMinor === null ? null : toWireMoney(regularMinor, record.currency),
    available: record.state === 'hidden' ? 0 : availableUnits(variant),
    gtin: variant.gtin,
    picture: shown ? toPicture(shown) : null,
  };
}
