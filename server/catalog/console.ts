// The catalogue as the merchant sees it: with what is hidden, counted and still waiting.
import type { ConsoleCatalog, ConsoleProduct, ConsoleProductCard } from '../../protocol/index.ts';
import type { Db } from '../kit/index.ts';
import { type CatalogRecord, listCollections, loadProducts, type ProductRecord } from './store.ts';
import { availableUnits, toCard, toCollection, toPicture } from './view.ts';

export async function readConsoleCatalog(db: Db, catalog: CatalogRecord): Promise<ConsoleCatalog> {
  const collections = await listCollections(db, catalog.catalogId, null);
  return {
    catalog_id: catalog.catalogId,
    graph_id: catalog.graphId,
    name: catalog.name,
    currency: catalog.currency,
    language: catalog.language,
    product_count: catalog.productCount,
    collections: collections.map((record) => ({ ...toCollection(record), titles: record.titles })),
  };
}

export function toConsoleCard(record: ProductRecord, now: number): ConsoleProductCard {
  const units = record.variants.map(availableUnits);
  return {
    ...toCard(record, now),
    state: record.state,
    variant_count: record.variants.length,
    available: units.reduce<number | null>((sum, u) => (sum === null || u === null ? null : sum + u), 0),
  };
}

/** Everything that was set, in the words it was set in; null when it is not of this catalogue. */
export async function readConsoleProduct(
  db: Db,
  catalog: CatalogRecord,
  productId: string,
): Promise<ConsoleProduct | null> {
  const record = [...(await loadProducts(db, [productId], null)).values()][0];
  if (record?.catalogId !== catalog.catalogId) return null;
  const collections = await db.sql<{ title: string }>`
    select c.title from collection_products m join collections c using (collection_id)
    where m.product_id = ${productId} order by c.position, c.collection_id`;
  const translations = await db.sql<{
    language: string;
    title: string;
    description: string;
    labels: Record<string, string>;
  }>`
    select language, title, description, labels from product_translations
    where product_id = ${productId} order by language`;
  return {
    product_id: record.productId,
    title: record.title,
    description: record.description,
    brand: record.brand,
    option_names: record.optionNames,
    state: record.state,
    link: record.link,
    condition: record.condition,
    product_type: record.productType,
    collections: collections.map((row) => row.title),
    translations: Object.fromEntries(translations.map(({ language, ...words }) => [language, words])),
    pictures: record.pictures.map((picture) => ({
      ...toPicture(picture),
      source: picture.source,
      failure: picture.failure,
    })),
    variants: record.variants.map((variant) => ({
      sku: variant.sku,
      options: variant.options,
      price_minor: variant.priceMinor.toString(),
      sale_minor: variant.saleMinor?.toString() ?? null,
      sale_from: variant.saleFrom,
      sale_until: variant.saleUntil,
      on_hand: variant.onHand,
      availability: variant.availability,
      gtin: variant.gtin,
      picture_source: variant.pictureSource,
      reserved: variant.reserved,
      available: availableUnits(variant),
    })),
  };
}
