// Words, money and dates in the reader's language. A message is ICU text under an explicit id in `locales/*.json`;
// the build compiles it, so that no parser reaches the browser.
import { setupI18n } from '@lingui/core';
import type { WireMoney } from '../../../protocol/index.ts';
import type en from '../locales/en.json';
import { createFormats, type Formats } from './formats.ts';

export const locales = ['en', 'fr', 'ar'] as const;
export type Locale = (typeof locales)[number];
export type Direction = 'ltr' | 'rtl';
export type MessageId = keyof typeof en;
export type MessageValues = Record<string, string | number>;
export type Messages = Record<string, string | unknown[]>;

export interface Translator extends Formats {
  locale: Locale;
  direction: Direction;
  /** The text of `id`; values stand for the names in braces. */
  t(id: MessageId, values?: MessageValues): string;
  money(money: WireMoney): string;
}

export const localeNames: Record<Locale, string> = { en: 'English', fr: 'Français', ar: 'العربية' };

export function directionOf(locale: Locale): Direction {
  return locale === 'ar' ? 'rtl' : 'ltr';
}

/** `messages` compiled by the build, or raw with `compile`; `region` refines numbers and dates ("en-GB"). */
export function createTranslator(options: {
  locale: Locale;
  messages: Messages;
  region?: string;
  compile?: (text: string) => unknown[];
}): Translator {
  const { locale, messages } = options;
  const i18n = setupI18n({ locale, messages: { [locale]: messages as never } });
  if (options.compile) i18n.setMessagesCompiler(options.compile as never);
  const direction = directionOf(locale);
  const formats = createFormats(formatLocale(locale, options.region));
  return {
    ...formats,
    locale,
    direction,
    t: (id, values) => i18n._(id, values && isolateValues(values, direction)),
  };
}

/** Western digits in Arabic too: they line up in tickets and are read in all of the Arab world. */
function formatLocale(locale: Locale, region: string | undefined): string {
  if (locale === 'ar') return 'ar-u-nu-latn';
  return region?.startsWith(`${locale}-`) ? region : locale;
}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const leftToRight = /[A-Za-z\u00c0-\u024f\u0370-\u058f]/;

/** A name in the other script would turn the words around it: it gets marks that keep it to itself. */
function isolateValues(values: MessageValues, direction: Direction): MessageValues {
  const foreign = direction === 'rtl' ? leftToRight : rightToLeft;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' && foreign.test(value) ? `\u2068${value}\u2069` : value,
    ]),
  );
}
