import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { type AccountId, type ConversationId, newId } from '../../protocol/index.ts';
import { createTestAccounts, createTestApp, type TestAccounts } from '../../test/support/accounts.ts';

setDefaultTimeout(30_000);

type Role = 'nobody' | 'ended' | 'person' | 'agent' | 'owner' | 'rival';
const password = 'a long enough password';
const roles: Role[] = ['nobody', 'ended', 'person', 'agent', 'owner', 'rival'];

let t: TestAccounts;
let call: ReturnType<typeof createTestApp>;
const tokens: Partial<Record<Role, string>> = {};
const opened: { personAccountId: AccountId; source: string | null }[] = [];
const conversation = newId('conversation');
let person: AccountId;
let shopId: AccountId;
let agentId: string;

beforeAll(async () => {
  t = await createTestAccounts();
  const makeShop = (handle: string, displayPhone: string) =>
    t.accounts.createBusiness({ handle, name: handle, displayPhone, currency: 'EUR' });
  const shop = await makeShop('atelier', '+33199000001');
  const rival = await makeShop('rival', '+33199000002');
  shopId = shop.accountId;
  call = createTestApp(t.kit, t.accounts, {
    openConversation: async (input) => {
      opened.push(input);
      return conversation;
    },
    businessOf: async (id: ConversationId, accountId) =>
      id === conversation && accountId === person ? shopId : null,
  });
  const entered = await t.enter('+33639982001', { name: 'Ana' });
  person = entered.accountId;
  tokens.person = entered.token;
  const gone = await t.enter('+33639982001');
  await t.accounts.endDevice(person, gone.device_id);
  tokens.ended = gone.token;
  for (const [role, accountId, rank] of [
    ['agent', shopId, 'agent'],
    ['owner', shopId, 'owner'],
    ['rival', rival.accountId, 'owner'],
  ] as const) {
    const email = `${role}@atelier.example`;
    const staffId = await t.accounts.createStaff({ accountId, name: role, email, password, role: rank });
    if (role === 'agent') agentId = staffId;
    tokens[role] = (await t.accounts.createDevice(accountId, { name: 'Test', staffId })).token;
  }
});
afterAll(() => t.kit.close());

const as = (role: Role): Record<string, string> =>
  tokens[role] === undefined ? {} : { authorization: `Bearer ${tokens[role]}` };

describe('role × route', () => {
  const anybody = { nobody: 200, ended: 200, person: 200, agent: 200, owner: 200, rival: 200 };
  const people = (ok: number) => ({
    nobody: 401,
    ended: 401,
    person: ok,
    agent: 403,
    owner: 403,
    rival: 403,
  });
  const staff = (ok: number) => ({ nobody: 401, ended: 401, person: 403, agent: ok, owner: ok, rival: ok });
  const owners = (ok: number, rival = ok) => ({
    nobody: 401,
    ended: 401,
    person: 403,
    agent: 403,
    owner: ok,
    rival,
  });
  const foreign = newId('device');
  // Bodies are such that the guard alone decides between 401, 403 and the rest; 400 and 404 lie behind it.
  const matrix: [string, string, Record<Role, number>, unknown?][] = [
    ['GET', '/api/shops/atelier', anybody],
    ['GET', '/b/atelier/qr.svg', anybody],
    [
      'POST',
      '/api/sign-in/code',
      { ...anybody, nobody: 400, ended: 400, person: 400, agent: 400, owner: 400, rival: 400 },
    ],
    ['GET', '/api/me', people(200)],
    ['PATCH', '/api/me', people(200), {}],
    ['GET', '/api/me/devices', people(200)],
    ['DELETE', `/api/me/devices/${foreign}`, people(404)],
    ['POST', '/api/me/phone/code', people(400), {}],
    ['POST', '/api/me/phone', people(400), {}],
    ['POST', '/api/me/delete/code', people(200)],
    ['POST', '/api/me/delete', people(400), {}],
    ['DELETE', '/api/me', people(400), {}],
    ['POST', '/api/shops/atelier/conversation', people(200), {}],
    ['POST', `/api/conversations/${conversation}/share-phone`, people(204)],
    ['GET', '/api/shops/atelier/block', people(200)],
    ['PUT', '/api/shops/atelier/block', people(200)],
    ['DELETE', '/api/shops/atelier/block', people(200)],
    ['GET', '/api/console/me', staff(200)],
    ['GET', '/api/console/staff', staff(200)],
    ['POST', '/api/console/password', staff(400), {}],
    ['POST', '/api/console/staff', owners(400), {}],
    ['PATCH', '/api/console/staff/AGENT', owners(200, 404), {}],
    ['PATCH', '/api/console/shop', owners(200), {}],
  ];
  for (const [method, path, expected, body] of matrix) {
    test(`${method} ${path.replace(/_[0-9a-z]{26}/, '_…')}`, async () => {
      const got: Partial<Record<Role, number>> = {};
      for (const role of roles) {
        const options = { headers: as(role), ...(body === undefined ? {} : { body }) };
        const answer = await call(method, path.replace('AGENT', agentId), options);
        got[role] = answer.status;
        if (answer.status === 401)
          expect(answer.json.error.code).toBe(role === 'ended' ? 'session_expired' : 'not_signed_in');
      }
      expect(got).toEqual(expected);
    });
  }
});

