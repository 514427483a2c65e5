import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type Content, type ConversationId, limits, type MediaId, newId } from '../../protocol/index.ts';
import { type Messaging, startMessaging, type TestAccount } from '../../test/support/messaging.ts';
import { until } from '../../test/support/until.ts';
import { createMetrics } from '../kit/index.ts';
import { createConversations } from './index.ts';
import { grantPermit } from './permit.ts';
import { createStore } from './store.ts';

let world: Messaging;
beforeAll(async () => {
  world = await startMessaging();
});
afterAll(() => world.close());

const viewerOf = ({ accountId, kind }: TestAccount) =>
  ({ accountId, role: kind === 'staff' ? 'business' : 'person' }) as const;

function say(account: TestAccount, conversationId: ConversationId, body: string) {
  return world.conversations.append({
    conversationId,
    messageId: newId('message'),
    author: { accountId: account.accountId, deviceId: account.deviceId, staffId: null, via: 'socket' },
    content: { type: 'text', body },
    ...(account.kind === 'staff' ? { permit: grantPermit(conversationId, 'service_window') } : {}),
  });
}

async function shopWith(count: number) {
  const kiosk = world.business('kiosk');
  const people = Array.from({ length: count }, (_, i) => world.person(`p${i}`));
  const ids: ConversationId[] = [];
  for (const person of people) ids.push(await world.open(person, kiosk));
  return { kiosk, people, ids };
}

test('LS1 the list is newest first, complete, and goes on where it ended', async () => {
  const { kiosk, people, ids } = await shopWith(7);
  for (const index of [3, 0, 6, 1]) await say(people[index]!, ids[index]!, `from ${index}`);
  await say(kiosk, ids[0]!, 'answer');
  const viewer = viewerOf(kiosk);
  const seen: ConversationId[] = [];
  let before: string | undefined;
  for (;;) {
    const page = await world.conversations.list(viewer, { before, limit: 3 });
    seen.push(...page.conversations.map((view) => view.conversation_id));
    if (page.next === null) break;
    before = page.next;
  }
  expect(seen.slice(0, 4)).toEqual([ids[0]!, ids[1]!, ids[6]!, ids[3]!]);
  expect(seen.toSorted()).toEqual(ids.toSorted());
  const first = (await world.conversations.list(viewer, { limit: 1 })).conversations[0]!;
  expect(first).toMatchObject({
    conversation_id: ids[0],
    me: 2,
    last_seq: 2,
    unread: 1,
    last_message: { seq: 2, member: 2, content: { type: 'text', body: 'answer' } },
    members: [
      { member: 1, role: 'person', name: 'p0', read: 0 },
      { member: 2, role: 'business', name: 'kiosk' },
    ],
  });
  expect(first.window_until! - world.kit.clock.now()).toBeGreaterThan(limits.serviceWindowMs - 60_000);
});

test('a page of the list costs the same few queries whatever its length', async () => {
  const { kiosk, people, ids } = await shopWith(40);
  for (const [index, id] of ids.entries()) await say(people[index]!, id, 'hello');
  await until(() => world.conversations.settled());
  for (const limit of [1, 40]) {
    const before = world.kit.db.queryCount();
    await world.conversations.list(viewerOf(kiosk), { limit });
    expect(world.kit.db.queryCount() - before).toBe(1);
  }
});

test('a message costs one read when its conversation is new to memory, then only its share of a commit', async () => {
  const { people, ids } = await shopWith(1);
  await until(() => world.conversations.settled());
  const cold = world.kit.db.queryCount();
  await say(people[0]!, ids[0]!, 'first');
  // The insert itself goes over the log's own connection and is not counted here, but by the commits below.
  expect(world.kit.db.queryCount() - cold).toBe(1);
  const warm = world.kit.db.queryCount();
  const said = await Promise.all(Array.from({ length: 50 }, (_, i) => say(people[0]!, ids[0]!, `more ${i}`)));
  expect(world.kit.db.queryCount() - warm).toBe(0);
  expect(new Set(said.map((each) => each.watermark)).size).toBe(1);
});

test('a conversation is shown to its members alone', async () => {
  const { kiosk, people, ids } = await shopWith(2);
  expect(await world.conversations.view(viewerOf(people[0]!), ids[1]!)).toBeNull();
  expect((await world.conversations.view(viewerOf(people[0]!), ids[0]!))?.me).toBe(1);
  expect((await world.conversations.view(viewerOf(kiosk), ids[1]!))?.me).toBe(2);
  expect((await world.conversations.list(viewerOf(people[0]!), { limit: 50 })).conversations).toHaveLength(1);
});

test('unread counts what others wrote since the cursor', async () => {
  const { kiosk, people, ids } = await shopWith(1);
  const [amara, id] = [people[0]!, ids[0]!];
  for (const author of [amara, kiosk, kiosk, amara, kiosk]) await say(author, id, 'x');
  const unread = async (account: TestAccount) =>
    (await world.conversations.view(viewerOf(account), id))!.unread;
  expect([await unread(amara), await unread(kiosk)]).toEqual([3, 2]);
  await world.conversations.advanceReceipt({ conversationId: id, accountId: amara.accountId, read: 3 });
  expect(await unread(amara)).toBe(1);
});

