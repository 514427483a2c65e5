import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type ConversationId, newId } from '../../protocol/index.ts';
import { type Messaging, startMessaging } from '../../test/support/messaging.ts';
import { ConversationStates } from './states.ts';
import { createStore } from './store.ts';

let world: Messaging;
const ids: ConversationId[] = [];
beforeAll(async () => {
  world = await startMessaging();
  const kiosk = world.business('kiosk');
  for (let i = 0; i < 40; i++) ids.push(await world.open(world.person(`p${i}`), kiosk));
});
afterAll(() => world.close());

const makeStates = (countMax: number) => new ConversationStates(createStore(world.kit.db), countMax);

test('all that is asked for in one turn is read by one query, and found in memory afterwards', async () => {
  const states = makeStates(1_000);
  const before = world.kit.db.queryCount();
  const loaded = await Promise.all([...ids, ...ids, newId('conversation')].map((id) => states.load(id)));
  expect(world.kit.db.queryCount() - before).toBe(1);
  expect(loaded.at(-1)).toBeNull();
  expect(loaded.slice(0, 40)).toEqual(loaded.slice(40, 80));
  expect(states.peek(ids[7]!)).toBe(loaded[7]!);
  await states.load(ids[7]!);
  expect(world.kit.db.queryCount() - before).toBe(1);
});

test('memory is bounded: the least used go first', async () => {
  const states = makeStates(20);
  for (const id of ids) {
    await states.load(id);
    // Used again and again: it stays.
    await states.load(ids[0]!);
  }
  expect(states.size).toBeLessThanOrEqual(20);
  expect(states.peek(ids[0]!)).toBeDefined();
  expect(states.peek(ids[39]!)).toBeDefined();
  expect(states.peek(ids[3]!)).toBeUndefined();
});

test('what waits to be written is never dropped, or its seqs would be given twice', async () => {
  const states = makeStates(10);
  const [queued, grown, read] = await Promise.all(ids.slice(0, 3).map((id) => states.load(id)));
  queued!.waiting++;
  grown!.headChanged = true;
  read!.advanced = new Set(read!.members);
  for (const id of ids.slice(3)) await states.load(id);
  for (const state of [queued, grown, read]) expect(states.peek(state!.conversationId)).toBe(state!);
  queued!.waiting--;
  grown!.headChanged = false;
  read!.advanced = null;
  for (let round = 0; round < 3; round++) for (const id of ids.slice(3)) await states.load(id);
  expect(states.peek(ids[0]!)).toBeUndefined();
});

test('a load that fails is tried again by the next who asks', async () => {
  const states = new ConversationStates({
    ...createStore(world.kit.db),
    loadStates: (() => {
      let failed = false;
      const { loadStates } = createStore(world.kit.db);
      return async (wanted: ConversationId[]) => {
        if (failed) return loadStates(wanted);
        failed = true;
        throw new Error('the store is away');
      };
    })(),
  });
  const tries = await Promise.allSettled([states.load(ids[0]!), states.load(ids[1]!)]);
  expect(tries.map((each) => each.status)).toEqual(['rejected', 'rejected']);
  expect((await states.load(ids[0]!))?.conversationId).toBe(ids[0]!);
});
