// Events carry news upwards: a lower module writes a row in its own transaction, a higher one reads it by cursor.
// A handler sees each event at least once and in order; what it does must be idempotent (ids derived from the event).
import type { Clock } from './clock.ts';
import type { Db, Tx } from './db.ts';
import { createEventCursors } from './event-cursors.ts';
import { type Consumer, ConsumerLoop } from './event-loop.ts';
import type { Log } from './log.ts';

/** Every event type with its payload. Payloads are ids and states, never texts of messages. */
export interface EventPayloads {
  'order.placed': { order_id: string };
  'order.changed': { order_id: string; revision: number };
  'payment.requested': { payment_id: string };
  'payment.changed': { payment_id: string; revision: number };
  'account.changed': { account_id: string };
  'account.deleted': { account_id: string };
  'phone.shared': { account_id: string; business_account_id: string };
  /** The number that was shared is the person's no more. */
  'phone.withdrawn': { account_id: string; business_account_id: string };
  'send.refused': { refusal_id: string };
  'receipt.advanced': { conversation_id: string; member: number; delivered: number; read: number };
}
export type EventType = keyof EventPayloads;
export type DomainEvent<T extends EventType = EventType> = {
  [K in T]: { id: string; type: K; at: number; payload: EventPayloads[K] };
}[T];

export interface Events {
  /** Writes the event in the caller's transaction. */
  record<T extends EventType>(tx: Tx, type: T, payload: EventPayloads[T]): Promise<void>;
  /** The same for many of one type, in their order, by one statement. */
  recordAll<T extends EventType>(tx: Tx, type: T, payloads: readonly EventPayloads[T][]): Promise<void>;
  /** Hears events of `types` from now until `stop`; `consumer` names the cursor and never changes. */
  consume<T extends EventType>(consumer: string, types: readonly T[], handler: Handler<T>): void;
  /** The same, up to a hundred at a time. While `isDeaf` says so, events pass unread: that costs nothing per event. */
  consumeBatches<T extends EventType>(
    consumer: string,
    types: readonly T[],
    options: { handle: BatchHandler<T>; isDeaf(): Promise<boolean> },
  ): void;
  start(): void;
  stop(): Promise<void>;
  /** Whether every consumer has handled all that is committed. */
  settled(): Promise<boolean>;
}
export type Handler<T extends EventType> = (event: DomainEvent<T>) => Promise<void>;
export type BatchHandler<T extends EventType> = (events: DomainEvent<T>[]) => Promise<void>;

export function createEvents({ db, clock, log }: { db: Db; clock: Clock; log: Log }): Events {
  const cursors = createEventCursors(db);
  const consumers: { types: readonly EventType[]; loop: ConsumerLoop }[] = [];
  let running = false;
  /** Only those who listen: receipts alone are news four times a second, and each consumer asks the database twice. */
  const wake = (type: EventType) => {
    for (const { types, loop } of consumers) if (types.includes(type)) loop.wake();
  };
  function add(options: Consumer): void {
    if (running) throw new Error('consumers are named before the start');
    consumers.push({ types: options.types, loop: new ConsumerLoop(options, cursors, log) });
  }

  return {
    async record(tx, type, payload) {
      await tx.sql`insert into events (type, at, payload) values (${type}, ${clock.now()}, ${JSON.stringify(payload)}::jsonb)`;
      tx.onCommit(() => wake(type));
    },
    async recordAll(tx, type, payloads) {
      await tx.sql`insert into events (type, at, payload)
        select ${type}, ${clock.now()}, payload::jsonb
        from unnest(${payloads.map((payload) => JSON.stringify(payload))}::text[]) with ordinality as p (payload, n)
        order by n`;
      tx.onCommit(() => wake(type));
    },
    consume(name, types, handler) {
      add({ name, types, handler: { one: handler as Handler<EventType> }, isDeaf: async () => false });
    },
    consumeBatches(name, types, { handle, isDeaf }) {
      add({ name, types, handler: { all: handle as BatchHandler<EventType> }, isDeaf });
    },
    start() {
      running = true;
      for (const { loop } of consumers) loop.start();
    },
    async stop() {
      running = false;
      await Promise.all(consumers.map(({ loop }) => loop.stop()));
    },
    async settled() {
      for (const { loop } of consumers) if (!(await loop.isSettled())) return false;
      return true;
    },
  };
}
