// Timers and retries on graphile-worker, and nothing else. A job is asked for in the transaction that needs it.
import { type Runner, run, runMigrations } from 'graphile-worker';
import type { Clock } from './clock.ts';
import type { Db, Reader } from './db.ts';
import type { Log } from './log.ts';

export interface Job {
  name: string;
  payload: Record<string, unknown>;
  /** Unix ms by our clock; at once when absent. */
  runAt?: number;
  /** A job with the same key replaces the one that waits. */
  key?: string;
  attemptsMax?: number;
}
export type JobHandler = (payload: Record<string, unknown>) => Promise<void>;

export interface Jobs {
  define(name: string, handler: JobHandler): void;
  enqueue(reader: Reader, job: Job): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Whether no job that is due waits or runs. */
  settled(): Promise<boolean>;
}

export function createJobs({ db, clock, log }: { db: Db; clock: Clock; log: Log }): Jobs {
  const handlers = new Map<string, JobHandler>();
  let runner: Runner | null = null;
  let isStopping = false;

  // The worker lives by the database's clock: a jump of ours brings every waiting job nearer by as much.
  clock.onAdvance(async (ms) => {
    await db.query(
      `update graphile_worker._private_jobs set run_at = run_at - $1 * interval '1 millisecond'
      where run_at > now() and locked_at is null`,
      [ms],
    );
  });

  return {
    define: (name, handler) => void handlers.set(name, handler),
    async enqueue(reader, job) {
      const waitMs = Math.max(0, (job.runAt ?? clock.now()) - clock.now());
      await reader.query(
        `select graphile_worker.add_job($1, payload := $2::json, run_at := now() + $3 * interval '1 millisecond',
          job_key := $4, max_attempts := $5)`,
        [job.name, JSON.stringify(job.payload), waitMs, job.key ?? null, job.attemptsMax ?? 25],
      );
    },
    async start() {
      const tasks = [...handlers].map(([name, handler]) => [
        name,
        (payload: unknown) => handler(payload as Record<string, unknown>),
      ]);
      const { Logger } = await import('graphile-worker');
      const logger = new Logger(() => (level, message) => {
        // A job that the end interrupts is not a failure: it runs again after the next start.
        if (level === 'error' && !isStopping) log.error({ job: true }, message);
      });
      runner = await run({
        pgPool: db.pool,
        taskList: Object.fromEntries(tasks),
        concurrency: 4,
        noHandleSignals: true,
        pollInterval: 1_000,
        logger,
        parsedCronItems: [],
      });
    },
    async stop() {
      isStopping = true;
      await runner?.stop();
      runner = null;
    },
    async settled() {
      const rows = await db.query<{
        due: number;
      }>(`select count(*)::int as due from graphile_worker._private_jobs
        where (run_at <= now() or locked_at is not null) and attempts < max_attempts`);
      return rows[0]!.due === 0;
    },
  };
}

/** The worker's own schema; run with the migrations. */
export async function migrateJobs(db: Db): Promise<void> {
  await runMigrations({ pgPool: db.pool });
}
