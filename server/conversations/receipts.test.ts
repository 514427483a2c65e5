import { afterAll, beforeAll, expect, test } from 'bun:test';
import fc from 'fast-check';
import { newId } from '../../protocol/index.ts';
import { type Messaging, startMessaging, type TestAccount } from '../../test/support/messaging.ts';
import { until } from '../../test/support/until.ts';
import type { ReceiptNotice } from './index.ts';
import { grantPermit } from './permit.ts';

let world: Messaging;
beforeAll(async () => {
  world = await startMessaging();
});
afterAll(() => world.close());

async function chatOf(count: number) {
  const [amara, kiosk] = [world.person('amara'), world.business('kiosk')];
  const conversationId = await world.open(amara, kiosk);
  const say = (account: TestAccount) =>
    world.conversations.append({
      conversationId,
      messageId: newId('message'),
      author: { accountId: account.accountId, deviceId: account.deviceId, staffId: null, via: 'socket' },
      content: { type: 'text', body: 'hello' },
      ...(account.kind === 'staff' ? { permit: grantPermit(conversationId, 'service_window') } : {}),
    });
  for (let i = 0; i < count; i++) await say(kiosk);
  const advance = (account: TestAccount, cursors: { delivered?: number; read?: number }) =>
    world.conversations.advanceReceipt({ conversationId, accountId: account.accountId, ...cursors });
  return { amara, kiosk, conversationId, say, advance };
}

const settled = () => until(() => world.conversations.settled());

async function storedCursors(conversationId: string, member: number) {
  const rows = await world.kit.db.sql<{ delivered: number; read: number }>`
    select delivered, read from conversation_members where conversation_id = ${conversationId} and member = ${member}`;
  return rows[0]!;
}

test('RC2 cursors only move forward, never past the log, and what was read was delivered', async () => {
  const { amara, conversationId, advance } = await chatOf(6);
  const cursor = fc.record({
    delivered: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
    read: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
  });
  let before = { delivered: 0, read: 0 };
  await fc.assert(
    fc.asyncProperty(cursor, async (given) => {
      await advance(amara, JSON.parse(JSON.stringify(given)));
      const [member] = await world.conversations.members(conversationId);
      const { delivered, read } = member!;
      expect(delivered).toBeGreaterThanOrEqual(Math.max(before.delivered, read));
      expect(read).toBeGreaterThanOrEqual(before.read);
      expect(delivered).toBeLessThanOrEqual(6);
      before = { delivered, read };
    }),
    { numRuns: 60 },
  );
  await settled();
  expect(await storedCursors(conversationId, 1)).toEqual(before);
});

test('RC3 a receipt is told after it is stored, once, to all members', async () => {
  const { amara, conversationId, advance } = await chatOf(3);
  const heard: ReceiptNotice[] = [];
  const stored: Promise<{ delivered: number; read: number }>[] = [];
  world.conversations.onReceipt((notices) => {
    for (const notice of notices) {
      if (notice.conversationId !== conversationId) continue;
      heard.push(notice);
      stored.push(storedCursors(conversationId, notice.member));
    }
  });
  await advance(amara, { delivered: 2 });
  await settled();
  expect(heard).toMatchObject([{ conversationId, member: 1, delivered: 2, read: 0 }]);
  expect(heard[0]!.members.map((member) => member.role)).toEqual(['person', 'business']);
  expect(await stored[0]).toEqual({ delivered: 2, read: 0 });
  const events = await world.kit.db.sql<{ payload: unknown }>`select payload from events
    where type = 'receipt.advanced' and payload ->> 'conversation_id' = ${conversationId}`;
  expect(events.map((event) => event.payload)).toEqual([
    { conversation_id: conversationId, member: 1, delivered: 2, read: 0 },
  ]);
});

test('RC4 repeated and lower receipts change nothing and are told to nobody', async () => {
  const { amara, conversationId, advance } = await chatOf(3);
  await advance(amara, { read: 3 });
  await settled();
  const queries = world.kit.db.queryCount();
  const heard: ReceiptNotice[] = [];
  world.conversations.onReceipt((notices) => heard.push(...notices));
  for (const cursors of [{ read: 3 }, { delivered: 1 }, { read: 2, delivered: 2 }, {}])
    await advance(amara, cursors);
  await settled();
  expect(heard.filter((notice) => notice.conversationId === conversationId)).toEqual([]);
  expect(world.kit.db.queryCount()).toBe(queries);
});

test('many receipts at once are one write', async () => {
  const chats = await Promise.all(Array.from({ length: 30 }, () => chatOf(2)));
  await settled();
  const queries = world.kit.db.queryCount();
  for (const seq of [1, 2]) {
    await Promise.all(chats.map(({ amara, advance }) => advance(amara, { delivered: seq, read: seq })));
    await Promise.all(chats.map(({ kiosk, advance }) => advance(kiosk, { delivered: seq })));
  }
  await settled();
  // Cursors and events by one statement each, in at most two flushes.
  expect(world.kit.db.queryCount() - queries).toBeLessThanOrEqual(4);
  for (const { conversationId } of chats)
    expect(await storedCursors(conversationId, 1)).toEqual({ delivered: 2, read: 2 });
});

test('what waits is written when the log stops', async () => {
  const other = await startMessaging();
  const [amara, kiosk] = [other.person('amara'), other.business('kiosk')];
  const conversationId = await other.open(amara, kiosk);
  await other.conversations.append({
    conversationId,
    messageId: newId('message'),
    author: { accountId: amara.accountId, deviceId: null, staffId: null, via: 'socket' },
    content: { type: 'text', body: 'hello' },
  });
  await other.conversations.advanceReceipt({ conversationId, accountId: kiosk.accountId, read: 1 });
  await other.conversations.stop();
  const rows = await other.kit.db.sql<{
    lastSeq: number;
    read: number;
  }>`select c.last_seq as "lastSeq", m.read
    from conversations c join conversation_members m using (conversation_id) where member = 2`;
  expect(rows).toEqual([{ lastSeq: 1, read: 1 }]);
  await other.close();
});
