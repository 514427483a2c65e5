import { Clock } from 'lucide-react';
import { cx, type I18n, useI18n, useNow } from '../../ui/index.ts';
import { type OpenState, openStateAt, parseOpeningHours, type Span } from './opening-hours.ts';

/** "Open until 7 pm", with the whole week behind it. Hours are the shop's own, read in the reader's time zone. */
export function Hours({ text }: { text: string }) {
  const i18n = useI18n();
  const now = new Date(useNow());
  const week = parseOpeningHours(text);
  if (!text) return null;
  if (!week) {
    return (
      <p className="flex gap-3">
        <Clock aria-hidden size={18} className="mt-0.5 flex-none text-soft" />
        <span>
          <bdi>{text}</bdi>
        </span>
      </p>
    );
  }
  const state = openStateAt(week, now);
  return (
    <details className="group">
      <summary className="flex min-h-8 list-none items-center gap-3 pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        <Clock aria-hidden size={18} className="flex-none text-soft" />
        <span className={cx('font-semibold', state.isOpen ? 'text-ok-ink' : 'text-ink')}>
          {wordState(state, now, i18n)}
        </span>
        <span className="whitespace-nowrap text-petrol text-s underline underline-offset-2 group-open:hidden">
          {i18n.t('chat.shop.all_hours')}
        </span>
      </summary>
      <table className="ms-7.5 mt-1 text-s">
        <tbody>
          {week.map((spans, index) => (
            <tr key={dayName(index, i18n)}>
              <th scope="row" className="pe-4 text-start font-normal text-soft">
                {dayName(index, i18n)}
              </th>
              <td className="num">
                {spans.length > 0
                  ? spans.map((span) => wordSpan(span, i18n)).join(', ')
                  : i18n.t('chat.shop.closed')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function wordState({ isOpen, until, inDays }: OpenState, now: Date, i18n: I18n): string {
  const { t } = i18n;
  if (until === null) return t(isOpen ? 'chat.shop.open' : 'chat.shop.closed');
  const time = wordMinute(until, i18n);
  if (isOpen) return t('chat.shop.open_until', { time });
  const day = dayName((now.getDay() + 6 + inDays) % 7, i18n);
  return inDays === 0 ? t('chat.shop.opens_at', { time }) : t('chat.shop.opens_on', { day, time });
}

function wordSpan({ from, to }: Span, i18n: I18n): string {
  return `${wordMinute(from, i18n)} – ${wordMinute(to, i18n)}`;
}

function wordMinute(minute: number, i18n: I18n): string {
  return i18n.clock(new Date(2026, 0, 5, 0, minute).getTime());
}

/** 5 January 2026 is a Monday. */
function dayName(index: number, i18n: I18n): string {
  return i18n.weekday(new Date(2026, 0, 5 + index).getTime());
}
