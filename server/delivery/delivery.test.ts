import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type ConversationId, newId, type ServerFrame } from '../../protocol/index.ts';
import { type Messaging, startMessaging, type TestAccount } from '../../test/support/messaging.ts';
import { openRawSocket, openSignedIn, type RawSocket } from '../../test/support/raw-socket.ts';
import { openSlowSocket, type SlowSocket } from '../../test/support/slow-socket.ts';
import { until } from '../../test/support/until.ts';

let world: Messaging;
beforeAll(async () => {
  world = await startMessaging();
});
afterAll(() => world.close());

async function chat(kiosk = world.business('kiosk')) {
  const amara = world.person('amara');
  return { amara, kiosk, conversationId: await world.open(amara, kiosk) };
}

const say = (account: TestAccount, conversationId: ConversationId, body = 'hello') =>
  world.conversations.append({
    conversationId,
    messageId: newId('message'),
    author: { accountId: account.accountId, deviceId: account.deviceId, staffId: null, via: 'socket' },
    content: { type: 'text', body },
  });

/** A socket that says where it was and has been told what it missed. */
async function resume(account: TestAccount, since: { epoch: string; watermark: number }): Promise<RawSocket> {
  const socket = await openSignedIn(world.url, account, since);
  return socket;
}

const sinceNow = () => ({
  epoch: world.conversations.epoch(),
  watermark: world.conversations.latestWatermark(),
});
const typesOf = (socket: RawSocket) => socket.frames.map((frame) => frame.type);
const framesOf = (slow: SlowSocket) => slow.texts.flatMap((text) => JSON.parse(text) as ServerFrame[]);

test('RS1 a device that was away for a moment gets what it missed, in order, then live', async () => {
  const { amara, kiosk, conversationId } = await chat();
  await say(amara, conversationId, 'seen');
  const since = sinceNow();
  for (let i = 1; i <= 30; i++) await say(amara, conversationId, `missed ${i}`);
  const till = await resume(kiosk, since);
  const messages = till.frames.flatMap((frame) => (frame.type === 'message' ? [frame] : []));
  // The commit seen last is told again: the break may have been within it.
  expect(messages.map((message) => message.seq)).toEqual(Array.from({ length: 31 }, (_, i) => i + 1));
  expect(typesOf(till).at(-1)).toBe('live');
  expect(till.frames.at(-1)).toMatchObject({ watermark: sinceNow().watermark });
});

test('RS1 who missed nothing of theirs is told nothing', async () => {
  const { amara } = await chat();
  const other = await chat();
  const since = sinceNow();
  await say(other.amara, other.conversationId);
  const phone = await resume(amara, since);
  expect(typesOf(phone)).toEqual(['welcome', 'live']);
});

test('RS2 of much there is a notice a conversation, newest first', async () => {
  const kiosk = world.business('kiosk');
  const chats = [await chat(kiosk), await chat(kiosk), await chat(kiosk)];
  const since = sinceNow();
  for (let round = 1; round <= 100; round++) {
    await Promise.all(chats.map(({ amara, conversationId }) => say(amara, conversationId, `${round}`)));
  }
  await say(chats[1]!.amara, chats[1]!.conversationId);
  const till = await resume(kiosk, since);
  const notices = till.frames.flatMap((frame) => (frame.type === 'behind' ? [frame] : []));
  expect(typesOf(till)).toEqual(['welcome', 'behind', 'behind', 'behind', 'live']);
  expect(notices[0]).toMatchObject({ conversation_id: chats[1]!.conversationId, last_seq: 101 });
  expect(notices.slice(1).map((notice) => notice.last_seq)).toEqual([100, 100]);
});

test('RS2 what memory has forgotten is noticed from the tables, for persons and businesses', async () => {
  const { amara, kiosk, conversationId } = await chat();
  const quiet = await chat(kiosk);
  await say(quiet.amara, quiet.conversationId);
  const since = sinceNow();
  await say(amara, conversationId);
  const filler = await chat();
  await Promise.all(Array.from({ length: 4_200 }, () => say(filler.amara, filler.conversationId)));
  await Promise.all(Array.from({ length: 10 }, () => say(filler.amara, filler.conversationId)));
  for (const account of [amara, kiosk]) {
    const socket = await resume(account, since);
    const notices = socket.frames.flatMap((frame) => (frame.type === 'behind' ? [frame] : []));
    expect(notices.filter((notice) => notice.conversation_id === conversationId)).toMatchObject([
      { last_seq: 1 },
    ]);
    expect(typesOf(socket).at(-1)).toBe('live');
  }
});

test('RS3 another history, or a place that is not yet in this one, is answered with reset', async () => {
  const { amara } = await chat();
  const { epoch, watermark } = sinceNow();
  for (const since of [
    { epoch: 'another', watermark },
    { epoch, watermark: watermark + 1 },
  ]) {
    const phone = await resume(amara, since);
    expect(typesOf(phone)).toEqual(['welcome', 'reset', 'live']);
    expect(phone.frames[1]).toMatchObject({ epoch });
  }
});

