// The environment, read once and here alone. Every setting has a default that is right on a laptop.
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { DbTarget } from './kit/index.ts';

export interface Config {
  mode: 'sandbox' | 'production';
  host: string;
  port: number;
  /** Origin that people and systems reach this server by, without a slash at the end. */
  publicUrl: string;
  dataDir: string;
  /** An outside PostgreSQL (≥ 15); null starts the embedded one. */
  databaseUrl: string | null;
  /** Host names, addresses or CIDR blocks that the outbound guard opens besides public ones. */
  outboundAllow: string[];
  /** Signs sessions and media links. In a sandbox it is made once and kept in the data folder. */
  secret: string | null;
  logLevel: string;
  /** Sends a device may make in a minute, on average. */
  sendsPerMinute: number;
  /** Where sign-in codes go in production (see docs/operate.md); null in a sandbox. */
  smsUrl: string | null;
  smsToken: string | null;
  /** Whether a new sandbox draws the pictures of its shop: it keeps the processors busy for a minute. */
  demoPictures: boolean;
  /** Whether a reverse proxy of ours stands in front: then the last X-Forwarded-For says who is calling. */
  behindProxy: boolean;
  /** Bearer token that opens `/metrics`; null answers to loopback alone. */
  metricsToken: string | null;
}

/** Reads and checks the environment; throws a sentence that says what to mend. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const mode = env.COMPTOIR_MODE ?? 'sandbox';
  if (mode !== 'sandbox' && mode !== 'production')
    throw new Error('COMPTOIR_MODE is "sandbox" or "production"');
  const port = readNumber(env, 'PORT', 3000);
  // A sandbox opens doors that must never face a network.
  const host = mode === 'sandbox' ? '127.0.0.1' : (env.HOST ?? '0.0.0.0');
  const config: Config = {
    mode,
    host,
    port,
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${port}`).replace(/\/+$/, ''),
    dataDir: resolve(env.COMPTOIR_DATA_DIR ?? './data'),
    databaseUrl: env.DATABASE_URL ?? null,
    outboundAllow: readList(env.COMPTOIR_OUTBOUND_ALLOW, mode === 'sandbox' ? ['127.0.0.0/8', '::1'] : []),
    secret: env.COMPTOIR_SECRET ?? null,
    logLevel: env.COMPTOIR_LOG_LEVEL ?? 'info',
    sendsPerMinute: readNumber(env, 'COMPTOIR_SENDS_PER_MINUTE', 60),
    smsUrl: env.COMPTOIR_SMS_URL ?? null,
    smsToken: env.COMPTOIR_SMS_TOKEN ?? null,
    demoPictures: env.COMPTOIR_DEMO_PICTURES !== 'off',
    behindProxy: env.COMPTOIR_BEHIND_PROXY === 'yes',
    metricsToken: env.COMPTOIR_METRICS_TOKEN ?? null,
  };
  if (mode === 'production') checkProduction(config);
  return config;
}

export function databaseTarget(databaseUrl: string): DbTarget {
  return { connectionString: databaseUrl };
}

/** The folder of the embedded database's files. */
export function postgresDir(config: Config): string {
  return join(config.dataDir, 'postgres');
}

export function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

function checkProduction(config: Config): void {
  if (config.secret === null || config.secret.length < 32) {
    throw new Error('In production COMPTOIR_SECRET must be set, at least 32 characters long');
  }
  if (!config.publicUrl.startsWith('https://'))
    throw new Error('In production PUBLIC_URL must start with https://');
  if (config.smsUrl === null)
    throw new Error('In production COMPTOIR_SMS_URL must be set, or nobody can sign in');
}

function readNumber(env: Record<string, string | undefined>, name: string, standard: number): number {
  const text = env[name];
  if (text === undefined || text === '') return standard;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} is a whole number, not "${text}"`);
  return value;
}

function readList(text: string | undefined, standard: string[]): string[] {
  if (text === undefined) return standard;
  return text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}
