// Outcomes are written a moment after they are known, many by one statement. What a crash takes is sent again: an app
// may hear an update twice, never not at all.
import type { Log } from '../kit/index.ts';
import type { Outcome, Store } from './store.ts';

const gatherMs = 20;
const gatherMax = 500;
const retryMs = 1_000;

export class Outcomes {
  readonly #store: Store;
  readonly #log: Log;
  /** The latest outcome of each update. */
  #waiting = new Map<number, Outcome>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #writing: Promise<void> | null = null;

  constructor(store: Store, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  add(outcome: Outcome): void {
    this.#waiting.set(outcome.seq, outcome);
    if (this.#waiting.size >= gatherMax) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), gatherMs);
  }

  isClean(): boolean {
    return this.#waiting.size === 0 && this.#writing === null;
  }

  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    while (this.#writing !== null) await this.#writing;
    if (this.#waiting.size === 0) return;
    const outcomes = this.#waiting;
    this.#waiting = new Map();
    this.#writing = this.#write(outcomes).finally(() => {
      this.#writing = null;
    });
    await this.#writing;
  }

  async #write(outcomes: Map<number, Outcome>): Promise<void> {
    try {
      await this.#store.record([...outcomes.values()]);
    } catch (error) {
      this.#log.warn({ err: error, count: outcomes.size }, 'outcomes of webhooks wait to be written');
      for (const [seq, outcome] of outcomes) if (!this.#waiting.has(seq)) this.#waiting.set(seq, outcome);
      this.#timer ??= setTimeout(() => void this.flush(), retryMs);
    }
  }
}
