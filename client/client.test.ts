import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test';
import { type Messaging, startMessaging, type TestAccount } from '../test/support/messaging.ts';
import { until } from '../test/support/until.ts';
import { type Client, connect, type LocalMessage } from './index.ts';

let world: Messaging;
const clients: Client[] = [];
beforeAll(async () => {
  world = await startMessaging();
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(() => world.close());

function signIn(account: TestAccount): Client {
  const client = connect({ url: world.url, token: account.token, retryPauseMs: 20 });
  clients.push(client);
  return client;
}

const text = (body: string) => ({ type: 'text' as const, body });
const bodies = (messages: readonly LocalMessage[]) =>
  messages.map(({ content }) => (content.type === 'text' ? content.body : content.type));

test('a message shows at once, then as sent, delivered and read', async () => {
  const [amara, kiosk] = [world.person('amara'), world.business('kiosk')];
  const id = await world.open(amara, kiosk);
  const [phone, till] = [signIn(amara), signIn(kiosk)];
  await phone.settle();
  await till.settle();
  const states: string[] = [];
  phone.subscribe(() => {
    const state = phone.conversation(id)?.messages.at(-1)?.state;
    if (state !== undefined && states.at(-1) !== state) states.push(state);
  });
  const messageId = phone.send(id, text('Hello'));
  expect(phone.conversation(id)?.messages).toMatchObject([
    { messageId, state: 'pending', mine: true, seq: null },
  ]);
  await until(() => till.conversation(id)?.messages.length === 1);
  expect(till.conversation(id)).toMatchObject({
    view: { unread: 1, last_seq: 1 },
    messages: [{ state: 'received' }],
  });
  await until(() => states.includes('delivered'));
  till.markRead(id);
  expect(till.conversation(id)?.view.unread).toBe(0);
  await until(() => states.includes('read'));
  expect(states).toEqual(['pending', 'sent', 'delivered', 'read']);
});

test('what was written while the link was broken arrives once and in order', async () => {
  const [amara, kiosk] = [world.person('amara'), world.business('kiosk')];
  const id = await world.open(amara, kiosk);
  const [phone, till] = [signIn(amara), signIn(kiosk)];
  await phone.settle();
  await till.settle();
  await till.open(id);
  const heard: LocalMessage[] = [];
  till.onMessage((message) => heard.push(message));
  const sent: string[] = [];
  for (let i = 0; i < 40; i++) {
    if (i % 10 === 5) phone.reconnect();
    if (i % 13 === 7) till.reconnect();
    sent.push(`message ${i}`);
    phone.send(id, text(`message ${i}`));
    if (i % 4 === 0) await new Promise((wake) => setTimeout(wake, 1));
  }
  await phone.settle();
  await till.settle();
  await until(() => bodies(till.conversation(id)!.messages).length === 40);
  expect(bodies(till.conversation(id)!.messages)).toEqual(sent);
  expect(bodies(phone.conversation(id)!.messages)).toEqual(sent);
  expect(bodies(heard)).toEqual(sent);
});

test('a device that was away finds its conversations and catches up by itself', async () => {
  const [amara, kiosk] = [world.person('amara'), world.business('kiosk')];
  const id = await world.open(amara, kiosk);
  const till = signIn(kiosk);
  await till.settle();
  for (let i = 1; i <= 120; i++) till.send(id, text(`offer ${i}`));
  await till.settle();
  expect(bodies(till.conversation(id)!.messages).at(-1)).toBe('offer 120');
  const phone = signIn(amara);
  await phone.settle();
  await until(() => phone.conversation(id)?.isLoaded === true);
  expect(phone.conversation(id)).toMatchObject({ hasOlder: true, view: { unread: 120, last_seq: 120 } });
  expect(phone.conversation(id)?.messages).toHaveLength(50);
  expect(await phone.loadOlder(id)).toBe(true);
  expect(await phone.loadOlder(id)).toBe(false);
  expect(bodies(phone.conversation(id)!.messages)).toEqual(
    Array.from({ length: 120 }, (_, i) => `offer ${i + 1}`),
  );
});

test('typing shows on the other side and is forgotten with the message', async () => {
  const [amara, kiosk] = [world.person('amara'), world.business('kiosk')];
  const id = await world.open(amara, kiosk);
  const [phone, till] = [signIn(amara), signIn(kiosk)];
  await phone.settle();
  await till.settle();
  phone.setTyping(id, true);
  await until(() => till.conversation(id)?.typing.length === 1);
  expect(till.conversation(id)?.typing).toEqual([1]);
  phone.send(id, text('done'));
  await until(() => till.conversation(id)?.messages.length === 1);
  expect(till.conversation(id)?.typing).toEqual([]);
});
