import type { Config } from '../config.ts';
import type { Clock } from './clock.ts';
import type { Db } from './db.ts';
import type { Events } from './events.ts';
import type { Jobs } from './jobs.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** What every module is built from. */
export interface Kit {
  config: Config;
  db: Db;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  events: Events;
  jobs: Jobs;
}
