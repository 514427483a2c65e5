import { statfsSync } from 'node:fs';
import { Hono } from 'hono';
import { type Db, isWritable, type Metrics } from '../kit/index.ts';

export interface HealthOptions {
  db: Db;
  metrics: Metrics;
  dataDir: string;
  /** True between the end of the start and the beginning of the drain. */
  isServing(): boolean;
  /** Age of the oldest message that waits for its commit, in ms. */
  queueLagMs(): number;
  metricsToken: string | null;
}

const diskFreeShareMin = 0.05;
const queueLagMsMax = 5_000;
/** A database that hangs is no answer either. */
const databaseWithinMs = 2_000;

/** `/healthz` the process · `/readyz` database, migrations, disk, queue lag · `/metrics` for the operator alone. */
export function createHealthRoutes(options: HealthOptions): Hono<{ Bindings: { remoteAddress: string } }> {
  const routes = new Hono<{ Bindings: { remoteAddress: string } }>();
  routes.get('/healthz', (c) => c.json({ ok: true }));
  routes.get('/readyz', async (c) => {
    const checks = await runChecks(options);
    const ready = Object.values(checks).every(Boolean);
    return c.json({ ready, checks }, ready ? 200 : 503);
  });
  routes.get('/metrics', async (c) => {
    if (!mayReadMetrics(options.metricsToken, c.req.raw, c.env.remoteAddress)) return c.notFound();
    return c.text(await options.metrics.text());
  });
  return routes;
}

async function runChecks(options: HealthOptions): Promise<Record<string, boolean>> {
  return {
    serving: options.isServing(),
    database: await answersInTime(isWritable(options.db)),
    disk: hasDiskSpace(options.dataDir),
    queue: options.queueLagMs() < queueLagMsMax,
  };
}

async function answersInTime(check: Promise<boolean>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((done) => {
    timer = setTimeout(() => done(false), databaseWithinMs);
  });
  const answer = await Promise.race([check, late]);
  clearTimeout(timer);
  return answer;
}

function hasDiskSpace(dir: string): boolean {
  try {
    const disk = statfsSync(dir);
    return disk.bavail / disk.blocks > diskFreeShareMin;
  } catch {
    return false;
  }
}

function mayReadMetrics(token: string | null, request: Request, remoteAddress: string): boolean {
  if (token !== null) return request.headers.get('authorization') === `Bearer ${token}`;
  const isLocal = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(remoteAddress);
  return isLocal && !request.headers.has('x-forwarded-for');
}
