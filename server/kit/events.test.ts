import { afterEach, beforeEach, expect, test } from 'bun:test';
import { startTestKit, type TestKit } from '../../test/support/kit.ts';

let kit: TestKit;
beforeEach(async () => {
  kit = await startTestKit();
});
afterEach(() => kit.close());

const record = (id: string) =>
  kit.db.transaction((tx) => kit.events.record(tx, 'account.changed', { account_id: id }));

test('a consumer hears each event in order, one that fails again and again until it is handled', async () => {
  const heard: string[] = [];
  let failures = 2;
  kit.events.consume('test.one', ['account.changed'], async (event) => {
    if (event.payload.account_id === 'b' && failures-- > 0) throw new Error('not yet');
    heard.push(event.payload.account_id);
  });
  kit.events.start();
  for (const id of ['a', 'b', 'c']) await record(id);
  await kit.settle();
  expect(heard).toEqual(['a', 'b', 'c']);
});

test('batches arrive in order; what happens while nobody listens passes unread', async () => {
  const batches: string[][] = [];
  let isDeaf = true;
  kit.events.consumeBatches('test.many', ['account.changed'], {
    isDeaf: async () => isDeaf,
    handle: async (events) => void batches.push(events.map((event) => event.payload.account_id)),
  });
  await record('early');
  kit.events.start();
  const before = kit.db.queryCount();
  for (let n = 0; n < 50; n++) await record(`unheard ${n}`);
  await kit.settle();
  expect(kit.db.queryCount() - before).toBeLessThan(60);
  await passOver();
  isDeaf = false;
  await kit.db.transaction((tx) =>
    kit.events.recordAll(
      tx,
      'account.changed',
      ['x', 'y', 'z'].map((id) => ({ account_id: id })),
    ),
  );
  const deadline = Date.now() + 5_000;
  while (batches.length === 0 && Date.now() < deadline) await new Promise((wake) => setTimeout(wake, 10));
  expect(batches).toEqual([['x', 'y', 'z']]);
});

test('news costs nothing to those who listen for something else', async () => {
  kit.events.consume('test.other', ['payment.changed'], async () => {});
  kit.events.start();
  await kit.settle();
  const before = kit.db.queryCount();
  for (let n = 0; n < 50; n++) await record(`person ${n}`);
  // Each record is one statement; the consumer's own rare polls are the rest.
  expect(kit.db.queryCount() - before).toBeLessThan(60);
});

/** Waits until the deaf consumer's cursor has passed all there is. */
async function passOver(): Promise<void> {
  const deadline = Date.now() + 5_000;
  for (;;) {
    const rows = await kit.db.sql`select 1 from events e, event_cursors c
      where c.consumer = 'test.many' and (e.xid, e.id) > (c.xid, c.id) limit 1`;
    if (rows.length === 0) return;
    if (Date.now() > deadline) throw new Error('the cursor did not move');
    await new Promise((wake) => setTimeout(wake, 20));
  }
}
