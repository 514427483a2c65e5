// The sandbox over time: started again, moved in time, reset; and what production makes of it.
import { afterAll, expect, test } from 'bun:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '../../test/support/kit.ts';
import { startSandbox } from '../../test/support/sandbox.ts';
import { createApp } from '../app.ts';
import { type Config, readConfig } from '../config.ts';
import { connectDb, createClock, createLog } from '../kit/index.ts';
import { checkDatabase, checkDataFolder } from './index.ts';

const dirs: string[] = [];
afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});

test('a second start finds the same world, and the clock where it was left', async () => {
  const first = await startSandbox();
  dirs.push(first.dataDir);
  const dayMs = 24 * 3_600_000;
  const moved = await first.call('POST', '/sandbox/clock', { body: { advance_ms: 40 * dayMs } });
  expect(moved.json.offset_ms).toBe(40 * dayMs);
  expect((await first.call('POST', '/sandbox/clock', { body: { advance_ms: -1 } })).status).toBe(400);
  await first.stop();
  const { target, dataDir } = first;
  const second = await startSandbox({ target, dataDir });
  expect({ ...second.world, base_url: '', graph_url: '' }).toEqual({
    ...first.world,
    base_url: '',
    graph_url: '',
  });
  expect(second.world.base_url).toBe(second.origin);
  expect((await second.call('GET', '/sandbox/clock')).json.offset_ms).toBe(40 * dayMs);
  // Logins of the contract outlive the jump, which would end any other.
  const headers = { authorization: `Bearer ${first.world.people[0]!.token}` };
  expect((await second.call('GET', '/api/me', { headers })).status).toBe(200);
  await second.stop();
}, 120_000);

test('a reset begins anew and keeps what a developer has set up', async () => {
  const s = await startSandbox();
  dirs.push(s.dataDir);
  const before = s.world;
  const old = { authorization: `Bearer ${before.people[0]!.token}` };
  await s.call('POST', '/sandbox/people', { body: { count: 20 } });
  const { json: after, status } = await s.call('POST', '/sandbox/reset');
  expect(status).toBe(200);
  for (const key of ['sandbox_token', 'app_id', 'app_secret', 'access_token', 'waba_id', 'phone_number_id'])
    expect(after[key]).toBe(before[key as 'app_id']);
  expect((await s.call('GET', '/api/me', { headers: old })).status).toBe(401);
  const people = await s.kit.db.sql<{
    n: number;
  }>`select count(*)::int as n from accounts where kind = 'person'`;
  expect(people[0]!.n).toBe(2);
  // Everything works on the new world: talk, order, money, the API.
  const path = `/sandbox/people/${after.people[1].user_id}`;
  const said = await s.call('POST', `${path}/messages`, {
    body: { type: 'text', text: { body: 'Hello again' } },
  });
  expect(said.status).toBe(200);
  const product_items = [{ product_retailer_id: 'AL-BAU', quantity: 1 }];
  const ordered = await s.call('POST', `${path}/messages`, {
    body: { type: 'order', order: { product_items } },
  });
  const shop = (await s.modules.accounts.businessByHandle('atelier-lune'))!;
  const order = { orderId: ordered.json.order_id, businessAccountId: shop.accountId, actor: 'test' };
  const { reference_id } = await s.modules.commerce.accept(order);
  await s.settle();
  expect((await s.call('POST', `${path}/pay`, { body: { reference_id, rail: 'wallet' } })).json.state).toBe(
    'captured',
  );
  expect((await s.modules.ledger.trialBalance()).balanced).toBe(true);
  const headers = { authorization: `Bearer ${after.access_token}` };
  expect((await s.call('GET', `/v23.0/${after.phone_number_id}`, { headers })).json.id).toBe(
    after.phone_number_id,
  );
  await s.stop();
}, 120_000);

function productionConfig(dataDir: string): Config {
  return readConfig({
    COMPTOIR_MODE: 'production',
    COMPTOIR_SECRET: 'a production secret of enough letters',
    PUBLIC_URL: 'https://chat.example.org',
    COMPTOIR_SMS_URL: 'https://sms.example.org/',
    COMPTOIR_DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '0',
  });
}

test('none of it exists in production', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-production-'));
  dirs.push(dataDir);
  const db = connectDb(await createTestDatabase(), 8);
  const app = createApp({
    config: productionConfig(dataDir),
    db,
    clock: createClock(),
    log: createLog('silent'),
  });
  const { port } = await app.start();
  const headers = { 'sec-fetch-site': 'same-origin', origin: 'https://chat.example.org' };
  for (const [method, path] of [
    ['GET', '/sandbox'],
    ['GET', '/sandbox/world'],
    ['GET', '/sandbox/codes'],
    ['POST', '/sandbox/sign-in'],
    ['POST', '/sandbox/people'],
    ['POST', '/sandbox/clock'],
    ['POST', '/sandbox/reset'],
  ]) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: method!, headers });
    expect([path, response.status]).toEqual([path, 404]);
  }
  expect(await db.sql`select 1 from accounts`).toEqual([]);
  await app.stop();
  await db.close();
}, 60_000);

test('what began in one mode is refused in the other', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-mode-'));
  dirs.push(dataDir);
  const db = connectDb(await createTestDatabase(), 2);
  const sandbox = { ...readConfig({}), dataDir };
  const production = productionConfig(dataDir);
  checkDataFolder(sandbox);
  checkDataFolder(sandbox);
  expect(() => checkDataFolder(production)).toThrow('began in sandbox mode');
  await checkDatabase(db, sandbox);
  expect(checkDatabase(db, production)).rejects.toThrow('began in sandbox mode');
  await db.close();
  writeFileSync(join(dataDir, 'mode'), 'production\n');
  checkDataFolder(production);
  expect(() => checkDataFolder(sandbox)).toThrow('began in production mode');
});
