import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { newId, type Product } from '../../../protocol/index.ts';
import { chooseOption, firstChoice, listAxes, variantOf } from './variants.ts';

function product(rows: [strap: string, size: string, available: number | null][]): Product {
  return {
    product_id: newId('product'),
    catalog_id: newId('catalog'),
    title: 'Watch',
    description: '',
    brand: null,
    pictures: [],
    option_names: ['Strap', 'Size'],
    collection_ids: [],
    state: 'active',
    variants: rows.map(([Strap, Size, available], index) => ({
      sku: `W${index}`,
      options: { Strap, Size },
      price: { amount_minor: '100', currency: 'EUR' },
      regular_price: null,
      available,
      gtin: null,
      picture: null,
    })),
  };
}

const watch = product([
  ['Petrol', '36', 0],
  ['Petrol', '40', 3],
  ['Honey', '36', null],
]);

test('it begins with what can be bought', () => {
  expect(firstChoice(watch)).toEqual({ Strap: 'Petrol', Size: '40' });
  expect(firstChoice(product([['Petrol', '36', 0]]))).toEqual({ Strap: 'Petrol', Size: '36' });
});

test('each value says what it would come to', () => {
  const [strap, size] = listAxes(watch, { Strap: 'Petrol', Size: '40' });
  expect(strap!.values.map(({ value, state }) => `${value} ${state}`)).toEqual([
    'Petrol available',
    'Honey none',
  ]);
  expect(size!.values.map(({ value, state }) => `${value} ${state}`)).toEqual([
    '36 sold_out',
    '40 available',
  ]);
});

test('a value that does not go with the rest moves the rest', () => {
  const next = chooseOption(watch, { Strap: 'Petrol', Size: '40' }, { name: 'Strap', value: 'Honey' });
  expect(next).toEqual({ Strap: 'Honey', Size: '36' });
});

test('whatever one presses, there is a variant', () => {
  const row = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2', '3'), fc.option(fc.nat(2)));
  const presses = fc.array(fc.tuple(fc.nat(1), fc.nat(2)), { maxLength: 10 });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 9 }), presses, (rows, pressed) => {
      const any = product(rows);
      let choice = firstChoice(any);
      for (const [axisIndex, valueIndex] of pressed) {
        const axis = listAxes(any, choice)[axisIndex]!;
        const { value } = axis.values[valueIndex % axis.values.length]!;
        choice = chooseOption(any, choice, { name: axis.name, value });
        expect(choice[axis.name]).toBe(value);
        expect(variantOf(any, choice)).not.toBeNull();
      }
    }),
  );
});
