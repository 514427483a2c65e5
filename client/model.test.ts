// The client against chance: links that break at any moment, reloads, several devices. Everybody ends with the same
// conversation, each message once and in order, and hears of each message once.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { AccountId, ConversationId, MessageId } from '../protocol/index.ts';
import { type Messaging, startMessaging, type TestAccount } from '../test/support/messaging.ts';
import { createRandom, type Random } from '../test/support/random.ts';
import { until } from '../test/support/until.ts';
import { type Client, connect, type Persist, type QueuedSend, type StoredConversation } from './index.ts';

let world: Messaging;
beforeAll(async () => {
  world = await startMessaging();
});
afterAll(() => world.close());

/** Keeps things as IndexedDB does: copies, and nothing that was not written. */
function createMemory(accountId: AccountId): Persist {
  const conversations = new Map<ConversationId, StoredConversation>();
  const queue = new Map<MessageId, QueuedSend>();
  let since: { epoch: string; watermark: number } | null = null;
  return {
    accountId,
    load: async () =>
      structuredClone({ since, conversations: [...conversations.values()], queue: [...queue.values()] }),
    putQueued: async (send) => void queue.set(send.messageId, structuredClone(send)),
    deleteQueued: async (id) => void queue.delete(id),
    async saveConversations(changed, upTo) {
      for (const each of structuredClone(changed)) conversations.set(each.view.conversation_id, each);
      since = { ...upTo };
    },
    async clear() {
      conversations.clear();
      queue.clear();
      since = null;
    },
  };
}

/** A device with an app that is opened, closed and opened again. */
class App {
  readonly account: TestAccount;
  readonly said: string[] = [];
  client: Client;
  heard: string[] = [];
  readonly #memory: Persist;

  constructor(account: TestAccount) {
    this.account = account;
    this.#memory = createMemory(account.accountId);
    this.client = this.#start();
  }

  reload(): void {
    this.client.close();
    this.client = this.#start();
  }

  say(id: ConversationId, body: string): void {
    this.said.push(body);
    this.client.send(id, { type: 'text', body });
  }

  bodies(id: ConversationId): string[] {
    const messages = this.client.conversation(id)?.messages ?? [];
    return messages.map(({ content }) => (content.type === 'text' ? content.body : content.type));
  }

  #start(): Client {
    this.heard = [];
    const client = connect({
      url: world.url,
      token: this.account.token,
      persist: this.#memory,
      retryPauseMs: 10,
    });
    client.onMessage(({ content, mine }) => {
      if (content.type === 'text' && !mine) this.heard.push(content.body);
    });
    return client;
  }
}

async function live(apps: App[], ids: ConversationId[], random: Random): Promise<void> {
  for (let step = 0; step < 120; step++) {
    const app = random.pick(apps);
    const draw = random.next();
    const id = random.pick(ids.filter((each) => app.client.conversation(each) !== null));
    if (draw < 0.1) app.client.reconnect();
    else if (draw < 0.16) app.reload();
    else if (draw < 0.75 && id !== undefined) {
      for (let n = random.below(4); n >= 0; n--) app.say(id, `${app.account.name} ${step} ${n}`);
    } else if (draw < 0.8 && id !== undefined) app.client.markRead(id);
    else await new Promise((wake) => setTimeout(wake, random.below(8)));
  }
}

async function loadAll(app: App, id: ConversationId): Promise<string[]> {
  await app.client.open(id);
  while (await app.client.loadOlder(id));
  return app.bodies(id);
}

test('CL1 CL2 CL3 whatever breaks, all devices end with the same conversations', async () => {
  const random = createRandom();
  const [amara, ben, kiosk] = [world.person('amara'), world.person('ben'), world.business('kiosk')];
  const ids = [await world.open(amara, kiosk), await world.open(ben, kiosk)];
  const apps = [amara, world.device(amara), ben, kiosk, world.device(kiosk)].map(
    (account) => new App(account),
  );
  try {
    for (const app of apps) await app.client.settle();
    await live(apps, ids, random);
    for (const app of apps) await app.client.settle(20_000);
    const said = apps.flatMap((app) => app.said);
    const logs = await Promise.all(ids.map(async (id) => (await loadAll(apps[3]!, id)).join('\n')));
    expect(logs.join('\n').split('\n').toSorted()).toEqual(said.toSorted());
    for (const app of apps) {
      const own = ids.filter(
        (_, index) => app.account.name === 'kiosk' || app.account.name === ['amara', 'ben'][index],
      );
      for (const id of own) {
        const expected = logs[ids.indexOf(id)]!;
        await until(() => app.client.conversation(id)?.view.last_seq === expected.split('\n').length);
        await app.client.settle();
        expect((await loadAll(app, id)).join('\n')).toBe(expected);
      }
      expect(new Set(app.heard).size).toBe(app.heard.length);
    }
  } catch (error) {
    throw new Error(`TEST_SEED=${random.seed}: ${(error as Error).message}`, { cause: error });
  } finally {
    for (const app of apps) app.client.close();
  }
});

test('CL1 what waits is shown and sent after a reload, under the same id', async () => {
  const [amara, kiosk] = [world.person('amara'), world.business('kiosk')];
  const id = await world.open(amara, kiosk);
  const memory = createMemory(amara.accountId);
  const first = connect({ url: world.url, token: amara.token, persist: memory });
  await first.settle();
  await until(async () => (await memory.load()).conversations.length === 1);
  first.close();
  // Nobody answers at this address: the message stays where it is.
  const offline = connect({ url: 'ws://127.0.0.1:9', persist: memory, retryPauseMs: 1_000 });
  await offline.restored();
  const messageId = offline.send(id, { type: 'text', body: 'written in a tunnel' });
  expect(offline.status()).toMatchObject({ queued: 1 });
  await until(async () => (await memory.load()).queue.length === 1);
  offline.close();
  const again = connect({ url: world.url, token: amara.token, persist: memory });
  await again.restored();
  expect(again.conversation(id)?.messages).toMatchObject([{ messageId, state: 'pending' }]);
  await again.settle();
  expect(again.conversation(id)?.messages).toMatchObject([{ messageId, state: 'sent', seq: 1 }]);
  await until(async () => (await memory.load()).queue.length === 0);
  again.close();
});

test('CL7 what is kept for one account is neither shown nor sent for another', async () => {
  const [amara, ben, kiosk] = [world.person('amara'), world.person('ben'), world.business('kiosk')];
  const id = await world.open(amara, kiosk);
  const memory = createMemory(amara.accountId);
  await memory.putQueued({
    messageId: 'msg_00000000000000000000000000',
    conversationId: id,
    content: { type: 'text', body: 'from amara' },
    replyTo: null,
    at: 1,
    tried: false,
    failure: null,
  });
  const stranger = connect({ url: world.url, token: ben.token, persist: memory });
  await until(() => stranger.status().connection === 'signed_out');
  expect(stranger.conversations()).toEqual([]);
  expect(await world.conversations.lastSeq(id)).toBe(0);
  stranger.close();
});

test('CL4 a session that ended is said, and nothing is tried again', async () => {
  const amara = world.person('amara');
  const client = connect({ url: world.url, token: amara.token, retryPauseMs: 1 });
  await client.settle();
  world.endSession(amara);
  await until(() => client.status().connection === 'signed_out');
  expect(client.status().retryAt).toBeNull();
  client.close();
});
