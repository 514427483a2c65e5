import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { EventEmitter } from 'node:events';
import type { Content, ConversationId, MessageId } from '../../protocol/index.ts';
import { newId } from '../../protocol/index.ts';
import { type Messaging, startMessaging, type TestAccount } from '../../test/support/messaging.ts';
import { until } from '../../test/support/until.ts';
import { createMetrics } from '../kit/index.ts';
import {
  type Appended,
  type AppendInput,
  type Conversations,
  createConversations,
  type Via,
} from './index.ts';
import { grantPermit } from './permit.ts';

let world: Messaging;
beforeAll(async () => {
  world = await startMessaging();
});
afterAll(() => world.close());

const text = (body: string): Content => ({ type: 'text', body });

interface Said {
  account: TestAccount;
  conversationId: ConversationId;
  id?: MessageId;
  content?: Content;
  via?: Via;
  more?: Partial<AppendInput>;
}

function append(
  { account, conversationId, id, content, via, more }: Said,
  on: Conversations = world.conversations,
): Promise<Appended> {
  return on.append({
    conversationId,
    messageId: id ?? newId('message'),
    author: { accountId: account.accountId, deviceId: account.deviceId, staffId: null, via: via ?? 'socket' },
    content: content ?? text('hello'),
    ...(account.kind === 'staff' ? { permit: grantPermit(conversationId, 'service_window') } : {}),
    ...more,
  });
}

async function chat() {
  const [amara, kiosk] = [world.person('amara'), world.business('kiosk')];
  return { amara, kiosk, conversationId: await world.open(amara, kiosk) };
}

async function readAll(conversationId: ConversationId) {
  return (await world.conversations.readLog({ after: 0, limit: 1_000_000 }))
    .filter((row) => row.conversationId === conversationId)
    .sort((a, b) => a.seq - b.seq);
}

