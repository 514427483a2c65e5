import { expect, test } from 'bun:test';
import { formatTable, median } from './results.ts';

test('the median of an even number of values lies between the middle two', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test('ratios are taken round by round and judged by their median', () => {
  const table = formatTable({
    setting: {},
    versions: {},
    rows: [
      {
        measure: 'throughput',
        unit: 'per s',
        better: 'higher',
        values: { ejabberd: [100, 200, 100], comptoir: [1000, 1000, 1200] },
        bar: { ratio: 10 },
      },
      {
        measure: 'memory',
        unit: 'KiB',
        better: 'lower',
        values: { comptoir: [20], ejabberd: [40] },
        bar: { ratio: 0.25 },
      },
    ],
  });
  expect(table).toMatch(/10\.0 \(5\.00–12\.0\)\s+≥ 10 × reached/);
  expect(table).toMatch(/0\.50 \(0\.50–0\.50\)\s+≤ 0\.25 × MISSED/);
});

test('a bar is not judged before our own side ran', () => {
  const values = { ejabberd: [1] };
  const row = { measure: 'm', unit: 'ms', better: 'lower', values, bar: { value: 50 } } as const;
  const table = formatTable({ setting: {}, versions: {}, rows: [row] });
  expect(table).toContain('≤ 50 ms');
  expect(table).not.toMatch(/reached|MISSED/);
});
