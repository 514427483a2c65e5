import { afterEach, beforeEach, expect, test } from 'bun:test';
import { startTestKit, type TestKit } from '../../test/support/kit.ts';
import { type Receiver, signatureOf, startReceiver } from '../../test/support/receiver.ts';
import { createOutbound } from '../kit/index.ts';
import { createWebhooks, toAsciiJson, type Update, type Webhooks } from './index.ts';

let kit: TestKit;
let receiver: Receiver;
let webhooks: Webhooks;
let batchMax: number;
let listening: boolean;
const secret = 'app-secret';

beforeEach(async () => {
  kit = await startTestKit();
  receiver = await startReceiver();
  batchMax = 1;
  listening = true;
  webhooks = open();
  await webhooks.start();
});
afterEach(async () => {
  await webhooks.stop();
  receiver.close();
  await kit.close();
});

function open(): Webhooks {
  const outbound = createOutbound({ allow: ['127.0.0.0/8'] });
  const resolve = async () => (listening ? { url: receiver.url, secret, batchMax } : null);
  return createWebhooks(kit, { outbound, resolve });
}

function update(lane: string, value: unknown, note: string | null = null): Update {
  const change = toAsciiJson({ value, field: 'messages' });
  const place = { appId: '1', subject: '77', object: 'whatsapp_business_account', entryId: '55' };
  return { ...place, lane, change, note, happenedAt: kit.clock.now() };
}
const enqueue = (...updates: Update[]) => webhooks.enqueue(async () => updates);
const valuesOf = (body: string) =>
  JSON.parse(body).entry.flatMap((entry: { changes: { value: unknown }[] }) =>
    entry.changes.map((change) => change.value),
  );
const allValues = () => receiver.received.flatMap(({ body }) => valuesOf(body));

async function settle(timeoutMs = 10_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!webhooks.settled()) {
    if (Date.now() > deadline) throw new Error('the webhooks did not settle');
    await new Promise((wake) => setTimeout(wake, 5));
  }
}

test('a webhook is signed over the very bytes sent, which are ASCII', async () => {
  await enqueue(update('a', { text: 'héllo 😀 "x"' }));
  const [got] = await receiver.waitFor(1);
  expect(got!.body).toMatch(/^[ -~]+$/);
  expect(valuesOf(got!.body)).toEqual([{ text: 'héllo 😀 "x"' }]);
  expect(got!.signature).toBe(signatureOf(got!.body, secret));
  expect(JSON.parse(got!.body).entry[0].id).toBe('55');
});

test('each lane arrives in its order and never two at once; lanes go side by side', async () => {
  const open = new Map<string, number>();
  let clash = false;
  receiver.answer = async (body) => {
    const [{ lane }] = valuesOf(body);
    open.set(lane, (open.get(lane) ?? 0) + 1);
    clash ||= open.get(lane)! > 1;
    await new Promise((wake) => setTimeout(wake, Math.random() * 4));
    open.set(lane, open.get(lane)! - 1);
    return 200;
  };
  const lanes = ['a', 'b', 'c', 'd', 'e'];
  for (let n = 0; n < 20; n++) await enqueue(...lanes.map((lane) => update(lane, { lane, n })));
  await receiver.waitFor(100);
  expect(clash).toBe(false);
  expect(receiver.openMax()).toBeGreaterThan(1);
  for (const lane of lanes) {
    const order = allValues().filter((value) => value.lane === lane);
    expect(order.map((value) => value.n)).toEqual([...Array(20).keys()]);
  }
});

test('a refused update is tried again, by the clock that travels, and keeps its place', async () => {
  let refusals = 2;
  receiver.answer = () => (refusals-- > 0 ? 503 : 200);
  await enqueue(update('a', 1), update('a', 2));
  await receiver.waitFor(2);
  await settle();
  const [second, first] = await webhooks.recentDeliveries(10);
  expect(first).toMatchObject({ state: 'waiting', attempts: 2, status: 503, excerpt: 'heard' });
  expect(second).toMatchObject({ state: 'waiting', attempts: 0 });
  kit.clock.advance(60_000);
  await receiver.waitFor(4);
  await settle();
  expect(allValues()).toEqual([1, 1, 1, 2]);
  expect((await webhooks.recentDeliveries(10)).map((row) => row.state)).toEqual(['accepted', 'accepted']);
});

