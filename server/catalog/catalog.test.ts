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
