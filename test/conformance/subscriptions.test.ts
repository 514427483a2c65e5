// Who is told: the handshake, several apps on one account, addresses of account and number; and that nothing is lost,
// whatever stops when, nor the log read in vain.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import {
  type ApiPerson,
  type ApiWorld,
  type Json,
  type Listener,
  startApiWorld,
} from '../support/api-world.ts';
import { type Receiver, signatureOf, startReceiver } from '../support/receiver.ts';
import { until } from '../support/until.ts';

let world: ApiWorld;
let amara: ApiPerson;
const receivers: Receiver[] = [];

beforeAll(async () => {
  world = await startApiWorld();
  amara = await world.addPerson('Amara', { sharesPhone: true });
});
afterAll(async () => {
  for (const receiver of receivers) receiver.close();
  await world.close();
});

async function open(verifyToken = world.verifyToken): Promise<Receiver> {
  const receiver = await startReceiver(verifyToken);
  receivers.push(receiver);
  return receiver;
}
const bodiesOf = (receiver: Receiver): string[] =>
  receiver.received
    .flatMap(({ body }) => JSON.parse(body).entry)
    .flatMap((entry: Json) => entry.changes)
    .flatMap(({ value }: Json) => value.messages ?? [])
    .map((message: Json) => message.text?.body);
const appToken = () => `${world.appId}|${world.appSecret}`;

test('while nobody listens the log is not read', async () => {
  const { conversations, business } = world.app.modules;
  await world.settle();
  const { db } = world.app.kit;
  const read = conversations.readLog;
  let reads = 0;
  conversations.readLog = (range) => {
    reads++;
    return read.call(conversations, range);
  };
  const before = db.queryCount();
  for (let n = 0; n < 50; n++) await amara.say(`unheard ${n}`);
  await until(async () => business.settled());
  conversations.readLog = read;
  expect(reads).toBe(0);
  // One statement a commit, and what other consumers do; nothing for each message.
  expect(db.queryCount() - before).toBeLessThan(120);
});

test('an address that does not answer the handshake is refused', async () => {
  const receiver = await open('another-token');
  const body = { object: 'whatsapp_business_account', fields: 'messages', verify_token: world.verifyToken };
  const addresses = [
    receiver.url,
    'http://127.0.0.1:9/none',
    `${world.baseUrl}/healthz`,
    'http://10.1.2.3/x',
  ];
  for (const callback_url of addresses) {
    const path = `/v23.0/${world.appId}/subscriptions`;
    const { status, json } = await world.graph('POST', path, {
      token: appToken(),
      body: { ...body, callback_url },
    });
    expect([status, json.error.code]).toEqual([400, 2200]);
    expect(json.error.message).toStartWith('(#2200) Callback verification failed');
  }
  const path = `/v23.0/${world.appId}/subscriptions`;
  const user = await world.graph('POST', path, { body: { ...body, callback_url: receiver.url } });
  expect(user.json.error.code).toBe(15);
  expect((await world.graph('GET', path, { token: appToken() })).json).toEqual({ data: [] });
});

let listener: Listener;

test('who begins to listen hears what is said from then on, and nothing older', async () => {
  await amara.say('before');
  listener = await world.listen();
  await amara.say('after');
  await listener.find(({ message }) => message?.text?.body === 'after');
  expect(bodiesOf(listener)).toEqual(['after']);
  const read = await world.graph('GET', `/v23.0/${world.appId}/subscriptions`, { token: appToken() });
  expect(read.json.data).toEqual([
    {
      object: 'whatsapp_business_account',
      callback_url: listener.url,
      active: true,
      fields: [{ name: 'messages', version: 'v23.0' }],
    },
  ]);
  const apps = await world.graph('GET', `/v23.0/${world.shop.wabaId}/subscribed_apps`);
  expect(apps.json.data[0].whatsapp_business_api_data).toMatchObject({
    id: world.appId,
    name: 'horloger bot',
  });
});

