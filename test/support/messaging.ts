// A real server of sockets over a real log, for tests of conversations, delivery, gateway and client. Who signs in is
// said by tokens of the test's own: `person('amara')`, `business('kiosk')`.
import {
  type AccountId,
  type ConversationId,
  type DeviceId,
  limits,
  newId,
  subprotocol,
} from '../../protocol/index.ts';
import type { Config } from '../../server/config.ts';
import { type Conversations, createConversations } from '../../server/conversations/index.ts';
import { grantPermit } from '../../server/conversations/permit.ts';
import { createDelivery, type Delivery } from '../../server/delivery/index.ts';
import { createGateway, type Gateway, type Viewer } from '../../server/gateway/index.ts';
import { serve } from '../../server/kit/index.ts';
import { startTestKit, type TestKit } from './kit.ts';

export interface Messaging {
  kit: TestKit;
  conversations: Conversations;
  delivery: Delivery;
  gateway: Gateway;
  /** `ws://…/socket` */
  url: string;
  person(name: string): TestAccount;
  business(name: string): TestAccount;
  open(person: TestAccount, business: TestAccount): Promise<ConversationId>;
  /** Another device of the same account. */
  device(account: TestAccount): TestAccount;
  endSession(account: TestAccount): void;
  close(): Promise<void>;
}

export interface TestAccount {
  accountId: AccountId;
  deviceId: DeviceId;
  token: string;
  kind: 'person' | 'staff';
  name: string;
}

export async function startMessaging(overrides: Partial<Config> = {}): Promise<Messaging> {
  const kit = await startTestKit({ sendsPerMinute: 1_000_000, ...overrides });
  return startMessagingOn(kit);
}

/** The same over a kit that exists, e.g. to start a second time on the same database. */
export async function startMessagingOn(kit: TestKit): Promise<Messaging> {
  const viewers = new Map<string, Viewer>();
  const names = new Map<AccountId, string>();
  const endListeners: ((deviceId: DeviceId) => void)[] = [];
  const conversations = createConversations(kit, {
    describeMembers: async (_viewer, members) =>
      new Map(members.map(({ accountId }) => [accountId, { ...noFace, name: names.get(accountId) ?? '' }])),
    completeContent: async (content) => content,
    permitFor: async (conversationId) => grantPermit(conversationId, 'service_window'),
  });
  const delivery = createDelivery(kit, { conversations });
  const gateway = createGateway(kit, {
    accounts: {
      authenticate: async () => null,
      authenticateToken: async (token) => viewers.get(token) ?? null,
      onSessionEnded: (listener) => void endListeners.push(listener),
    },
    delivery,
    handlers: { ...conversations.frames, place_order: () => {}, pay: () => {} },
    epoch: () => conversations.epoch(),
    latestWatermark: () => conversations.latestWatermark(),
    isOwnOrigin: (origin) => origin === 'http://localhost',
  });
  await conversations.start();
  kit.events.start();
  const server = serve({
    host: '127.0.0.1',
    port: 0,
    fetch: () => new Response('not here', { status: 404 }),
    socketPath: '/socket',
    subprotocol,
    socket: gateway.handlers,
    messageBytesMax: limits.frameBytesMax,
    bodyBytesMax: limits.jsonBodyBytesMax,
    idleSecondsMax: limits.socketIdleSecondsMax,
    socketBufferBytesMax: limits.socketBufferBytesMax,
  });

  function signIn(account: Omit<TestAccount, 'token' | 'deviceId'>): TestAccount {
    const deviceId = newId('device');
    const token = `${account.name}-${deviceId}`;
    const { accountId } = account;
    names.set(accountId, account.name);
    viewers.set(
      token,
      account.kind === 'person'
        ? { kind: 'person', accountId, deviceId }
        : { kind: 'staff', accountId, deviceId, staffId: newId('staff'), role: 'owner' },
    );
    return { ...account, deviceId, token };
  }

  return {
    kit,
    conversations,
    delivery,
    gateway,
    url: `ws://127.0.0.1:${server.port}/socket`,
    person: (name) => signIn({ name, kind: 'person', accountId: newId('account') }),
    business: (name) => signIn({ name, kind: 'staff', accountId: newId('account') }),
    device: (account) => signIn(account),
    async open(person, business) {
      const opened = await conversations.open({
        personAccountId: person.accountId,
        businessAccountId: business.accountId,
      });
      return opened.conversationId;
    },
    endSession(account) {
      viewers.delete(account.token);
      for (const listener of endListeners) listener(account.deviceId);
    },
    async close() {
      await gateway.drain();
      await server.stop(0);
      await conversations.stop();
      await kit.close();
    },
  };
}

const noFace = {
  name: '',
  avatar_url: null,
  handle: null,
  catalog_id: null,
  business_account_id: null,
  verified: false,
  user_id: null,
  phone: null,
};
