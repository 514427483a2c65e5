// The manners of the Graph API: addresses, tokens, parameters, fields, pages, batches, headers.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { createHmac } from 'node:crypto';
import { type ApiPerson, type ApiWorld, type Json, startApiWorld } from '../support/api-world.ts';

let world: ApiWorld;
let amara: ApiPerson;
let pnid: string;

beforeAll(async () => {
  world = await startApiWorld();
  pnid = world.shop.phoneNumberId;
  amara = await world.addPerson('Amara', { sharesPhone: true });
  await amara.say('Hello');
});
afterAll(() => world.close());

const message = () => ({ messaging_product: 'whatsapp', to: amara.phone, text: { body: 'Hi' } });

test('any version, none, and a slash too many', async () => {
  for (const prefix of ['/v13.0/', '/v99.0/', '/', '//v20.0//']) {
    const { status, headers, json } = await world.graph('GET', `${prefix}${pnid}/?fields=id`);
    expect([prefix, status, json]).toEqual([prefix, 200, { id: pnid }]);
    expect(headers.get('facebook-api-version')).toMatch(/^v\d+\.0$/);
    expect(headers.get('x-fb-trace-id')).toBeString();
    expect(headers.get('access-control-allow-origin')).toBe('*');
  }
  const sent = await world.graph('POST', `/${pnid}/messages/`, { body: message() });
  expect(sent.json.messages).toHaveLength(1);
  expect(JSON.parse(sent.headers.get('x-business-use-case-usage')!)[world.shop.wabaId][0].type).toBe(
    'whatsapp',
  );
});

