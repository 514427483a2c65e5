import { afterAll, beforeAll, expect, test } from 'bun:test';
import { draftProduct, type ShopWorld, startShop } from '../../test/support/shop.ts';

let shop: ShopWorld;

beforeAll(async () => {
  shop = await startShop();
}, 60_000);
afterAll(() => shop.close());

test('a product is found by words without accents, by a beginning, by a stem', async () => {
  const { catalog, catalogId } = shop;
  await shop.sell(draftProduct('elegante', { title: 'Montre Élégante', collections: ['Été'] }));
  await shop.sell(draftProduct('plain', { title: 'Plain watches' }));
  const find = async (query: string) =>
    (await catalog.products(catalogId, { query, language: 'fr' })).products.map((card) => card.sku);
  expect(await find('elegante')).toEqual(['elegante']);
  expect(await find('ÉLÉG')).toEqual(['elegante']);
  expect(await find('watch')).toContain('plain');
  expect(await find('montres')).toEqual(['elegante']);
  expect(await find('été')).toEqual(['elegante']);
  expect(await find('nothing-such')).toEqual([]);
});

test('a merchant lists what is hidden, what is on sale, or both; people see what is on sale', async () => {
  const { catalog, catalogId } = shop;
  await shop.sell(draftProduct('shown-lamp', { title: 'Brass lamp', collections: ['Lamps'] }));
  await shop.sell(
    draftProduct('hidden-lamp', { title: 'Paper lamp', collections: ['Lamps'], state: 'hidden' }),
  );
  const collectionId = (await catalog.collections(catalogId, null)).find(
    ({ title }) => title === 'Lamps',
  )!.collection_id;
  const list = async (options: { query?: string; withHidden?: boolean; onlyHidden?: boolean }) => {
    const page = await catalog.consoleProducts(catalogId, { collectionId, language: null, ...options });
    return [page.products.map((card) => card.sku), page.total];
  };
  for (const query of ['', 'lamp']) {
    expect(await list({ query })).toEqual([['shown-lamp', 'hidden-lamp'], 2]);
    expect(await list({ query, onlyHidden: true })).toEqual([['hidden-lamp'], 1]);
    expect(await list({ query, withHidden: false })).toEqual([['shown-lamp'], 1]);
  }
  const { products } = await catalog.products(catalogId, { query: 'lamp', language: null });
  expect(products.map((card) => card.sku)).toEqual(['shown-lamp']);
  const whole = await catalog.consoleProducts(catalogId, { language: null, onlyHidden: true });
  expect([whole.products.map((card) => card.sku), whole.total]).toEqual([['hidden-lamp'], 1]);
});