test('PM3 the window to answer freely is open for 24 hours after the person wrote', async () => {
  const { kiosk, people, ids } = await shopWith(1);
  const openUntil = async () => (await world.conversations.serviceWindow(ids[0]!)).openUntil;
  expect(await openUntil()).toBeNull();
  await say(kiosk, ids[0]!, 'template');
  expect(await openUntil()).toBeNull();
  const { at } = await say(people[0]!, ids[0]!, 'hello');
  await say(kiosk, ids[0]!, 'answer');
  expect(await openUntil()).toBe(at + limits.serviceWindowMs);
  world.kit.clock.advance(limits.serviceWindowMs + 1);
  expect(await openUntil()).toBeNull();
});

test('PM3 a note of the system about the person does not open the window, in memory or from the tables', async () => {
  const [silent, kiosk] = [world.person('silent'), world.business('quiet kiosk')];
  const conversationId = await world.open(silent, kiosk);
  const { accountId } = silent;
  await world.conversations.append({
    conversationId,
    messageId: newId('message'),
    author: { accountId, deviceId: null, staffId: null, via: 'system' },
    content: { type: 'system', code: 'phone_shared', parameters: {} },
  });
  expect(await world.conversations.serviceWindow(conversationId)).toEqual({ openUntil: null });
  const stored = await createStore(world.kit.db).loadStates([conversationId]);
  expect(stored[0]!.lastPersonAt).toBeNull();
});

test('opening twice at once finds one conversation', async () => {
  const [amara, kiosk] = [world.person('amara'), world.business('kiosk')];
  const opened = await Promise.all(
    Array.from({ length: 8 }, () =>
      world.conversations.open({ personAccountId: amara.accountId, businessAccountId: kiosk.accountId }),
    ),
  );
  expect(new Set(opened.map((each) => each.conversationId)).size).toBe(1);
  expect(opened.filter((each) => each.created)).toHaveLength(1);
});

test('LG5 the log is read by whole commits, from any watermark on', async () => {
  const { people, ids } = await shopWith(3);
  const after = world.conversations.latestWatermark();
  for (let round = 0; round < 4; round++) {
    await Promise.all(people.map((person, index) => say(person, ids[index]!, `round ${round}`)));
  }
  const all = await world.conversations.readLog({ after, limit: 1_000 });
  expect(all).toHaveLength(12);
  const paged: typeof all = [];
  for (let cursor = after; ; ) {
    const page = await world.conversations.readLog({ after: cursor, limit: 1 });
    if (page.length === 0) break;
    expect(new Set(page.map((row) => row.watermark)).size).toBe(1);
    paged.push(...page);
    cursor = page.at(-1)!.watermark;
  }
  expect(paged).toEqual(all);
});

test('heads that a crash left behind are repaired from the log at the start', async () => {
  const { kiosk, people, ids } = await shopWith(2);
  await say(people[0]!, ids[0]!, 'one');
  const { seq, watermark } = await say(people[1]!, ids[1]!, 'two');
  await until(() => world.conversations.settled());
  // What a kill between commit and flush leaves: rows in the log of which the heads know nothing.
  await world.kit.db.sql`update conversations set last_seq = 0, last_watermark = 0, last_person_at = null
    where conversation_id = ${ids[1]!}`;
  await world.kit.db.sql`update log_state set flushed_watermark = ${watermark - 1}`;
  const again = createConversations(
    { ...world.kit, metrics: createMetrics() },
    {
      describeMembers: async () => new Map(),
      permitFor: async (id) => grantPermit(id, 'service_window'),
      completeContent: async (content) => content,
    },
  );
  // Even before the repair the end of the log is known: seqs are never given twice.
  expect(await again.lastSeq(ids[1]!)).toBe(seq);
  await again.start();
  expect(again.latestWatermark()).toBe(watermark);
  const page = await again.list(viewerOf(kiosk), { limit: 2 });
  expect(page.conversations.map((view) => view.conversation_id)).toEqual([ids[1]!, ids[0]!]);
  expect((await again.serviceWindow(ids[1]!)).openUntil).not.toBeNull();
  await again.stop();
});

test('a file is found in the conversations it was sent in, and nobody writes himself access', async () => {
  const { kiosk, people, ids } = await shopWith(2);
  const [photo, header, foreign] = [newId('media'), newId('media'), newId('media')];
  const append = (account: TestAccount, content: Content) =>
    world.conversations.append({
      conversationId: ids[0]!,
      messageId: newId('message'),
      author: { accountId: account.accountId, deviceId: null, staffId: null, via: 'socket' },
      content,
      ...(account.kind === 'staff' ? { permit: grantPermit(ids[0]!, 'service_window') } : {}),
    });
  await append(people[0]!, { type: 'image', media_id: photo });
  await append(kiosk, {
    type: 'buttons',
    header: { type: 'image', media_id: header },
    body: 'Look',
    buttons: [{ id: 'a', title: 'A' }],
  });
  await append(people[0]!, { type: 'text', body: `"media_id":"${foreign}"` });
  const found = (index: number, id: MediaId) => world.conversations.hasMedia(ids[index]!, id);
  expect(await Promise.all([found(0, photo), found(0, header)])).toEqual([true, true]);
  expect(await Promise.all([found(1, photo), found(0, foreign)])).toEqual([false, false]);
});