test('RS3 very many changed conversations are answered with reset', async () => {
  const kiosk = world.business('kiosk');
  const since = sinceNow();
  const openAndSay = async () => {
    const { amara, conversationId } = await chat(kiosk);
    await say(amara, conversationId);
  };
  for (let i = 0; i < 510; i += 30) await Promise.all(Array.from({ length: 30 }, openAndSay));
  const filler = await chat();
  await Promise.all(Array.from({ length: 4_200 }, () => say(filler.amara, filler.conversationId)));
  await Promise.all(Array.from({ length: 10 }, () => say(filler.amara, filler.conversationId)));
  const till = await resume(kiosk, since);
  expect(typesOf(till)).toEqual(['welcome', 'reset', 'live']);
});

test('FR1 what one turn has for a connection leaves as one array', async () => {
  const { amara, kiosk, conversationId } = await chat();
  const slow = await openSlowSocket(world.url);
  slow.send(JSON.stringify([{ type: 'hello', version: 1, token: kiosk.token }]));
  await until(() => framesOf(slow).some((frame) => frame.type === 'live'));
  const before = slow.texts.length;
  await Promise.all(Array.from({ length: 50 }, () => say(amara, conversationId)));
  await until(() => framesOf(slow).filter((frame) => frame.type === 'message').length === 50);
  expect(slow.texts.length - before).toBe(1);
  slow.destroy();
});

test('BP1 BP3 who reads slowly gets notices instead of messages, and the others get everything', async () => {
  const { amara, kiosk, conversationId } = await chat();
  const other = await openSignedIn(world.url, world.device(kiosk));
  const slow = await openSlowSocket(world.url);
  slow.send(JSON.stringify([{ type: 'hello', version: 1, token: kiosk.token }]));
  await until(() => framesOf(slow).some((frame) => frame.type === 'live'));
  slow.stopReading();
  const body = 'x'.repeat(4_000);
  const count = 4_000;
  for (let i = 0; i < count / 100; i++) {
    await Promise.all(Array.from({ length: 100 }, () => say(amara, conversationId, body)));
  }
  await until(() => other.frames.filter((frame) => frame.type === 'message').length === count, 20_000);
  slow.goOnReading();
  await until(() => framesOf(slow).some((frame) => frame.type === 'behind'), 20_000);
  const frames = framesOf(slow);
  const seqs = frames.flatMap((frame) => (frame.type === 'message' ? [frame.seq] : []));
  const behind = frames.flatMap((frame) => (frame.type === 'behind' ? [frame] : []));
  // Everything up to where it fell behind, then one notice that names the end.
  expect(seqs.length).toBeLessThan(count);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  expect(behind).toMatchObject([{ conversation_id: conversationId, last_seq: count }]);
  // Caught up, it is live again.
  await say(amara, conversationId, 'now');
  await until(() => framesOf(slow).some((frame) => frame.type === 'message' && frame.seq === count + 1));
  slow.destroy();
});

test('BP2 who never reads is let go', async () => {
  const { amara } = await chat();
  const before = world.gateway.connectionCount();
  const mute = await openSlowSocket(world.url);
  mute.send(JSON.stringify([{ type: 'hello', version: 1, token: amara.token }]));
  await until(() => framesOf(mute).some((frame) => frame.type === 'live'));
  expect(world.gateway.connectionCount()).toBe(before + 1);
  mute.stopReading();
  const pings = `[${Array.from({ length: 250 }, () => '{"type":"ping"}').join(',')}]`;
  await until(() => {
    for (let i = 0; i < 20; i++) mute.send(pings);
    return world.gateway.connectionCount() === before;
  }, 30_000);
  mute.destroy();
});

test('SE5 a draining server refuses newcomers and sends its sockets away with 1012', async () => {
  const other = await startMessaging();
  const [amara, kiosk] = [other.person('amara'), other.business('kiosk')];
  const conversationId = await other.open(amara, kiosk);
  const sockets = await Promise.all(
    Array.from({ length: 30 }, () => openSignedIn(other.url, other.device(kiosk))),
  );
  const phone = await openSignedIn(other.url, amara);
  const id = newId('message');
  phone.send({
    type: 'send',
    id,
    conversation_id: conversationId,
    content: { type: 'text', body: 'just in time' },
  });
  await phone.next('ok');
  const drained = other.gateway.drain();
  await expect(openRawSocket(other.url)).rejects.toThrow('refused');
  const codes = await Promise.all([phone, ...sockets].map(async (socket) => (await socket.closed).code));
  expect(new Set(codes)).toEqual(new Set([1012]));
  await drained;
  expect(other.gateway.connectionCount()).toBe(0);
  expect(await other.conversations.lastSeq(conversationId)).toBe(1);
  await other.close();
});
