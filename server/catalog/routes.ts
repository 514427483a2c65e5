// HTTP in: what everybody may see of a catalogue, and the console's catalogue.
import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import {
  type CollectionId,
  collectionsInputSchema,
  Fault,
  idSchema,
  isId,
  languageSchema,
  limits,
  type ProductId,
  productInputSchema,
  productStateSchema,
  skuSchema,
  variantChangesSchema,
} from '../../protocol/index.ts';
import { type Accounts, requireStaff, type StaffViewer } from '../accounts/index.ts';
import { readJson, readQuery } from '../kit/index.ts';
import { checkLength } from './import.ts';
import type { Catalog } from './index.ts';
import type { CatalogRecord } from './store.ts';

type StaffContext = Context<{ Variables: { viewer: StaffViewer } }>;

const optionalLanguage = v.optional(languageSchema);
const pageQuery = v.object({
  query: v.optional(v.pipe(v.string(), v.maxLength(200))),
  collection_id: v.optional(idSchema('collection')),
  after: v.optional(v.pipe(v.string(), v.maxLength(100))),
  limit: v.optional(v.pipe(v.string(), v.regex(/^([1-9]\d?|100)$/))),
  language: optionalLanguage,
});
const consolePageQuery = v.object({ state: v.optional(v.picklist(['active', 'hidden'])) });
const languageQuery = v.object({ language: optionalLanguage });
const importQuery = v.object({ format: v.optional(v.picklist(['auto', 'shopify', 'meta']), 'auto') });
const variantsQuery = v.object({
  skus: v.pipe(v.string(), v.maxLength((limits.skuCharsMax + 1) * limits.cartLinesMax)),
  language: optionalLanguage,
});

export function createCatalogRoutes(catalog: Catalog, accounts: Accounts): Hono {
  const app = new Hono();
  mountPublic(app, catalog);
  mountProducts(app, catalog, accounts);
  mountRest(app, catalog, accounts);
  return app;
}

/** A shop window: nobody has to sign in to look. */
function mountPublic(app: Hono, catalog: Catalog): void {
  app.get('/api/catalogs/:id/products', async (c) =>
    c.json(await catalog.products(catalogIdOf(c), readPage(c))),
  );
  app.get('/api/catalogs/:id/products/:product', async (c) => {
    const { language } = readQuery(c.req.url, languageQuery);
    const product = await catalog.product(c.req.param('product'), { language: language ?? null });
    if (product?.catalog_id !== catalogIdOf(c)) throw new Fault('not_found');
    return c.json(product);
  });
  app.get('/api/catalogs/:id/collections', async (c) => {
    const { language } = readQuery(c.req.url, languageQuery);
    return c.json({ collections: await catalog.collections(catalogIdOf(c), language ?? null) });
  });
  app.get('/api/catalogs/:id/variants', async (c) => {
    const { skus, language } = readQuery(c.req.url, variantsQuery);
    const list = [...new Set(skus.split(','))].filter((sku) => v.is(skuSchema, sku));
    return c.json({
      offers: await catalog.offers(catalogIdOf(c), list.slice(0, limits.cartLinesMax), language ?? null),
    });
  });
}

