import { afterEach, beforeEach, expect, test } from 'bun:test';
import { Hono } from 'hono';
import { createTestAccounts, type TestAccounts } from '../../test/support/accounts.ts';
import { createOutbound, handleFaults } from '../kit/index.ts';
import { createWebhookRoutes, createWebhooks, type Update, type Webhooks } from './index.ts';

let world: TestAccounts;
let webhooks: Webhooks;
let app: Hono;
let phones = 33_140_000_000;
const nextPhone = () => `+${++phones}`;

beforeEach(async () => {
  world = await createTestAccounts();
  const outbound = createOutbound({ allow: [] });
  webhooks = createWebhooks(world.kit, { outbound, resolve: async () => null });
  app = new Hono();
  app.route(
    '/',
    createWebhookRoutes(webhooks, world.accounts, ({ handle }) => handle),
  );
  handleFaults(app, world.kit.log);
});
afterEach(() => world.kit.close());

/** A shop with a login of the given role, and two rows of the log about it. */
async function addShop(handle: string, role: 'owner' | 'agent') {
  const { accounts } = world;
  const business = await accounts.createBusiness({
    handle,
    name: handle,
    displayPhone: nextPhone(),
    currency: 'EUR',
  });
  const staff = { accountId: business.accountId, name: 'Mireille', email: `${handle}@example.org`, role };
  const staffId = await accounts.createStaff({ ...staff, password: 'correct horse battery' });
  const { token } = await accounts.createDevice(business.accountId, { name: 'Till', staffId });
  const update = (n: number): Update => ({
    appId: '1',
    subject: business.handle,
    object: 'whatsapp_business_account',
    entryId: '55',
    lane: handle,
    change: JSON.stringify({ field: 'messages', value: { n } }),
    note: null,
    happenedAt: n,
  });
  await webhooks.enqueue(async () => [update(1), update(2)]);
  const ask = async (path: string, method = 'GET') => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await app.fetch(new Request(`http://localhost${path}`, { method, headers }));
    return { status: response.status, json: response.status === 204 ? null : await response.json() };
  };
  return ask;
}

const path = '/api/console/webhooks';

test('an owner reads the log about the own number, newest first, page by page', async () => {
  const ask = await addShop('lune', 'owner');
  await addShop('soleil', 'owner');
  const { json } = await ask(`${path}?limit=1`);
  expect(json.webhooks).toHaveLength(1);
  expect(JSON.parse(json.webhooks[0].change)).toEqual({ field: 'messages', value: { n: 2 } });
  const older = await ask(`${path}?before=${json.webhooks[0].seq}`);
  expect(older.json.webhooks.map((row: { change: string }) => JSON.parse(row.change).value.n)).toEqual([1]);
});

test('a row is sent once more by its owner, and by nobody else', async () => {
  const ask = await addShop('lune', 'owner');
  const other = await addShop('soleil', 'owner');
  const { seq } = (await ask(path)).json.webhooks[0];
  expect((await other(`${path}/${seq}/replay`, 'POST')).status).toBe(404);
  expect((await ask(`${path}/${seq}/replay`, 'POST')).status).toBe(204);
  expect((await ask(path)).json.webhooks).toHaveLength(3);
  expect((await ask(`${path}/abc/replay`, 'POST')).status).toBe(404);
});

test('an agent does not see it', async () => {
  const ask = await addShop('lune', 'agent');
  expect((await ask(path)).status).toBe(403);
});
