import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Content, type ConversationId, newId, type SandboxSent } from '../../protocol/index.ts';
import { startSandbox, type TestSandbox } from '../../test/support/sandbox.ts';
import { openDevice } from './device.ts';

setDefaultTimeout(60_000);

let s: TestSandbox;
beforeAll(async () => {
  s = await startSandbox();
});
afterAll(() => s.close());

/** A new customer, and what they can do through the sandbox's doors. */
async function createCustomer() {
  const { json: person } = await s.call('POST', '/sandbox/people', { body: { name: 'Test Customer' } });
  const act = (name: string, body: object = {}, method = 'POST') =>
    s.call(method, `/sandbox/people/${person.user_id}/${name}`, { body });
  const send = async (message: object) => (await act('messages', message)).json as SandboxSent;
  return { person, act, send };
}

const rowOf = async ({ conversation_id, seq }: Pick<SandboxSent, 'conversation_id' | 'seq'>) =>
  (await s.modules.conversations.message(conversation_id, seq))!;

/** The shop answers, as its staff would in the console. */
async function answer(conversationId: ConversationId, content: Content) {
  const { accounts, gateway } = s.modules;
  const shop = (await accounts.businessByHandle('atelier-lune'))!;
  const [owner] = await accounts.parts.staff.list(shop.accountId);
  const { token } = await accounts.createDevice(shop.accountId, { name: 'Test', staffId: owner!.staffId });
  const device = await openDevice(gateway.handlers, token);
  const ok = await device.ask({
    type: 'send',
    id: newId('message'),
    conversation_id: conversationId,
    content,
  });
  device.close();
  return { seq: ok.seq!, wamid: s.modules.wamids.ofMessage(conversationId, ok.seq!) };
}

