import { currencyExponent, formatDecimal, type WireMoney } from '../../../protocol/index.ts';

export interface Formats {
  money(money: WireMoney): string;
  /** The amount alone, for columns whose total names the currency. */
  amount(money: WireMoney): string;
  number(value: number): string;
  percent(basisPoints: number): string;
  /** "10:04" */
  clock(at: number): string;
  /** "Friday, 20 November"; with the year when it is another. */
  day(at: number, now: number): string;
  /** "Friday" */
  weekday(at: number): string;
  /** "20 Nov" */
  shortDay(at: number): string;
  /** "20 November 2026 at 10:04": for receipts and titles. */
  moment(at: number): string;
  /** "20 Nov, 10:04" */
  point(at: number): string;
  /** What a list shows: the time today, "yesterday", the weekday this week, the date before. */
  brief(at: number, now: number): string;
  /** The time today, the day before: for turns of an order. */
  stamp(at: number, now: number): string;
  /** "today", "yesterday", or null when it is another day. */
  nearDay(at: number, now: number): string | null;
  listOf(items: string[]): string;
}

const dayMs = 86_400_000;

/** Formatters are slow to make and are made once, when first needed. */
export function createFormats(locale: string): Formats {
  const date = memo((style: string) => new Intl.DateTimeFormat(locale, dateStyles[style]!));
  const price = memo((currency: string) => new Intl.NumberFormat(locale, { style: 'currency', currency }));
  const digits = memo(
    (count: string) =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: +count, maximumFractionDigits: +count }),
  );
  const share = memo(() => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }));
  const relative = memo(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  const list = memo(() => new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' }));
  // Intl takes decimal strings without passing through a float; its types do not know that yet.
  const decimal = (money: WireMoney) => formatDecimal(BigInt(money.amount_minor), money.currency) as never;
  return {
    money: (money) => price(money.currency).format(decimal(money)),
    amount: (money) => digits(String(currencyExponent(money.currency))).format(decimal(money)),
    number: (value) => digits('0').format(value),
    percent: (basisPoints) => share('').format(basisPoints / 10_000),
    clock: (at) => date('clock').format(at),
    day: (at, now) => date(isSameYear(at, now) ? 'day' : 'dayOfYear').format(at),
    weekday: (at) => date('longWeekday').format(at),
    shortDay: (at) => date('short').format(at),
    moment: (at) => date('moment').format(at),
    point: (at) => date('point').format(at),
    brief: (at, now) => {
      const days = daysBetween(at, now);
      if (days <= 0) return date('clock').format(at);
      if (days === 1) return relative('').format(-1, 'day');
      if (days < 7) return date('weekday').format(at);
      return date(isSameYear(at, now) ? 'short' : 'numeric').format(at);
    },
    stamp: (at, now) => date(daysBetween(at, now) === 0 ? 'clock' : 'short').format(at),
    nearDay: (at, now) => {
      const days = daysBetween(at, now);
      return days === 0 || days === 1 ? relative('').format(-days, 'day') : null;
    },
    listOf: (items) => list('').format(items),
  };
}

/** Calendar days from `at` to `now` in the reader's time zone. */
export function daysBetween(at: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(at)) / dayMs);
}

export function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

const dateStyles: Record<string, Intl.DateTimeFormatOptions> = {
  clock: { hour: 'numeric', minute: '2-digit' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  dayOfYear: { day: 'numeric', month: 'long', year: 'numeric' },
  weekday: { weekday: 'short' },
  longWeekday: { weekday: 'long' },
  short: { day: 'numeric', month: 'short' },
  numeric: { day: 'numeric', month: 'numeric', year: '2-digit' },
  point: { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
  moment: { dateStyle: 'long', timeStyle: 'short' },
};

function isSameYear(a: number, b: number): boolean {
  return new Date(a).getFullYear() === new Date(b).getFullYear();
}

function memo<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      made.set(key, value);
    }
    return value;
  };
}
