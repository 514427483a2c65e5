// Which PostgreSQL this process uses: the one it was pointed to, or the embedded one, watched and started again
// when it dies, so that a lost database costs a pause and not a night.
import { type Config, databaseTarget, postgresDir } from './config.ts';
import {
  connectDb,
  type Db,
  type Log,
  migrate,
  migrateJobs,
  type Postgres,
  startPostgres,
} from './kit/index.ts';

export interface Database {
  db: Db;
  close(): Promise<void>;
}

const startAttemptsMax = 30;
const startPauseMs = 500;
const oldestVersion = 15;

/** Starts or reaches the database and brings its schema up to date. */
export async function openDatabase(config: Config, log: Log): Promise<Database> {
  const embedded = config.databaseUrl === null ? await keepPostgres(postgresDir(config), log) : null;
  const db = connectDb(embedded ? embedded.target : databaseTarget(config.databaseUrl!));
  if (!embedded) await checkServer(db);
  await migrateJobs(db);
  const { applied } = await migrate(db);
  if (applied.length > 0) log.info({ applied: applied.length }, 'the schema was brought up to date');
  return {
    db,
    async close() {
      await db.close();
      await embedded?.stop();
    },
  };
}

/** What an outside server must be; says in a sentence what it is not. */
async function checkServer(db: Db): Promise<void> {
  const rows = await db.sql<{ version: number; encoding: string }>`
    select current_setting('server_version_num')::int / 10000 as version,
      current_setting('server_encoding') as encoding`.catch((error: Error) => {
    const reason = error instanceof AggregateError ? (error.errors[0] as Error).message : error.message;
    throw new Error(`the database of DATABASE_URL cannot be reached: ${reason}`);
  });
  const { version, encoding } = rows[0]!;
  if (version < oldestVersion)
    throw new Error(`DATABASE_URL leads to PostgreSQL ${version}; ${oldestVersion} or newer is needed`);
  if (encoding !== 'UTF8')
    throw new Error(`the database of DATABASE_URL is encoded in ${encoding}, not UTF8`);
}

async function keepPostgres(dataDir: string, log: Log) {
  let postgres = await start(dataDir, /still in use|lock file/);
  let stopping = false;
  const watch = async () => {
    while (!stopping) {
      await postgres.ended;
      if (stopping) return;
      log.error('the embedded PostgreSQL ended; starting it again');
      postgres = await start(dataDir, /./);
    }
  };
  watch().catch((error) => {
    log.fatal({ err: error }, 'the embedded PostgreSQL does not start again');
    process.exit(1);
  });
  return {
    target: { host: postgres.host, user: postgres.user, database: 'postgres' },
    async stop() {
      stopping = true;
      await postgres.stop();
    },
  };
}

/** Children of a killed server hold its memory for a moment; until they are gone a new one refuses to start. */
async function start(dataDir: string, retryOn: RegExp): Promise<Postgres> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startPostgres({ dataDir });
    } catch (error) {
      if (!retryOn.test((error as Error).message) || attempt >= startAttemptsMax) throw error;
      await new Promise((wake) => setTimeout(wake, startPauseMs));
    }
  }
}
