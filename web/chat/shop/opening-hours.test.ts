import { expect, test } from 'bun:test';
import { openStateAt, parseOpeningHours } from './opening-hours.ts';

const week = parseOpeningHours('Tu-Fr 10:00-12:30,14:00-19:00; Sa 10:00-18:00; Su off; PH off')!;
/** 16 November 2026 is a Monday. */
const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, 15 + day, hour, minute);

test('days, several spans a day, closed days', () => {
  expect(week.map((spans) => spans.length)).toEqual([0, 2, 2, 2, 2, 1, 0]);
  expect(week[1]).toEqual([
    { from: 600, to: 750 },
    { from: 840, to: 1140 },
  ]);
  expect(parseOpeningHours('Sa-Mo 09:00-12:00')!.map((spans) => spans.length)).toEqual([1, 0, 0, 0, 0, 1, 1]);
  expect(parseOpeningHours('09:00-17:00')!.every((spans) => spans.length === 1)).toBe(true);
});

test('what is not understood is refused whole', () => {
  expect(parseOpeningHours('sunrise-sunset')).toBeNull();
  expect(parseOpeningHours('Mo-Xx 10:00-12:00')).toBeNull();
  expect(parseOpeningHours('Mo 10-12')).toBeNull();
});

test('open, closed for lunch, closed until Tuesday', () => {
  expect(openStateAt(week, at(2, 11))).toEqual({ isOpen: true, until: 750, inDays: 0 });
  expect(openStateAt(week, at(2, 13))).toEqual({ isOpen: false, until: 840, inDays: 0 });
  expect(openStateAt(week, at(6, 18))).toEqual({ isOpen: false, until: 600, inDays: 3 });
});

test('a night goes on after midnight, and 24/7 never changes', () => {
  const bar = parseOpeningHours('Fr-Sa 20:00-02:00')!;
  expect(openStateAt(bar, at(6, 1))).toEqual({ isOpen: true, until: 120, inDays: 0 });
  expect(openStateAt(bar, at(6, 3))).toEqual({ isOpen: false, until: 1200, inDays: 0 });
  expect(openStateAt(parseOpeningHours('24/7')!, at(1, 5))).toEqual({ isOpen: true, until: null, inDays: 0 });
  expect(openStateAt(parseOpeningHours('Mo-Su off')!, at(1, 5))).toEqual({
    isOpen: false,
    until: null,
    inDays: 0,
  });
});
