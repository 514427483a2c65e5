// The catalogue: what a business sells. Owns catalogues, products with their variants, collections, pictures, stock and
// imports. Promises that a unit promised to one order is promised to no other, that prices are what the merchant set
// (integers of minor units, a sale between its dates), that an import says of every line what became of it and may be
// repeated, and that people are shown what is active and nothing else.
import {
  type AccountId,
  type CatalogId,
  type Collection,
  type CollectionId,
  Fault,
  newId,
  type Offer,
  type Product,
  type ProductCard,
  type ProductId,
} from '../../protocol/index.ts';
import type { ProductDraft } from '../feeds/index.ts';
import type { Kit, Tx } from '../kit/index.ts';
import { listProductIds } from './search.ts';
import { consumeStock, reserveStock, type StockChange } from './stock.ts';
import {
  type CatalogRecord,
  findCatalog,
  findCatalogByGraphId,
  findCatalogOf,
  findProductsOfSkus,
  listCollections,
  loadCollectionIds,
  loadProducts,
  type ProductRecord,
} from './store.ts';
import { type Upserted, upsertProducts } from './upsert.ts';
import { toCard, toCollection, toOffer, toProduct } from './view.ts';
import { createStemmer } from './words.ts';

export type { PictureDraft, ProductDraft, TranslationDraft, VariantDraft } from '../feeds/index.ts';
export type { StockChange } from './stock.ts';
export type { CatalogRecord, PictureRecord, ProductRecord, VariantRecord } from './store.ts';
export type { Upserted } from './upsert.ts';
export { availableUnits, priceAt } from './view.ts';

export interface Catalog {
  createCatalog(
    businessAccountId: AccountId,
    options: { name: string; currency: string; language: string },
  ): Promise<CatalogId>;
  catalog(catalogId: string): Promise<CatalogRecord | null>;
  catalogByGraphId(graphId: string): Promise<CatalogRecord | null>;
  /** The number by which the Cloud API knows the catalogue; null when there is none such. */
  catalogGraphId(catalogId: string): Promise<string | null>;
  /** The catalogue of a business: the first it made. */
  catalogOf(businessAccountId: AccountId): Promise<CatalogRecord | null>;
  /** Makes products exactly their drafts, found by handle. Faults: `not_found` (catalogue). */
  upsertProducts(catalogId: CatalogId, drafts: readonly ProductDraft[]): Promise<Upserted[]>;
  upsertProduct(catalogId: CatalogId, draft: ProductDraft): Promise<ProductId>;
  /** A product as people see it; null when there is none or, unless `withHidden`, it is hidden. */
  product(productId: string, options: ReadOptions): Promise<Product | null>;
  /** Products by id with everything the merchant may see. */
  records(productIds: readonly string[], language: string | null): Promise<Map<ProductId, ProductRecord>>;
  products(
    catalogId: string,
    options: ListProducts,
  ): Promise<{ products: ProductCard[]; next: string | null; total: number }>;
  collections(catalogId: string, language: string | null): Promise<Collection[]>;
  /** One offer a sku in the order asked for; unknown and hidden ones are left out. */
  offers(catalogId: string, skus: readonly string[], language: string | null): Promise<Offer[]>;
  /** See `reserveStock`: holds units back in the caller's transaction and tells today's prices. */
  reserve(tx: Tx, catalogId: CatalogId, changes: readonly StockChange[]): Promise<Map<string, bigint>>;
  /** Units that leave the house for good. */
  consume(tx: Tx, catalogId: CatalogId, changes: readonly { sku: string; quantity: number }[]): Promise<void>;
}

export interface ReadOptions {
  language: string | null;
  withHidden?: boolean;
}
export interface ListProducts extends ReadOptions {
  query?: string;
  collectionId?: CollectionId | null;
  after?: string | null;
  limit?: number;
}

const pageProductsMax = 100;

export function createCatalog(kit: Kit): Catalog {
  const { db, clock } = kit;
  const stemmer = createStemmer();

  async function need(catalogId: string): Promise<CatalogRecord> {
    const catalog = await findCatalog(db, catalogId);
    if (!catalog) throw new Fault('not_found', 'catalog');
    return catalog;
  }

  async function upsert(catalogId: CatalogId, drafts: readonly ProductDraft[]): Promise<Upserted[]> {
    const catalog = await need(catalogId);
    const now = clock.now();
    return db.transaction((tx) => upsertProducts(tx, drafts, { catalog, now, stemmer, mode: 'replace' }));
  }

  return {
    async createCatalog(businessAccountId, { name, currency, language }) {
      const catalogId = newId('catalog', clock.now());
      await db.sql`insert into catalogs (catalog_id, business_account_id, name, currency, language, created_at)
        values (${catalogId}, ${businessAccountId}, ${name}, ${currency}, ${language}, ${clock.now()})`;
      return catalogId;
    },
    catalog: (catalogId) => findCatalog(db, catalogId),
    catalogByGraphId: (graphId) => findCatalogByGraphId(db, graphId),
    catalogGraphId: async (catalogId) => (await findCatalog(db, catalogId))?.graphId ?? null,
    catalogOf: (businessAccountId) => findCatalogOf(db, businessAccountId),
    upsertProducts: upsert,
    async upsertProduct(catalogId, draft) {
      const [upserted] = await upsert(catalogId, [draft]);
      return upserted!.productId;
    },
    async product(productId, { language, withHidden = false }) {
      const records = await loadProducts(db, [productId], language);
      await loadCollectionIds(db, records);
      const record = records.get(productId as ProductId);
      if (!record || (record.state === 'hidden' && !withHidden)) return null;
      return toProduct(record, clock.now());
    },
    records: (productIds, language) => loadProducts(db, productIds, language),
    async products(catalogId, options) {
      const catalog = await need(catalogId);
      const listed = await listProductIds(db, catalog, {
        query: options.query ?? '',
        collectionId: options.collectionId ?? null,
        after: options.after ?? null,
        limit: Math.min(options.limit ?? 24, pageProductsMax),
        language: options.language,
        withHidden: options.withHidden ?? false,
        stemmer,
      });
      const records = await loadProducts(db, listed.ids, options.language);
      const now = clock.now();
      const products = listed.ids.flatMap((id) => {
        const record = records.get(id);
        return record && record.variants.length > 0 ? [toCard(record, now)] : [];
      });
      return { products, next: listed.next, total: listed.total };
    },
    async collections(catalogId, language) {
      await need(catalogId);
      return (await listCollections(db, catalogId, language)).map(toCollection);
    },
    async offers(catalogId, skus, language) {
      const productIds = await findProductsOfSkus(db, catalogId, skus);
      const records = await loadProducts(db, [...new Set(productIds.values())], language);
      const now = clock.now();
      return skus.flatMap((sku) => {
        const record = records.get(productIds.get(sku)!);
        const variant = record?.variants.find((candidate) => candidate.sku === sku);
        return record?.state === 'active' && variant ? [toOffer(record, variant, now)] : [];
      });
    },
    reserve: (tx, catalogId, changes) => reserveStock(tx, { catalogId, changes, now: clock.now() }),
    consume: (tx, catalogId, changes) => consumeStock(tx, { catalogId, changes }),
  };
}
