// One person who buys and pays without end, and the merchant who accepts: the ledger is under load too.

import { createPersonApi } from '../../client/http.ts';
import { type Client, connect } from '../../client/index.ts';
import {
  type ConversationId,
  type MessageId,
  newId,
  type OrderId,
  type PaymentId,
} from '../../protocol/index.ts';
import type { ServerUnderTest } from './server-under-test.ts';

export interface Buyer {
  /** Orders paid so far. */
  paid(): number;
  stop(): Promise<void>;
}

interface Shopping {
  server: ServerUnderTest;
  client: Client;
  conversationId: ConversationId;
  skus: string[];
  cookie: string;
  isStopping(): boolean;
}

const retryPauseMs = 200;

export async function createBuyer(server: ServerUnderTest, shop: string): Promise<Buyer> {
  const world = server.world();
  const token = world.people[0]!.token;
  const api = createPersonApi({ url: server.url, token });
  const { conversation_id: conversationId } = await api.openConversation(shop);
  const client = connect({ url: server.url, token, retryPauseMs: 100 });
  await client.open(conversationId);
  let stopping = false;
  let paid = 0;
  const cookie = await signIn(server, world.staff[0]!);
  const shopping: Shopping = {
    server,
    client,
    conversationId,
    cookie,
    skus: world.product_retailer_ids,
    isStopping: () => stopping,
  };
  const running = (async () => {
    for (let i = 0; !stopping; i++) {
      if (await buyOnce(shopping, shopping.skus[i % shopping.skus.length]!)) paid++;
    }
  })();
  return {
    paid: () => paid,
    async stop() {
      stopping = true;
      await running;
      client.close();
    },
  };
}

/** Every step is tried with the same id until it is answered: a lost answer must not buy or pay twice. */
async function buyOnce(shopping: Shopping, sku: string): Promise<boolean> {
  const { client, conversationId } = shopping;
  const orderMessageId = newId('message') as MessageId;
  const placed = await persist(shopping, () =>
    client.placeOrder(conversationId, [{ sku, quantity: 1 }], { id: orderMessageId }),
  );
  if (!placed?.order_id) return false;
  if ((await persist(shopping, () => accept(shopping, placed.order_id!))) === null) return false;
  const paymentId = await persist(shopping, () => findRequest(shopping, placed.order_id!));
  if (paymentId === null) return false;
  const attempt = newId('message');
  const answer = await persist(shopping, () => client.pay(paymentId, 'wallet', attempt));
  return answer?.state === 'captured';
}

/** Null when it was refused for good, or when it is time to stop. */
async function persist<T>(shopping: Shopping, step: () => Promise<T>): Promise<T | null> {
  while (!shopping.isStopping()) {
    try {
      return await step();
    } catch (error) {
      if (isFinal(error)) return null;
      await new Promise((wake) => setTimeout(wake, retryPauseMs));
    }
  }
  return null;
}

function isFinal(error: unknown): boolean {
  const { code } = error as { code?: string };
  return ['stock_insufficient', 'product_unavailable', 'funds_insufficient', 'order_state_forbids'].includes(
    code ?? '',
  );
}

async function signIn(server: ServerUnderTest, staff: { email: string; password: string }): Promise<string> {
  const response = await fetch(`${server.url}/api/console/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: staff.email, password: staff.password }),
  });
  const cookie = response.headers.get('set-cookie')?.split(';')[0];
  if (!response.ok || !cookie) throw new Error(`staff could not sign in: HTTP ${response.status}`);
  return cookie;
}

async function accept({ server, cookie }: Shopping, orderId: OrderId): Promise<true> {
  const response = await fetch(`${server.url}/api/console/orders/${orderId}/accept`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: '{}',
  });
  if (response.ok) return true;
  throw Object.assign(new Error('not accepted'), ((await response.json()) as { error: object }).error);
}

/** The request to pay arrives in the chat like everything else. */
async function findRequest({ client, conversationId }: Shopping, orderId: OrderId): Promise<PaymentId> {
  const messages = client.conversation(conversationId)?.messages ?? [];
  for (const { content } of messages.slice(-20)) {
    if (content.type === 'payment_request' && content.payment.order_id === orderId)
      return content.payment.payment_id;
  }
  throw new Error('not there yet');
}
