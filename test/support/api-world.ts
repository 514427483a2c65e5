// The whole server on a real port with a shop of its own, an app and a few people: what a program of an integrator
// sees.

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AccountId,
  type Content,
  type ConversationId,
  type DeviceId,
  newId,
  type PaymentId,
} from '../../protocol/index.ts';
import type { Business } from '../../server/accounts/index.ts';
import { type App, createApp } from '../../server/app.ts';
import { type Config, readConfig } from '../../server/config.ts';
import type { LogRow } from '../../server/conversations/index.ts';
import { type Clock, connectDb, createClock, createLog } from '../../server/kit/index.ts';
import { createTestDatabase } from './kit.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { draftProduct } from './shop.ts';

export interface ApiWorld {
  app: App;
  clock: Clock;
  baseUrl: string;
  shop: Business;
  catalogGraphId: string;
  appId: string;
  appSecret: string;
  token: string;
  verifyToken: string;
  /** A Graph request with the shop's token; JSON unless `body` is text or a form. */
  graph(method: string, path: string, options?: GraphOptions): Promise<GraphAnswer>;
  send(body: object): Promise<GraphAnswer>;
  /** Subscribes the app, with a receiver of its own. */
  listen(): Promise<Listener>;
  addPerson(name: string, options?: { sharesPhone?: boolean }): Promise<ApiPerson>;
  addShop(handle: string): Promise<{ shop: Business; token: string; appId: string; appSecret: string }>;
  settle(): Promise<void>;
  /** Ends the server and starts it again on the same database and port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}
export interface GraphOptions {
  body?: unknown;
  headers?: Record<string, string>;
  /** Null sends none. */
  token?: string | null;
}
// biome-ignore lint/suspicious/noExplicitAny: tests look at answers of every shape.
export type Json = any;
export interface GraphAnswer {
  status: number;
  headers: Headers;
  json: Json;
}
export interface Listener extends Receiver {
  /** What arrived so far, each as `value.messages[0]` or `value.statuses[0]` with its value. */
  updates(): { value: Json; message?: Json; status?: Json }[];
  /** Waits for an update that `isWanted`. */
  find(isWanted: (update: { value: Json; message?: Json; status?: Json }) => boolean): Promise<Json>;
}
export interface ApiPerson {
  accountId: AccountId;
  deviceId: DeviceId;
  /** Signs the device in. */
  token: string;
  name: string;
  phone: string;
  userId: string;
  conversationId: ConversationId;
  /** What a message to this person names: `{to}` or `{recipient}`. */
  address: { to: string } | { recipient: string };
  say(content: Content | string, replyTo?: number): Promise<{ seq: number; wamid: string }>;
  order(lines: { sku: string; quantity: number }[]): Promise<void>;
  pay(paymentId: PaymentId): Promise<void>;
  /** Everything reached this person's device, or was read. */
  receive(): Promise<void>;
  read(): Promise<void>;
  /** The chat as it stands. */
  chat(): Promise<LogRow[]>;
}

let numbers = 33_639_500_000;

