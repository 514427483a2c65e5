// Back to the first day. It empties what the world is made of and keeps what a developer has set up around it: the
// app with its tokens and subscriptions, the places in the log up to which readers have read, pictures already drawn.
import type { Db } from '../kit/index.ts';

const kept: ReadonlySet<string> = new Set([
  ...['migrations', 'readiness', 'log_state', 'instance', 'sandbox_state', 'media_variants'],
  ...['apps', 'app_tokens', 'app_subscriptions', 'waba_subscriptions', 'number_overrides'],
]);

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
