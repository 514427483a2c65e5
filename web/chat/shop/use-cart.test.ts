import { expect, test } from 'bun:test';
import { addLine, changeLine } from './use-cart.ts';

const lines = [
  { sku: 'A', quantity: 1 },
  { sku: 'B', quantity: 2 },
];

test('what is there already grows, what is new comes last', () => {
  expect(addLine(lines, { sku: 'B', quantity: 3 })).toEqual([
    { sku: 'A', quantity: 1 },
    { sku: 'B', quantity: 5 },
  ]);
  expect(addLine(lines, { sku: 'C', quantity: 1 }).at(-1)).toEqual({ sku: 'C', quantity: 1 });
});

test('none takes the line out; nobody orders more than a basket holds', () => {
  expect(changeLine(lines, 'A', 0)).toEqual([{ sku: 'B', quantity: 2 }]);
  expect(changeLine(lines, 'A', 5_000)[0]!.quantity).toBe(999);
});
