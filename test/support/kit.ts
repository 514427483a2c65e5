// A kit for tests of one module: a fresh database on a real PostgreSQL, a clock that can be set, quiet logs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, readConfig } from '../../server/config.ts';
import {
  connectDb,
  createClock,
  createEvents,
  createJobs,
  createLog,
  createMetrics,
  type Db,
  type DbTarget,
  migrate,
  migrateJobs,
  startPostgres,
} from '../../server/kit/index.ts';
import type { Kit } from '../../server/kit/kit.ts';

export interface TestKit extends Kit {
  target: DbTarget;
  /** Waits until events and jobs have come to rest; fails after `timeoutMs`. */
  settle(timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

const template = `comptoir_template_${process.pid}`;
let shared: Promise<(database: string) => DbTarget> | null = null;
let databases = 0;

/** A database of its own with the whole schema, copied from a template. */
export async function createTestDatabase(): Promise<DbTarget> {
  shared ??= prepareServer();
  const targetOf = await shared;
  const admin = connectDb(targetOf('postgres'), 1);
  const database = `comptoir_test_${process.pid}_${++databases}`;
  // Copying files is quicker than logging every page, and nothing here is worth a log.
  await admin.query(`create database ${database} template ${template} strategy file_copy`);
  await admin.close();
  return targetOf(database);
}

/** One server for all tests of this process, with the schema in a template. The embedded one ends with the process. */
async function prepareServer(): Promise<(database: string) => DbTarget> {
  const outside = process.env.TEST_DATABASE_URL;
  const targetOf = outside ? await reachServer(outside) : await startServer();
  const admin = connectDb(targetOf('postgres'), 1);
  await admin.query(`create database ${template}`);
  await admin.close();
  const db = connectDb(targetOf(template), 2);
  await migrateJobs(db);
  await migrate(db);
  await db.close();
  return targetOf;
}

async function startServer(): Promise<(database: string) => DbTarget> {
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-test-pg-'));
  // Tests prove behaviour, not the disk: `npm run crash` is where fsync is on and things are killed.
  const { host, user } = await startPostgres({ dataDir, isTemporary: true });
  return (database) => ({ host, user, database });
}

/** An outside server, and a superuser's login to it. What earlier runs left there goes first. */
async function reachServer(databaseUrl: string): Promise<(database: string) => DbTarget> {
  const targetOf = (database: string) => {
    const url = new URL(databaseUrl);
    url.pathname = `/${database}`;
    return { connectionString: url.href };
  };
  const admin = connectDb(targetOf('postgres'), 1);
  const names = await admin.query<{ datname: string }>(
    "select datname from pg_database where datname ~ '^comptoir_(test|template)_'",
  );
  for (const { datname } of names) {
    if (!isRunning(Number(datname.split('_')[2]))) await admin.query(`drop database ${datname} with (force)`);
  }
  await admin.close();
  return targetOf;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

export async function startTestKit(overrides: Partial<Config> = {}): Promise<TestKit> {
  const target = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-test-data-'));
  const config: Config = {
    ...readConfig({}),
    dataDir,
    port: 0,
    secret: 'test-secret-test-secret-test-secret',
    ...overrides,
  };
  const db: Db = connectDb(target, 10);
  const clock = createClock();
  const log = createLog(process.env.TEST_LOG ?? 'silent');
  const kit: Kit = {
    config,
    db,
    clock,
    log,
    metrics: createMetrics(),
    events: createEvents({ db, clock, log }),
    jobs: createJobs({ db, clock, log }),
  };
  return {
    ...kit,
    target,
    async settle(timeoutMs = 10_000) {
      const deadline = Date.now() + timeoutMs;
      while (!((await kit.events.settled()) && (await kit.jobs.settled()))) {
        if (Date.now() > deadline) throw new Error('the kit did not settle');
        await new Promise((wake) => setTimeout(wake, 10));
      }
    },
    async close() {
      await kit.events.stop();
      await kit.jobs.stop();
      await db.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
