import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type Content, type ConversationId, limits, newId } from '../../protocol/index.ts';
import { type Messaging, startMessaging, type TestAccount } from '../../test/support/messaging.ts';
import { openRawSocket, openSignedIn, type RawSocket } from '../../test/support/raw-socket.ts';
import { until } from '../../test/support/until.ts';

let world: Messaging;
beforeAll(async () => {
  world = await startMessaging();
});
afterAll(() => world.close());

async function chat() {
  const [amara, kiosk] = [world.person('amara'), world.business('kiosk')];
  return { amara, kiosk, conversationId: await world.open(amara, kiosk) };
}

const sendFrame = (conversationId: ConversationId, body = 'hello') =>
  ({
    type: 'send',
    id: newId('message'),
    conversation_id: conversationId,
    content: { type: 'text', body },
  }) as const;

/** The socket still works: a ping gets its pong. */
async function expectAlive(socket: RawSocket): Promise<void> {
  const before = socket.frames.filter((frame) => frame.type === 'pong').length;
  socket.send({ type: 'ping' });
  await until(() => socket.frames.filter((frame) => frame.type === 'pong').length > before);
}

test('LG1 a message is committed, acknowledged to its sender and delivered to the other side', async () => {
  const { amara, kiosk, conversationId } = await chat();
  const phone = await openSignedIn(world.url, amara);
  const till = await openSignedIn(world.url, kiosk);
  const frame = sendFrame(conversationId, 'Is the blue one there?');
  phone.send(frame);
  const ok = await phone.next('ok');
  expect(ok).toMatchObject({ id: frame.id, conversation_id: conversationId, seq: 1 });
  const message = await till.next('message');
  expect(message).toEqual({
    type: 'message',
    conversation_id: conversationId,
    seq: 1,
    member: 1,
    message_id: frame.id,
    at: ok.at!,
    watermark: expect.any(Number),
    content: { type: 'text', body: 'Is the blue one there?' },
  });
  expect(phone.frames.filter((each) => each.type === 'message')).toEqual([]);
  const stored = await world.conversations.message(conversationId, 1);
  expect(stored).toMatchObject({
    messageId: frame.id,
    accountId: amara.accountId,
    role: 'person',
    via: 'socket',
  });
});

test('DL1 every connection of every member hears it once, the sending one gets its ok in that place', async () => {
  const { amara, kiosk, conversationId } = await chat();
  const [phone, laptop] = [
    await openSignedIn(world.url, amara),
    await openSignedIn(world.url, world.device(amara)),
  ];
  const tills = [await openSignedIn(world.url, kiosk), await openSignedIn(world.url, world.device(kiosk))];
  for (let i = 0; i < 30; i++) (i % 2 ? phone : tills[0]!).send(sendFrame(conversationId, `${i}`));
  const seqsOf = (socket: RawSocket) =>
    socket.frames.flatMap((frame) => (frame.type === 'message' || frame.type === 'ok' ? [frame.seq!] : []));
  const all = Array.from({ length: 30 }, (_, i) => i + 1);
  for (const socket of [phone, laptop, ...tills]) {
    await until(() => seqsOf(socket).length === 30);
    expect(seqsOf(socket)).toEqual(all);
  }
  expect(phone.frames.filter((frame) => frame.type === 'ok')).toHaveLength(15);
  expect(laptop.frames.filter((frame) => frame.type === 'ok')).toHaveLength(0);
});

test('SE1 nothing but hello is heard before hello, and hello needs a session', async () => {
  const early = await openRawSocket(world.url);
  early.send({ type: 'ping' });
  expect(await early.next('no')).toMatchObject({ code: 'not_signed_in' });
  expect((await early.closed).code).toBe(4003);
  const stranger = await openRawSocket(world.url);
  stranger.send({ type: 'hello', version: 1, token: 'made-up' });
  expect((await stranger.closed).code).toBe(4003);
  const { amara } = await chat();
  const twice = await openSignedIn(world.url, amara);
  twice.send({ type: 'hello', version: 1, token: amara.token });
  expect(await twice.next('no')).toMatchObject({ code: 'frame_invalid' });
  await expectAlive(twice);
});

test('SE2 a page of a foreign origin gets no socket', async () => {
  await expect(openRawSocket(world.url, { origin: 'https://evil.example' })).rejects.toThrow('refused');
  const response = await fetch(world.url.replace('ws', 'http'), {
    headers: {
      origin: 'https://evil.example',
      upgrade: 'websocket',
      connection: 'upgrade',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-version': '13',
    },
  });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ error: { code: 'origin_refused' } });
  (await openRawSocket(world.url, { origin: 'http://localhost' })).close();
});

test('SE3 a session that ends takes its sockets with it within a second, and no others', async () => {
  const { amara } = await chat();
  const laptop = world.device(amara);
  const [gone, stays] = [await openSignedIn(world.url, amara), await openSignedIn(world.url, laptop)];
  const from = performance.now();
  world.endSession(amara);
  expect(await gone.closed).toMatchObject({ code: 4002 });
  expect(performance.now() - from).toBeLessThan(1_000);
  await expectAlive(stays);
  const late = await openRawSocket(world.url);
  late.send({ type: 'hello', version: 1, token: amara.token });
  expect((await late.closed).code).toBe(4003);
});

