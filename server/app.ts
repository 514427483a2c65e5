// The composition root: the only file that knows every module. Builds each once, lower ones first, and wires what
// calls down and what is heard from below.
import { limits, subprotocol } from '../protocol/index.ts';
import { announcePrivacy, createAccounts } from './accounts/index.ts';
import { createApiTyping } from './api-typing.ts';
import { createApps } from './apps/index.ts';
import { type BusinessDeps, createBusinessApi, createPolicy, resolveWebhook } from './business/index.ts';
import { createCatalog } from './catalog/index.ts';
import { createCommerce, createPlaceOrderFrame } from './commerce/index.ts';
import type { Config } from './config.ts';
import { createConversations } from './conversations/index.ts';
import { createDelivery, type Delivery } from './delivery/index.ts';
import { createGateway } from './gateway/index.ts';
import { createHttp, isOwnOrigin } from './http.ts';
import {
  type Clock,
  createEvents,
  createJobs,
  createMetrics,
  createOutbound,
  type Db,
  type HttpServer,
  type Kit,
  type Log,
  outboundSettings,
  serve,
} from './kit/index.ts';
import { createLedger } from './ledger/index.ts';
import { createMedia } from './media/index.ts';
import { createMemberFaces } from './member-faces.ts';
import { completeContent } from './message-files.ts';
import { createPayFrame, createPayments } from './payments/index.ts';
import { createSandbox, openPictureHost, type Sandbox } from './sandbox/index.ts';
import { announceViewChanges } from './view-changes.ts';
import { createWebhooks } from './webhooks/index.ts';

export interface AppBase {
  config: Config;
  db: Db;
  clock: Clock;
  log: Log;
}

export interface App {
  kit: Kit;
  modules: Modules;
  /** Null in production. */
  sandbox: Sandbox | null;
  /** Listens, and resolves when the first request would be answered. */
  start(): Promise<HttpServer>;
  /** Drains: not ready, nothing new, sockets closed with 1012, everything flushed. */
  stop(): Promise<void>;
  /** Waits until all that was set in motion has come to rest; throws after `timeoutMs`. */
  settle(timeoutMs?: number): Promise<void>;
}

export type Modules = ReturnType<typeof createModules>;

export function createApp(base: AppBase): App {
  const { db, clock, log } = base;
  const events = createEvents({ db, clock, log });
  const jobs = createJobs({ db, clock, log });
  const kit: Kit = { ...base, metrics: createMetrics(), events, jobs };
  const modules = createModules(kit);
  const life = createLife(kit, modules);
  return { kit, modules, ...life };
}

function createModules(kit: Kit) {
  const { config } = kit;
  const outbound = createOutbound(outboundSettings(config));
  const accounts = createAccounts(kit, { outbound });
  const media = createMedia(kit);
  const pictureHost = openPictureHost(outbound, config);
  const catalog = createCatalog(kit, { accounts, media, outbound: pictureHost });
  const ledger = createLedger(kit);
  const payments = createPayments(kit, { ledger, accounts });
  const conversations = createConversations(kit, {
    describeMembers: createMemberFaces({ accounts }),
    permitFor: (conversationId, content) => policy.permitFor(conversationId, content),
    completeContent: (content, accountId) => completeContent(media, content, accountId),
  });
  const policy = createPolicy({ accounts, conversations });
  const commerce = createCommerce(kit, {
    accounts,
    catalog,
    conversations,
    payments,
    maySend: policy.maySend,
  });
  const delivery = createDelivery(kit, { conversations });
  const gateway = createGateway(kit, {
    accounts,
    delivery,
    handlers: {
      ...conversations.frames,
      pay: createPayFrame(payments),
      place_order: createPlaceOrderFrame(commerce),
    },
    epoch: () => conversations.epoch(),
    latestWatermark: () => conversations.latestWatermark(),
    isOwnOrigin: (origin) => isOwnOrigin(config, origin),
  });
  announcePrivacy(kit, conversations);
  announceViewChanges(kit.events, { conversations, delivery });
  const lower = {
    outbound,
    accounts,
    catalog,
    media,
    ledger,
    payments,
    conversations,
    policy,
    commerce,
    delivery,
    gateway,
  };
  return {
    pictureHost,
    ...lower,
    ...createProgramDoors(kit, lower),
  };
}

/** What companies' programs come in by, and what goes out to them. */
function createProgramDoors(
  kit: Kit,
  lower: Omit<BusinessDeps, 'apps' | 'webhooks' | 'showTyping'> & { delivery: Delivery },
) {
  const { conversations, delivery, outbound } = lower;
  const apps = createApps(kit, { outbound, latestWatermark: () => conversations.latestWatermark() });
  const resolve = (appId: string, subject: string) => resolveWebhook(apps, appId, subject);
  const webhooks = createWebhooks(kit, { outbound, resolve });
  const showTyping = createApiTyping(conversations, delivery);
  const business = createBusinessApi(kit, { ...lower, apps, webhooks, showTyping });
  return { apps, webhooks, business, wamids: business.wamids };
}

function createLife(kit: Kit, modules: Modules): Pick<App, 'sandbox' | 'start' | 'stop' | 'settle'> {
  const { config, events, jobs } = kit;
  const { business, conversations, gateway, ledger, outbound, webhooks } = modules;
  let server: HttpServer | null = null;
  let isServing = false;
  const sandbox =
    config.mode === 'sandbox'
      ? createSandbox(kit, {
          ...modules,
          sockets: gateway.handlers,
          settle: (timeoutMs) => settle(timeoutMs),
        })
      : null;
  const http = createHttp(kit, modules, { isServing: () => isServing, sandbox });

  async function start(): Promise<HttpServer> {
    await conversations.start();
    await ledger.start();
    await jobs.start();
    await webhooks.start();
    events.start();
    server = serve({
      host: config.host,
      port: config.port,
      fetch: (request, remoteAddress) => http.fetch(request, { remoteAddress }),
      socketPath: '/socket',
      subprotocol,
      socket: gateway.handlers,
      messageBytesMax: limits.frameBytesMax,
      bodyBytesMax: Number.MAX_SAFE_INTEGER,
      idleSecondsMax: limits.socketIdleSecondsMax,
      socketBufferBytesMax: limits.socketBufferBytesMax,
    });
    outbound.forbidPort(server.port);
    await business.start(originOf(config, server.port));
    await sandbox?.open(originOf(config, server.port));
    isServing = true;
    return server;
  }

  async function stop(): Promise<void> {
    isServing = false;
    const jobsEnded = jobs.stop();
    await gateway.drain();
    await server?.stop();
    await sandbox?.close();
    await jobsEnded;
    await conversations.stop();
    await events.stop();
    await business.stop();
    await webhooks.stop();
  }

  async function settle(timeoutMs = 10_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    const isAtRest = async () =>
      conversations.settled() &&
      (await events.settled()) &&
      (await jobs.settled()) &&
      (await business.settled()) &&
      webhooks.settled();
    // Twice in a row: the last event may have queued a message, the last message a job.
    for (let quiet = 0; quiet < 2; quiet = (await isAtRest()) ? quiet + 1 : 0) {
      if (Date.now() > deadline) throw new Error('the server did not come to rest');
      await new Promise((wake) => setTimeout(wake, 5));
    }
  }

  return { sandbox, start, stop, settle };
}

/** Where this server is reached: a port that was chosen by the system stands in for the configured one. */
export function originOf(config: Config, port: number): string {
  return config.mode === 'sandbox' ? config.publicUrl.replace(/:\d+$/, `:${port}`) : config.publicUrl;
}
