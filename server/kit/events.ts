// Events carry news upwards: a lower module writes a row in its own transaction, a higher one reads it by cursor.
// A handler sees each event at least once and in order; what it does must be idempotent (ids derived from the event).
import type { Clock } from './clock.ts';
import type { Db, Tx } from './db.ts';
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
  start(): void;
  stop(): Promise<void>;
  /** Whether every consumer has handled all that is committed. */
  settled(): Promise<boolean>;
}
export type Handler<T extends EventType> = (event: DomainEvent<T>) => Promise<void>;

interface Consumer {
  name: string;
  types: readonly EventType[];
  handler: Handler<EventType>;
  wake: () => void;
  idle: boolean;
}
interface EventRow {
  id: string;
  xid: string;
  type: EventType;
  at: number;
  payload: unknown;
}

const batchMax = 100;
const pollMs = 1_000;
const heldBackPollMs = 15;

export function createEvents({ db, clock, log }: { db: Db; clock: Clock; log: Log }): Events {
  const consumers: Consumer[] = [];
  const loops: Promise<void>[] = [];
  let running = false;
  const wakeAll = () => {
    for (const consumer of consumers) consumer.wake();
  };

  async function read(consumer: Consumer): Promise<EventRow[]> {
    return db.sql<EventRow>`
      select e.id::text as id, e.xid::text as xid, e.type, e.at, e.payload from events e, event_cursors c
      where c.consumer = ${consumer.name} and (e.xid, e.id) > (c.xid, c.id)
        and e.xid < pg_snapshot_xmin(pg_current_snapshot()) and e.type = any(${consumer.types})
      order by e.xid, e.id limit ${batchMax}`;
  }

  /** Whether events wait that a running transaction still holds back. */
  async function isHeldBack(consumer: Consumer): Promise<boolean> {
    const rows = await db.sql`select 1 from events e, event_cursors c where c.consumer = ${consumer.name}
      and (e.xid, e.id) > (c.xid, c.id) and e.type = any(${consumer.types}) limit 1`;
    return rows.length > 0;
  }

  async function drain(consumer: Consumer): Promise<number> {
    const rows = await read(consumer);
    for (const row of rows) {
      await consumer.handler({ id: row.id, type: row.type, at: row.at, payload: row.payload } as DomainEvent);
      await db.sql`update event_cursors set xid = ${row.xid}::xid8, id = ${row.id}::bigint where consumer = ${consumer.name}`;
    }
    return rows.length;
  }

  async function loop(consumer: Consumer): Promise<void> {
    await db.sql`insert into event_cursors values (${consumer.name}, '0'::xid8, 0) on conflict do nothing`;
    let failures = 0;
    while (running) {
      const woken = new Promise<void>((wake) => {
        consumer.wake = wake;
      });
      try {
        consumer.idle = false;
        const handled = await drain(consumer);
        failures = 0;
        if (handled > 0) continue;
        if (await isHeldBack(consumer)) {
          await pause(heldBackPollMs);
          continue;
        }
        consumer.idle = true;
      } catch (error) {
        // A poisoned event stops its consumer, loudly, and never lets a later one overtake it.
        failures++;
        if (running)
          log.error({ err: error, consumer: consumer.name, failures }, 'an event could not be handled');
      }
      const pauseMs = failures > 0 ? Math.min(30_000, 50 * 2 ** failures) : pollMs;
      await Promise.race([failures > 0 ? new Promise<void>(() => {}) : woken, pause(pauseMs)]);
    }
  }

  return {
    async record(tx, type, payload) {
      await tx.sql`insert into events (type, at, payload) values (${type}, ${clock.now()}, ${JSON.stringify(payload)}::jsonb)`;
      tx.onCommit(wakeAll);
    },
    async recordAll(tx, type, payloads) {
      await tx.sql`insert into events (type, at, payload)
        select ${type}, ${clock.now()}, payload::jsonb
        from unnest(${payloads.map((payload) => JSON.stringify(payload))}::text[]) with ordinality as p (payload, n)
        order by n`;
      tx.onCommit(wakeAll);
    },
    consume(consumer, types, handler) {
      if (running) throw new Error('consumers are named before the start');
      consumers.push({
        name: consumer,
        types,
        handler: handler as Handler<EventType>,
        wake: () => {},
        idle: false,
      });
    },
    start() {
      running = true;
      for (const consumer of consumers) loops.push(loop(consumer));
    },
    async stop() {
      running = false;
      wakeAll();
      await Promise.all(loops.splice(0));
    },
    async settled() {
      for (const consumer of consumers) {
        if (!consumer.idle || (await read(consumer)).length > 0) return false;
      }
      return true;
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, ms).unref?.());
}
