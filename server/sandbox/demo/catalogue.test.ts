import { expect, test } from 'bun:test';
import { demoCatalogue } from './catalogue.ts';
import { gtinCheckDigit, product } from './define.ts';
import type { Words } from './types.ts';

const { products, collections } = demoCatalogue;
const variants = products.flatMap((item) => item.variants.map((variant) => ({ item, variant })));

test('the shop has at least 66 products in at least 5 collections, each of them filled', () => {
  expect(products.length).toBeGreaterThanOrEqual(66);
  expect(collections.length).toBeGreaterThanOrEqual(5);
  const known = new Set(collections.map(({ handle }) => handle));
  for (const { handle, collections: own } of products) {
    expect({ handle, own: own.length > 0 && own.every((name) => known.has(name)) }).toEqual({
      handle,
      own: true,
    });
  }
  for (const { handle } of collections) {
    expect(
      products.filter((item) => item.collections.includes(handle)).length,
      handle,
    ).toBeGreaterThanOrEqual(4);
  }
});

test('handles and SKUs are unique and fit the Cloud API', () => {
  const handles = products.map(({ handle }) => handle);
  const skus = variants.map(({ variant }) => variant.sku);
  expect(new Set(handles).size).toBe(handles.length);
  expect(new Set(skus).size).toBe(skus.length);
  for (const sku of skus) expect(sku).toMatch(/^AL-[A-Z0-9-]{2,40}$/);
});

test('every text stands in English and in French, neat and inside the limits of a feed', () => {
  for (const item of products) {
    checkWords(item.title, 4, 150);
    checkWords(item.description, 60, 400);
    checkWords(item.material, 3, 80);
    checkWords(item.colour, 2, 40);
    expect(item.description.en, item.handle).not.toBe(item.description.fr);
    for (const { name, values } of item.options) {
      checkWords(name, 3, 20);
      for (const value of values) checkWords(value.name, 1, 30);
    }
  }
  for (const { title, description } of collections) {
    checkWords(title, 4, 40);
    checkWords(description, 20, 150);
  }
});

function checkWords(words: Words, min: number, max: number): void {
  for (const text of [words.en, words.fr]) {
    expect(text.length, text).toBeGreaterThanOrEqual(min);
    expect(text.length, text).toBeLessThanOrEqual(max);
    expect(text).toBe(text.trim());
    expect(text).not.toMatch(/ {2}|'|--/);
  }
}

test('every combination of option values is one variant with the values it claims', () => {
  for (const item of products) {
    const expected = item.options.reduce((count, option) => count * option.values.length, 1);
    const chosen = item.variants.map(({ choices }) => JSON.stringify(choices));
    expect(item.variants.length, item.handle).toBe(expected);
    expect(new Set(chosen).size, item.handle).toBe(expected);
    for (const { choices, title } of item.variants) {
      const names = item.options.map(
        (option) => option.values.find(({ id }) => id === choices[option.id])?.name.en,
      );
      expect(title.en).toBe(names.join(', '));
    }
  }
});

test('prices are whole cents, sale prices lower, stock not negative, some of it low or gone', () => {
  for (const { variant } of variants) {
    expect(variant.priceMinor > 0n && variant.priceMinor < 100_000n, variant.sku).toBe(true);
    if (variant.salePriceMinor !== undefined) expect(variant.salePriceMinor < variant.priceMinor).toBe(true);
    expect(Number.isInteger(variant.stock) && variant.stock >= 0, variant.sku).toBe(true);
  }
  expect(variants.filter(({ variant }) => variant.stock === 0).length).toBeGreaterThanOrEqual(4);
  expect(
    variants.filter(({ variant }) => variant.stock > 0 && variant.stock <= 3).length,
  ).toBeGreaterThanOrEqual(8);
  expect(
    products.filter((item) => item.variants.some(({ salePriceMinor }) => salePriceMinor)).length,
  ).toBeGreaterThanOrEqual(4);
});

test('what stands under "Under 50 €" costs less than that in every variant, and gift cards cost what they are worth', () => {
  for (const { item, variant } of variants) {
    if (item.collections.includes('under-50')) expect(variant.priceMinor < 5000n, variant.sku).toBe(true);
    if (item.handle === 'gift-card')
      expect(variant.priceMinor).toBe(BigInt(variant.choices.value ?? '0') * 100n);
  }
});

test('GTINs are unique, inside the range of no real product, and end in the right check digit', () => {
  const gtins = variants.flatMap(({ variant }) => variant.gtin ?? []);
  expect(gtins.length).toBeGreaterThan(100);
  expect(new Set(gtins).size).toBe(gtins.length);
  for (const gtin of gtins) {
    expect(gtin).toMatch(/^2\d{12}$/);
    const weighted = [...gtin].reduce((sum, digit, index) => sum + Number(digit) * (index % 2 ? 3 : 1), 0);
    expect(weighted % 10, gtin).toBe(0);
  }
  // The worked example of the GS1 General Specifications: 629104150021 takes a 3.
  expect(gtinCheckDigit('629104150021')).toBe(3);
});

test('a stock list that does not fit the options is refused', () => {
  const [first] = products;
  if (!first) throw new Error('no products');
  const pair = ['x', 'x'] as const;
  const entry = {
    handle: 'x',
    code: 'X',
    collections: [],
    title: pair,
    about: pair,
    material: pair,
    colour: pair,
  };
  const make = (stock: number[]) =>
    product({ ...entry, price: 1n, stock, options: first.options, art: first.art });
  expect(() => make([1])).toThrow('3 variants, 1 stock figures');
  expect(make([1, 2, 3]).variants.map(({ stock }) => stock)).toEqual([1, 2, 3]);
});