describe('foreign ids', () => {
  test('ten thousand random devices and conversations are nobody’s', async () => {
    const { end } = t.accounts.parts.sessions;
    const before = await t.kit.db.sql<{
      n: number;
    }>`select count(*)::int as n from devices where ended_at is null`;
    await t.kit.db.transaction(async (tx) => {
      for (let i = 0; i < 10_000; i++)
        expect(await end(tx, person, { deviceId: newId('device') })).toEqual([]);
    });
    const after = await t.kit.db.sql<{
      n: number;
    }>`select count(*)::int as n from devices where ended_at is null`;
    expect(after).toEqual(before);
  });

  test('another account’s device, another’s conversation and a shop that is none', async () => {
    const other = await t.enter('+33639982002');
    const mine = { headers: as('person') };
    expect((await call('DELETE', `/api/me/devices/${other.device_id}`, mine)).status).toBe(404);
    expect(await t.stateOf(other.token)).toBe('live');
    const theirs = { headers: { authorization: `Bearer ${other.token}` } };
    expect((await call('POST', `/api/conversations/${conversation}/share-phone`, theirs)).status).toBe(404);
    expect((await call('POST', '/api/shops/nowhere/conversation', { ...mine, body: {} })).status).toBe(404);
    expect((await call('DELETE', '/api/me/devices/dev_%27%20or%201', mine)).status).toBe(404);
  });
});

