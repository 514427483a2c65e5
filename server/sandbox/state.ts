// What a sandbox remembers between two starts, and how it forgets.
import type { SandboxWorld } from '../../protocol/index.ts';
import { type Clock, createClock, type Db } from '../kit/index.ts';
import { storyMs } from './seed-history.ts';

/** The world without its addresses, which each start gives anew. */
export type StoredWorld = Omit<SandboxWorld, 'base_url' | 'graph_url'>;

export interface SandboxState {
  world(): Promise<StoredWorld | null>;
  saveWorld(world: StoredWorld): Promise<void>;
  clockOffset(): Promise<number>;
  saveClock(offsetMs: number): Promise<void>;
}

export function createState(db: Db): SandboxState {
  return {
    world: () => read<StoredWorld>(db, 'world'),
    saveWorld: (world) => write(db, 'world', world),
    clockOffset: async () => (await read<number>(db, 'clock')) ?? 0,
    saveClock: (offsetMs) => write(db, 'clock', offsetMs),
  };
}

/**
 * The clock of a sandbox: where it was moved to, because time must not go back with a restart. One without a world
 * begins a day ago, for the story that will be told.
 */
export async function openClock(db: Db): Promise<Clock> {
  const offsetMs = (await read<number>(db, 'clock')) ?? 0;
  const hasWorld = (await read<StoredWorld>(db, 'world')) !== null;
  return createClock(hasWorld ? offsetMs : offsetMs - storyMs);
}

// What a developer has set up around the world outlives it: the app with its tokens and subscriptions, the places in
// the log up to which readers have read, pictures already drawn.
const kept: ReadonlySet<string> = new Set([
  ...['migrations', 'readiness', 'log_state', 'instance', 'sandbox_state', 'media_variants'],
  ...['apps', 'app_tokens', 'app_subscriptions', 'waba_subscriptions', 'number_overrides'],
]);

/** Back to the first day. */
export async function emptyTables(db: Db): Promise<void> {
  const tables = await db.query<{ name: string }>(
    `select tablename as name from pg_catalog.pg_tables where schemaname = 'public'`,
  );
  const emptied = tables
    .map(({ name }) => name)
    .filter((name) => !kept.has(name) && !name.endsWith('_cursors'));
  await db.transaction(async (tx) => {
    // The ledger lets its books be closed by nothing else.
    await tx.query(`set local comptoir.reset = 'on'`);
    await tx.query(`truncate ${emptied.map((name) => `"${name}"`).join(', ')}`);
    await tx.query('delete from graphile_worker._private_jobs where locked_at is null');
  });
}

async function read<T>(db: Db, key: string): Promise<T | null> {
  const [row] = await db.sql<{ value: T }>`select value from sandbox_state where key = ${key}`;
  return row?.value ?? null;
}

async function write(db: Db, key: string, value: unknown): Promise<void> {
  await db.sql`insert into sandbox_state values (${key}, ${JSON.stringify(value)}::json)
    on conflict (key) do update set value = excluded.value`;
}
