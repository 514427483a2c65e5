// The catalogue: what a business sells. Owns catalogues, products with their variants, collections, pictures, stock and
// imports. Promises that a unit promised to one order is promised to no other, that prices are what the merchant set
// (integers of minor units, a sale between its dates), that an import says of every line what became of it and may be
// repeated, and that people are shown what is active and nothing else.
import {
  type AccountId,
  type CatalogId,
  type Collection,
  type CollectionId,
  type ConsoleCatalog,
  type ConsoleProduct,
  type ConsoleProductPage,
  Fault,
  type ImportId,
  type ImportReport,
  newId,
  type Offer,
  type Product,
  type ProductId,
  type ProductPage,
  type VariantChange,
} from '../../protocol/index.ts';
import type { Accounts } from '../accounts/index.ts';
import type { FeedFormat, ProductDraft } from '../feeds/index.ts';
import type { Kit, Tx } from '../kit/index.ts';
import { readConsoleCatalog, readConsoleProduct, toConsoleCard } from './console.ts';
import {
  type CollectionFields,
  changeVariants,
  checkSkus,
  draftOf,
  type EditParts,
  type ProductFields,
  removeProduct,
  setProductState,
  writeCollectionList,
  writeDrafts,
} from './edit.ts';
import { exportMetaCsv } from './export.ts';
import { importJob, receiveImport, runImport } from './import.ts';
import { enqueuePictures, fetchPictures, type PictureDeps, picturesJob } from './pictures.ts';
import { listImports, readReport } from './report.ts';
import { BroadTotals, listProductIds } from './search.ts';
import { consumeStock, reserveStock, type StockChange, StockQueue } from './stock.ts';
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
import type { Upserted } from './upsert.ts';
import { toCard, toCollection, toOffer, toProduct } from './view.ts';
import { createStemmer } from './words.ts';

export type { PictureDraft, ProductDraft, TranslationDraft, VariantDraft } from '../feeds/index.ts';
export type { CollectionFields, ProductFields } from './edit.ts';
export { createCatalogRoutes } from './routes.ts';
export type { StockChange } from './stock.ts';
export type {
  CatalogRecord,
  CollectionRecord,
  PictureRecord,
  ProductRecord,
  VariantRecord,
} from './store.ts';
export type { Upserted } from './upsert.ts';
export { availableUnits, priceAt } from './view.ts';

export interface Catalog {
  createCatalog(
    businessAccountId: AccountId,
    options: { name: string; currency: string; language: string },
  ): Promise<CatalogId>;
  /** The catalogue of a business, made in its currency and language when it has none. Faults: `not_found`. */
  ensureCatalog(businessAccountId: AccountId): Promise<CatalogRecord>;
  catalog(catalogId: string): Promise<CatalogRecord | null>;
  catalogByGraphId(graphId: string): Promise<CatalogRecord | null>;
  /** The number by which the Cloud API knows the catalogue; null when there is none such. */
  catalogGraphId(catalogId: string): Promise<string | null>;
  /** The catalogue of a business: the first it made. */
  catalogOf(businessAccountId: AccountId): Promise<CatalogRecord | null>;

  /** Makes products exactly their drafts, found by handle. Faults: `not_found` (catalogue, picture). */
  upsertProducts(catalogId: CatalogId, drafts: readonly ProductDraft[]): Promise<Upserted[]>;
  upsertProduct(catalogId: CatalogId, draft: ProductDraft): Promise<ProductId>;
  /** A new product (`productId` null) or an old one as the console sets it. Faults: `invalid_request`, `not_found`. */
  saveProduct(
    catalogId: CatalogId,
    productId: ProductId | null,
    input: ProductFields,
  ): Promise<ConsoleProduct>;
  setProductState(catalogId: CatalogId, productId: ProductId, state: 'active' | 'hidden'): Promise<void>;
  removeProduct(catalogId: CatalogId, productId: ProductId): Promise<boolean>;
  changeVariants(catalogId: CatalogId, changes: readonly VariantChange[]): Promise<void>;
  saveCollections(catalogId: CatalogId, collections: readonly CollectionFields[]): Promise<void>;

  /** A product as people see it; null when there is none or, unless `withHidden`, it is hidden. */
  product(productId: string, options: ReadOptions): Promise<Product | null>;
  /** Products by id with everything the merchant may see. */
  records(productIds: readonly string[], language: string | null): Promise<Map<ProductId, ProductRecord>>;
  products(catalogId: string, options: ListProducts): Promise<ProductPage>;
  collections(catalogId: string, language: string | null): Promise<Collection[]>;
  /** One offer a sku in the order asked for; unknown and hidden ones are left out. */
  offers(catalogId: string, skus: readonly string[], language: string | null): Promise<Offer[]>;
  consoleCatalog(catalogId: CatalogId): Promise<ConsoleCatalog>;
  consoleProducts(catalogId: CatalogId, options: ListProducts): Promise<ConsoleProductPage>;
  consoleProduct(catalogId: CatalogId, productId: string): Promise<ConsoleProduct | null>;

