import type { WireMoney } from '../../../protocol/index.ts';
import { cx } from '../class-names.ts';
import { type I18n, useI18n } from '../i18n/I18nProvider.tsx';
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

export function Time(props: TimeProps) {
  // Only words such as "today" change while one looks at them.
  return props.show === 'brief' || props.show === 'day' ? <NearTime {...props} /> : <PlainTime {...props} />;
}

function NearTime({ at, show, className }: TimeProps) {
  const i18n = useI18n();
  const now = useNow();
  const text = show === 'brief' ? i18n.brief(at, now) : (i18n.nearDay(at, now) ?? i18n.day(at, now));
  return <TimeText at={at} text={text} i18n={i18n} {...(className ? { className } : {})} />;
}

function PlainTime({ at, show = 'clock', className }: TimeProps) {
  const i18n = useI18n();
  const format = { clock: i18n.clock, 'short-day': i18n.shortDay, point: i18n.point, moment: i18n.moment };
  const text = format[show as keyof typeof format](at);
  return <TimeText at={at} text={text} i18n={i18n} {...(className ? { className } : {})} />;
}

function TimeText({ at, text, i18n, className }: TimeTextProps) {
  return (
    <time
      dateTime={new Date(at).toISOString()}
      // Said in full to who points at it; a screen full of times need not be worded twice.
      onPointerEnter={(event) => {
        event.currentTarget.title = i18n.moment(at);
      }}
      className={cx('num', className)}
    >
      {text}
    </time>
  );
}

interface TimeTextProps {
  at: number;
  text: string;
  i18n: I18n;
  className?: string;
}
