import { afterAll, beforeAll, expect, test } from 'bun:test';
import { newId } from '../protocol/index.ts';
import { startChaosProxy } from '../test/support/chaos-proxy.ts';
import { type Messaging, startMessaging } from '../test/support/messaging.ts';
import { until } from '../test/support/until.ts';
import { connect } from './index.ts';

let world: Messaging;
beforeAll(async () => {
  world = await startMessaging();
});
afterAll(() => world.close());

const text = (body: string) => ({ type: 'text' as const, body });

test('CL4 a link that went silent is given up, and what was written meanwhile leaves when it is back', async () => {
  const [amara, kiosk] = [world.person('amara'), world.business('kiosk')];
  const id = await world.open(amara, kiosk);
  const proxy = await startChaosProxy(world.url);
  const client = connect({
    url: proxy.url,
    token: amara.token,
    retryPauseMs: 10,
    pingEveryMs: 60,
    answerWithinMs: 80,
  });
  await client.settle();
  proxy.freeze();
  client.send(id, text('in the tunnel'));
  await until(() => client.status().connection === 'offline');
  expect(client.status()).toMatchObject({ queued: 1 });
  expect(client.status().retryAt).toBeGreaterThan(0);
  expect(await world.conversations.lastSeq(id)).toBe(0);
  proxy.thaw();
  await client.settle();
  expect(client.conversation(id)?.messages).toMatchObject([{ seq: 1, state: 'sent' }]);
  expect(await world.conversations.lastSeq(id)).toBe(1);
  client.close();
  await proxy.close();
});

test('CL4 a link that is only quiet is kept', async () => {
  const client = connect({
    url: world.url,
    token: world.person('amara').token,
    pingEveryMs: 20,
    answerWithinMs: 40,
  });
  await client.settle();
  const states: string[] = [];
  client.subscribe(() => states.push(client.status().connection));
  const pings = world.gateway.connectionCount();
  for (let i = 0; i < 30; i++) await new Promise((wake) => setTimeout(wake, 10));
  expect(states).toEqual([]);
  expect(world.gateway.connectionCount()).toBe(pings);
  client.close();
});

test('CL2 CL3 cut at random again and again, everything arrives once and in order', async () => {
  const [amara, kiosk] = [world.person('amara'), world.business('kiosk')];
  const id = await world.open(amara, kiosk);
  const proxy = await startChaosProxy(world.url);
  const options = { url: proxy.url, retryPauseMs: 10, pingEveryMs: 200, answerWithinMs: 200 };
  const phone = connect({ ...options, token: amara.token });
  const till = connect({ ...options, token: kiosk.token });
  const heard: string[] = [];
  till.onMessage(({ content }) => content.type === 'text' && heard.push(content.body));
  await phone.settle();
  await till.settle();
  const said: string[] = [];
  for (let i = 0; i < 60; i++) {
    if (i % 12 === 5) proxy.cut();
    said.push(`${i}`);
    phone.send(id, text(`${i}`));
    await new Promise((wake) => setTimeout(wake, i % 7));
  }
  await phone.settle();
  await till.settle();
  await until(() => heard.length === 60);
  expect(heard).toEqual(said);
  expect(
    (await world.conversations.readLog({ after: 0, limit: 10_000 })).filter(
      (row) => row.conversationId === id,
    ),
  ).toHaveLength(60);
  for (const client of [phone, till]) client.close();
  await proxy.close();
});

test('CL2 ten thousand messages missed arrive all, in order', async () => {
  const [amara, kiosk] = [world.person('amara'), world.business('kiosk')];
  const id = await world.open(amara, kiosk);
  const till = connect({ url: world.url, token: kiosk.token });
  const heard: number[] = [];
  till.onMessage(({ seq }) => heard.push(seq!));
  await till.settle();
  await till.open(id);
  till.reconnect();
  const author = { accountId: amara.accountId, deviceId: null, staffId: null, via: 'socket' as const };
  const append = () =>
    world.conversations.append({
      conversationId: id,
      messageId: newId('message'),
      author,
      content: text('x'),
    });
  for (let i = 0; i < 10; i++) await Promise.all(Array.from({ length: 1_000 }, append));
  await till.settle(20_000);
  await until(() => heard.length === 10_000, 20_000);
  expect(heard).toEqual(Array.from({ length: 10_000 }, (_, i) => i + 1));
  till.close();
});