test('a receiver that is down for an hour loses nothing and is not stormed', async () => {
  receiver.answer = () => 500;
  for (let n = 0; n < 50; n++) await enqueue(update(`lane ${n % 10}`, n));
  for (let minute = 0; minute < 60; minute++) {
    kit.clock.advance(60_000);
    await settle();
  }
  expect(receiver.received.length).toBeLessThan(150);
  receiver.received.length = 0;
  receiver.answer = () => 200;
  kit.clock.advance(180_000);
  await receiver.waitFor(50);
  expect(new Set(allValues()).size).toBe(50);
});

test('what waits survives the process and is given up after seven days', async () => {
  receiver.answer = () => 500;
  await enqueue(update('a', 1));
  await receiver.waitFor(1);
  await webhooks.stop();
  webhooks = open();
  await webhooks.start();
  kit.clock.advance(3_600_000);
  await receiver.waitFor(2);
  kit.clock.advance(8 * 24 * 3_600_000);
  await receiver.waitFor(3);
  await settle();
  expect((await webhooks.recentDeliveries(1))[0]).toMatchObject({ state: 'expired', status: 500 });
});

test('an update that its receiver keeps refusing while it takes others steps aside', async () => {
  receiver.answer = (body) => (body.includes('poison') ? 500 : 200);
  await enqueue(update('a', 'poison'), update('a', 'behind'));
  for (let n = 0; n < 12; n++) {
    await enqueue(update(`other ${n}`, n));
    await settle();
    kit.clock.advance(3_600_000);
    await settle();
  }
  expect(allValues()).toContain('behind');
  expect(allValues().indexOf('behind')).toBeGreaterThan(allValues().indexOf('poison') + 4);
});

test('updates travel together when the app takes batches', async () => {
  batchMax = 1_000;
  await enqueue(...Array.from({ length: 300 }, (_, n) => update(`lane ${n % 7}`, n)));
  await settle();
  expect(receiver.received.length).toBeLessThan(10);
  expect(allValues().sort((a, b) => a - b)).toEqual([...Array(300).keys()]);
});

test('accepted notes are handed back; nobody listening cancels', async () => {
  const notes: string[] = [];
  webhooks.onAccepted((accepted) => notes.push(...accepted));
  await enqueue(update('a', 1, 'n1'), update('b', 2));
  await settle();
  expect(notes).toEqual(['n1']);
  listening = false;
  await enqueue(update('a', 3, 'n3'));
  await settle();
  expect(notes).toEqual(['n1']);
  expect((await webhooks.recentDeliveries(1))[0]!.state).toBe('canceled');
});

test('the log replays an update as a new one', async () => {
  await enqueue(update('a', 'x'));
  await settle();
  const [row] = await webhooks.recentDeliveries(1);
  await webhooks.replay(row!.seq);
  await receiver.waitFor(2);
  expect(allValues()).toEqual(['x', 'x']);
  await expect(webhooks.replay(999_999)).rejects.toThrow('not_found');
});

test('the fault switches spoil deliveries and can be put back', async () => {
  webhooks.setFaults({ duplicate: true });
  await enqueue(update('a', 'twice'));
  await receiver.waitFor(2);
  await settle();
  webhooks.setFaults({ duplicate: false, drop: true });
  await enqueue(update('a', 'lost'));
  await settle();
  webhooks.setFaults({ drop: false, failStatus: 502 });
  await enqueue(update('a', 'late'));
  await settle();
  expect(allValues()).toEqual(['twice', 'twice']);
  webhooks.setFaults({ failStatus: null });
  kit.clock.advance(60_000);
  await receiver.waitFor(3);
  expect(allValues()).toEqual(['twice', 'twice', 'late']);
});

test('an enqueueing transaction that fails leaves nothing behind', async () => {
  const failing = webhooks.enqueue(async () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await enqueue(update('a', 1));
  await settle();
  expect(allValues()).toEqual([1]);
});
