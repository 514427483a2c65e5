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
  type Postgres,
  startPostgres,
} from '../../server/kit/index.ts';
import type { Kit } from '../../server/kit/kit.ts';

export interface TestKit extends Kit {
  target: DbTarget;
  /** Waits until events and jobs have come to rest; fails after `timeoutMs`. */
  settle(timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

let shared: Promise<Postgres> | null = null;
let databases = 0;

/** One server for all tests of this process; it ends with the process. */
function sharedPostgres(): Promise<Postgres> {
  shared ??= (async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-test-pg-'));
    // Tests prove behaviour, not the disk: `npm run crash` is where fsync is on and things are killed.
    const postgres = await startPostgres({
      dataDir,
      settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
    });
    process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));
    const db = connectDb({ host: postgres.host, user: postgres.user, database: 'postgres' }, 2);
    await db.query('create database comptoir_template');
    await db.close();
    const template = connectDb(
      { host: postgres.host, user: postgres.user, database: 'comptoir_template' },
      2,
    );
    await migrateJobs(template);
    await migrate(template);
    await template.close();
    return postgres;
  })();
  return shared;
}

/** A database of its own with the whole schema, copied from a template. */
export async function createTestDatabase(): Promise<DbTarget> {
  const postgres = await sharedPostgres();
  const admin = connectDb({ host: postgres.host, user: postgres.user, database: 'postgres' }, 1);
  const database = `test_${process.pid}_${++databases}`;
  await admin.query(`create database ${database} template comptoir_template`);
  await admin.close();
  return { host: postgres.host, user: postgres.user, database };
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
