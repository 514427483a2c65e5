// Every "now" of the server comes from here, so that tests and the sandbox can travel in time.

export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** How far this clock is ahead of the machine's, in milliseconds. */
  offsetMs(): number;
  /** Moves time forward; never back, because what happened must stay before what happens. Resolves when all have heard. */
  advance(ms: number): Promise<void>;
  /** Called after each jump, e.g. to bring waiting jobs nearer. */
  onAdvance(listener: (ms: number) => void | Promise<void>): void;
}

export function createClock(initialOffsetMs = 0): Clock {
  let offset = initialOffsetMs;
  const listeners: ((ms: number) => void | Promise<void>)[] = [];
  return {
    now: () => Date.now() + offset,
    offsetMs: () => offset,
    async advance(ms) {
      if (!Number.isFinite(ms) || ms < 0) throw new Error('a clock only moves forward');
      offset += ms;
      await Promise.all(listeners.map((listener) => listener(ms)));
    },
    onAdvance: (listener) => void listeners.push(listener),
  };
}