describe('a person in a browser', () => {
  test('signs in with a code, keeps a cookie, signs out', async () => {
    const asked = await call('POST', '/api/sign-in/code', {
      body: { phone: '06 39 98 20 10', country: 'FR' },
    });
    expect(asked.json).toEqual({
      request_id: expect.any(String),
      phone: '+33639982010',
      expires_at: expect.any(Number),
    });
    const { code } = t.accounts.sandboxCodes()[0]!;
    expect(asked.text).not.toContain(code);
    const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
    const signedIn = await call('POST', '/api/sign-in', {
      headers: { 'user-agent': agent, 'accept-language': 'fr-FR,fr;q=0.9' },
      body: { request_id: asked.json.request_id, code, name: '  Lou  ' },
    });
    expect(signedIn.json).toMatchObject({
      is_new: true,
      account: { name: 'Lou', phone: '+33639982010', language: 'fr', avatar_url: null },
    });
    const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
    expect(cookie).toBe(`comptoir=${signedIn.json.token}`);
    const { json } = await call('GET', '/api/me/devices', { headers: { cookie } });
    expect(json.devices).toMatchObject([{ name: 'Firefox on Linux', current: true }]);
    const renamed = await call('PATCH', '/api/me', { headers: { cookie }, body: { name: 'Louise' } });
    expect(renamed.json.name).toBe('Louise');
    expect((await call('POST', '/api/sign-out', { headers: { cookie } })).status).toBe(204);
    expect((await call('GET', '/api/me', { headers: { cookie } })).json.error.code).toBe('session_expired');
  });

  test('and a merchant in the same browser do not sign each other out', async () => {
    const { token } = await t.enter('+33639982011');
    const body = { email: 'owner@atelier.example', password };
    const staff = await call('POST', '/api/console/sign-in', {
      headers: { cookie: `comptoir=${token}` },
      body,
    });
    expect(staff.json).toMatchObject({
      role: 'owner',
      shop: { handle: 'atelier', phone: '+33 1 99 00 00 01' },
    });
    const cookie = `comptoir=${token}; ${staff.headers.get('set-cookie')!.split(';')[0]!}`;
    expect((await call('GET', '/api/me', { headers: { cookie } })).status).toBe(200);
    expect((await call('GET', '/api/console/me', { headers: { cookie } })).status).toBe(200);
    const asked = (path: string) =>
      t.accounts.authenticate(new Request(`http://x${path}`, { headers: { cookie } }));
    expect((await asked('/socket'))?.kind).toBe('person');
    expect((await asked('/socket?as=staff'))?.kind).toBe('staff');
  });

  test('signing in again ends the session that the browser had', async () => {
    const { token } = await t.enter('+33639982012');
    const { requestId, code } = await t.askCode('+33639982012');
    const body = { request_id: requestId, code };
    const answer = await call('POST', '/api/sign-in', { headers: { cookie: `comptoir=${token}` }, body });
    expect(answer.json.is_new).toBe(false);
    expect([await t.stateOf(token), await t.stateOf(answer.json.token)]).toEqual(['ended', 'live']);
  });

  test('unknown fields, bad codes and bad numbers are refused by name', async () => {
    const refusal = async (path: string, body: unknown) => (await call('POST', path, { body })).json.error;
    expect(await refusal('/api/sign-in/code', { phone: '12' })).toMatchObject({ code: 'phone_invalid' });
    expect(await refusal('/api/sign-in/code', { phone: '+33639982001', admin: true })).toMatchObject({
      code: 'invalid_request',
    });
    expect(await refusal('/api/sign-in', { request_id: 'x', code: '12a456' })).toMatchObject({
      code: 'invalid_request',
      details: 'code: regex',
    });
  });
});

describe('a shop', () => {
  test('shows its profile and a code that leads to it', async () => {
    const { json } = await call('GET', '/api/shops/atelier');
    expect(json).toMatchObject({
      account_id: shopId,
      link_url: 'http://localhost:3000/b/atelier',
      qr_url: 'http://localhost:3000/b/atelier/qr.svg',
    });
    const qr = await call('GET', '/b/atelier/qr.svg');
    expect(qr.headers.get('content-type')).toBe('image/svg+xml');
    expect(qr.text).toStartWith('<svg');
    expect((await call('GET', '/b/nowhere/qr.svg')).status).toBe(404);
  });

  test('learns how a person came, and the number when it is shared', async () => {
    await call('POST', '/api/shops/atelier/conversation', { headers: as('person'), body: { source: 'qr' } });
    expect(opened.at(-1)).toMatchObject({ personAccountId: person, source: 'qr' });
    expect(await t.accounts.sharedPhone(person, shopId)).toBe('+33639982001');
  });

  test('can be blocked and unblocked', async () => {
    const blocked = async (method: string) =>
      (await call(method, '/api/shops/atelier/block', { headers: as('person') })).json;
    expect(await blocked('PUT')).toEqual({ blocked: true });
    expect(await t.accounts.blockedBy(person, shopId)).toBe(true);
    expect(await blocked('DELETE')).toEqual({ blocked: false });
  });
});

test('the account is erased by its own code and the cookie with it', async () => {
  const { token, accountId } = await t.enter('+33639982020');
  const headers = { authorization: `Bearer ${token}` };
  const { json } = await call('POST', '/api/me/delete/code', { headers });
  const { code } = t.accounts.sandboxCodes()[0]!;
  const answer = await call('DELETE', '/api/me', { headers, body: { request_id: json.request_id, code } });
  expect(answer.status).toBe(204);
  expect(answer.headers.get('set-cookie')).toContain('Max-Age=0');
  expect((await t.accounts.person(accountId))?.deletedAt).toBeNumber();
  expect((await call('GET', '/api/me', { headers })).json.error.code).toBe('not_signed_in');
});
