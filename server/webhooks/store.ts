import type { Db, Tx } from '../kit/index.ts';

/** One update for one app. */
export interface Update {
  appId: string;
  /** What the address is looked up by: the phone number id. */
  subject: string;
  object: string;
  entryId: string;
  lane: string;
  /** ASCII JSON text of one element of `changes`; see toAsciiJson. */
  change: string;
  /** Handed back by `onAccepted`. */
  note: string | null;
  happenedAt: number;
}
export interface QueuedUpdate extends Update {
  seq: number;
  attempts: number;
  dueAt: number;
  createdAt: number;
}
export type DeliveryState = 'waiting' | 'accepted' | 'expired' | 'dropped' | 'canceled';

/** What became of one try. */
export interface Outcome {
  seq: number;
  state: DeliveryState;
  attempts: number;
  dueAt: number;
  url: string;
  /** Null when there was no answer. */
  status: number | null;
  excerpt: string;
  durationMs: number;
  triedAt: number;
}
export interface DeliveryRow extends QueuedUpdate {
  state: DeliveryState;
  url: string | null;
  status: number | null;
  excerpt: string | null;
  durationMs: number | null;
  triedAt: number | null;
}

/** A part of the log, newest first: of one app, about one number, before a row. */
export interface LogRange {
  limit: number;
  appId?: string | null;
  subject?: string | null;
  before?: number | null;
}

const columns = `seq, app_id as "appId", subject, object, entry_id as "entryId", lane, change, note,
  happened_at as "happenedAt", attempts, due_at as "dueAt", created_at as "createdAt"`;
const logColumns = `${columns}, state, url, status, excerpt, duration_ms as "durationMs", tried_at as "triedAt"`;

export type Store = ReturnType<typeof createStore>;

export function createStore(db: Db) {
  return {
    async insert(tx: Tx, updates: readonly Update[], now: number): Promise<void> {
      const column = <T>(read: (update: Update) => T) => updates.map(read);
      await tx.query(
        `insert into webhook_deliveries
            (app_id, subject, object, entry_id, lane, change, note, happened_at, created_at, due_at)
          select app_id, subject, object, entry_id, lane, change, note, happened_at, $9::bigint, $9::bigint
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[])
            with ordinality as u (app_id, subject, object, entry_id, lane, change, note, happened_at, n) order by n`,
        [
          column((update) => update.appId),
          column((update) => update.subject),
          column((update) => update.object),
          column((update) => update.entryId),
          column((update) => update.lane),
          column((update) => update.change),
          column((update) => update.note),
          column((update) => update.happenedAt),
          now,
        ],
      );
    },

    /** Apps that something waits for. */
    async waitingApps(): Promise<string[]> {
      const rows = await db.sql<{ id: string }>`select distinct app_id as id from webhook_deliveries
        where state = 'waiting'`;
      return rows.map((row) => row.id);
    },

    waiting: (appId: string, afterSeq: number, limit: number) =>
      db.query<QueuedUpdate>(
        `select ${columns} from webhook_deliveries where app_id = $1 and state = 'waiting' and seq > $2
          order by seq limit $3`,
        [appId, afterSeq, limit],
      ),

    async record(outcomes: readonly Outcome[]): Promise<void> {
      const column = <T>(read: (outcome: Outcome) => T) => outcomes.map(read);
      await db.query(
        `update webhook_deliveries d set state = o.state, attempts = o.attempts, due_at = o.due_at, url = o.url,
            status = o.status, excerpt = o.excerpt, duration_ms = o.duration_ms, tried_at = o.tried_at
          from unnest($1::bigint[], $2::text[], $3::int[], $4::bigint[], $5::text[], $6::int[], $7::text[], $8::int[],
            $9::bigint[]) as o (seq, state, attempts, due_at, url, status, excerpt, duration_ms, tried_at)
          where d.seq = o.seq`,
        [
          column((outcome) => outcome.seq),
          column((outcome) => outcome.state),
          column((outcome) => outcome.attempts),
          column((outcome) => outcome.dueAt),
          column((outcome) => outcome.url),
          column((outcome) => outcome.status),
          column((outcome) => outcome.excerpt),
          column((outcome) => outcome.durationMs),
          column((outcome) => outcome.triedAt),
        ],
      );
    },

    /** The log, newest first. */
    recent: ({ limit, appId = null, subject = null, before = null }: LogRange) =>
      db.query<DeliveryRow>(
        `select ${logColumns} from webhook_deliveries where ($2::text is null or app_id = $2)
          and ($3::text is null or subject = $3) and ($4::bigint is null or seq < $4) order by seq desc limit $1`,
        [limit, appId, subject, before],
      ),

    async find(seq: number): Promise<DeliveryRow | null> {
      const rows = await db.query<DeliveryRow>(
        `select ${logColumns} from webhook_deliveries where seq = $1`,
        [seq],
      );
      return rows[0] ?? null;
    },

    /** Takes what is settled out of the log when `keptMax` newer ones stand in it; at most `limit` at once. */
    async prune(keptMax: number, limit: number): Promise<number> {
      const rows =
        await db.sql`delete from webhook_deliveries where seq in (select seq from webhook_deliveries
          where state <> 'waiting' and seq < (select coalesce(max(seq), 0) from webhook_deliveries) - ${keptMax}::bigint
          order by seq limit ${limit}) returning 1`;
      return rows.length;
    },
  };
}