test('LG2 seqs follow each other without a gap, however many write at once', async () => {
  const chats = await Promise.all(Array.from({ length: 5 }, chat));
  const said = await Promise.all(
    chats.flatMap(({ amara, kiosk, conversationId }) =>
      Array.from({ length: 200 }, (_, i) => append({ account: i % 3 === 0 ? kiosk : amara, conversationId })),
    ),
  );
  for (const { conversationId } of chats) {
    const seqs = said.filter((each) => each.conversationId === conversationId).map((each) => each.seq);
    expect(seqs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    expect((await readAll(conversationId)).map((row) => row.seq)).toEqual(seqs.toSorted((a, b) => a - b));
  }
});

test('LG5 a commit has one watermark, and later commits have higher ones', async () => {
  const { amara, conversationId } = await chat();
  const first = await Promise.all([
    append({ account: amara, conversationId }),
    append({ account: amara, conversationId }),
  ]);
  const later = await append({ account: amara, conversationId });
  expect(first[0]!.watermark).toBe(first[1]!.watermark);
  expect(later.watermark).toBeGreaterThan(first[0]!.watermark);
  expect(world.conversations.latestWatermark()).toBe(later.watermark);
});

test('SI1 the same id ten times at once, a thousand ids: a thousand messages, each with one answer', async () => {
  const { amara, conversationId } = await chat();
  const ids = Array.from({ length: 1_000 }, () => newId('message'));
  const tries = ids.flatMap((id) => Array.from({ length: 10 }, (_, n) => ({ id, n })));
  tries.sort(() => Math.random() - 0.5);
  const answers = await Promise.all(
    tries.map(({ id, n }) => append({ account: amara, conversationId, id, more: { retry: n % 3 === 0 } })),
  );
  const byId = new Map<MessageId, Set<string>>();
  tries.forEach(({ id }, index) => {
    const { seq, at, watermark } = answers[index]!;
    byId.set(id, (byId.get(id) ?? new Set()).add(`${seq} ${at} ${watermark}`));
  });
  expect([...byId.values()].every((answersOfId) => answersOfId.size === 1)).toBe(true);
  expect(new Set([...byId.values()].map((answersOfId) => [...answersOfId][0])).size).toBe(1_000);
  const rows = await readAll(conversationId);
  expect(rows).toHaveLength(1_000);
  expect(new Set(rows.map((row) => row.messageId))).toEqual(new Set(ids));
});

test('SI2 an id tried again later gets its old answer, said to be a retry or not', async () => {
  const { amara, conversationId } = await chat();
  const id = newId('message');
  const first = await append({ account: amara, conversationId, id });
  const phone = world.device(amara);
  const again = [
    await append({ account: amara, conversationId, id }),
    await append({ account: amara, conversationId, id, more: { retry: true } }),
    await append({ account: phone, conversationId, id, content: text('other words') }),
  ];
  for (const answer of again) expect(answer).toEqual({ ...first, repeated: true });
  expect(await readAll(conversationId)).toHaveLength(1);
});

test('SI2 repeats among new messages of one batch hold up none of them', async () => {
  const { amara, conversationId } = await chat();
  const old = await Promise.all(Array.from({ length: 20 }, () => append({ account: amara, conversationId })));
  const rows = await readAll(conversationId);
  const mixed = rows.flatMap((row) => [row.messageId, newId('message')]);
  const answers = await Promise.all(mixed.map((id) => append({ account: amara, conversationId, id })));
  expect(answers.filter((answer) => answer.repeated).map((answer) => answer.seq)).toEqual(
    old.map((each) => each.seq),
  );
  const fresh = answers.filter((answer) => !answer.repeated).map((answer) => answer.seq);
  expect(fresh).toEqual(Array.from({ length: 20 }, (_, i) => 21 + i));
});

test('SI3 an id is not used twice, neither in another conversation nor by another account', async () => {
  const one = await chat();
  const two = await chat();
  const id = newId('message');
  const { amara, conversationId } = one;
  const first = append({ account: amara, conversationId, id });
  // Both while the first is under way and after it.
  for (const _ of [1, 2]) {
    await expect(
      append({ account: two.amara, conversationId: two.conversationId, id }),
    ).rejects.toMatchObject({
      code: 'message_id_reused',
    });
    await expect(append({ account: one.kiosk, conversationId, id })).rejects.toMatchObject({
      code: 'message_id_reused',
    });
    await first;
  }
  expect(await readAll(two.conversationId)).toEqual([]);
});

test('SI4 a client cannot take the id of a message that the server is about to make', async () => {
  const { amara, conversationId } = await chat();
  const id = newId('message');
  await append({ account: amara, conversationId, id, content: text('mine first') });
  const made = await append({
    account: amara,
    conversationId,
    id,
    via: 'system',
    content: text('the order'),
  });
  expect(made).toMatchObject({ seq: 2, repeated: false });
});

test('SE4 who is no member gets the same answer as for a conversation that is not', async () => {
  const { conversationId } = await chat();
  const mallory = world.person('mallory');
  for (const id of [conversationId, newId('conversation')]) {
    await expect(append({ account: mallory, conversationId: id })).rejects.toMatchObject({
      code: 'conversation_not_member',
    });
  }
});

test('PM3 a business appends nothing without a permit for this conversation', async () => {
  const { kiosk, conversationId } = await chat();
  const foreign = grantPermit(newId('conversation'), 'service_window');
  const forged = { conversationId, ground: 'service_window' } as never;
  for (const permit of [undefined, foreign, forged]) {
    await expect(append({ account: kiosk, conversationId, more: { permit } })).rejects.toThrow(
      'assertion failed',
    );
  }
  expect(await readAll(conversationId)).toEqual([]);
});

test('LG6 replies and reactions aim at messages that are there', async () => {
  const { amara, conversationId } = await chat();
  await append({ account: amara, conversationId });
  await expect(append({ account: amara, conversationId, more: { replyTo: 2 } })).rejects.toMatchObject({
    code: 'reply_target_unknown',
  });
  const reaction = (seq: number): Content => ({ type: 'reaction', target_seq: seq, emoji: '👍' });
  await expect(append({ account: amara, conversationId, content: reaction(7) })).rejects.toMatchObject({
    code: 'reply_target_unknown',
  });
  await append({ account: amara, conversationId, more: { replyTo: 1 } });
  await append({ account: amara, conversationId, content: reaction(1) });
  expect((await readAll(conversationId)).map((row) => row.replyTo)).toEqual([null, 1, null]);
});

test('LG7 the press of a button says what the button says', async () => {
  const { amara, kiosk, conversationId } = await chat();
  const buttons = [{ id: 'yes', title: 'Yes, please' }];
  await append({ account: kiosk, conversationId, content: { type: 'buttons', body: 'Wrap it?', buttons } });
  const row = { id: 'mon', title: 'Monday', description: 'from 9' };
  const list: Content = { type: 'list', body: 'When?', button: 'Days', sections: [{ rows: [row] }] };
  await append({ account: kiosk, conversationId, content: list });
  const press = (id: string, replyTo?: number) =>
    append({
      account: amara,
      conversationId,
      content: { type: 'button_reply', id, title: 'I owe nothing' },
      more: { replyTo },
    });
  for (const [id, replyTo] of [
    ['no', 1],
    ['yes', 2],
    ['yes', undefined],
  ] as const) {
    await expect(press(id, replyTo)).rejects.toMatchObject({ code: 'reply_target_unknown' });
  }
  const { seq } = await press('yes', 1);
  expect((await world.conversations.message(conversationId, seq))?.content).toEqual({
    type: 'button_reply',
    id: 'yes',
    title: 'Yes, please',
  });
  const chosen = await append({
    account: amara,
    conversationId,
    content: { type: 'list_reply', id: 'mon', title: 'x' },
    more: { replyTo: 2 },
  });
  expect((await world.conversations.message(conversationId, chosen.seq))?.content).toEqual({
    type: 'list_reply',
    ...row,
  });
});

test('LG3 what is sent while an earlier message is still looked at does not overtake it', async () => {
  const { amara, kiosk, conversationId } = await chat();
  const buttons = [{ id: 'yes', title: 'Yes' }];
  await append({ account: kiosk, conversationId, content: { type: 'buttons', body: 'Wrap it?', buttons } });
  const said = [
    append({
      account: amara,
      conversationId,
      content: { type: 'button_reply', id: 'yes', title: '' },
      more: { replyTo: 1 },
    }),
    append({ account: amara, conversationId }),
    append({ account: amara, conversationId, more: { retry: true } }),
    append({ account: amara, conversationId }),
  ];
  expect((await Promise.all(said)).map((each) => each.seq)).toEqual([2, 3, 4, 5]);
});

test('whatever JSON can say is stored and read as it was', async () => {
  const { amara, conversationId } = await chat();
  const bodies = [
    'NUL \u0000 inside',
    'half a pair \ud83d',
    '"quotes" \\ and {braces,}',
    '👩🏽‍🚀 שלום',
    'NULL',
    ' ',
  ];
  for (const body of bodies)
    await append({ account: amara, conversationId, content: text(body), more: { opaque: 'o"{},\\' } });
  const rows = await readAll(conversationId);
  expect(rows.map((row) => row.content)).toEqual(bodies.map(text));
  expect(rows.every((row) => row.opaque === 'o"{},\\')).toBe(true);
});

test('the fence: a second writer on the same log makes neither gaps nor doubles', async () => {
  const { amara, conversationId } = await chat();
  await append({ account: amara, conversationId });
  const other = createConversations(
    { ...world.kit, metrics: createMetrics() },
    {
      describeMembers: async () => new Map(),
      permitFor: async (id) => grantPermit(id, 'service_window'),
      completeContent: async (content) => content,
    },
  );
  await other.start();
  const said = await Promise.all(
    Array.from({ length: 60 }, (_, i) =>
      append({ account: amara, conversationId }, i % 2 ? world.conversations : other),
    ),
  );
  expect(said.map((each) => each.seq).toSorted((x, y) => x - y)).toEqual(
    Array.from({ length: 60 }, (_, i) => i + 2),
  );
  await other.stop();
});

/** The driver's own connection that runs the statement now. */
async function busyStream(pattern: string): Promise<EventEmitter & { destroy(): void }> {
  let found: (EventEmitter & { destroy(): void }) | undefined;
  await until(async () => {
    const rows = await world.kit.db.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and query ~ $1 and pid <> pg_backend_pid()`,
      [pattern],
    );
    type Client = { processID: number; connection: { stream: EventEmitter & { destroy(): void } } };
    const clients = (world.kit.db.pool as unknown as { _clients: Client[] })._clients;
    found = clients.find((client) => rows.some((row) => row.pid === client.processID))?.connection.stream;
    return found !== undefined;
  });
  return found!;
}

test('LG4 a commit whose answer is lost is not acknowledged, and found again under the same id', async () => {
  const { amara, kiosk, conversationId } = await chat();
  await append({ account: amara, conversationId });
  const heard: number[] = [];
  world.conversations.onAppended((rows) => {
    for (const row of rows) if (row.conversationId === conversationId) heard.push(row.seq);
  });
  const stream = await busyStream('^copy messages');
  const emit = stream.emit.bind(stream);
  stream.emit = (event: string | symbol, ...rest: unknown[]) => {
    if (event !== 'data') return emit(event, ...rest);
    stream.emit = emit;
    stream.destroy();
    return true;
  };
  const ids = Array.from({ length: 10 }, () => newId('message'));
  const answers = await Promise.allSettled(ids.map((id) => append({ account: amara, conversationId, id })));
  for (const answer of answers) {
    expect(answer).toMatchObject({
      status: 'rejected',
      reason: { code: 'storage_failed', retryAfterMs: 1_000 },
    });
  }
  // Nothing is taken until it is known what the log holds.
  const early = append({ account: kiosk, conversationId }).catch((error) => error);
  expect(await early).toMatchObject({ code: 'storage_failed' });
  await until(async () => {
    const answer = await append({ account: kiosk, conversationId }).catch(() => null);
    return answer !== null;
  });
  const again = await Promise.all(
    ids.map((id) => append({ account: amara, conversationId, id, more: { retry: true } })),
  );
  expect(again.map((answer) => answer.repeated)).toEqual(ids.map(() => true));
  expect(again.map((answer) => answer.seq)).toEqual(ids.map((_, index) => index + 2));
  // What nobody was told of at its commit is sent on once the store answers.
  expect(heard).toEqual([...ids.map((_, index) => index + 2), 12]);
});

test('LG4 a commit that never happened leaves nothing behind', async () => {
  const { amara, conversationId } = await chat();
  await append({ account: amara, conversationId });
  const stream = await busyStream('^copy messages');
  stream.destroy();
  const id = newId('message');
  let answer: Appended | null = null;
  let failures = 0;
  await until(async () => {
    answer = await append({ account: amara, conversationId, id, more: { retry: failures > 0 } }).catch(
      (error) => {
        expect(error).toMatchObject({ code: 'storage_failed' });
        failures++;
        return null;
      },
    );
    return answer !== null;
  });
  expect(failures).toBeGreaterThan(0);
  expect(answer).toMatchObject({ seq: 2 });
  expect((await readAll(conversationId)).map((row) => row.seq)).toEqual([1, 2]);
});

test('SI1 who asks again the moment the answer is given gets it too', async () => {
  const { amara, conversationId } = await chat();
  const id = newId('message');
  const again: Promise<Appended>[] = [];
  // A listener hears of the commit before the sender does: asked from there, the message is neither queued nor old.
  world.conversations.onAppended((rows) => {
    if (rows.some((row) => row.messageId === id)) again.push(append({ account: amara, conversationId, id }));
  });
  const first = await append({ account: amara, conversationId, id });
  expect(again).toHaveLength(1);
  expect(await again[0]).toEqual({ ...first, repeated: true });
  // A batch of nothing but repeats is told to nobody.
  const heard: number[] = [];
  world.conversations.onAppended((rows) => heard.push(rows.length));
  await Promise.all([id, id].map((each) => append({ account: amara, conversationId, id: each })));
  await append({ account: amara, conversationId });
  expect(heard).toEqual([1]);
});
