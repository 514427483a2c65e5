import { expect, test } from 'bun:test';
import { amountPlaceholder, readAmount, toAmountText } from './amounts.ts';

test('points and commas are both understood', () => {
  expect(readAmount('5,90', 'EUR')).toBe(590n);
  expect(readAmount('1 234.5', 'EUR')).toBe(123_450n);
  expect(readAmount('', 'EUR')).toBe(0n);
  expect(readAmount('120', 'JPY')).toBe(120n);
});

test('what is no amount is refused, not guessed', () => {
  for (const text of ['-1', '1.234,50', 'abc', '1.999', '1e3']) expect(readAmount(text, 'EUR')).toBeNull();
  expect(readAmount('1.5', 'JPY')).toBeNull();
});

test('an amount goes into a field and comes back the same', () => {
  const money = { amount_minor: '129000', currency: 'EUR' };
  expect(toAmountText(money, 'fr')).toBe('1290,00');
  expect(readAmount(toAmountText(money, 'fr'), 'EUR')).toBe(129_000n);
  expect(amountPlaceholder('KWD', 'en')).toBe('0.000');
});
