// The business API: what a company's programs do here, in the words of Meta's Cloud API; and the policy that decides
// whether a business may send. Owns refused_sends, media_grants, commerce_settings, feed_cursors and told_receipts.
// Promises: nothing is sent without the policy's permit; a person who did not share the number is named by the opaque id
// alone, and no answer tells whose a number is; what the log holds reaches every app that listens, once the app
// listens, in the order of the log; statuses only move forward; whoever calls gets a Graph error and never a bug.
import type { Accounts } from '../accounts/index.ts';
import type { Apps } from '../apps/index.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Commerce } from '../commerce/index.ts';
import type { Conversations } from '../conversations/index.ts';
import { createGraph, type Endpoint, endpoint } from '../graph/index.ts';
import { assert, type Kit, type Outbound } from '../kit/index.ts';
import type { Media } from '../media/index.ts';
import type { Webhooks } from '../webhooks/index.ts';
import { Feed } from './feed.ts';
import { createFileEndpoints } from './files.ts';
import { type MessageDeps, postMessage } from './messages.ts';
import { findNode, type NumberNode } from './nodes.ts';
import { createNumberEndpoints } from './numbers.ts';
import type { Policy } from './policy.ts';
import { type CommerceSettings, createStore } from './store.ts';
import { tellReceipts } from './told.ts';
import { createWamids, type Wamids } from './wamid.ts';

export { isGraphRequest } from '../graph/index.ts';
export { webhookSubject } from './feed.ts';
export { createPolicy, type Policy, type SendKind, type Verdict } from './policy.ts';
export type { CommerceSettings } from './store.ts';
export type { Wamids, WamidTarget } from './wamid.ts';

export interface BusinessDeps {
  accounts: Accounts;
  apps: Apps;
  catalog: Catalog;
  commerce: Commerce;
  conversations: Conversations;
  media: Media;
  outbound: Outbound;
  policy: Policy;
  webhooks: Webhooks;
  showTyping: MessageDeps['showTyping'];
}

export interface BusinessApi {
  /** Answers a request for which `isGraphRequest` is true. Never reads a cookie. */
  handle(request: Request): Promise<Response>;
  wamids: Wamids;
  /** What the shop shows of its catalogue, as set by the API. */
  commerceSettings(businessAccountId: Parameters<Accounts['business']>[0]): Promise<CommerceSettings>;
  /** Begins to follow the log. `origin` is where addresses in webhooks point to. */
  start(origin: string): Promise<void>;
  stop(): Promise<void>;
  /** Whether all that is in the log was handed to webhooks. */
  settled(): Promise<boolean>;
}

export function createBusinessApi(kit: Kit, deps: BusinessDeps): BusinessApi {
  const { config, db, clock } = kit;
  assert(config.secret, 'the server has a secret by the time the business API is built');
  const { accounts, apps, media } = deps;
  const store = createStore(db);
  const wamids = createWamids(config.secret);
  let origin = config.publicUrl;
  const parts = { ...deps, store, wamids, publicUrl: () => origin, now: clock.now };
  const feedDeps = { ...parts, listeners: apps.listeners };
  const feed = new Feed(kit, feedDeps);
  tellReceipts(kit, feedDeps, feed);
  const graph = createGraph({
    kit,
    endpoints: [
      ...apps.endpoints,
      ...createNumberEndpoints({ accounts, store, subscriptions: apps.subscriptions, mode: config.mode }),
      ...createFileEndpoints({ media }),
      messageEndpoint(kit, parts),
    ],
    findNode: async (id, grant) =>
      (await apps.findNode(id, grant)) ?? findNode({ accounts, media, store, now: clock.now }, id, grant),
    authorize: apps.authorize,
    originOf: (request) => originOf(request, config),
  });
  return {
    handle: graph.handle,
    wamids,
    commerceSettings: store.commerceSettings,
    start(reachedAt) {
      origin = reachedAt;
      return feed.start();
    },
    stop: () => feed.stop(),
    settled: () => feed.isSettled(),
  };
}

/** Meta's own Postman collection marks as read by PUT. */
function messageEndpoint(kit: Kit, deps: MessageDeps): Endpoint {
  return endpoint<NumberNode>({
    kind: 'number',
    edge: 'messages',
    methods: ['POST', 'PUT'],
    handle: ({ node, params }) => postMessage(kit, deps, { business: node.business, params }),
  });
}

/** A sandbox is reached by several names on one machine; in production there is one. */
function originOf(request: Request, { mode, publicUrl }: Kit['config']): string {
  if (mode === 'production') return publicUrl;
  const { host, protocol } = new URL(request.url);
  const forwarded = request.headers.get('x-forwarded-proto');
  return `${forwarded === 'https' ? 'https:' : protocol}//${request.headers.get('x-forwarded-host') ?? host}`;
}

/** Where a webhook to an app goes now, by the subject that the feed gave it; null when the app listens no more. */
export async function resolveWebhook(
  { listeners, secretOf }: Pick<Apps, 'listeners' | 'secretOf'>,
  appId: string,
  subject: string,
): Promise<{ url: string; secret: string; batchMax: number } | null> {
  const [wabaId = '', phoneNumberId = ''] = subject.split(' ');
  const targets = await listeners.targets(wabaId, phoneNumberId);
  const target = targets.find((one) => one.appId === appId);
  const secret = target && (await secretOf(appId));
  return target && secret ? { url: target.url, secret, batchMax: target.batchMax } : null;
}
