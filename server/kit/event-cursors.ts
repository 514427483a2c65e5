// Where each consumer of events stands, and what lies before it. A cursor reads only below the oldest running
// transaction, so that a late commit is never skipped.
import type { Db } from './db.ts';

export interface EventRow {
  id: string;
  xid: string;
  type: string;
  at: number;
  payload: unknown;
}
interface Reading {
  name: string;
  types: readonly string[];
}

const batchMax = 100;

export type EventCursors = ReturnType<typeof createEventCursors>;

export function createEventCursors(db: Db) {
  return {
    async open(consumer: string): Promise<void> {
      await db.sql`insert into event_cursors values (${consumer}, '0'::xid8, 0) on conflict do nothing`;
    },

    read: ({ name, types }: Reading) =>
      db.sql<EventRow>`
        select e.id::text as id, e.xid::text as xid, e.type, e.at, e.payload from events e, event_cursors c
        where c.consumer = ${name} and (e.xid, e.id) > (c.xid, c.id)
          and e.xid < pg_snapshot_xmin(pg_current_snapshot()) and e.type = any(${types})
        order by e.xid, e.id limit ${batchMax}`,

    /** Whether events wait that a running transaction still holds back. */
    async isHeldBack({ name, types }: Reading): Promise<boolean> {
      const rows = await db.sql`select 1 from events e, event_cursors c where c.consumer = ${name}
        and (e.xid, e.id) > (c.xid, c.id) and e.type = any(${types}) limit 1`;
      return rows.length > 0;
    },

    async moveTo(consumer: string, { xid, id }: EventRow): Promise<void> {
      await db.sql`update event_cursors set xid = ${xid}::xid8, id = ${id}::bigint where consumer = ${consumer}`;
    },

    /** A place before which no event is still to come. */
    async mark(): Promise<string> {
      const rows = await db.sql<{ xid: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`;
      return rows[0]!.xid;
    },

    /** Moves the cursor over all that lies before `mark`. */
    async passOver(consumer: string, mark: string): Promise<void> {
      await db.sql`update event_cursors set xid = ${mark}::xid8, id = 0
        where consumer = ${consumer} and xid < ${mark}::xid8`;
    },
  };
}
