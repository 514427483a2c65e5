// What every module stands on: clock, log, metrics, database, events, jobs, HTTP. Knows no domain.
export { assert } from './assert.ts';
export { type Clock, createClock } from './clock.ts';
export {
  connectDb,
  type Db,
  type DbTarget,
  isUniqueViolation,
  isWritable,
  type Reader,
  type SqlValue,
  type Tx,
} from './db.ts';
export { deriveId } from './derive.ts';
export { createEvents, type DomainEvent, type EventPayloads, type Events, type EventType } from './events.ts';
export {
  answerError,
  handleFaults,
  parseJson,
  readBytes,
  readJson,
  readQuery,
  readText,
  refuseForeignOrigin,
  secureHeaders,
  validate,
} from './http.ts';
export { createJobs, type Jobs, migrateJobs } from './jobs.ts';
export type { Kit } from './kit.ts';
export { createLog, type Log, maskPhone } from './log.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { migrate } from './migrate.ts';
export {
  createOutbound,
  type Outbound,
  type OutboundFailure,
  type OutboundOptions,
  type OutboundResult,
  outboundSettings,
} from './outbound.ts';
export { type Postgres, startPostgres } from './postgres.ts';
export { type HttpServer, type Socket, type SocketHandlers, serve } from './serve.ts';