test('SE4 every frame is checked against the conversation it names', async () => {
  const { conversationId } = await chat();
  const mallory = await openSignedIn(world.url, world.person('mallory'));
  const send = sendFrame(conversationId);
  mallory.send(send, { type: 'pull', id: 'p', conversation_id: conversationId });
  mallory.send({ type: 'receipt', conversation_id: conversationId, read: 1 });
  mallory.send({ type: 'typing', conversation_id: conversationId, on: true });
  mallory.send({ type: 'list', id: 'l', conversation_id: conversationId });
  for (const id of [send.id, 'p']) {
    expect(await mallory.next('no', (frame) => frame.id === id)).toMatchObject({
      code: 'conversation_not_member',
    });
  }
  await until(
    () => mallory.frames.filter((frame) => frame.type === 'no' && frame.id === undefined).length === 2,
  );
  expect(await mallory.next('conversations')).toMatchObject({ conversations: [] });
  const unknown = sendFrame(newId('conversation'));
  mallory.send(unknown);
  const answers = [await mallory.next('no', (frame) => frame.id === send.id)];
  answers.push(await mallory.next('no', (frame) => frame.id === unknown.id));
  expect({ ...answers[0], id: '' }).toEqual({ ...answers[1], id: '' } as never);
});

test('PM1 a person cannot send what only a business or the server sends, and staff cannot press their own buttons', async () => {
  const { amara, kiosk, conversationId } = await chat();
  const phone = await openSignedIn(world.url, amara);
  const till = await openSignedIn(world.url, kiosk);
  const buttons: Content = { type: 'buttons', body: 'x', buttons: [{ id: 'a', title: 'A' }] };
  const system: Content = { type: 'system', code: 'phone_shared', parameters: {} };
  const press: Content = { type: 'button_reply', id: 'a', title: 'A' };
  const tries: [RawSocket, Content][] = [
    [phone, buttons],
    [phone, system],
    [till, system],
    [till, press],
  ];
  for (const [socket, content] of tries) {
    const frame = { ...sendFrame(conversationId), content };
    socket.send(frame);
    expect(await socket.next('no', (no) => no.id === frame.id)).toMatchObject({
      code: 'content_not_permitted',
    });
  }
  expect(await world.conversations.lastSeq(conversationId)).toBe(0);
});

test('FR2 a wrong frame is refused by itself; what stands beside it is taken', async () => {
  const { amara, conversationId } = await chat();
  const phone = await openSignedIn(world.url, amara);
  const good = sendFrame(conversationId);
  const wrong = { ...sendFrame(conversationId), content: { type: 'text', body: 42 } };
  phone.sendText(JSON.stringify([wrong, good, null, { type: 'dance' }, 'hello', 7, [good]]));
  expect(await phone.next('ok')).toMatchObject({ id: good.id, seq: 1 });
  await until(() => phone.frames.filter((frame) => frame.type === 'no').length === 6);
  expect(await phone.next('no', (frame) => frame.id === wrong.id)).toMatchObject({
    code: 'frame_invalid',
    details: expect.stringContaining('content.body'),
  });
  await expectAlive(phone);
});

