// A data folder and a database belong to the mode that they began in: a sandbox's open doors and play money must never
// turn up in production, and nobody's real chats in a sandbox. Both carry a mark; either is enough to refuse.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Db } from '../kit/index.ts';

/** Marks a new data folder; throws a sentence when an old one began in the other mode. */
export function checkDataFolder({ dataDir, mode }: Config): void {
  const file = join(dataDir, 'mode');
  if (!existsSync(file)) writeFileSync(file, `${mode}\n`);
  const born = readFileSync(file, 'utf8').trim();
  if (born !== mode) throw new Error(refusal(`The data folder ${dataDir}`, born, mode));
}

/** The same for the database. */
export async function checkDatabase(db: Db, { mode }: Config): Promise<void> {
  await db.sql`insert into instance (mode, born_at) values (${mode}, ${Date.now()}) on conflict do nothing`;
  const [row] = await db.sql<{ mode: string }>`select mode from instance`;
  if (row!.mode !== mode) throw new Error(refusal('The database', row!.mode, mode));
}

function refusal(what: string, born: string, mode: string): string {
  return `${what} began in ${born} mode and cannot be used in ${mode} mode; use an empty one`;
}
