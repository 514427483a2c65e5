import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { formatHours, parseHours, type Week } from './hours.ts';

test('a week with a break and a closed day', () => {
  const week = parseHours('Tu-Fr 10:00-12:30,14:00-19:00; Sa 9:00-17:00; Su off');
  expect(week?.[0]).toEqual([]);
  expect(week?.[1]).toEqual([
    { from: '10:00', to: '12:30' },
    { from: '14:00', to: '19:00' },
  ]);
  expect(week?.[5]).toEqual([{ from: '09:00', to: '17:00' }]);
  expect(formatHours(week!)).toBe('Tu-Fr 10:00-12:30,14:00-19:00; Sa 09:00-17:00');
});

test('what says more than weekdays is left to the merchant', () => {
  expect(parseHours('Mo-Fr 10:00-18:00; PH off')).toBeNull();
  expect(parseHours('sunrise-sunset')).toBeNull();
  expect(parseHours('Dec 24 10:00-12:00')).toBeNull();
  expect(parseHours('Su-Mo 10:00-12:00')).toBeNull();
});

test('every week is read back as it was written', () => {
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '45'))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
  const span = fc.record({ from: time, to: time });
  const weeks = fc.array(fc.array(span, { maxLength: 3 }), { minLength: 7, maxLength: 7 });
  fc.assert(
    fc.property(weeks, (week: Week) => {
      expect(parseHours(formatHours(week))).toEqual(week);
    }),
  );
});
