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

const restartAttemptsMax = 30;
const restartPauseMs = 500;

/** Starts or reaches the database and brings its schema up to date. */
export async function openDatabase(config: Config, log: Log): Promise<Database> {
  const embedded = config.databaseUrl === null ? await keepPostgres(postgresDir(config), log) : null;
  const db = connectDb(embedded ? embedded.target : databaseTarget(config.databaseUrl!));
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

async function keepPostgres(dataDir: string, log: Log) {
  let postgres: Postgres = await startPostgres({ dataDir });
  let stopping = false;
  const watch = async () => {
    while (!stopping) {
      await postgres.ended;
      if (stopping) return;
      log.error('the embedded PostgreSQL ended; starting it again');
      postgres = await restart(dataDir);
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
async function restart(dataDir: string): Promise<Postgres> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startPostgres({ dataDir });
    } catch (error) {
      if (attempt >= restartAttemptsMax) throw error;
      await new Promise((wake) => setTimeout(wake, restartPauseMs));
    }
  }
}
