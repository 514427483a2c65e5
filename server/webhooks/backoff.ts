// When to try again: at once, then ever later, at most an hour apart.
const second = 1_000;
const minute = 60 * second;
const pausesMs = [
  100,
  5 * second,
  15 * second,
  45 * second,
  2 * minute,
  5 * minute,
  10 * minute,
  30 * minute,
];
const pauseMsMax = 60 * minute;
const jitter = 0.2;

/** The pause after `attempts` tries that failed. Spread, so that receivers that come back are not stormed. */
export function pauseAfter(attempts: number, random = Math.random()): number {
  const pause = pausesMs[attempts - 1] ?? pauseMsMax;
  return Math.round(pause * (1 - jitter + 2 * jitter * random));
}
