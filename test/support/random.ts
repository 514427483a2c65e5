// Chance that can be repeated: every draw follows from the seed, which a failing test prints.

export interface Random {
  readonly seed: number;
  /** In [0, 1). */
  next(): number;
  /** A whole number in [0, max). */
  below(max: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
}

/** A new seed each run, unless `TEST_SEED` gives one. */
export function createRandom(seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31)): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (max: number) => Math.floor(next() * max);
  return { seed, next, below, pick: (list) => list[below(list.length)]!, chance: (p) => next() < p };
}
