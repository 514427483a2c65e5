import { currencyExponent, formatDecimal, parseDecimal, type WireMoney } from '../../../protocol/index.ts';

/** What stands in a field: "5.90", with the comma where the reader writes one. */
export function toAmountText(money: WireMoney, locale: string): string {
  const text = formatDecimal(BigInt(money.amount_minor), money.currency);
  return usesComma(locale) ? text.replace('.', ',') : text;
}

/** Minor units of what was typed, with a point or a comma; null when it is no amount, or a negative one. */
export function readAmount(text: string, currency: string): bigint | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  const value = parseDecimal(plain === '' ? '0' : plain, currency);
  return value !== null && value >= 0n ? value : null;
}

/** "0.00" or "0": what an empty field shows. */
export function amountPlaceholder(currency: string, locale: string): string {
  const digits = currencyExponent(currency);
  return digits === 0 ? '0' : `0${usesComma(locale) ? ',' : '.'}${'0'.repeat(digits)}`;
}

function usesComma(locale: string): boolean {
  return locale === 'fr';
}