  /** See `StockQueue`: runs `work`, which reserves these units, in its turn, or refuses at once what is sold out. */
  inTurn<T>(catalogId: CatalogId, changes: readonly StockChange[], work: () => Promise<T>): Promise<T>;
  /** See `reserveStock`: holds units back in the caller's transaction and tells today's prices. */
  reserve(tx: Tx, catalogId: CatalogId, changes: readonly StockChange[]): Promise<Map<string, bigint>>;
  /** Units that leave the house for good. */
  consume(tx: Tx, catalogId: CatalogId, changes: readonly { sku: string; quantity: number }[]): Promise<void>;

  /** Takes a file in and imports it by and by. Faults: see `receiveImport`. */
  importFeed(
    catalogId: CatalogId,
    feed: { format: FeedFormat | 'auto'; body: AsyncIterable<Uint8Array> },
  ): Promise<ImportReport>;
  importReport(catalogId: CatalogId, importId: string): Promise<ImportReport | null>;
  listImports(catalogId: CatalogId): Promise<Omit<ImportReport, 'lines' | 'lines_truncated'>[]>;
  exportMetaCsv(catalogId: CatalogId): ReadableStream<Uint8Array>;
}

export interface ReadOptions {
  language: string | null;
  withHidden?: boolean;
}
export interface ListProducts extends ReadOptions {
  query?: string;
  collectionId?: CollectionId | null;
  onlyHidden?: boolean;
  /** The `next` of the page before. */
  after?: string | null;
  limit?: number;
}
export interface CatalogDeps extends PictureDeps {
  accounts: Pick<Accounts, 'business' | 'updateBusiness'>;
}

const pageProducts = 24;
const pageProductsMax = 100;

export function createCatalog(kit: Kit, deps: CatalogDeps): Catalog {
  const parts: EditParts = { kit, deps, stemmer: createStemmer() };
  kit.jobs.define(importJob, (payload) => runImport(kit, parts.stemmer, payload.import_id as ImportId));
  kit.jobs.define(picturesJob, () => fetchPictures(kit, deps));
  const queue = new StockQueue(kit.db);
  const stock = {
    inTurn: <T>(catalogId: CatalogId, changes: readonly StockChange[], work: () => Promise<T>) =>
      queue.run(catalogId, changes, work),
    reserve: (tx: Tx, catalogId: CatalogId, changes: readonly StockChange[]) =>
      reserveStock(tx, { catalogId, changes, now: kit.clock.now() }),
    consume: (tx: Tx, catalogId: CatalogId, changes: readonly { sku: string; quantity: number }[]) =>
      consumeStock(tx, { catalogId, changes }),
  };
  return {
    ...catalogDoors(kit, deps),
    ...stock,
    ...readDoors(parts),
    ...editDoors(parts),
    ...feedDoors(parts),
  };
}

function catalogDoors({ db, clock }: Kit, { accounts }: CatalogDeps) {
  async function createCatalog(
    businessAccountId: AccountId,
    { name, currency, language }: { name: string; currency: string; language: string },
  ): Promise<CatalogId> {
    const catalogId = newId('catalog', clock.now());
    await db.sql`insert into catalogs (catalog_id, business_account_id, name, currency, language, created_at)
      values (${catalogId}, ${businessAccountId}, ${name}, ${currency}, ${language}, ${clock.now()})`;
    return catalogId;
  }
  return {
    createCatalog,
    async ensureCatalog(businessAccountId: AccountId) {
      const business = await accounts.business(businessAccountId);
      if (!business) throw new Fault('not_found', 'business');
      if (business.catalogId) return need(db, business.catalogId);
      const known = await findCatalogOf(db, businessAccountId);
      const catalogId = known?.catalogId ?? (await createCatalog(businessAccountId, business));
      await accounts.updateBusiness(businessAccountId, { catalogId });
      return need(db, catalogId);
    },
    catalog: (catalogId: string) => findCatalog(db, catalogId),
    catalogByGraphId: (graphId: string) => findCatalogByGraphId(db, graphId),
    catalogGraphId: async (catalogId: string) => (await findCatalog(db, catalogId))?.graphId ?? null,
    catalogOf: (businessAccountId: AccountId) => findCatalogOf(db, businessAccountId),
  };
}

