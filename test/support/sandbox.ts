// A whole server with its demo world, in this process and on a port of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxWorld } from '../../protocol/index.ts';
import { createApp } from '../../server/app.ts';
import { type Config, readConfig } from '../../server/config.ts';
import { connectDb, createLog, type DbTarget } from '../../server/kit/index.ts';
import { openClock } from '../../server/sandbox/index.ts';
import { createTestDatabase } from './kit.ts';

export type TestSandbox = Awaited<ReturnType<typeof startSandbox>>;

interface SandboxOptions extends Partial<Config> {
  /** A database and a data folder that were used before: the second start. */
  target?: DbTarget;
}
interface CallOptions {
  headers?: Record<string, string>;
  body?: unknown;
}

/** Pictures are left out, unless asked for: they keep a processor busy. */
export async function startSandbox({ target: given, ...overrides }: SandboxOptions = {}) {
  const dataDir = overrides.dataDir ?? mkdtempSync(join(tmpdir(), 'comptoir-sandbox-'));
  const secret = 'test-secret-test-secret-test-secret';
  const config: Config = { ...readConfig({}), port: 0, secret, demoPictures: false, ...overrides, dataDir };
  const target = given ?? (await createTestDatabase());
  const db = connectDb(target, 10);
  const clock = await openClock(db);
  const app = createApp({ config, db, clock, log: createLog(process.env.TEST_LOG ?? 'silent') });
  const server = await app.start();
  const origin = `http://localhost:${server.port}`;
  const readWorld = async (): Promise<SandboxWorld> =>
    (await fetch(`${origin}/sandbox/world`, { headers: { 'sec-fetch-site': 'same-origin' } })).json();
  const world = await readWorld();

  /** Calls a door with the sandbox's token. */
  async function call(method: string, path: string, options: CallOptions = {}) {
    const headers = { authorization: `Bearer ${world.sandbox_token}`, ...options.headers };
    const body = options.body === undefined ? {} : { body: JSON.stringify(options.body) };
    const response = await fetch(origin + path, { method, headers, ...body });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : null,
    };
  }
  return {
    ...app,
    origin,
    world,
    readWorld,
    dataDir,
    target,
    call,
    /** Stops the server; the data stays for another start. */
    async stop() {
      await app.stop();
      await db.close();
    },
    async close() {
      await app.stop();
      await db.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