function mountProducts(app: Hono, catalog: Catalog, accounts: Accounts): void {
  const path = '/api/console/catalog/products';
  app.get(path, requireStaff(accounts), async (c) => {
    const own = await ownCatalog(catalog, c);
    const { state } = readQuery(c.req.url, consolePageQuery);
    const shelf =
      state === undefined ? {} : { withHidden: state === 'hidden', onlyHidden: state === 'hidden' };
    return c.json(await catalog.consoleProducts(own.catalogId, { ...readPage(c), ...shelf }));
  });
  app.post(path, requireStaff(accounts), async (c) => {
    const own = await ownCatalog(catalog, c);
    const product = await catalog.saveProduct(
      own.catalogId,
      null,
      await readJson(c.req.raw, productInputSchema),
    );
    return c.json(product, 201);
  });
  app.get(`${path}/:product`, requireStaff(accounts), async (c) => {
    const own = await ownCatalog(catalog, c);
    const product = await catalog.consoleProduct(own.catalogId, productIdOf(c));
    if (!product) throw new Fault('not_found');
    return c.json(product);
  });
  app.put(`${path}/:product`, requireStaff(accounts), async (c) => {
    const own = await ownCatalog(catalog, c);
    const input = await readJson(c.req.raw, productInputSchema);
    return c.json(await catalog.saveProduct(own.catalogId, productIdOf(c), input));
  });
  app.patch(`${path}/:product`, requireStaff(accounts), async (c) => {
    const own = await ownCatalog(catalog, c);
    const { state } = await readJson(c.req.raw, productStateSchema);
    await catalog.setProductState(own.catalogId, productIdOf(c), state);
    return c.json((await catalog.consoleProduct(own.catalogId, productIdOf(c)))!);
  });
  app.delete(`${path}/:product`, requireStaff(accounts), async (c) => {
    const own = await ownCatalog(catalog, c);
    await catalog.removeProduct(own.catalogId, productIdOf(c));
    return c.body(null, 204);
  });
}

function mountRest(app: Hono, catalog: Catalog, accounts: Accounts): void {
  const path = '/api/console/catalog';
  app.get(path, requireStaff(accounts), async (c) =>
    c.json(await catalog.consoleCatalog((await ownCatalog(catalog, c)).catalogId)),
  );
  app.post(`${path}/variants`, requireStaff(accounts), async (c) => {
    const own = await ownCatalog(catalog, c);
    const { changes } = await readJson(c.req.raw, variantChangesSchema);
    await catalog.changeVariants(own.catalogId, changes);
    return c.json({ changed: changes.length });
  });
  app.put(`${path}/collections`, requireStaff(accounts), async (c) => {
    const own = await ownCatalog(catalog, c);
    const { collections } = await readJson(c.req.raw, collectionsInputSchema);
    await catalog.saveCollections(own.catalogId, collections);
    return c.json(await catalog.consoleCatalog(own.catalogId));
  });
  app.post(`${path}/imports`, requireStaff(accounts), async (c) => {
    checkLength(c.req.header('content-length') ?? null);
    const own = await ownCatalog(catalog, c);
    const { format } = readQuery(c.req.url, importQuery);
    const body = c.req.raw.body ?? new Blob([]).stream();
    return c.json(await catalog.importFeed(own.catalogId, { format, body }), 202);
  });
  app.get(`${path}/imports`, requireStaff(accounts), async (c) => {
    const own = await ownCatalog(catalog, c);
    return c.json({ imports: await catalog.listImports(own.catalogId) });
  });
  app.get(`${path}/imports/:import`, requireStaff(accounts), async (c) => {
    const own = await ownCatalog(catalog, c);
    const report = await catalog.importReport(own.catalogId, c.req.param('import'));
    if (!report) throw new Fault('not_found');
    return c.json(report);
  });
  app.get(`${path}/export.csv`, requireStaff(accounts), async (c) => {
    const own = await ownCatalog(catalog, c);
    c.header('content-type', 'text/csv; charset=utf-8');
    c.header('content-disposition', 'attachment; filename="catalogue.csv"');
    return c.body(catalog.exportMetaCsv(own.catalogId));
  });
}

function readPage(c: Context) {
  const { query, collection_id, after, limit, language } = readQuery(c.req.url, pageQuery);
  return {
    query: query ?? '',
    collectionId: (collection_id ?? null) as CollectionId | null,
    after: after ?? null,
    language: language ?? null,
    ...(limit === undefined ? {} : { limit: Number(limit) }),
  };
}

function catalogIdOf(c: Context): string {
  const id = c.req.param('id');
  if (!isId('catalog', id)) throw new Fault('not_found');
  return id;
}

function productIdOf(c: Context): ProductId {
  const id = c.req.param('product');
  if (!isId('product', id)) throw new Fault('not_found');
  return id;
}

/** The catalogue of the business that the staff is of; its first visit makes it. */
function ownCatalog(catalog: Catalog, c: StaffContext): Promise<CatalogRecord> {
  return catalog.ensureCatalog(c.get('viewer').accountId);
}
