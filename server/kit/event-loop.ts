// One consumer's loop: read, handle, move the cursor, wait to be woken.
import type { EventCursors, EventRow } from './event-cursors.ts';
import type { BatchHandler, DomainEvent, EventType, Handler } from './events.ts';
import type { Log } from './log.ts';

export interface Consumer {
  name: string;
  types: readonly EventType[];
  handler: { one: Handler<EventType> } | { all: BatchHandler<EventType> };
  /** While true, events pass unread. */
  isDeaf(): Promise<boolean>;
}

const pollMs = 1_000;
const heldBackPollMs = 15;

export class ConsumerLoop {
  readonly #consumer: Consumer;
  readonly #cursors: EventCursors;
  readonly #log: Log;
  #running = false;
  #loop: Promise<void> = Promise.resolve();
  #state: 'busy' | 'idle' | 'deaf' = 'busy';
  #wake = () => {};
  #end = () => {};
  #ended: Promise<void> = Promise.resolve();

  constructor(consumer: Consumer, cursors: EventCursors, log: Log) {
    this.#consumer = consumer;
    this.#cursors = cursors;
    this.#log = log;
  }

  /** There may be news. */
  wake(): void {
    this.#wake();
  }

  start(): void {
    this.#running = true;
    this.#ended = new Promise((end) => {
      this.#end = end;
    });
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#end();
    await this.#loop;
  }

  /** Whether all that is committed was handled. */
  async isSettled(): Promise<boolean> {
    if (this.#state === 'deaf') return true;
    return this.#state === 'idle' && (await this.#cursors.read(this.#consumer)).length === 0;
  }

  async #run(): Promise<void> {
    await this.#cursors.open(this.#consumer.name);
    for (let failures = 0; this.#running; ) {
      const woken = new Promise<void>((wake) => {
        this.#wake = wake;
      });
      try {
        const pauseMs = await this.#turn();
        failures = 0;
        // News ends an idle pause; whoever is deaf does not hear them.
        if (pauseMs > 0) await this.#rest(pauseMs, this.#state === 'idle' ? woken : null);
      } catch (error) {
        // A poisoned event stops its consumer, loudly, and never lets a later one overtake it.
        failures++;
        const { name } = this.#consumer;
        if (this.#running)
          this.#log.error({ err: error, consumer: name, failures }, 'an event could not be handled');
        await this.#rest(Math.min(30_000, 50 * 2 ** failures), null);
      }
    }
  }

  /** Handles what is there; gives how long to rest before the next turn. */
  async #turn(): Promise<number> {
    const { name } = this.#consumer;
    if (await this.#consumer.isDeaf()) {
      this.#state = 'deaf';
      const mark = await this.#cursors.mark();
      // Asked again: whoever begins to listen in between must not miss what came since the mark.
      if (await this.#consumer.isDeaf()) await this.#cursors.passOver(name, mark);
      return pollMs;
    }
    this.#state = 'busy';
    if ((await this.#drain()) > 0) return 0;
    if (await this.#cursors.isHeldBack(this.#consumer)) return heldBackPollMs;
    this.#state = 'idle';
    return pollMs;
  }

  async #drain(): Promise<number> {
    const { name, handler } = this.#consumer;
    const rows = await this.#cursors.read(this.#consumer);
    if ('all' in handler) {
      if (rows.length > 0) await handler.all(rows.map(toEvent));
      if (rows.length > 0) await this.#cursors.moveTo(name, rows.at(-1)!);
      return rows.length;
    }
    for (const row of rows) {
      await handler.one(toEvent(row));
      await this.#cursors.moveTo(name, row);
    }
    return rows.length;
  }

  async #rest(ms: number, woken: Promise<void> | null): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    await Promise.race([promise, this.#ended, ...(woken === null ? [] : [woken])]);
    clearTimeout(timer);
  }
}

function toEvent({ id, type, at, payload }: EventRow): DomainEvent {
  return { id, type, at, payload } as DomainEvent;
}
