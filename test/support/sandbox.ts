// A whole server with its demo world, in this process, for tests of the sandbox.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { createApp } from '../../server/app.ts';
import { createApps } from '../../server/apps/index.ts';
import { createWamids } from '../../server/business/wamid.ts';
import { type Config, readConfig } from '../../server/config.ts';
import { connectDb, createClock, createLog, handleFaults } from '../../server/kit/index.ts';
import { createSandbox, refuseForeignHost } from '../../server/sandbox/index.ts';
import { createWebhooks } from '../../server/webhooks/index.ts';
import { createTestDatabase } from './kit.ts';

export async function startSandbox(overrides: Partial<Config> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-sandbox-'));
  const secret = 'test-secret-test-secret-test-secret';
  const config: Config = { ...readConfig({}), dataDir, port: 0, secret, ...overrides };
  const db = connectDb(await createTestDatabase(), 10);
  const log = createLog(process.env.TEST_LOG ?? 'silent');
  const app = createApp({ config, db, clock: createClock(), log });
  const { kit, modules } = app;
  const apps = createApps(kit, {
    fetchOutbound: modules.outbound.fetchGuarded,
    latestWatermark: () => modules.conversations.latestWatermark(),
  });
  const webhooks = createWebhooks(kit, { outbound: modules.outbound, resolve: async () => null });
  const wamids = createWamids(secret);
  const sandbox = createSandbox(kit, {
    ...modules,
    apps,
    webhooks,
    wamids,
    sockets: modules.gateway.handlers,
    settle: () => app.settle(),
  });
  const http = new Hono();
  handleFaults(http, log);
  http.use(refuseForeignHost(config));
  http.route('/', sandbox.routes);
  await app.start();
  const world = await sandbox.open('http://localhost:3000');

  async function call(method: string, path: string, options: CallOptions = {}) {
    const headers = { authorization: `Bearer ${world.sandbox_token}`, ...options.headers };
    const body = options.body === undefined ? {} : { body: JSON.stringify(options.body) };
    const response = await http.request(`http://localhost:3000${path}`, { method, headers, ...body });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: text && JSON.parse(text) };
  }
  return {
    ...app,
    sandbox,
    world,
    wamids,
    dataDir,
    call,
    async close() {
      await sandbox.close();
      await app.stop();
      await db.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

interface CallOptions {
  headers?: Record<string, string>;
  body?: unknown;
}
