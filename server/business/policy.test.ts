import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type ApiPerson, type ApiWorld, startApiWorld } from '../../test/support/api-world.ts';

let world: ApiWorld;
let person: ApiPerson;
beforeAll(async () => {
  world = await startApiWorld();
  person = await world.addPerson('Amara');
});
afterAll(() => world.close());

const maySend = async (kind: 'free' | 'transaction') => {
  const verdict = await world.app.modules.policy.maySend({ conversationId: person.conversationId, kind });
  return verdict.allowed || verdict.code;
};
const dayMs = 24 * 3_600_000;

test('a business answers freely for 24 hours after each word of the person', async () => {
  expect(await maySend('free')).toBe('window_closed');
  await person.say('Hello');
  const { openUntil } = await world.app.modules.conversations.serviceWindow(person.conversationId);
  expect(await maySend('free')).toBe(true);
  world.clock.advance(openUntil! - world.clock.now() - 60_000);
  expect(await maySend('free')).toBe(true);
  world.clock.advance(60_000);
  expect(await maySend('free')).toBe('window_closed');
  await person.say('Still there?');
  expect(await maySend('free')).toBe(true);
});

test('what happened to an order or to money is told whether or not the window is open', async () => {
  world.clock.advance(2 * dayMs);
  expect([await maySend('free'), await maySend('transaction')]).toEqual(['window_closed', true]);
});

test('a block stops talk at once, and its end lets it through again', async () => {
  await person.say('Hello');
  const { accounts, policy } = world.app.modules;
  await accounts.block(person.accountId, world.shop.accountId);
  expect([await maySend('free'), await maySend('transaction')]).toEqual(['blocked', true]);
  const content = { type: 'text', body: 'Hi' } as const;
  expect(policy.permitFor(person.conversationId, content)).rejects.toThrow('blocked');
  await accounts.unblock(person.accountId, world.shop.accountId);
  expect(await maySend('free')).toBe(true);
});

test('a permit is good for its own conversation alone', async () => {
  const other = await world.addPerson('Boris');
  const content = { type: 'text', body: 'Hi' } as const;
  const permit = await world.app.modules.policy.permitFor(person.conversationId, content);
  const { accountId } = world.shop;
  const append = world.app.modules.conversations.append({
    conversationId: other.conversationId,
    messageId: 'msg_00000000000000000000000001',
    author: { accountId, deviceId: null, staffId: null, via: 'api' },
    content,
    permit,
  });
  expect(append).rejects.toThrow();
});
