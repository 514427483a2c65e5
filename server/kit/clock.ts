// Every "now" of the server comes from here, so that tests and the sandbox can travel in time.

export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** How far this clock is ahead of the machine's, in milliseconds. */
  offsetMs(): number;
  /** Moves time forward; never back, because what happened must stay before what happens. */
  advance(ms: number): void;
  /** Called after each jump, e.g. to bring waiting jobs nearer. */
  onAdvance(listener: (ms: number) => void | Promise<void>): void;
}

export function createClock(initialOffsetMs = 0): Clock {
  let offset = initialOffsetMs;
  const listeners: ((ms: number) => void | Promise<void>)[] = [];
  return {
    now: () => Date.now() + offset,
    offsetMs: () => offset,
    advance(ms) {
      if (!Number.isFinite(ms) || ms < 0) throw new Error('a clock only moves forward');
      offset += ms;
      for (const listener of listeners) void listener(ms);
    },
    onAdvance: (listener) => void listeners.push(listener),
  };
}