export async function startApiWorld(overrides: Partial<Config> = {}): Promise<ApiWorld> {
  const port = await findPort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-api-'));
  const config: Config = {
    ...readConfig({}),
    demoPictures: false,
    port,
    publicUrl: baseUrl,
    dataDir,
    secret: 'test-secret-test-secret-test-secret',
    ...overrides,
  };
  const db = connectDb(await createTestDatabase(), 16);
  const clock = createClock();
  const log = createLog(process.env.TEST_LOG ?? 'silent');
  const open = async () => {
    const opened = createApp({ config, db, clock, log });
    await opened.start();
    return opened;
  };
  let app = await open();
  const { shop, token, appId, appSecret } = await addShop(app, 'horloger');
  const { catalog } = app.modules;
  const catalogId = shop.catalogId!;
  for (const sku of ['sku-1', 'sku-2', 'sku-3']) {
    await catalog.upsertProduct(catalogId, draftProduct(sku, { priceMinor: 1_990n, onHand: 100 }));
  }
  const verifyToken = 'verify-me';
  const receivers: Receiver[] = [];

  const graph: ApiWorld['graph'] = (method, path, options = {}) =>
    callGraph(baseUrl, { token, ...options, method, path });

  async function listen(): Promise<Listener> {
    const receiver = await startReceiver(verifyToken);
    receivers.push(receiver);
    const body = { object: 'whatsapp_business_account', callback_url: receiver.url, fields: 'messages' };
    const subscribed = await graph('POST', `/${appId}/subscriptions`, {
      token: `${appId}|${appSecret}`,
      body: { ...body, verify_token: verifyToken },
    });
    if (subscribed.status !== 200) throw new Error(JSON.stringify(subscribed.json));
    await graph('POST', `/${shop.wabaId}/subscribed_apps`);
    return toListener(receiver);
  }

  return {
    get app() {
      return app;
    },
    clock,
    baseUrl,
    shop,
    catalogGraphId: (await catalog.catalogGraphId(catalogId))!,
    appId,
    appSecret,
    token,
    verifyToken,
    graph,
    send: (body) =>
      graph('POST', `/v23.0/${shop.phoneNumberId}/messages`, {
        body: { messaging_product: 'whatsapp', ...body },
      }),
    listen,
    addPerson: (name, options = {}) => addPerson(() => app, shop, { name, ...options }),
    addShop: (handle) => addShop(app, handle),
    settle: () => app.settle(20_000),
    async restart() {
      await app.stop();
      app = await open();
    },
    async close() {
      for (const receiver of receivers) receiver.close();
      await app.stop();
      await db.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function addShop({ modules }: App, handle: string) {
  const { accounts, apps, catalog } = modules;
  const created = await accounts.createBusiness({
    handle,
    name: 'Horloger',
    displayPhone: `+${++numbers}`,
    currency: 'EUR',
    taxRateBasisPoints: 2_000,
  });
  const options = { name: handle, currency: 'EUR', language: 'en' };
  const catalogId = await catalog.createCatalog(created.accountId, options);
  const shop = await accounts.updateBusiness(created.accountId, { catalogId });
  const { appId, secret } = await apps.createApp({ name: `${handle} bot`, portfolioId: shop.portfolioId });
  const token = await apps.issueToken({ appId, portfolioId: shop.portfolioId });
  return { shop, token, appId, appSecret: secret };
}

async function addPerson(
  app: () => App,
  shop: Business,
  { name, sharesPhone = false }: { name: string; sharesPhone?: boolean },
): Promise<ApiPerson> {
  const { accounts, conversations, payments } = app().modules;
  const phone = `+${++numbers}`;
  const accountId = await accounts.createPerson({ name, phone, language: 'en' });
  const { deviceId, token } = await accounts.createDevice(accountId, { name: 'phone' });
  await payments.fundSandboxWallet(accountId, 1_000_000n, 'EUR');
  const opened = await conversations.open({ personAccountId: accountId, businessAccountId: shop.accountId });
  const { conversationId } = opened;
  if (sharesPhone) await accounts.sharePhone(accountId, shop.accountId);
  const userId = await accounts.userIdFor(shop.portfolioId, accountId);
  const log = () => app().modules.conversations;
  const upTo = async () => ({ conversationId, accountId, seq: await log().lastSeq(conversationId) });
  return {
    accountId,
    deviceId,
    token,
    name,
    phone,
    userId,
    conversationId,
    address: sharesPhone ? { to: phone } : { recipient: userId },
    async say(content, replyTo) {
      const { seq } = await log().append({
        conversationId,
        messageId: newId('message'),
        author: { accountId, deviceId, staffId: null, via: 'socket' },
        content: typeof content === 'string' ? { type: 'text', body: content } : content,
        replyTo,
      });
      return { seq, wamid: app().modules.business.wamids.ofMessage(conversationId, seq) };
    },
    async order(lines) {
      const messageId = newId('message');
      await app().modules.commerce.placeOrder({
        conversationId,
        personAccountId: accountId,
        messageId,
        deviceId,
        lines,
      });
    },
    async pay(paymentId) {
      const viewer = { kind: 'person', accountId, deviceId } as const;
      await app().modules.payments.pay({
        paymentId,
        viewer,
        rail: 'wallet',
        idempotencyKey: `pay ${paymentId}`,
      });
    },
    async receive() {
      const { seq, ...place } = await upTo();
      await log().advanceReceipt({ ...place, delivered: seq });
    },
    async read() {
      const { seq, ...place } = await upTo();
      await log().advanceReceipt({ ...place, read: seq });
    },
    async chat() {
      const rows = await log().readLog({ after: 0, limit: 10_000 });
      return rows.filter((row) => row.conversationId === conversationId);
    },
  };
}

async function callGraph(
  baseUrl: string,
  { method, path, token, headers = {}, body }: GraphOptions & { method: string; path: string },
): Promise<GraphAnswer> {
  const isRaw = body === undefined || typeof body === 'string' || body instanceof FormData;
  const response = await fetch(`${baseUrl}${path}`, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(isRaw ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isRaw ? (body as string) : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text === '' ? null : JSON.parse(text) };
}

function toListener(receiver: Receiver): Listener {
  const updates: Listener['updates'] = () =>
    receiver.received
      .flatMap(({ body }) => JSON.parse(body).entry as Json[])
      .flatMap((entry) => entry.changes as Json[])
      .map(({ value }) => ({ value, message: value.messages?.[0], status: value.statuses?.[0] }));
  return Object.assign(receiver, {
    updates,
    async find(isWanted: Parameters<Listener['find']>[0]) {
      const deadline = Date.now() + 15_000;
      for (;;) {
        const found = updates().find(isWanted);
        if (found) return found;
        if (Date.now() > deadline)
          throw new Error(`no such update: ${JSON.stringify(updates()).slice(0, 2_000)}`);
        await new Promise((wake) => setTimeout(wake, 10));
      }
    },
  });
}

/** A port that is free now: the server's public address must be known before it listens. */
function findPort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}
