import { afterAll, beforeAll, expect, test } from 'bun:test';
import fc from 'fast-check';
import { Hono } from 'hono';
import sharp from 'sharp';
import type {
  Collection,
  ConsoleCatalog,
  ConsoleProduct,
  ConsoleProductPage,
  ErrorBody,
  ImportReport,
  Offer,
  Product,
  ProductInput,
  ProductPage,
} from '../../protocol/index.ts';
import { draftProduct, type ShopWorld, startShop } from '../../test/support/shop.ts';
import { handleFaults } from '../kit/index.ts';
import { createCatalogRoutes } from './index.ts';

let shop: ShopWorld;
let token: string;
let rival: string;
let base: string;
const app = new Hono();

beforeAll(async () => {
  shop = await startShop();
  token = await shop.signInStaff();
  rival = await shop.addRival();
  base = `/api/catalogs/${shop.catalogId}`;
  handleFaults(app, shop.kit.log);
  app.route('/', createCatalogRoutes(shop.catalog, shop.accounts));
}, 60_000);
afterAll(() => shop.close());

interface Ask {
  method?: string;
  token?: string;
  body?: unknown;
  text?: string;
}
async function ask<T>(
  path: string,
  options: Ask = {},
): Promise<{ status: number; json: T & Partial<ErrorBody> }> {
  const body = options.text ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const answer = await app.request(path, {
    method: options.method ?? 'GET',
    headers: options.token ? { authorization: `Bearer ${options.token}` } : {},
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  return { status: answer.status, json: (text === '' ? {} : JSON.parse(text)) as T & Partial<ErrorBody> };
}
const console_ = <T>(path: string, options: Ask = {}) =>
  ask<T>(`/api/console/catalog${path}`, { token, ...options });

test('people see products in their language, without signing in, and nothing that is hidden', async () => {
  await shop.sell(
    draftProduct('cup', {
      title: 'Cup',
      sizes: ['Small', 'Large'],
      collections: ['Kitchen'],
      translations: {
        fr: { title: 'Tasse', description: 'Bien faite.', labels: { Size: 'Taille', Small: 'Petite' } },
      },
    }),
  );
  await shop.sell(draftProduct('secret', { state: 'hidden', collections: ['Kitchen'] }));
  const page = (await ask<ProductPage>(`${base}/products?language=fr-CA`)).json;
  expect(page.products.map((card) => card.title)).toEqual(['Tasse']);
  expect(page.total).toBe(1);
  const id = page.products[0]!.product_id;
  const french = (await ask<Product>(`${base}/products/${id}?language=fr`)).json;
  expect(french).toMatchObject({ title: 'Tasse', option_names: ['Taille'] });
  expect(french.variants.map((variant) => variant.options)).toEqual([
    { Taille: 'Petite' },
    { Taille: 'Large' },
  ]);
  expect((await ask<Product>(`${base}/products/${id}?language=de`)).json.title).toBe('Cup');
  const { collections } = (await ask<{ collections: Collection[] }>(`${base}/collections`)).json;
  expect(collections).toMatchObject([{ title: 'Kitchen', product_count: 1 }]);
  const kitchen = `${base}/products?collection_id=${collections[0]!.collection_id}`;
  expect((await ask<ProductPage>(kitchen)).json).toMatchObject({ total: 1, next: null });
  expect((await ask<ProductPage>(`${kitchen}&query=tasses&language=fr`)).json.total).toBe(1);
  expect((await ask<ProductPage>(`${base}/products?query=secret`)).json.total).toBe(0);
  const hidden = (await shop.catalog.consoleProducts(shop.catalogId, { query: 'secret', language: null }))
    .products[0]!;
  expect((await ask(`${base}/products/${hidden.product_id}`)).status).toBe(404);
  const offers = (
    await ask<{ offers: Offer[] }>(`${base}/variants?skus=cup-Large,secret,nothing&language=fr`)
  ).json.offers;
  expect(offers.map((offer) => [offer.title, offer.variant.sku])).toEqual([['Tasse', 'cup-Large']]);
  expect((await ask(`${base}/products?after=nonsense`)).json.error?.code).toBe('invalid_request');
  expect((await ask(`${base}/products?limit=0`)).json.error?.code).toBe('invalid_request');
  expect((await ask(`${base}/products?collection_id=x`)).json.error?.code).toBe('invalid_request');
  expect((await ask('/api/catalogs/cat_nonsense/products')).status).toBe(404);
});

test('pages neither repeat nor miss a product, also while others come', async () => {
  for (let index = 0; index < 25; index++)
    await shop.sell(
      draftProduct(`page-${index}`, { title: `Pagefinder ${index % 5 === 0 ? 'pagefinder' : index}` }),
    );
  for (const query of ['', 'pagefinder']) {
    const seen: string[] = [];
    let next: string | null = '';
    let total = 0;
    while (next !== null) {
      const after = next === '' ? '' : `&after=${next}`;
      const page: ProductPage = (await ask<ProductPage>(`${base}/products?limit=4&query=${query}${after}`))
        .json;
      if (next === '') total = page.total;
      expect(page.total).toBe(total);
      seen.push(...page.products.map((card) => card.product_id));
      next = page.next;
      if (seen.length === 8) await shop.sell(draftProduct(`late-${query}`, { title: 'Something else' }));
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(total);
  }
});

test('a sale holds between its dates, to the millisecond', async () => {
  const now = shop.kit.clock.now();
  const sale = draftProduct('sale', { priceMinor: 1_000n });
  sale.variants[0] = {
    ...sale.variants[0]!,
    saleMinor: 750n,
    saleFrom: now - 1,
    saleUntil: now + 60 * 60_000,
  };
  await shop.sell(sale);
  const price = async () => (await shop.catalog.offers(shop.catalogId, ['sale'], null))[0]!.variant;
  expect(await price()).toMatchObject({
    price: { amount_minor: '750' },
    regular_price: { amount_minor: '1000' },
  });
  shop.kit.clock.advance(60 * 60_000);
  expect(await price()).toMatchObject({ price: { amount_minor: '1000' }, regular_price: null });
});

const input: ProductInput = {
  title: 'Hand-made bowl',
  description: 'Turned from ash.',
  option_names: ['Wood'],
  collections: ['Kitchen', 'Gifts'],
  translations: { fr: { title: 'Bol', labels: { Wood: 'Bois' } } },
  variants: [
    { sku: 'bowl-ash', options: { Wood: 'Ash' }, price_minor: '4900', on_hand: 2 },
    {
      sku: 'bowl-oak',
      options: { Wood: 'Oak' },
      price_minor: '5900',
      sale_minor: '4500',
      gtin: '4006381333931',
    },
  ],
};

test('the merchant makes, edits, hides, shows and removes a product', async () => {
  const made = await console_<ConsoleProduct>('/products', { method: 'POST', body: input });
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({
    title: 'Hand-made bowl',
    collections: ['Kitchen', 'Gifts'],
    variants: [{ on_hand: 2 }, { sale_minor: '4500' }],
  });
  const { product_id, ...rest } = made.json;
  const back: ProductInput = {
    ...rest,
    pictures: [],
    variants: rest.variants.map(({ reserved: _reserved, available: _available, ...variant }) => variant),
  };
  const path = `/products/${product_id}`;
  const same = await console_<ConsoleProduct>(path, { method: 'PUT', body: back });
  expect(same.json).toEqual(made.json);
  const smaller = { ...back, collections: ['Gifts'], variants: [back.variants[0]!], translations: {} };
  const edited = await console_<ConsoleProduct>(path, { method: 'PUT', body: smaller });
  expect(edited.json).toMatchObject({ collections: ['Gifts'], translations: {} });
  expect(edited.json.variants).toHaveLength(1);
  const find = async () => (await ask<ProductPage>(`${base}/products?query=bowl`)).json.total;
  expect(await find()).toBe(1);
  await console_(path, { method: 'PATCH', body: { state: 'hidden' } });
  expect(await find()).toBe(0);
  expect((await console_<ConsoleProductPage>('/products?query=bowl')).json.products[0]).toMatchObject({
    state: 'hidden',
    variant_count: 1,
    available: 2,
  });
  await console_(path, { method: 'PATCH', body: { state: 'active' } });
  expect(await find()).toBe(1);
  expect((await console_(path, { method: 'DELETE' })).status).toBe(204);
  expect((await console_(path)).status).toBe(404);
  expect(await find()).toBe(0);
  expect(
    (await console_<ConsoleCatalog>('')).json.collections.find((each) => each.title === 'Gifts')!
      .product_count,
  ).toBe(0);
});

test('counts stay right through edits', async () => {
  await shop.sell(draftProduct('counted', { collections: ['Counted'] }));
  await shop.sell(draftProduct('counted', { collections: ['Counted'], state: 'hidden' }));
  await shop.sell(draftProduct('counted-2', { collections: ['Counted'] }));
  const { db } = shop.kit;
  const [kept] = await db.query<{ all: number; active: number }>(
    'select product_count as all, active_count as active from catalogs where catalog_id = $1',
    [shop.catalogId],
  );
  const [real] = await db.query<{ all: number; active: number }>(
    `select count(*) as all, count(*) filter (where state = 'active') as active from products where catalog_id = $1`,
    [shop.catalogId],
  );
  expect(kept).toEqual(real!);
  const { collections } = (await ask<{ collections: Collection[] }>(`${base}/collections`)).json;
  expect(collections.find((each) => each.title === 'Counted')!.product_count).toBe(1);
});

test('what a merchant gets wrong is named', async () => {
  const post = async (change: object) => {
    const { json } = await console_('/products', { method: 'POST', body: { ...input, ...change } });
    return `${json.error?.code} ${json.error?.details}`;
  };
  const [ash, oak] = input.variants as [ProductInput['variants'][0], ProductInput['variants'][0]];
  expect(await post({ variants: [] })).toContain('variants');
  expect(await post({ variants: [ash, ash] })).toBe('invalid_request variants.1.sku: twice');
  expect(await post({ variants: [{ ...ash, options: { Colour: 'Red' } }] })).toContain('variants.0.options');
  expect(await post({ variants: [{ ...ash, gtin: '4006381333932' }] })).toContain('gtin');
  expect(await post({ variants: [{ ...ash, price_minor: '4.90' }] })).toContain('variants.0.price_minor');
  expect(await post({ variants: [{ ...oak, sku: 'cup-Small' }] })).toContain('belongs to another product');
  expect(await post({ pictures: [{ source: 'ftp://x/y' }] })).toContain('pictures');
  expect(await post({ pictures: [{ source: 'med_00000000000000000000000000' }] })).toContain('not_found');
  expect(await post({ option_names: ['a', 'b', 'c', 'd'] })).toContain('option_names');
});

test('prices and stock are changed in one go, all or none', async () => {
  await shop.sell(draftProduct('bulk', { priceMinor: 100n, onHand: 1 }));
  const change = (changes: object[]) => console_('/variants', { method: 'POST', body: { changes } });
  const failed = await change([
    { sku: 'bulk', price_minor: '200' },
    { sku: 'nothing', on_hand: 3 },
  ]);
  expect(failed.json.error).toMatchObject({ code: 'not_found', details: 'sku: nothing' });
  const read = async () => (await shop.catalog.offers(shop.catalogId, ['bulk'], null))[0]!.variant;
  expect((await read()).price.amount_minor).toBe('100');
  await change([{ sku: 'bulk', price_minor: '200', sale_minor: '150', on_hand: null }]);
  expect(await read()).toMatchObject({
    price: { amount_minor: '150' },
    regular_price: { amount_minor: '200' },
    available: null,
  });
});

test('collections are set as a list: new, renamed, reordered, taken away', async () => {
  const before = (await console_<ConsoleCatalog>('')).json.collections;
  const kitchen = before.find((each) => each.title === 'Kitchen')!;
  const body = {
    collections: [
      { title: 'Fresh', titles: { fr: 'Nouveau' } },
      { collection_id: kitchen.collection_id, title: 'Table', titles: { fr: 'La table' } },
    ],
  };
  const after = (await console_<ConsoleCatalog>('/collections', { method: 'PUT', body })).json.collections;
  expect(after.map((each) => each.title)).toEqual(['Fresh', 'Table']);
  expect(
    (await ask<ProductPage>(`${base}/products?query=table&collection_id=${kitchen.collection_id}`)).json
      .total,
  ).toBe(1);
  const french = (await ask<{ collections: Collection[] }>(`${base}/collections?language=fr`)).json
    .collections;
  expect(french.map((each) => each.title)).toEqual(['Nouveau', 'La table']);
});

test('a picture of the shop becomes public with the product; a foreign one is none', async () => {
  const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#c8963e' } })
    .png()
    .toBuffer();
  const { id } = await shop.media.store({ accountId: shop.business.accountId, bytes, origin: 'shop' });
  const body = {
    ...input,
    variants: [{ sku: 'framed', price_minor: '1' }],
    option_names: [],
    pictures: [{ source: id, alt: 'Brass' }],
  };
  const { json } = await console_<ConsoleProduct>('/products', { method: 'POST', body });
  expect(json.pictures[0]).toMatchObject({ alt: 'Brass', width: 64, height: 48, failure: null });
  const offers = (await ask<{ offers: Offer[] }>(`${base}/variants?skus=framed`)).json.offers;
  expect(offers[0]!.variant.picture!.url).toStartWith('/pictures/');
  const stolen = await ask('/api/console/catalog/products', { method: 'POST', token: rival, body });
  expect(stolen.json.error?.code).toBe('not_found');
});

test('the console is for staff, each with their own catalogue', async () => {
  expect((await ask('/api/console/catalog')).status).toBe(401);
  const own = (await console_<ConsoleCatalog>('')).json;
  const theirs = (await ask<ConsoleCatalog>('/api/console/catalog', { token: rival })).json;
  expect(theirs).toMatchObject({ product_count: 0, currency: 'EUR' });
  expect(theirs.catalog_id).not.toBe(own.catalog_id);
  const [mine] = (await console_<ConsoleProductPage>('/products')).json.products;
  const path = `/api/console/catalog/products/${mine!.product_id}`;
  expect((await ask(path, { token: rival })).status).toBe(404);
  expect((await ask(path, { token: rival, method: 'PATCH', body: { state: 'hidden' } })).status).toBe(404);
  await ask(path, { token: rival, method: 'DELETE' });
  expect((await console_(`/products/${mine!.product_id}`)).status).toBe(200);
});

test('a file is imported over HTTP and exported again', async () => {
  const text = 'id,title,price\nhttp-1,By HTTP,12.00 EUR\n';
  const taken = await console_<ImportReport>('/imports?format=auto', { method: 'POST', text });
  expect(taken).toMatchObject({ status: 202, json: { format: 'meta', state: 'running' } });
  await shop.kit.settle();
  const path = `/imports/${taken.json.import_id}`;
  expect((await console_<ImportReport>(path)).json).toMatchObject({ state: 'done', created: 1 });
  expect((await ask(`/api/console/catalog${path}`, { token: rival })).status).toBe(404);
  expect((await console_<{ imports: ImportReport[] }>('/imports')).json.imports).toHaveLength(1);
  const refused = await console_('/imports?format=shopify', { method: 'POST', text });
  expect(refused.json.error).toMatchObject({
    code: 'import_header_invalid',
    details: 'shopify: missing Handle',
  });
  expect((await console_('/imports', { method: 'POST' })).json.error?.code).toBe('import_header_invalid');
  const answer = await app.request('/api/console/catalog/export.csv', {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.headers.get('content-type')).toContain('text/csv');
  expect(await answer.text()).toContain('http-1,By HTTP');
});

test('no text that JSON can carry breaks a catalogue, a search or a page', async () => {
  const evil = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('\0', '\ud800', "'", '\\', ':', '*', '&', '|', '(', '<->', 'a') }),
  );
  await fc.assert(
    fc.asyncProperty(evil, evil, async (title, word) => {
      const body = {
        ...input,
        title: `T${title}`,
        description: word,
        option_names: ['Wood'],
        collections: [],
        translations: { fr: { title: `T${word}`, labels: { [word]: title } } },
        variants: [{ sku: 'evil', options: { Wood: `W${word}` }, price_minor: '1' }],
      };
      const made = await console_<ConsoleProduct>('/products', { method: 'POST', body });
      expect([201, 400]).toContain(made.status);
      if (made.status === 201) await console_(`/products/${made.json.product_id}`, { method: 'DELETE' });
      const found = await ask(
        `${base}/products?query=${encodeURIComponent(word.toWellFormed().slice(0, 60))}`,
      );
      expect(found.status).toBe(200);
      const offers = await ask(
        `${base}/variants?skus=${encodeURIComponent(title.toWellFormed().slice(0, 60))}`,
      );
      expect(offers.status).toBe(200);
    }),
    { numRuns: 60, verbose: 1 },
  );
}, 60_000);