const hostile: [string, string][] = [
  ['no JSON', '{"type":'],
  ['no array', '{"type":"ping"}'],
  ['a number', '7'],
  ['nothing', ''],
  ['deeply nested', '['.repeat(200_000)],
  ['deeply nested and closed', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['nested in a content', `[{"type":"send","content":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}]`],
  ['too many frames', `[${Array.from({ length: 300 }, () => '{"type":"ping"}').join(',')}]`],
  ['a prototype', '[{"__proto__":{"type":"ping","isReady":true},"constructor":{"prototype":{"x":1}}}]'],
  ['a huge number', '[{"type":"pull","id":"x","conversation_id":"cnv_x","after":1e308}]'],
  ['a huge string', JSON.stringify([{ type: 'send', id: 'x'.repeat(900_000) }])],
  ['half a character', '["\\ud83d"]'],
];

test.each(hostile)('FR3 FR6 %s is refused and the socket stays', async (_name, text) => {
  const { amara } = await chat();
  const phone = await openSignedIn(world.url, amara);
  phone.sendText(text);
  expect(await phone.next('no')).toMatchObject({ code: 'frame_invalid' });
  await expectAlive(phone);
  expect(({} as { type?: string }).type).toBeUndefined();
  phone.close();
});

test('FR3 a frame of 10 MB and a binary one close the socket, and the server goes on', async () => {
  const { amara } = await chat();
  const [large, binary, other] = [
    await openSignedIn(world.url, amara),
    await openSignedIn(world.url, amara),
    await openSignedIn(world.url, amara),
  ];
  large.sendText(`[{"type":"send","id":"${'x'.repeat(10_000_000)}"}]`);
  binary.sendText(new Uint8Array([1, 2, 3]));
  expect([1006, 1009]).toContain((await large.closed).code);
  expect((await binary.closed).code).toBe(4004);
  await expectAlive(other);
});

test('FR4 requests are answered by their id while sends keep their order', async () => {
  const { amara, conversationId } = await chat();
  const phone = await openSignedIn(world.url, amara);
  const sends = Array.from({ length: 20 }, (_, i) => sendFrame(conversationId, `${i}`));
  phone.send(...sends, { type: 'list', id: 'list-1' }, { type: 'ping' });
  await phone.next('conversations', (frame) => frame.id === 'list-1');
  await until(() => phone.frames.filter((frame) => frame.type === 'ok').length === 20);
  const oks = phone.frames.flatMap((frame) => (frame.type === 'ok' ? [frame] : []));
  expect(oks.map((ok) => ok.id)).toEqual(sends.map((send) => send.id));
  expect(oks.map((ok) => ok.seq)).toEqual(sends.map((_, i) => i + 1));
});

test('FR5 fields that are not known are ignored and not stored', async () => {
  const { amara, conversationId } = await chat();
  const phone = await openSignedIn(world.url, amara);
  const frame = sendFrame(conversationId);
  phone.sendText(JSON.stringify([{ ...frame, future: 1, content: { ...frame.content, price: '1' } }]));
  await phone.next('ok');
  expect((await world.conversations.message(conversationId, 1))?.content).toEqual(frame.content);
});

test('FR7 who keeps sending what is wrong is let go', async () => {
  const { amara } = await chat();
  const phone = await openSignedIn(world.url, amara);
  for (let i = 0; i <= limits.wrongFramesMax; i++) phone.sendText('[7]');
  expect((await phone.closed).code).toBe(4004);
});

test('LS2 pages go both ways, say whether there is more, and have a size', async () => {
  const { amara, conversationId } = await chat();
  const phone = await openSignedIn(world.url, amara);
  for (let i = 1; i <= 60; i++) phone.send(sendFrame(conversationId, `${i} ${'é'.repeat(4_000)}`));
  await until(() => phone.frames.filter((frame) => frame.type === 'ok').length === 60);
  const pull = async (id: string, range: { after?: number; before?: number; limit?: number }) => {
    phone.send({ type: 'pull', id, conversation_id: conversationId, ...range });
    const page = await phone.next('page', (frame) => frame.id === id);
    return { seqs: page.messages.map((message) => message.seq), more: page.more };
  };
  expect(await pull('a', { limit: 3 })).toEqual({ seqs: [58, 59, 60], more: true });
  expect(await pull('b', { before: 3, limit: 3 })).toEqual({ seqs: [1, 2], more: false });
  expect(await pull('c', { after: 57, limit: 5 })).toEqual({ seqs: [58, 59, 60], more: false });
  expect(await pull('d', { after: 60 })).toEqual({ seqs: [], more: false });
  const heavy = await pull('e', { after: 0, limit: 60 });
  expect(heavy.more).toBe(true);
  expect(heavy.seqs).toEqual(heavy.seqs.map((_, i) => i + 1));
  expect(heavy.seqs.length * 8_000).toBeLessThanOrEqual(limits.pageBytesMax);
  expect((await pull('f', { limit: 60 })).seqs.at(-1)).toBe(60);
});

test('RC3 a receipt reaches the other side and the own other devices', async () => {
  const { amara, kiosk, conversationId } = await chat();
  const [phone, till, laptop] = [
    await openSignedIn(world.url, amara),
    await openSignedIn(world.url, kiosk),
    await openSignedIn(world.url, world.device(kiosk)),
  ];
  phone.send(sendFrame(conversationId));
  await till.next('message');
  till.send({ type: 'receipt', conversation_id: conversationId, delivered: 1, read: 99 });
  for (const socket of [phone, laptop]) {
    expect(await socket.next('receipt')).toMatchObject({ member: 2, delivered: 1, read: 1 });
  }
});

test('TY1 TY2 typing reaches the others, at most so often', async () => {
  const { amara, kiosk, conversationId } = await chat();
  const [phone, till] = [await openSignedIn(world.url, amara), await openSignedIn(world.url, kiosk)];
  for (const on of [true, true, false, false, true])
    phone.send({ type: 'typing', conversation_id: conversationId, on });
  await expectAlive(phone);
  await till.next('typing', (frame) => !frame.on);
  await expectAlive(till);
  expect(
    till.frames.filter((frame) => frame.type === 'typing').map((frame) => (frame as { on: boolean }).on),
  ).toEqual([true, false]);
  expect(phone.frames.some((frame) => frame.type === 'typing')).toBe(false);
});

test('DL4 a new conversation and a changed one are announced to their members', async () => {
  const [amara, kiosk] = [world.person('amara'), world.business('kiosk')] as [TestAccount, TestAccount];
  const till = await openSignedIn(world.url, kiosk);
  const conversationId = await world.open(amara, kiosk);
  expect(await till.next('conversation_changed')).toMatchObject({ conversation_id: conversationId });
  await world.delivery.conversationChanged(conversationId);
  await until(() => till.frames.filter((frame) => frame.type === 'conversation_changed').length === 2);
});
