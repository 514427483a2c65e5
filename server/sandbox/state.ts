// What a sandbox remembers between two starts.
import type { SandboxWorld } from '../../protocol/index.ts';
import type { Clock, Db } from '../kit/index.ts';

/** The world without its addresses, which each start gives anew. */
export type StoredWorld = Omit<SandboxWorld, 'base_url' | 'graph_url'>;

export interface SandboxState {
  world(): Promise<StoredWorld | null>;
  saveWorld(world: StoredWorld): Promise<void>;
  saveClock(offsetMs: number): Promise<void>;
}

export function createState(db: Db): SandboxState {
  return {
    world: () => read<StoredWorld>(db, 'world'),
    saveWorld: (world) => write(db, 'world', world),
    saveClock: (offsetMs) => write(db, 'clock', offsetMs),
  };
}

/** Sets the clock of a sandbox to where it was moved: time must not go back with a restart. */
export async function restoreClock(db: Db, clock: Clock): Promise<void> {
  const offsetMs = (await read<number>(db, 'clock')) ?? 0;
  if (offsetMs > clock.offsetMs()) await clock.advance(offsetMs - clock.offsetMs());
}

async function read<T>(db: Db, key: string): Promise<T | null> {
  const [row] = await db.sql<{ value: T }>`select value from sandbox_state where key = ${key}`;
  return row?.value ?? null;
}

async function write(db: Db, key: string, value: unknown): Promise<void> {
  await db.sql`insert into sandbox_state values (${key}, ${JSON.stringify(value)}::json)
    on conflict (key) do update set value = excluded.value`;
}
