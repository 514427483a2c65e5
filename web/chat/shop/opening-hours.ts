// The part of OpenStreetMap's opening_hours that shops use: "Tu-Fr 10:00-12:30,14:00-19:00; Sa 10:00-18:00; Su off",
// "24/7". Anything else is shown as it was written.

/** Minutes since midnight. An end beyond 1440 is the next day's. */
export interface Span {
  from: number;
  to: number;
}

/** Monday first; a closed day has no span. */
export type WeekHours = Span[][];

const dayNames = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
const dayMinutes = 1440;

/** Null when the text says more than this parser knows. */
export function parseOpeningHours(text: string): WeekHours | null {
  const week: WeekHours = Array.from({ length: 7 }, () => []);
  if (text.trim() === '24/7') return week.map(() => [{ from: 0, to: dayMinutes }]);
  for (const rule of text.split(';').map((part) => part.trim())) {
    if (!rule || /^PH\b/.test(rule)) continue;
    const match = /^([A-Za-z,\- ]*?)\s*(off|closed|\d.*)$/.exec(rule);
    if (!match) return null;
    const days = parseDays(match[1]!);
    const spans = /^\d/.test(match[2]!) ? parseSpans(match[2]!) : [];
    if (!days || !spans) return null;
    for (const day of days) week[day] = spans;
  }
  return week;
}

export type OpenState = {
  isOpen: boolean /** Minutes of the day at which it changes; null when it never does. */;
  until: number | null;
  inDays: number;
};

/** Whether it is open at `at` (a local time) and when that changes next. */
export function openStateAt(week: WeekHours, at: Date): OpenState {
  const today = (at.getDay() + 6) % 7;
  const minute = at.getHours() * 60 + at.getMinutes();
  const yesterday = week[(today + 6) % 7]!.find((span) => span.to - dayMinutes > minute);
  const present = yesterday
    ? { from: 0, to: yesterday.to - dayMinutes }
    : week[today]!.find((span) => span.from <= minute && minute < span.to);
  if (present) return { isOpen: true, until: closesNever(week) ? null : present.to % dayMinutes, inDays: 0 };
  for (let inDays = 0; inDays <= 7; inDays++) {
    const next = week[(today + inDays) % 7]!.find((span) => inDays > 0 || span.from > minute);
    if (next) return { isOpen: false, until: next.from, inDays };
  }
  return { isOpen: false, until: null, inDays: 0 };
}

function closesNever(week: WeekHours): boolean {
  return week.every((spans) => spans.some((span) => span.from === 0 && span.to === dayMinutes));
}

function parseDays(text: string): number[] | null {
  if (text.trim() === '') return [0, 1, 2, 3, 4, 5, 6];
  const days: number[] = [];
  for (const part of text.split(',').map((item) => item.trim())) {
    if (part === 'PH') continue;
    const [from, to] = part.split('-').map((name) => dayNames.indexOf(name.trim()));
    if (from === undefined || from === -1 || to === -1) return null;
    for (let day = from; ; day = (day + 1) % 7) {
      days.push(day);
      if (day === (to ?? from)) break;
    }
  }
  return days;
}

function parseSpans(text: string): Span[] | null {
  const spans = text.split(',').map((part) => {
    const match = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(part.trim());
    if (!match) return null;
    const [from, to] = [Number(match[1]) * 60 + Number(match[2]), Number(match[3]) * 60 + Number(match[4])];
    if (from > dayMinutes || to > 2 * dayMinutes) return null;
    return { from, to: to <= from ? to + dayMinutes : to };
  });
  return spans.every((span) => span !== null) ? spans.sort((a, b) => a.from - b.from) : null;
}
