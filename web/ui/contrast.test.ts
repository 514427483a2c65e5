import { expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const colours = new Map<string, { light: string; dark: string }>();
for (const [, name, light, dark] of css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)) {
  colours.set(name!, { light: light!, dark: dark! });
}

/** Text on what it stands on, as the components use them. */
const textPairs: [string, string[]][] = [
  ['ink', ['paper', 'panel', 'raised', 'sunken', 'tint', 'tint-hover', 'brass-tint', 'ok-tint', 'bad-tint']],
  ['soft', ['paper', 'panel', 'raised', 'sunken', 'tint', 'brass-tint']],
  ['petrol', ['paper', 'panel', 'raised', 'sunken', 'tint']],
  ['on-petrol', ['petrol', 'petrol-hover']],
  ['ok-ink', ['paper', 'panel', 'sunken', 'ok-tint']],
  ['bad', ['paper', 'panel', 'raised', 'sunken', 'bad-tint']],
  ['on-bad', ['bad']],
  ['paper', ['ink']],
];
/** Marks and outlines that carry meaning. */
const markPairs: [string, string[]][] = [
  ['line-strong', ['paper', 'panel', 'sunken']],
  ['petrol', ['paper', 'panel', 'tint']],
  ['ok', ['panel', 'paper', 'ok-tint']],
];

for (const mode of ['light', 'dark'] as const) {
  test(`text has AA contrast (${mode})`, () => {
    expect(tooFaint(textPairs, mode, 4.5)).toEqual([]);
  });
  test(`marks have AA contrast (${mode})`, () => {
    expect(tooFaint(markPairs, mode, 3)).toEqual([]);
  });
}

test('brass is never used as a colour of text', () => {
  const web = join(import.meta.dir, '..');
  const sources = readdirSync(web, { recursive: true })
    .map((name) => join(web, String(name)))
    .filter((file) => /\.(tsx|css)$/.test(file));
  expect(sources.filter((file) => /text-brass\b(?!-)/.test(readFileSync(file, 'utf8')))).toEqual([]);
});

function tooFaint(pairs: [string, string[]][], mode: 'light' | 'dark', least: number): string[] {
  return pairs.flatMap(([front, backs]) =>
    backs
      .map((back) => ({ back, ratio: contrast(hex(front, mode), hex(back, mode)) }))
      .filter(({ ratio }) => ratio < least)
      .map(({ back, ratio }) => `${front} on ${back}: ${ratio.toFixed(2)}`),
  );
}

function hex(name: string, mode: 'light' | 'dark'): string {
  const pair = colours.get(name);
  if (!pair) throw new Error(`tokens.css has no colour --${name}`);
  return pair[mode];
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const channel = Number.parseInt(colour.slice(i, i + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
