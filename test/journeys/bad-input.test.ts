// What goes wrong when people, files and programs misbehave: through the real doors, each refusal has its catalogued
// code, the server answers on, nothing that was said is lost, and no answer tells of the inside.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { request } from 'node:http';
import { crc32, deflateSync } from 'node:zlib';
import {
  type ConversationId,
  closeCodes,
  type ErrorCode,
  errorCatalogue,
  limits,
  newId,
  type PaymentId,
} from '../../protocol/index.ts';
import { startApiWorld } from '../support/api-world.ts';
import { openRawSocket, openSignedIn, type RawSocket } from '../support/raw-socket.ts';
import { startReceiver } from '../support/receiver.ts';
import { startWorld, type World, type WorldPerson } from '../support/world.ts';

const gigabyte = 2 ** 30;
const csvHeader = 'id,title,price,inventory\n';
let world: World;
let amara: WorldPerson;
let chat: ConversationId;
let socket: RawSocket;
let staffToken: string;
const said: string[] = [];

beforeAll(async () => {
  world = await startWorld();
  amara = await world.person('Amara Diallo');
  chat = await amara.openChat();
  socket = await openSignedIn(socketUrl(), amara);
  const owner = world.sandbox.staff.find((member) => member.role === 'owner')!;
  const response = await fetch(`${world.url}/api/console/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: owner.email, password: owner.password }),
  });
  staffToken = response.headers.get('set-cookie')!.split(';')[0]!.split('=')[1]!;
  await say('before everything');
}, 90_000);

afterAll(async () => {
  socket.close();
  await world.close();
});

const socketUrl = () => `${world.url.replace('http', 'ws')}/socket`;

interface Answer {
  status: number;
  text: string;
}
interface Ask {
  method?: string;
  token?: string;
  body?: unknown;
}

async function ask(path: string, { method = 'GET', token, body }: Ask = {}): Promise<Answer> {
  const isRaw = body instanceof FormData || body instanceof Uint8Array || typeof body === 'string';
  const response = await fetch(world.url + path, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: isRaw ? (body as BodyInit) : JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

/** The answer is that catalogued refusal and nothing more, and a message passes through right after it. */
async function expectRefusal(answer: Answer, code: ErrorCode): Promise<void> {
  expectTight(answer.text);
  expect(`${answer.status} ${answer.text}`).toStartWith(`${errorCatalogue[code].status} {`);
  expect(JSON.parse(answer.text).error.code).toBe(code);
  await say(`after ${code}`);
}

/** No stack, no statement, no path, no driver's word. */
function expectTight(text: string): void {
  expect(text).not.toMatch(/\bat \S+ \(|\.tsx?\b|node_modules|\/(tmp|home|root|var|usr|work)\//i);
  expect(text).not.toMatch(
    /\b(select|insert into|update) .+ (from|values|set) |postgres|violates|relation "/i,
  );
}

async function say(body: string): Promise<void> {
  const id = newId('message');
  socket.send({ type: 'send', id, conversation_id: chat, content: { type: 'text', body } });
  await socket.next('ok', (frame) => frame.id === id);
  said.push(body);
}

const post = (path: string, body: unknown, token?: string) =>
  ask(path, { method: 'POST', body, ...(token ? { token } : {}) });

test('a code that is wrong, of another request, or used before', async () => {
  const phone = '+33639980042';
  const asked = JSON.parse((await post('/api/sign-in/code', { phone })).text);
  const listed = await ask('/sandbox/codes', { token: world.sandbox.sandbox_token });
  const { code } = JSON.parse(listed.text).codes.find((item: { phone: string }) => item.phone === phone);
  const wrong = code === '123456' ? '654321' : '123456';
  const enter = (request_id: string, entered: string) =>
    post('/api/sign-in', { request_id, code: entered, name: 'Zoé' });
  const refused = await enter(asked.request_id, wrong);
  expect(refused.text).not.toContain(code);
  await expectRefusal(refused, 'code_wrong');
  await expectRefusal(await enter('another-request-entirely', code), 'code_expired');
  expect((await enter(asked.request_id, code)).status).toBe(200);
  await expectRefusal(await enter(asked.request_id, code), 'code_expired');
});

test('a session that was ended opens no door', async () => {
  const { accounts } = world.app.modules;
  const { token } = await accounts.createDevice(amara.accountId, { name: 'Lost phone' });
  expect((await ask('/api/me', { token })).status).toBe(200);
  await post('/api/sign-out', {}, token);
  await expectRefusal(await ask('/api/me', { token }), 'session_expired');
  await expectRefusal(await ask('/api/me'), 'not_signed_in');
  const late = await openRawSocket(socketUrl());
  late.send({ type: 'hello', version: 1, token });
  expect((await late.closed).code).toBe(closeCodes.notSignedIn);
  expectTight(JSON.stringify(late.frames));
});

test('an order and a payment of somebody else', async () => {
  const { accounts } = world.app.modules;
  const [sku] = world.sandbox.product_retailer_ids as [string];
  const id = newId('message');
  socket.send({ type: 'place_order', id, conversation_id: chat, lines: [{ sku, quantity: 1 }] });
  const placed = await socket.next('ok', (frame) => frame.id === id);
  const path = `/api/orders/${placed.order_id}`;
  expect((await ask(path, { token: amara.token })).status).toBe(200);
  const stranger = await world.person('Basile Roy');
  await expectRefusal(await ask(path, { token: stranger.token }), 'not_found');
  const rival = await accounts.createBusiness({
    handle: 'rival',
    name: 'Rival',
    displayPhone: '+33199000099',
    currency: 'EUR',
  });
  const member = {
    name: 'Rita',
    email: 'rita@rival.example',
    password: 'long enough, surely',
    role: 'owner',
  };
  const staffId = await accounts.createStaff({ accountId: rival.accountId, ...member, role: 'owner' });
  const { token } = await accounts.createDevice(rival.accountId, { name: 'Desk', staffId });
  const order = `/api/console/orders/${placed.order_id}`;
  await expectRefusal(await ask(order, { token }), 'not_found');
  await expectRefusal(await post(`${order}/accept`, {}, token), 'not_found');
  const accepted = await post(`${order}/accept`, {}, staffToken);
  expect(accepted.status).toBe(200);
  await world.settle();
  const asked = await socket.next('message', (frame) => frame.content.type === 'payment_request');
  const { payment_id } = (asked.content as unknown as { payment: { payment_id: PaymentId } }).payment;
  const thief = await openSignedIn(socketUrl(), stranger);
  thief.send({ type: 'pay', id: 'steal', payment_id, rail: 'wallet' });
  expect((await thief.next('no', (frame) => frame.id === 'steal')).code).toBe('not_found');
  thief.send({ type: 'pull', id: 'peek', conversation_id: chat });
  expect((await thief.next('no', (frame) => frame.id === 'peek')).code).toBe('conversation_not_member');
  thief.close();
}, 30_000);

test('a price that the client sends', async () => {
  const [sku] = world.sandbox.product_retailer_ids as [string];
  const { accountId } = (await world.app.modules.accounts.businessByHandle('atelier-lune'))!;
  const cart = { lines: [{ sku, quantity: 1, price: { amount_minor: '1', currency: 'EUR' } }] };
  const saved = await ask(`/api/carts/${accountId}`, { method: 'PUT', body: cart, token: amara.token });
  await expectRefusal(saved, 'price_not_accepted');
  const id = newId('message');
  const frame = { type: 'place_order', id, conversation_id: chat, ...cart };
  socket.sendText(JSON.stringify([frame]));
  const no = await socket.next('no', (answer) => answer.id === id);
  expect([no.code, no.details]).toEqual(['price_not_accepted', 'price']);
});

test('a 900-megapixel picture and an SVG', async () => {
  const upload = (bytes: Uint8Array, name: string) => {
    const form = new FormData();
    form.set('file', new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' }), name);
    return ask('/api/media', { method: 'POST', body: form, token: amara.token });
  };
  const began = performance.now();
  await expectRefusal(await upload(drawPng(30_000, 30_000), 'wall.png'), 'media_pixels_exceeded');
  expect(performance.now() - began).toBeLessThan(10_000);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  await expectRefusal(await upload(new TextEncoder().encode(svg), 'photo.png'), 'media_type_unsupported');
}, 30_000);

const importsPath = '/api/console/catalog/imports';

test('a CSV with a wrong header, and one of mixed encodings: nothing of it is taken', async () => {
  await expectRefusal(await post(importsPath, 'name;cost\nx;1\n', staffToken), 'import_header_invalid');
  const latin = Buffer.from('mixed-2,Caf\xe9,1 EUR,1\n', 'latin1');
  const mixed = Buffer.concat([Buffer.from(`${csvHeader}mixed-1,Café,1 EUR,1\n`), latin]);
  await expectRefusal(await post(importsPath, mixed, staffToken), 'import_encoding_invalid');
  await world.settle();
  expect(await offered('mixed-1,mixed-2')).toEqual([]);
});

test('formulas in cells come in as text, are named in the report, and go out harmless', async () => {
  const rows = `formula-1,"=HYPERLINK(""http://evil.example"",""win"")",1 EUR,1\nformula-2,@SUM(A1),1 EUR,1\n`;
  const taken = await post(importsPath, csvHeader + rows, staffToken);
  expect(taken.status).toBe(202);
  await world.settle();
  const report = JSON.parse(
    (await ask(`${importsPath}/${JSON.parse(taken.text).import_id}`, { token: staffToken })).text,
  );
  expect([report.state, report.created]).toEqual(['done', 2]);
  const exported = await ask('/api/console/catalog/export.csv', { token: staffToken });
  expect(exported.text).toContain("'=HYPERLINK");
  expect(exported.text).toContain("'@SUM");
  expect(exported.text).not.toMatch(/(^|,)"?[=@]/m);
  await say('after formulas');
}, 30_000);

test('1 GB of lines is refused as it comes in, in little memory', async () => {
  const before = process.memoryUsage().rss;
  const sent = await stream(gigabyte, { 'transfer-encoding': 'chunked' });
  expect(sent.bytes).toBeLessThan(gigabyte * 0.75);
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1_048_576);
  await expectRefusal(sent, 'import_too_large');
  const declared = await stream(gigabyte, { 'content-length': String(gigabyte) });
  expect(declared.bytes).toBeLessThan(gigabyte / 8);
  await expectRefusal(declared, 'import_too_large');
  expect(await offered('endless')).toEqual([]);
}, 120_000);

test('a frame of 10 MB closes its connection and disturbs no other', async () => {
  const loud = await openSignedIn(socketUrl(), amara);
  loud.sendText(JSON.stringify([{ type: 'ping', padding: 'x'.repeat(10 * limits.frameBytesMax) }]));
  const { code, reason } = await loud.closed;
  expect(code).toBe(closeCodes.frameTooLarge);
  expectTight(reason);
  await say('after the large frame');
});

test('a JSON body beyond its limit, too deep, or none at all', async () => {
  const large = { phone: 'x'.repeat(limits.jsonBodyBytesMax) };
  await expectRefusal(await post('/api/sign-in/code', large), 'body_too_large');
  await expectRefusal(await post('/api/sign-in/code', '['.repeat(100_000)), 'invalid_request');
  await expectRefusal(await post('/api/sign-in/code', '{"phone":'), 'invalid_request');
});

test('a JSON body without end is refused at its limit, not kept until it ends', async () => {
  const endless = await stream(gigabyte / 4, { 'transfer-encoding': 'chunked' }, '/api/sign-in/code');
  expect(endless.bytes).toBeLessThan(64 * 1_048_576);
  await expectRefusal(endless, 'body_too_large');
}, 60_000);

test('a session that nobody used for a month', async () => {
  const { token } = await world.app.modules.accounts.createDevice(amara.accountId, { name: 'Old phone' });
  expect((await ask('/api/me', { token })).status).toBe(200);
  world.clock.advance(31 * 24 * 3_600_000);
  await expectRefusal(await ask('/api/me', { token }), 'session_expired');
});

test('everything that was said is there, once, and the books balance', async () => {
  const id = 'all';
  socket.send({ type: 'pull', id, conversation_id: chat, limit: limits.pageMessagesMax });
  const page = await socket.next('page', (frame) => frame.id === id);
  const texts = page.messages.flatMap(({ content }) => (content.type === 'text' ? [content.body] : []));
  expect(texts).toEqual(said);
  expect((await fetch(`${world.url}/readyz`)).status).toBe(200);
  expect((await world.app.modules.ledger.trialBalance()).balanced).toBe(true);
});

test('none of it was an error of ours', () => {
  expect(world.logged()).not.toContain('a request failed');
});

test('in production a webhook address that points inside is refused, and nobody is called', async () => {
  const receiver = await startReceiver();
  const production = await startApiWorld({
    mode: 'production',
    publicUrl: 'https://shop.example',
    smsUrl: 'https://sms.example/send',
    outboundAllow: [],
  });
  const { appId, appSecret, verifyToken } = production;
  const inside = [
    receiver.url,
    receiver.url.replace('127.0.0.1', 'localhost'),
    receiver.url.replace('127.0.0.1', '2130706433'),
    receiver.url.replace('127.0.0.1', '[::ffff:127.0.0.1]'),
    'http://169.254.169.254/latest/meta-data',
    'https://10.1.2.3/hook',
    'http://[::1]:5432/',
    'file:///etc/passwd',
  ];
  for (const callback_url of inside) {
    const { status, json } = await production.graph('POST', `/v23.0/${appId}/subscriptions`, {
      token: `${appId}|${appSecret}`,
      body: {
        object: 'whatsapp_business_account',
        fields: 'messages',
        verify_token: verifyToken,
        callback_url,
      },
    });
    expect([callback_url, status]).toEqual([callback_url, 400]);
    expect([2200, 100]).toContain(json.error.code);
    expectTight(JSON.stringify(json).replaceAll(callback_url, ''));
  }
  expect(receiver.received).toEqual([]);
  expect((await fetch(`${production.baseUrl}/readyz`)).status).toBe(200);
  expect((await fetch(`${production.baseUrl}/sandbox/codes`)).status).toBe(404);
  receiver.close();
  await production.close();
}, 60_000);

async function offered(skus: string): Promise<unknown[]> {
  const { catalogId } = (await world.app.modules.accounts.businessByHandle('atelier-lune'))!;
  return JSON.parse((await ask(`/api/catalogs/${catalogId}/variants?skus=${skus}`)).text).offers;
}

/** Sends lines as fast as they are taken, until all are sent or an answer is there. */
function stream(
  total: number,
  headers: Record<string, string>,
  path = importsPath,
): Promise<Answer & { bytes: number }> {
  const block = Buffer.from('endless,Endless,1 EUR,1\n'.repeat(40_000));
  return new Promise((done, failed) => {
    let bytes = 0;
    const sending = request(world.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${staffToken}`, ...headers },
    });
    sending.on('response', (response) => {
      let text = '';
      response.on('data', (piece) => {
        text += piece;
      });
      response.on('end', () => {
        done({ status: response.statusCode!, text, bytes });
        sending.destroy();
      });
    });
    sending.on('error', failed);
    const pump = () => {
      while (bytes < total && !sending.destroyed) {
        const piece = bytes === 0 ? Buffer.from(csvHeader) : block;
        bytes += piece.length;
        if (!sending.write(piece)) return void sending.once('drain', pump);
      }
      sending.end();
    };
    pump();
  });
}

/** A picture of one colour: huge to whoever decodes it, some 100 kB on the wire. */
function drawPng(width: number, height: number): Uint8Array {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = [Buffer.alloc(4), Buffer.alloc(4)] as const;
    ends[0].writeUInt32BE(data.length);
    ends[1].writeUInt32BE(crc32(body));
    return Buffer.concat([ends[0], body, ends[1]]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
