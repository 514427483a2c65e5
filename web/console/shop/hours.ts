// The plain part of OpenStreetMap's opening_hours: weekdays with their spans, "Tu-Fr 10:00-12:30,14:00-19:00; Sa off".
export const weekdays = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const;

/** Opening and closing time, "10:00". */
export interface Span {
  from: string;
  to: string;
}
/** Spans of each day from Monday on; an empty list is a closed day. */
export type Week = Span[][];

/** The week that `text` says; null when it says more than weekdays and times, and must be kept as it stands. */
export function parseHours(text: string): Week | null {
  const week: Week = weekdays.map(() => []);
  if (text.trim() === '') return week;
  for (const rule of text.split(';')) {
    const match = /^\s*([A-Z][a-z](?:[-,\s]*[A-Z][a-z])*)\s+(off|closed|[\d:,\s-]+)\s*$/.exec(rule);
    const days = match && parseDays(match[1]!);
    const spans = match && parseSpans(match[2]!);
    if (!days || !spans) return null;
    for (const day of days) week[day] = spans.map((span) => ({ ...span }));
  }
  return week;
}

/** The shortest rules that say the same: neighbouring days with the same spans share one. */
export function formatHours(week: Week): string {
  const texts = week.map((spans) => spans.map(({ from, to }) => `${from}-${to}`).join(','));
  const rules: string[] = [];
  for (let first = 0; first < texts.length; ) {
    let last = first;
    while (texts[last + 1] === texts[first]) last++;
    const days = first === last ? weekdays[first]! : `${weekdays[first]}-${weekdays[last]}`;
    if (texts[first]) rules.push(`${days} ${texts[first]}`);
    first = last + 1;
  }
  return rules.join('; ');
}

function parseDays(text: string): number[] | null {
  const days: number[] = [];
  for (const part of text.split(',')) {
    const [from, to = from, ...rest] = part.split('-').map((day) => weekdays.indexOf(day.trim() as 'Mo'));
    if (from === undefined || to === undefined || from < 0 || to < from || rest.length > 0) return null;
    for (let day = from; day <= to; day++) days.push(day);
  }
  return days;
}

function parseSpans(text: string): Span[] | null {
  if (/^(off|closed)$/.test(text.trim())) return [];
  const spans: Span[] = [];
  for (const part of text.split(',')) {
    const match = /^\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*$/.exec(part);
    if (!match) return null;
    const [, fromHour, fromMinute, toHour, toMinute] = match;
    spans.push({
      from: `${fromHour!.padStart(2, '0')}:${fromMinute}`,
      to: `${toHour!.padStart(2, '0')}:${toMinute}`,
    });
  }
  return spans;
}
