import { expect, test } from 'bun:test';
import { getCountries, getCountryCallingCode } from 'libphonenumber-js/min';
import { countries, guessCountry } from './calling-codes.ts';

test('the table agrees with the numbering plan', () => {
  const plan = getCountries().filter((code) => code !== 'AC' && code !== 'TA');
  expect(countries.map(({ code, callingCode }) => code + callingCode)).toEqual(
    plan.map((code) => code + getCountryCallingCode(code)),
  );
});

test('a region in the languages wins, else the home of the first language', () => {
  expect(guessCountry(['en', 'fr-CA'])).toBe('CA');
  expect(guessCountry(['pt-BR', 'en-US'])).toBe('BR');
  expect(guessCountry(['fr'])).toBe('FR');
  expect(guessCountry(['zh-Hant'])).toBe('FR');
  expect(guessCountry([])).toBe('FR');
});
