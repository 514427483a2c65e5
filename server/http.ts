// HTTP in: every module's routes on one origin, behind the checks that all share.
import { join } from 'node:path';
import { Hono } from 'hono';
import type { AccountId, InstanceView, MediaId } from '../protocol/index.ts';
import { type AccountRouteDeps, createAccountRoutes, createConsoleAccountRoutes } from './accounts/index.ts';
import type { Modules } from './app.ts';
import { isGraphRequest, webhookSubject } from './business/index.ts';
import { createCatalogRoutes } from './catalog/index.ts';
import { createCommerceRoutes } from './commerce/index.ts';
import type { Config } from './config.ts';
import { handleFaults, type Kit, refuseForeignOrigin, secureHeaders } from './kit/index.ts';
import { createMediaRoutes } from './media/index.ts';
import { maySeeFile } from './message-files.ts';
import { createPaymentRoutes } from './payments/index.ts';
import { refuseForeignHost, type Sandbox } from './sandbox/index.ts';
import { createHealthRoutes, createSite } from './site/index.ts';
import { createWebhookRoutes } from './webhooks/index.ts';

const distDir = join(import.meta.dirname, '..', 'dist');
const localHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

export interface Http {
  fetch(request: Request, env: { remoteAddress: string }): Response | Promise<Response>;
}

export function createHttp(
  kit: Kit,
  modules: Modules,
  { isServing, sandbox }: { isServing(): boolean; sandbox: Sandbox | null },
): Http {
  const { config, log } = kit;
  const { accounts, catalog, commerce, media, payments } = modules;
  const app = new Hono<{ Bindings: { remoteAddress: string } }>();
  handleFaults(app as unknown as Hono, log);
  app.use(secureHeaders(config.publicUrl.startsWith('https://')));
  if (sandbox) app.use(refuseForeignHost(config));
  // Addresses of the business API come before the web's. They read no cookie, so any page may call them.
  app.use(async (c, next) =>
    isGraphRequest(c.req.method, c.req.path) ? modules.business.handle(c.req.raw) : next(),
  );
  const refuseForeignPage = refuseForeignOrigin((origin) => isOwnOrigin(config, origin));
  app.use('/api/*', refuseForeignPage);
  app.use('/sandbox/*', refuseForeignPage);
  // Not even the page: the web apps' router would show it.
  if (!sandbox) app.all('/sandbox/*', (c) => c.notFound());
  app.get('/api/instance', async (c) =>
    c.json(await describeInstance(kit, { modules, sandbox, request: c.req.raw })),
  );

  const maySee = (accountId: AccountId, mediaId: MediaId) => maySeeFile(modules, accountId, mediaId);
  const health = createHealthRoutes({
    ...kit,
    ...config,
    isServing,
    queueLagMs: () => modules.conversations.queueLagMs(),
  });
  const doors = [
    health as unknown as Hono,
    createAccountRoutes(kit, accounts, accountRouteDeps(modules)),
    createConsoleAccountRoutes(kit, accounts),
    createPaymentRoutes(payments, accounts),
    createWebhookRoutes(modules.webhooks, accounts, webhookSubject),
    createCatalogRoutes(catalog, accounts),
    createCommerceRoutes(commerce, accounts),
    createMediaRoutes(media, accounts, { maySee }),
    ...(sandbox ? [sandbox.routes] : []),
    createSite({ distDir, publicUrl: config.publicUrl, findShop: (handle) => findShopHead(modules, handle) })
      .routes,
  ];
  for (const door of doors) app.route('/', door);
  return {
    fetch: (request, { remoteAddress }) =>
      app.fetch(request, {
        remoteAddress: config.behindProxy ? forwardedAddress(request, remoteAddress) : remoteAddress,
      }),
  };
}

async function describeInstance(
  { config }: Kit,
  { modules, sandbox, request }: { modules: Modules; sandbox: Sandbox | null; request: Request },
): Promise<InstanceView> {
  const { accounts } = modules;
  const viewer = await accounts.authenticate(request);
  const account = viewer?.kind === 'person' ? await accounts.parts.people.view(viewer.accountId) : null;
  return { mode: config.mode, account, ...(sandbox ? await sandbox.faces() : { people: [], shops: [] }) };
}

/** What the routes of accounts ask of conversations. */
function accountRouteDeps({ conversations }: Modules): AccountRouteDeps {
  return {
    async openConversation({ personAccountId, businessAccountId, source }) {
      const chat = { personAccountId, businessAccountId, ...(source ? { source } : {}) };
      return (await conversations.open(chat)).conversationId;
    },
    async businessOf(conversationId, personAccountId) {
      const members = await conversations.members(conversationId);
      const isOwn = members.some(
        (member) => member.role === 'person' && member.accountId === personAccountId,
      );
      return isOwn ? (members.find((member) => member.role === 'business')?.accountId ?? null) : null;
    },
  };
}

/** Only the last entry was written by our own proxy; what stands before it is whatever the caller claimed. */
function forwardedAddress(request: Request, proxyAddress: string): string {
  return request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || proxyAddress;
}

/** Whether a page of `origin` is ours. A sandbox answers on any local name, because a laptop has several. */
export function isOwnOrigin(config: Config, origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  if (config.mode === 'sandbox' && localHosts.has(new URL(origin).hostname)) return true;
  return new URL(origin).origin === new URL(config.publicUrl).origin;
}

async function findShopHead({ accounts }: Modules, handle: string) {
  const business = await accounts.businessByHandle(handle);
  if (!business) return null;
  return {
    name: business.name,
    about: business.profile.about,
    imageUrl: business.coverUrl ?? business.avatarUrl,
  };
}
