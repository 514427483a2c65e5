import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import {
  currencyExponent,
  formatDecimal,
  formatMoney,
  includedTax,
  parseDecimal,
  toWireMoney,
} from './money.ts';

const seed = Date.now();
const check = (property: fc.IProperty<[bigint, string]>) => fc.assert(property, { seed, verbose: 1 });
const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const currency = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'CLF', 'BRL', 'VND');

describe(`money (seed ${seed})`, () => {
  test('MO1 a decimal that was formatted is parsed back exactly', () => {
    check(
      fc.property(amount, currency, (minor, code) => {
        expect(parseDecimal(formatDecimal(minor, code), code)).toBe(minor);
      }),
    );
  });

  test('MO2 minor units follow ISO 4217', () => {
    expect(['EUR', 'JPY', 'KWD', 'CLF'].map(currencyExponent)).toEqual([2, 0, 3, 4]);
    expect(formatDecimal(15490n, 'EUR')).toBe('154.90');
    expect(formatDecimal(-5n, 'EUR')).toBe('-0.05');
    expect(formatDecimal(500n, 'JPY')).toBe('500');
  });

  test('MO3 what is finer than the currency or no number is refused', () => {
    expect(parseDecimal('12.345', 'EUR')).toBeNull();
    expect(parseDecimal('12.340', 'EUR')).toBe(1234n);
    expect(parseDecimal('1e3', 'EUR')).toBeNull();
    expect(parseDecimal('', 'EUR')).toBeNull();
    expect(parseDecimal('10.5', 'JPY')).toBeNull();
  });

  test('MO4 included tax is exact to half a minor unit', () => {
    expect(includedTax(15490n, 2000)).toBe(2582n);
    expect(includedTax(100n, 0)).toBe(0n);
    check(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), currency, (gross, _code) => {
        const tax = includedTax(gross, 2000);
        const error = tax * 12_000n - gross * 2_000n;
        expect(error <= 6_000n && error >= -6_000n).toBe(true);
      }),
    );
  });

  test('MO5 a person reads every digit, even beyond what a float holds', () => {
    expect(formatMoney(toWireMoney(900719925474099399n, 'EUR'), 'en')).toBe('€9,007,199,254,740,993.99');
    expect(formatMoney(toWireMoney(15490n, 'EUR'), 'fr').replace(/\s/g, ' ')).toBe('154,90 €');
  });
});
