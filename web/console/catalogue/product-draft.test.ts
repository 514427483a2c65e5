import { expect, test } from 'bun:test';
import * as v from 'valibot';
import { productInputSchema } from '../../../protocol/index.ts';
import { findProblems, newVariant, type ProductDraft, toDraft, toInput } from './product-draft.ts';

const place = { currency: 'EUR', locale: 'en' };

function draft(change: Partial<ProductDraft> = {}): ProductDraft {
  const empty = toDraft(null, place);
  return { ...empty, title: 'Noyer 38', variants: [{ ...newVariant(), price: '129' }], ...change };
}

test('a simple product needs a title and a price, and gets a sku', () => {
  expect(findProblems(toDraft(null, place), 'EUR')).toEqual(['title_missing', 'price_wrong']);
  expect(findProblems(draft(), 'EUR')).toEqual([]);
  const input = toInput(draft(), 'EUR');
  expect(input.variants[0]).toMatchObject({ sku: 'NOYER-38', price_minor: '12900', on_hand: null });
  expect(v.safeParse(productInputSchema, input).success).toBe(true);
});

test('each variant has its own choice and number', () => {
  const variants = ['Walnut', 'Walnut'].map((wood) => ({
    ...newVariant(),
    price: '129',
    sku: 'W',
    options: { Wood: wood },
  }));
  expect(findProblems(draft({ optionNames: ['Wood'], variants }), 'EUR')).toEqual([
    'sku_twice',
    'variant_twice',
  ]);
  const unchosen = draft({ optionNames: ['Wood'], variants: [{ ...newVariant(), price: '1' }] });
  expect(findProblems(unchosen, 'EUR')).toEqual(['option_missing']);
});

test('a sale is below the price, stock is whole units', () => {
  const wrong = draft({ variants: [{ ...newVariant(), price: '10', sale: '10', onHand: '1.5' }] });
  expect(findProblems(wrong, 'EUR')).toEqual(['sale_wrong', 'stock_wrong']);
});

test('made numbers never meet given ones', () => {
  const variants = ['NOYER-38-2', '', ''].map((sku, index) => ({
    ...newVariant(),
    sku,
    price: '1',
    options: { Size: String(index) },
  }));
  const skus = toInput(draft({ optionNames: ['Size'], variants }), 'EUR').variants.map(({ sku }) => sku);
  expect(skus).toEqual(['NOYER-38-2', 'NOYER-38-3', 'NOYER-38-4']);
});

test('an unfinished translation is left out', () => {
  const translations = {
    fr: { title: 'Noyer', description: '', labels: { Wood: 'Bois', Walnut: ' ' } },
    ar: { title: ' ', description: 'x', labels: {} },
  };
  expect(toInput(draft({ translations }), 'EUR').translations).toEqual({
    fr: { title: 'Noyer', description: '', labels: { Wood: 'Bois' } },
  });
});
