import { Plus, X } from 'lucide-react';
import { useMemo } from 'react';
import { Button, IconButton, TextField, useI18n } from '../../ui/index.ts';
import { formatHours, parseHours, type Span, type Week } from './hours.ts';

export interface HoursEditorProps {
  /** OpenStreetMap opening_hours. */
  value: string;
  onChange(value: string): void;
}

/** A row for each day; what no such row can say stays in a field of text. */
export function HoursEditor({ value, onChange }: HoursEditorProps) {
  const { t } = useI18n();
  const week = useMemo(() => parseHours(value), [value]);
  if (!week) {
    return (
      <TextField
        label={t('console.shop.hours')}
        hint={t('console.shop.hours_text')}
        dir="ltr"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  const setDay = (day: number, spans: Span[]) =>
    onChange(formatHours(week.map((present, index) => (index === day ? spans : present))));
  return (
    <fieldset>
      <legend className="mb-1.5 font-semibold text-s">{t('console.shop.hours')}</legend>
      <div className="flex flex-col rounded-m border-[1.5px] border-line">
        {week.map((spans, day) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a day is its place in the week.
          <DayRow key={day} day={day} spans={spans} week={week} onChange={(next) => setDay(day, next)} />
        ))}
      </div>
    </fieldset>
  );
}

interface DayRowProps {
  day: number;
  spans: Span[];
  week: Week;
  onChange(spans: Span[]): void;
}

const standardSpan: Span = { from: '10:00', to: '18:00' };

function DayRow({ day, spans, week, onChange }: DayRowProps) {
  const { t, locale } = useI18n();
  const name = useMemo(() => nameDay(day, locale), [day, locale]);
  const add = () => {
    const dayBefore = week[day - 1] ?? [];
    onChange(spans.length > 0 || dayBefore.length === 0 ? [...spans, nextSpan(spans)] : dayBefore);
  };
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-line px-3 py-1.5 not-first:border-t">
      <span className="w-28 first-letter:uppercase">{name}</span>
      <div className="flex flex-1 flex-wrap items-center gap-x-3 gap-y-1">
        {spans.length === 0 && <span className="text-soft text-s">{t('console.shop.closed')}</span>}
        {spans.map((span, index) => (
          <SpanFields
            // biome-ignore lint/suspicious/noArrayIndexKey: spans have no name but their place.
            key={index}
            dayName={name}
            span={span}
            onChange={(next) => onChange(spans.map((present, at) => (at === index ? next : present)))}
            onRemove={() => onChange(spans.filter((_, at) => at !== index))}
          />
        ))}
      </div>
      <Button
        variant="quiet"
        size="s"
        onClick={add}
        aria-label={t('console.shop.add_hours_for', { day: name })}
      >
        <Plus aria-hidden size={16} />
        {t('console.shop.add_hours')}
      </Button>
    </div>
  );
}

interface SpanFieldsProps {
  dayName: string;
  span: Span;
  onChange(span: Span): void;
  onRemove(): void;
}

function SpanFields({ dayName, span, onChange, onRemove }: SpanFieldsProps) {
  const { t } = useI18n();
  const field = (key: keyof Span, label: string) => (
    <input
      type="time"
      required
      aria-label={label}
      value={span[key]}
      onChange={(event) => event.target.value && onChange({ ...span, [key]: event.target.value })}
      className="num min-h-9 rounded-s border-[1.5px] border-line-strong bg-panel px-2 text-s pointer-coarse:min-h-11"
    />
  );
  return (
    <span dir="ltr" className="inline-flex items-center gap-1.5">
      {field('from', t('console.shop.opens', { day: dayName }))}
      <span aria-hidden>–</span>
      {field('to', t('console.shop.closes', { day: dayName }))}
      <IconButton size="s" label={t('console.shop.remove_hours', { day: dayName })} onClick={onRemove}>
        <X size={16} />
      </IconButton>
    </span>
  );
}

function nextSpan(spans: Span[]): Span {
  const last = spans.at(-1);
  return last ? { from: last.to, to: last.to < '19:00' ? '19:00' : '23:00' } : standardSpan;
}

/** 5 January 1970 was a Monday. */
function nameDay(day: number, locale: string): string {
  const date = new Date(Date.UTC(1970, 0, 5 + day));
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(date);
}
