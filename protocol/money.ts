// Money is integer minor units and an ISO 4217 code: bigint inside, a decimal string on the wire, never a float.
import * as v from 'valibot';

/** Minor-unit digits that differ from 2 (ISO 4217, list one, 2024). */
const exponents: Record<string, number> = {
  BHD: 3,
  BIF: 0,
  CLF: 4,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  UYW: 4,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

export const currencySchema = v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'not an ISO 4217 code'));
export const amountSchema = v.pipe(
  v.string(),
  v.regex(/^-?\d{1,18}$/, 'not minor units as a decimal string'),
);
export const moneySchema = v.object({ amount_minor: amountSchema, currency: currencySchema });
/** Money on our wire: `amount_minor` is an integer of minor units as a decimal string. */
export type WireMoney = v.InferOutput<typeof moneySchema>;

/** Digits after the decimal point of `currency`: 2 for EUR, 0 for JPY, 3 for KWD. */
export function currencyExponent(currency: string): number {
  return exponents[currency] ?? 2;
}

export function toWireMoney(amountMinor: bigint, currency: string): WireMoney {
  return { amount_minor: amountMinor.toString(), currency };
}

/** "154.90" for 15490n EUR: the plain decimal form of feeds and receipts, never localized. */
export function formatDecimal(amountMinor: bigint, currency: string): string {
  const digits = currencyExponent(currency);
  const sign = amountMinor < 0n ? '-' : '';
  const text = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Minor units of a plain decimal such as "154.9"; null when it is no number or finer than the currency. */
export function parseDecimal(text: string, currency: string): bigint | null {
  const match = /^(-?)(\d{1,18})(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const digits = currencyExponent(currency);
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return null;
  const value = BigInt(match[2]! + fraction.padEnd(digits, '0'));
  return match[1] ? -value : value;
}

/** What a person reads: localized by the platform's own rules, exact to the minor unit. */
export function formatMoney(money: WireMoney, locale: string): string {
  const text = formatDecimal(BigInt(money.amount_minor), money.currency);
  // Intl takes a decimal string without passing through a float.
  return new Intl.NumberFormat(locale, { style: 'currency', currency: money.currency }).format(text as never);
}

/** The part of a gross amount that is tax at `rateBasisPoints` (2000 = 20 %), rounded half up. */
export function includedTax(grossMinor: bigint, rateBasisPoints: number): bigint {
  const rate = BigInt(rateBasisPoints);
  const base = 10_000n + rate;
  return (grossMinor * rate * 2n + base) / (base * 2n);
}
