// Numbered `.sql` files beside the module that owns their tables: server/<module>/NNNN_verb_noun.sql, in one order.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Db } from './db.ts';

const serverDir = join(import.meta.dirname, '..');
const lockKey = 7_261_001;

/** Brings the schema up to the newest file. Each runs once, in a transaction; an altered old file is refused. */
export async function migrate(db: Db): Promise<{ applied: string[] }> {
  const client = await db.pool.connect();
  const applied: string[] = [];
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query(
      'create table if not exists migrations (name text primary key, digest text not null, applied_at bigint not null)',
    );
    const done = await client.query<{ name: string; digest: string }>('select name, digest from migrations');
    const digests = new Map(done.rows.map((row) => [row.name, row.digest]));
    for (const { name, text } of listMigrations()) {
      const digest = createHash('sha256').update(text).digest('hex');
      const known = digests.get(name);
      if (known === digest) continue;
      if (known !== undefined)
        throw new Error(`migration ${name} was changed after it ran; write a new one instead`);
      await client.query('begin');
      try {
        await client.query(text);
        await client.query('insert into migrations values ($1, $2, $3)', [name, digest, Date.now()]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw new Error(`migration ${name}: ${(error as Error).message}`, { cause: error });
      }
      applied.push(name);
    }
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey]).catch(() => {});
    client.release();
  }
  return { applied };
}

export function listMigrations(): { name: string; text: string }[] {
  const files = readdirSync(serverDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => readdirSync(join(serverDir, entry.name)).map((file) => join(entry.name, file)))
    .filter((path) => /\/\d{4}_[a-z0-9_]+\.sql$/.test(path));
  const number = (path: string) => path.slice(path.indexOf('/') + 1);
  return files
    .sort((a, b) => (number(a) < number(b) ? -1 : 1))
    .map((path) => ({ name: number(path), text: readFileSync(join(serverDir, path), 'utf8') }));
}