test('a second app of the same account hears the same, signed with its own secret', async () => {
  const { apps } = world.app.modules;
  const { portfolioId, wabaId } = world.shop;
  const { appId, secret } = await apps.createApp({ name: 'Second', portfolioId });
  const token = await apps.issueToken({ appId, portfolioId });
  const second = await open();
  const body = {
    object: 'whatsapp_business_account',
    callback_url: second.url,
    verify_token: world.verifyToken,
  };
  await world.graph('POST', `/${appId}/subscriptions`, {
    token: `${appId}|${secret}`,
    body: { ...body, fields: '["messages"]' },
  });
  await world.graph('POST', `/${wabaId}/subscribed_apps`, { token });
  await amara.say('to both');
  await second.waitFor(1);
  await listener.find(({ message }) => message?.text?.body === 'to both');
  expect(second.received[0]!.signature).toBe(signatureOf(second.received[0]!.body, secret));
  const gone = await world.graph('DELETE', `/${wabaId}/subscribed_apps`, { token });
  expect(gone.json).toEqual({ success: true });
  await amara.say('to one');
  await listener.find(({ message }) => message?.text?.body === 'to one');
  await world.settle();
  expect(bodiesOf(second)).toEqual(['to both']);
});

test('the number’s address wins over the account’s, that over the app’s', async () => {
  const [waba, number] = [await open(), await open()];
  const { wabaId, phoneNumberId } = world.shop;
  const override = (receiver: Receiver) => ({
    override_callback_uri: receiver.url,
    verify_token: world.verifyToken,
  });
  await world.graph('POST', `/v23.0/${wabaId}/subscribed_apps`, { body: override(waba) });
  await amara.say('account');
  await waba.waitFor(1);
  const path = `/v23.0/${phoneNumberId}`;
  await world.graph('POST', path, { body: { webhook_configuration: override(number) } });
  await amara.say('number');
  await number.waitFor(1);
  const read = await world.graph('GET', `${path}?fields=webhook_configuration`);
  expect(read.json.webhook_configuration).toEqual({
    application: listener.url,
    whatsapp_business_account: waba.url,
    phone_number: number.url,
  });
  await world.graph('POST', path, { body: { webhook_configuration: { override_callback_uri: '' } } });
  await world.graph('POST', `/v23.0/${wabaId}/subscribed_apps`);
  await amara.say('app again');
  await listener.find(({ message }) => message?.text?.body === 'app again');
  expect([bodiesOf(waba), bodiesOf(number)]).toEqual([['account'], ['number']]);
});

test('an accepted webhook is what "delivered" means for a shop that is only a program', async () => {
  const { conversations } = world.app.modules;
  const cursor = async () =>
    (await conversations.members(amara.conversationId)).find((member) => member.role === 'business')!
      .delivered;
  listener.answer = () => 500;
  const { seq } = await amara.say('are you there?');
  await listener.waitFor(listener.received.length + 1);
  expect(await cursor()).toBeLessThan(seq);
  listener.answer = () => 200;
  world.clock.advance(600_000);
  await until(async () => (await cursor()) === seq);
});

test('a restart between message and webhook loses nothing and keeps the order', async () => {
  listener.answer = () => 503;
  listener.received.length = 0;
  for (let n = 0; n < 5; n++) await amara.say(`kept ${n}`);
  await listener.waitFor(1);
  await world.restart();
  for (let n = 5; n < 10; n++) await amara.say(`kept ${n}`);
  listener.received.length = 0;
  listener.answer = () => 200;
  world.clock.advance(3_600_000);
  await listener.find(({ message }) => message?.text?.body === 'kept 9');
  const heard = bodiesOf(listener);
  expect([...new Set(heard)]).toEqual(Array.from({ length: 10 }, (_, n) => `kept ${n}`));
});

test('receipts that come while the program is down are told afterwards, once each and in order', async () => {
  const sent: string[] = [];
  for (let n = 0; n < 3; n++) {
    const { json } = await world.send({ ...amara.address, text: { body: `out ${n}` } });
    sent.push(json.messages[0].id);
  }
  await amara.receive();
  await world.restart();
  await amara.read();
  await listener.find(({ status }) => status?.id === sent[2] && status.status === 'read');
  await world.settle();
  const statuses = listener.updates().filter(({ status }) => sent.includes(status?.id));
  for (const id of sent) {
    const own = statuses.filter(({ status }) => status.id === id).map(({ status }) => status.status);
    expect(own).toEqual(['sent', 'delivered', 'read']);
  }
});