describe('the contract file', () => {
  test('is for this user alone and holds what every script needs', async () => {
    const file = join(s.dataDir, 'sandbox.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const contract = JSON.parse(readFileSync(file, 'utf8'));
    expect(contract).toEqual(s.world as unknown as typeof contract);
    expect(Object.keys(contract)).toEqual([
      ...['base_url', 'graph_url', 'sandbox_token', 'app_id', 'app_secret', 'verify_token', 'access_token'],
      ...['business_id', 'waba_id', 'phone_number_id', 'display_phone_number', 'catalog_id'],
      ...['product_retailer_ids', 'page_id', 'flow_id', 'people', 'staff'],
    ]);
    expect(contract.product_retailer_ids.length).toBeGreaterThan(200);
    for (const person of contract.people)
      expect(Object.keys(person)).toEqual(['name', 'phone', 'user_id', 'psid', 'token']);
  });

  test('its keys open what they say', async () => {
    const { people, staff, access_token, phone_number_id, catalog_id } = s.world;
    for (const { token, name, phone } of people) {
      const me = await s.call('GET', '/api/me', { headers: { authorization: `Bearer ${token}` } });
      expect(me.json).toMatchObject({ name, phone });
    }
    for (const { email, password, role } of staff) {
      const me = await s.call('POST', '/api/console/sign-in', { body: { email, password } });
      expect(me.json).toMatchObject({ email, role });
    }
    const headers = { authorization: `Bearer ${access_token}` };
    const number = await s.call('GET', `/v23.0/${phone_number_id}`, { headers });
    expect(number.json).toMatchObject({ id: phone_number_id });
    expect(await s.modules.catalog.catalogByGraphId(catalog_id)).not.toBe(null);
  });

  test('shows one person who shared the number and one who did not, each with a story', async () => {
    const { accounts, conversations, payments } = s.modules;
    const shop = (await accounts.businessByHandle('atelier-lune'))!;
    const phones = await Promise.all(
      s.world.people.map(async ({ user_id }) => {
        const id = (await accounts.findByUserId(shop.portfolioId, user_id))!;
        return (await accounts.personForBusiness(id, shop.accountId))!.phone;
      }),
    );
    expect(phones).toEqual([s.world.people[0]!.phone, null]);
    const { orders } = await s.modules.commerce.listOrders(shop.accountId, {});
    expect(orders.map(({ order }) => order.state)).toEqual(['paid']);
    const koffi = (await accounts.findByPhone(s.world.people[1]!.phone))!;
    // A watch, its engraving, a box and the post.
    const spent = 17_900 + 2_500 + 600 + 590;
    expect((await payments.wallet(koffi)).balance.amount_minor).toBe(String(100_000 - spent));
    const now = s.kit.clock.now();
    expect(Math.abs(now - Date.now())).toBeLessThan(1_000);
    for (const { user_id } of s.world.people) {
      const id = (await accounts.findByUserId(shop.portfolioId, user_id))!;
      const chat = (await conversations.find(id, shop.accountId))!;
      const first = (await conversations.message(chat, 1))!;
      expect(now - first.at).toBeGreaterThan(3_600_000);
      expect((await conversations.serviceWindow(chat)).openUntil).toBeGreaterThan(now + 3_600_000);
    }
  });
});

describe('its doors', () => {
  const bare = (path: string, headers: Record<string, string>, method = 'GET') =>
    fetch(s.origin + path, { method, headers }).then((response) => response.status);

  test('open to the token and to pages of this origin', async () => {
    expect(await bare('/sandbox/world', {})).toBe(401);
    expect(await bare('/sandbox/world', { authorization: 'Bearer wrong' })).toBe(401);
    expect(await bare('/sandbox/codes', { 'sec-fetch-site': 'cross-site' })).toBe(401);
    expect(await bare('/sandbox/people', { 'sec-fetch-site': 'same-origin' })).toBe(200);
    const foreign = { authorization: `Bearer ${s.world.sandbox_token}`, origin: 'https://evil.example' };
    expect(await bare('/sandbox/reset', foreign, 'POST')).toBe(403);
  });

  test('answer for local names alone', async () => {
    const token = { authorization: `Bearer ${s.world.sandbox_token}` };
    for (const path of ['/sandbox/world', '/api/shops/atelier-lune'])
      expect(await bare(path, { ...token, host: 'rebound.example:3000' })).toBe(421);
    expect(await bare('/sandbox/world', { ...token, host: '127.0.0.1:1' })).toBe(200);
    expect(await bare('/sandbox/world', { ...token, host: '[::1]' })).toBe(200);
    expect(await bare('/sandbox/world', { ...token, host: 'localhost.evil.example' })).toBe(421);
  });

  test('sign a visitor in with one click, on a page of this origin', async () => {
    const page = { 'sec-fetch-site': 'same-origin' };
    const { phone, name } = s.world.people[1]!;
    const refused = await s.call('POST', '/sandbox/sign-in', { body: { phone } });
    expect(refused.json.error.code).toBe('origin_refused');
    const done = await s.call('POST', '/sandbox/sign-in', { body: { phone }, headers: page });
    expect(done.json.account).toMatchObject({ name, phone });
    const cookie = done.headers.get('set-cookie')!.split(';')[0]!;
    const headers = { cookie, authorization: '' };
    expect((await s.call('GET', '/api/me', { headers })).json.name).toBe(name);
    const { email } = s.world.staff[0]!;
    const staff = await s.call('POST', '/sandbox/sign-in', { body: { email }, headers: page });
    expect(staff.headers.get('set-cookie')).toStartWith('comptoir-staff=');
    const unknown = await s.call('POST', '/sandbox/sign-in', {
      body: { phone: '+33639989999' },
      headers: page,
    });
    expect(unknown.status).toBe(404);
  });

  test('show the codes that were sent', async () => {
    await s.call('POST', '/api/sign-in/code', { body: { phone: '+33 6 39 98 55 55' } });
    const { json } = await s.call('GET', '/sandbox/codes');
    expect(json.codes[0]).toMatchObject({ phone: '+33639985555', code: expect.stringMatching(/^\d{6}$/) });
  });

  test('set faults of webhooks, and what is absent is off', async () => {
    const set = (body: object) => s.call('POST', '/sandbox/faults', { body }).then(({ json }) => json);
    const off = { delay_ms: 0, duplicate: false, drop: false, fail_status: null };
    expect(await set({ webhooks: { duplicate: true, fail_status: 503 } })).toEqual({
      webhooks: { ...off, duplicate: true, fail_status: 503 },
    });
    expect(s.modules.webhooks.faults()).toMatchObject({ duplicate: true, failStatus: 503 });
    expect(await set({})).toEqual({ webhooks: off });
    expect((await s.call('POST', '/sandbox/faults', { body: { webhooks: { slow: 1 } } })).status).toBe(400);
    expect((await s.call('GET', '/sandbox/webhooks')).json.webhooks).toEqual([]);
  });

  test('make people by the hundred, whose tokens work', async () => {
    const { json } = await s.call('POST', '/sandbox/people', { body: { count: 300 } });
    expect(json).toHaveLength(300);
    expect(new Set(json.map((person: { phone: string }) => person.phone)).size).toBe(300);
    const headers = { authorization: `Bearer ${json[299].token}` };
    expect((await s.call('GET', '/api/me', { headers })).json.phone).toBe(json[299].phone);
    expect((await s.call('POST', '/sandbox/people', { body: { count: 0 } })).status).toBe(400);
  });
});

describe('a simulated customer', () => {
  test('is found by number, opaque id and account, and writes as their device would', async () => {
    const { person } = await createCustomer();
    const sent: SandboxSent[] = [];
    for (const name of [person.phone, person.phone.slice(1), person.user_id, person.account_id]) {
      const body = { type: 'text', text: { body: `by ${name}` } };
      const path = `/sandbox/people/${encodeURIComponent(name)}/messages`;
      sent.push((await s.call('POST', path, { body })).json);
    }
    const seqs = sent.map(({ seq }) => seq);
    expect(seqs).toEqual([seqs[0]!, seqs[0]! + 1, seqs[0]! + 2, seqs[0]! + 3]);
    expect(await rowOf(sent[0]!)).toMatchObject({
      via: 'socket',
      role: 'person',
      accountId: person.account_id,
    });
    expect(sent[0]!.messages[0]!.id).toStartWith('wamid.');
    expect(
      (await s.call('POST', '/sandbox/people/FR.1/messages', { body: { type: 'text', text: { body: 'x' } } }))
        .status,
    ).toBe(404);
  });

  test('answers a message, reacts to it, presses its buttons, chooses from its list', async () => {
    const { send, act } = await createCustomer();
    const first = await send({ type: 'text', text: { body: 'Hello' } });
    const { conversation_id } = first;
    const buttons = await answer(conversation_id, {
      type: 'buttons',
      body: 'Which?',
      buttons: [{ id: 'yes', title: 'Yes, please' }],
    });
    const list = await answer(conversation_id, {
      type: 'list',
      body: 'When?',
      button: 'Days',
      sections: [{ rows: [{ id: 'tu', title: 'Tuesday', description: 'from ten' }] }],
    });
    const reply = await send({ type: 'text', text: { body: 'Sure' }, context: { id: buttons.wamid } });
    expect((await rowOf(reply)).replyTo).toBe(buttons.seq);
    const own = await send({ type: 'text', text: { body: 'Again' }, context: { id: first.message_id } });
    expect((await rowOf(own)).replyTo).toBe(first.seq);
    const reaction = await send({ type: 'reaction', reaction: { message_id: list.wamid, emoji: '👍' } });
    expect((await rowOf(reaction)).content).toEqual({ type: 'reaction', target_seq: list.seq, emoji: '👍' });
    const press = { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'yes' } } };
    const pressed = await send({ ...press, context: { id: buttons.wamid } });
    expect((await rowOf(pressed)).content).toEqual({ type: 'button_reply', id: 'yes', title: 'Yes, please' });
    const choice = { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: 'tu' } } };
    const chosen = await send({ ...choice, context: { id: list.wamid } });
    expect((await rowOf(chosen)).content).toMatchObject({ title: 'Tuesday', description: 'from ten' });
    const wrong = await act('messages', { ...press, context: { id: list.wamid } });
    expect(wrong.json.error.code).toBe('reply_target_unknown');
    const foreign = await act('messages', { ...press, context: { id: 'wamid.AAAA' } });
    expect(foreign.json.error.code).toBe('reply_target_unknown');
  });

  test('sends a picture from an address, and one that the API uploaded', async () => {
    const { send, act } = await createCustomer();
    const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#0e5a63' } })
      .png()
      .toBuffer();
    const server = createServer((_, response) => response.end(png));
    await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
    const link = `http://127.0.0.1:${(server.address() as AddressInfo).port}/p.png`;
    const sent = await send({ type: 'image', image: { link, caption: 'Mine' } });
    expect((await rowOf(sent)).content).toMatchObject({
      type: 'image',
      caption: 'Mine',
      width: 40,
      height: 30,
    });
    server.close();
    const shop = (await s.modules.accounts.businessByHandle('atelier-lune'))!;
    const { graphId } = await s.modules.media.store({ accountId: shop.accountId, bytes: png, origin: 'api' });
    expect((await rowOf(await send({ type: 'image', image: { id: graphId } }))).content).toMatchObject({
      width: 40,
    });
    expect((await act('messages', { type: 'image', image: {} })).json.error.code).toBe('invalid_request');
    expect((await act('messages', { type: 'image', image: { link } })).status).toBe(400);
    expect((await act('messages', { type: 'hologram' })).json.error.code).toBe('invalid_request');
  });

  test('orders at the shop’s prices, is refused, pays, and reads', async () => {
    const { person, send, act } = await createCustomer();
    await send({ type: 'text', text: { body: 'One strap, please' } });
    const item = { product_retailer_id: 'AL-NAT-OLI-20', quantity: '2', item_price: 1, currency: 'EUR' };
    const sent = await send({ type: 'order', order: { text: 'Thanks', product_items: [item] } });
    const { content } = await rowOf(sent);
    expect(content).toMatchObject({
      type: 'order',
      order: { order_id: sent.order_id, total: { amount_minor: '3800' } },
    });
    const { commerce, accounts, conversations } = s.modules;
    const businessAccountId = (await accounts.businessByHandle('atelier-lune'))!.accountId;
    const ticket = await commerce.accept({ orderId: sent.order_id!, businessAccountId, actor: 'test' });
    const reference_id = ticket.reference_id;
    await s.settle();
    expect((await act('pay', { reference_id, outcome: 'refusal' })).json).toEqual({ state: 'refused' });
    expect((await act('pay', { reference_id })).json).toEqual({ state: 'captured' });
    // Paid is paid: another try changes nothing.
    expect((await act('pay', { reference_id })).json).toEqual({ state: 'captured' });
    expect((await act('pay', { reference_id: 'none' })).status).toBe(404);
    await s.settle();
    expect((await commerce.order(sent.order_id!))!.state).toBe('paid');
    const { json } = await act('read');
    expect(json.read).toBe(await conversations.lastSeq(sent.conversation_id));
    await s.settle();
    const members = await conversations.members(sent.conversation_id);
    expect(members.find((member) => member.accountId === person.account_id)!.read).toBe(json.read);
  });

  test('blocks the shop, lets it in again, shares the number', async () => {
    const { person, act, send } = await createCustomer();
    const { conversation_id } = await send({ type: 'text', text: { body: 'Hello' } });
    expect((await act('block')).json).toEqual({ blocked: true });
    expect(answer(conversation_id, { type: 'text', body: 'Buy!' })).rejects.toThrow('blocked');
    expect((await act('block', {}, 'DELETE')).json).toEqual({ blocked: false });
    await answer(conversation_id, { type: 'text', body: 'Welcome back' });
    expect((await act('share-phone')).status).toBe(204);
    const shop = (await s.modules.accounts.businessByHandle('atelier-lune'))!;
    expect(await s.modules.accounts.sharedPhone(person.account_id, shop.accountId)).toBe(person.phone);
  });
});
