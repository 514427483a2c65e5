import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';
import { Fault } from '../../protocol/index.ts';

export interface Phone {
  e164: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
}

/**
 * Reads what a person typed: E.164, or national digits with `country`. Takes what is possible rather than only what
 * is assigned: numbering plans grow faster than their tables, and the code decides. Faults: `phone_invalid`.
 */
export function parsePhone(text: string, country?: string): Phone {
  const parsed = parsePhoneNumberFromString(text, country as CountryCode | undefined);
  if (!parsed?.isPossible() || parsed.ext !== undefined) throw new Fault('phone_invalid');
  const found = parsed.country ?? country ?? parsed.getPossibleCountries()[0] ?? 'ZZ';
  return { e164: parsed.number, country: found };
}

/** "+33 6 39 98 00 01", as people write it. */
export function formatPhone(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}
