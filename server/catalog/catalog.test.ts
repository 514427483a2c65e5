import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type CatalogId, newId } from '../../protocol/index.ts';
import { startTestKit, type TestKit } from '../../test/support/kit.ts';
import { type Catalog, createCatalog, type ProductDraft } from './index.ts';

let kit: TestKit;
let catalog: Catalog;
let catalogId: CatalogId;

beforeAll(async () => {
  kit = await startTestKit();
  catalog = createCatalog(kit);
  catalogId = await catalog.createCatalog(newId('account'), {
    name: 'Horloger',
    currency: 'EUR',
    language: 'en',
  });
});
afterAll(() => kit.close());

function draftWatch(handle: string, over: Partial<ProductDraft> = {}): ProductDraft {
  return {
    handle,
    title: `Watch ${handle}`,
    description: 'A quiet watch.',
    brand: 'Comtoise',
    optionNames: [],
    state: 'active',
    link: null,
    condition: 'new',
    productType: null,
    pictures: [],
    collections: [],
    variants: [
      {
        sku: handle,
        options: {},
        priceMinor: 15_490n,
        saleMinor: null,
        saleFrom: null,
        saleUntil: null,
        onHand: 3,
        availability: 'in_stock',
        gtin: null,
        pictureSource: null,
      },
    ],
    ...over,
  };
}

test('a product is found by words without accents, by a beginning, by a stem', async () => {
  await catalog.upsertProduct(
    catalogId,
    draftWatch('elegante', { title: 'Montre Élégante', collections: ['Été'] }),
  );
  await catalog.upsertProduct(catalogId, draftWatch('plain', { title: 'Plain watches' }));
  const find = async (query: string) =>
    (await catalog.products(catalogId, { query, language: 'fr' })).products.map((card) => card.sku);
  expect(await find('elegante')).toEqual(['elegante']);
  expect(await find('ÉLÉG')).toEqual(['elegante']);
  expect(await find('watch')).toContain('plain');
  expect(await find('montres')).toEqual(['elegante']);
  expect(await find('été')).toEqual(['elegante']);
  expect(await find('nothing-such')).toEqual([]);
});