test('the token in four places, with or without a proof', async () => {
  const proof = createHmac('sha256', world.appSecret).update(world.token).digest('hex');
  const path = `/v23.0/${pnid}`;
  const answers = [
    await world.graph('GET', path),
    await world.graph('GET', path, { token: null, headers: { authorization: `OAuth ${world.token}` } }),
    await world.graph('GET', `${path}?access_token=${world.token}`, { token: null }),
    await world.graph('GET', `${path}?appsecret_proof=${proof}`),
    await world.graph('POST', `${path}/messages`, {
      token: null,
      body: { ...message(), access_token: world.token },
    }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const wrong = await world.graph('GET', `${path}?appsecret_proof=${'0'.repeat(64)}`);
  expect([wrong.status, wrong.json.error.code]).toEqual([400, 100]);
  expect(wrong.headers.get('www-authenticate')).toStartWith('OAuth "Facebook Platform" "invalid_request"');
});

test('parameters in a query, as JSON, as a form and as multipart mean the same', async () => {
  const path = `/v23.0/${pnid}/messages`;
  const fields = { messaging_product: 'whatsapp', to: amara.phone, text: JSON.stringify({ body: 'same' }) };
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  const answers = [
    await world.graph('POST', `${path}?${new URLSearchParams(fields)}`),
    await world.graph('POST', path, { body: { ...fields, text: { body: 'same' } } }),
    await world.graph('POST', path, {
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
    await world.graph('POST', path, { body: form }),
    await world.graph('PUT', path, { body: { ...fields, text: { body: 'same' } } }),
  ];
  expect(answers.map(({ json }) => json.messages?.length)).toEqual([1, 1, 1, 1, 1]);
  const bodies = (await amara.chat()).slice(-5).map((row) => row.content);
  expect(bodies).toEqual(Array(5).fill({ type: 'text', body: 'same' }));
});

test('a GET with an empty JSON body is answered', async () => {
  const response = await fetch(`${world.baseUrl}/v23.0/${pnid}?access_token=${world.token}`, {
    headers: { 'content-type': 'application/json' },
  });
  expect(response.status).toBe(200);
});

test('fields: what is asked for, nested edges, unknown ones by name', async () => {
  const nested = await world.graph(
    'GET',
    `/v23.0/${pnid}?fields=status,whatsapp_business_profile{about,vertical}`,
  );
  expect(nested.json).toEqual({
    status: 'CONNECTED',
    whatsapp_business_profile: { data: [{ messaging_product: 'whatsapp', vertical: 'RETAIL' }] },
    id: pnid,
  });
  const listed = await world.graph('GET', `/v23.0/${pnid}?fields=["account_mode","display_phone_number"]`);
  expect(Object.keys(listed.json).sort()).toEqual(['account_mode', 'display_phone_number', 'id']);
  const unknown = await world.graph('GET', `/v23.0/${pnid}?fields=shoe_size`);
  expect(unknown.json.error.message).toBe(
    '(#100) Tried accessing nonexisting field (shoe_size) on node type (WhatsAppBusinessPhoneNumber)',
  );
  for (const fields of [
    'a{b',
    'a.limit(',
    '{',
    'a}',
    `${'a{'.repeat(50)}`,
    `${'a,'.repeat(500)}a`,
    '__proto__',
  ]) {
    const { status, json } = await world.graph('GET', `/v23.0/${pnid}?fields=${encodeURIComponent(fields)}`);
    expect([fields.slice(0, 9), status, json.error?.code]).toEqual([fields.slice(0, 9), 400, 100]);
  }
});

test('pages: cursors, and a next address that needs no header', async () => {
  const { accounts } = world.app.modules;
  for (let n = 0; n < 4; n++) {
    await accounts.createBusiness({
      handle: `branch-${n}`,
      name: `Branch ${n}`,
      displayPhone: `+3363980010${n}`,
      currency: 'EUR',
      portfolioId: world.shop.portfolioId,
      wabaId: world.shop.wabaId,
    });
  }
  const path = `/v23.0/${world.shop.wabaId}/phone_numbers?limit=2&fields=id`;
  let page = (await world.graph('GET', path)).json;
  const ids: string[] = [];
  const hosts = new Set<string>();
  for (;;) {
    ids.push(...page.data.map((item: Json) => item.id));
    if (page.paging.next === undefined) break;
    hosts.add(new URL(page.paging.next).origin);
    page = await (await fetch(page.paging.next)).json();
  }
  expect([ids.length, new Set(ids).size, [...hosts]]).toEqual([5, 5, [world.baseUrl]]);
  const back = await (await fetch(page.paging.previous)).json();
  expect(back.data.map((item: Json) => item.id)).toEqual(ids.slice(2, 4));
  const filter = encodeURIComponent("[{'field':'account_mode','operator':'EQUAL','value':'LIVE'}]");
  expect((await world.graph('GET', `${path}&filtering=${filter}`)).json.data).toEqual([]);
});

test('a batch answers each part, with the batch’s own token', async () => {
  const body = {
    access_token: world.token,
    include_headers: false,
    batch: [
      { method: 'GET', relative_url: `v23.0/${pnid}?fields=id` },
      {
        method: 'POST',
        relative_url: `${pnid}/messages`,
        body: new URLSearchParams({ ...message(), text: '{"body":"b"}' } as Json).toString(),
      },
      { method: 'GET', relative_url: '12345678' },
    ],
  };
  for (const path of ['/', '/v23.0/']) {
    const { status, json } = await world.graph('POST', path, { token: null, body });
    expect(status).toBe(200);
    expect(json.map((part: Json) => part.code)).toEqual([200, 200, 400]);
    expect(JSON.parse(json[0].body)).toEqual({ id: pnid });
    expect(JSON.parse(json[1].body).messages).toHaveLength(1);
    expect(json[0].headers).toBeUndefined();
  }
  const nested = { ...body, batch: [{ method: 'POST', relative_url: '/', body: 'batch=[]' }] };
  expect((await world.graph('POST', '/', { token: null, body: nested })).json.error.code).toBe(100);
});

test('the web keeps its own addresses, and the API reads no cookie', async () => {
  const home = await fetch(`${world.baseUrl}/`);
  expect(home.headers.get('facebook-api-version')).toBeNull();
  const { status, json } = await world.graph('GET', `/v23.0/${pnid}`, {
    token: null,
    headers: { cookie: `access_token=${world.token}` },
  });
  expect([status, json.error.code]).toEqual([401, 104]);
});

test('unknown addresses are Graph errors', async () => {
  const cases: [string, string, number][] = [
    ['GET', '/v23.0/', 100],
    ['GET', '/v23.0/nonsense', 803],
    ['GET', '/v23.0/1234567890', 100],
    ['GET', `/v23.0/${pnid}/message_templates`, 100],
    ['POST', `/v23.0/${pnid}/nonsense`, 100],
    ['DELETE', `/v23.0/${pnid}`, 100],
    ['PATCH', `/v23.0/${pnid}`, 3],
  ];
  for (const [method, path, code] of cases) {
    const { status, json } = await world.graph(method, path);
    expect([method, path, json.error?.code]).toEqual([method, path, code]);
    expect(status).toBeLessThan(500);
    expect(json.error.fbtrace_id).toBeString();
  }
});

test('the profile and the shop settings are read back as they were written', async () => {
  const profile = {
    about: 'Watches',
    address: 'Lyon',
    description: 'By hand',
    email: 'a@example.org',
    vertical: 'RETAIL',
  };
  const websites = ['https://example.org/', 'https://example.com/'];
  const path = `/v23.0/${pnid}/whatsapp_business_profile`;
  const body = { messaging_product: 'whatsapp', ...profile, websites };
  expect((await world.graph('POST', path, { body })).json).toEqual({ success: true });
  const read = await world.graph('GET', `${path}?fields=about,address,description,email,vertical,websites`);
  expect(read.json).toEqual({ data: [{ messaging_product: 'whatsapp', ...profile, websites }] });
  const tooMany = { messaging_product: 'whatsapp', websites: [...websites, ...websites] };
  expect((await world.graph('POST', path, { body: tooMany })).json.error.code).toBe(100);

  const settings = `/v23.0/${pnid}/whatsapp_commerce_settings`;
  expect((await world.graph('POST', `${settings}?is_cart_enabled=false`)).json).toEqual({ success: true });
  expect((await world.graph('GET', settings)).json.data[0]).toEqual({
    is_cart_enabled: false,
    is_catalog_visible: true,
    id: pnid,
  });
});

test('tokens: client credentials, inspection, exchange, revocation', async () => {
  const { appId, appSecret } = world;
  const login = `/oauth/access_token?client_id=${appId}&client_secret=${appSecret}`;
  const app = await world.graph('GET', `${login}&grant_type=client_credentials`, { token: null });
  expect(app.json).toEqual({ access_token: `${appId}|${appSecret}`, token_type: 'bearer' });
  const wrong = await world.graph('GET', `/oauth/access_token?client_id=${appId}&client_secret=x`, {
    token: null,
  });
  expect(wrong.json.error.code).toBe(101);
  const debug = await world.graph('GET', `/v23.0/debug_token?input_token=${world.token}`, {
    token: app.json.access_token,
  });
  expect(debug.json.data).toMatchObject({
    app_id: appId,
    is_valid: true,
    type: 'SYSTEM_USER',
    expires_at: 0,
  });
  const exchange = `${login}&grant_type=fb_exchange_token&fb_exchange_token=${world.token}`;
  const { access_token } = (await world.graph('POST', exchange, { token: null })).json;
  expect((await world.graph('GET', `/${pnid}?fields=id`, { token: access_token })).status).toBe(200);
  await world.app.modules.apps.revokeToken(access_token);
  const revoked = await world.graph('GET', `/${pnid}?fields=id`, { token: access_token });
  expect([revoked.status, revoked.json.error.code, revoked.json.error.error_subcode]).toEqual([
    401, 190, 460,
  ]);
  expect((await world.graph('GET', `/${pnid}`, { token: app.json.access_token })).json.error.code).toBe(100);
});