function readDoors({ kit: { db, clock }, stemmer }: EditParts) {
  const totals = new BroadTotals(() => clock.now());
  async function list(catalogId: string, options: ListProducts) {
    const catalog = await need(db, catalogId);
    const listed = await listProductIds(db, catalog, {
      query: options.query ?? '',
      collectionId: options.collectionId ?? null,
      after: options.after ?? null,
      limit: Math.min(options.limit ?? pageProducts, pageProductsMax),
      language: options.language,
      withHidden: options.withHidden ?? false,
      onlyHidden: options.onlyHidden ?? false,
      stemmer,
      totals,
    });
    const records = await loadProducts(db, listed.ids, options.language);
    const shown = listed.ids
      .flatMap((id) => records.get(id) ?? [])
      .filter((record) => record.variants.length > 0);
    return { shown, next: listed.next, total: listed.total };
  }
  return {
    async product(productId: string, { language, withHidden = false }: ReadOptions) {
      const records = await loadProducts(db, [productId], language);
      await loadCollectionIds(db, records);
      const record = records.get(productId as ProductId);
      if (!record || (record.state === 'hidden' && !withHidden)) return null;
      return toProduct(record, clock.now());
    },
    records: (productIds: readonly string[], language: string | null) =>
      loadProducts(db, productIds, language),
    async products(catalogId: string, options: ListProducts) {
      const { shown, ...page } = await list(catalogId, options);
      return { ...page, products: shown.map((record) => toCard(record, clock.now())) };
    },
    async collections(catalogId: string, language: string | null) {
      await need(db, catalogId);
      return (await listCollections(db, catalogId, language)).map(toCollection);
    },
    async offers(catalogId: string, skus: readonly string[], language: string | null) {
      const productIds = await findProductsOfSkus(db, catalogId, skus);
      const records = await loadProducts(db, [...new Set(productIds.values())], language);
      return skus.flatMap((sku) => {
        const record = records.get(productIds.get(sku)!);
        const variant = record?.variants.find((candidate) => candidate.sku === sku);
        return record?.state === 'active' && variant ? [toOffer(record, variant, clock.now())] : [];
      });
    },
    consoleCatalog: async (catalogId: CatalogId) => readConsoleCatalog(db, await need(db, catalogId)),
    async consoleProducts(catalogId: CatalogId, options: ListProducts) {
      const { shown, ...page } = await list(catalogId, { withHidden: true, ...options });
      return { ...page, products: shown.map((record) => toConsoleCard(record, clock.now())) };
    },
    consoleProduct: async (catalogId: CatalogId, productId: string) =>
      readConsoleProduct(db, await need(db, catalogId), productId),
  };
}

function editDoors(parts: EditParts) {
  const { db } = parts.kit;
  async function write(catalogId: CatalogId, drafts: readonly ProductDraft[]): Promise<Upserted[]> {
    const written = await writeDrafts(parts, await need(db, catalogId), drafts);
    const isRemote = drafts.some((draft) => draft.pictures.some(({ source }) => source.startsWith('http')));
    if (isRemote) await enqueuePictures(parts.kit);
    return written;
  }
  return {
    upsertProducts: write,
    upsertProduct: async (catalogId: CatalogId, draft: ProductDraft) =>
      (await write(catalogId, [draft]))[0]!.productId,
    async saveProduct(catalogId: CatalogId, productId: ProductId | null, input: ProductFields) {
      const catalog = await need(db, catalogId);
      const known = productId && (await loadProducts(db, [productId], null)).get(productId);
      if (productId !== null && (!known || known.catalogId !== catalogId))
        throw new Fault('not_found', 'product_id');
      // A product made by hand is grouped by an id of its own: its first sku may be given to another later.
      const draft = draftOf(input, known ? known.handle : newId('product'));
      await checkSkus(parts, catalog, draft);
      const [saved] = await write(catalogId, [draft]);
      return (await readConsoleProduct(db, catalog, saved!.productId))!;
    },
    setProductState: async (catalogId: CatalogId, productId: ProductId, state: 'active' | 'hidden') =>
      setProductState(parts, await need(db, catalogId), { productId, state }),
    removeProduct: async (catalogId: CatalogId, productId: ProductId) =>
      removeProduct(parts, await need(db, catalogId), productId),
    changeVariants: async (catalogId: CatalogId, changes: readonly VariantChange[]) =>
      changeVariants(parts, await need(db, catalogId), changes),
    saveCollections: async (catalogId: CatalogId, collections: readonly CollectionFields[]) =>
      writeCollectionList(parts, await need(db, catalogId), collections),
  };
}

function feedDoors({ kit }: EditParts) {
  const { db, config } = kit;
  return {
    async importFeed(
      catalogId: CatalogId,
      { format, body }: { format: FeedFormat | 'auto'; body: AsyncIterable<Uint8Array> },
    ) {
      const importId = await receiveImport(kit, { catalog: await need(db, catalogId), format, body });
      return (await readReport(db, catalogId, importId))!;
    },
    importReport: (catalogId: CatalogId, importId: string) => readReport(db, catalogId, importId),
    listImports: (catalogId: CatalogId) => listImports(db, catalogId),
    exportMetaCsv(catalogId: CatalogId) {
      const text = (async function* () {
        yield* exportMetaCsv(db, await need(db, catalogId), config.publicUrl);
      })();
      const encoder = new TextEncoder();
      return new ReadableStream<Uint8Array>({
        async pull(controller) {
          const { value, done } = await text.next();
          if (done) controller.close();
          else controller.enqueue(encoder.encode(value));
        },
        cancel: async () => void (await text.return(undefined)),
      });
    },
  };
}

async function need(db: Kit['db'], catalogId: string): Promise<CatalogRecord> {
  const catalog = await findCatalog(db, catalogId);
  if (!catalog) throw new Fault('not_found', 'catalog');
  return catalog;
}
