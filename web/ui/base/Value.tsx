import type { WireMoney } from '../../../protocol/index.ts';
import { cx } from '../class-names.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { useNow } from './use-now.ts';

export interface MoneyProps {
  value: WireMoney;
  /** `amount` leaves the currency out: for lines under a total that names it. */
  show?: 'full' | 'amount';
  className?: string;
}

export function Money({ value, show = 'full', className }: MoneyProps) {
  const { money, amount } = useI18n();
  return (
    <span className={cx('num isolate-text whitespace-nowrap', className)}>
      {show === 'full' ? money(value) : amount(value)}
    </span>
  );
}

export interface TimeProps {
  /** Unix ms. */
  at: number;
  show?: 'clock' | 'brief' | 'day' | 'short-day' | 'point' | 'moment';
  className?: string;
}

export function Time({ at, show = 'clock', className }: TimeProps) {
  const i18n = useI18n();
  const now = useNow();
  const texts = {
    clock: () => i18n.clock(at),
    brief: () => i18n.brief(at, now),
    day: () => i18n.nearDay(at, now) ?? i18n.day(at, now),
    'short-day': () => i18n.shortDay(at),
    point: () => i18n.point(at),
    moment: () => i18n.moment(at),
  };
  return (
    <time dateTime={new Date(at).toISOString()} title={i18n.moment(at)} className={cx('num', className)}>
      {texts[show]()}
    </time>
  );
}
