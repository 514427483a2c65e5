// HTTP in: every module's routes on one origin, behind the checks that all share.
import { join } from 'node:path';
import { Hono } from 'hono';
import type { AccountId, MediaId } from '../protocol/index.ts';
import { createAccountRoutes, createConsoleAccountRoutes } from './accounts/index.ts';
import type { Modules } from './app.ts';
import { createCommerceRoutes } from './commerce/index.ts';
import type { Config } from './config.ts';
import { handleFaults, type Kit, refuseForeignOrigin, secureHeaders } from './kit/index.ts';
import { createMediaRoutes } from './media/index.ts';
import { maySeeFile } from './message-files.ts';
import { createPaymentRoutes } from './payments/index.ts';
import { createHealthRoutes, createSite } from './site/index.ts';

const distDir = join(import.meta.dirname, '..', 'dist');
const localHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

export interface Http {
  fetch(request: Request, env: { remoteAddress: string }): Response | Promise<Response>;
}

export function createHttp(kit: Kit, modules: Modules, { isServing }: { isServing(): boolean }): Http {
  const { config, log } = kit;
  const { accounts, commerce, conversations, media, payments } = modules;
  const app = new Hono<{ Bindings: { remoteAddress: string } }>();
  handleFaults(app as unknown as Hono, log);
  app.use(secureHeaders(config.publicUrl.startsWith('https://')));
  app.use(
    '/api/*',
    refuseForeignOrigin((origin) => isOwnOrigin(config, origin)),
  );
  app.route(
    '/',
    createHealthRoutes({
      ...kit,
      dataDir: config.dataDir,
      isServing,
      queueLagMs: () => 0,
      metricsToken: config.metricsToken,
    }),
  );
  app.route(
    '/',
    createAccountRoutes(kit, accounts, {
      async openConversation({ personAccountId, businessAccountId, source }) {
        const opened = await conversations.open({
          personAccountId,
          businessAccountId,
          ...(source ? { source } : {}),
        });
        return opened.conversationId;
      },
      async businessOf(conversationId, personAccountId) {
        const members = await conversations.members(conversationId);
        const isOwn = members.some(
          (member) => member.role === 'person' && member.accountId === personAccountId,
        );
        return isOwn ? (members.find((member) => member.role === 'business')?.accountId ?? null) : null;
      },
    }),
  );
  app.route('/', createConsoleAccountRoutes(kit, accounts));
  app.route('/', createPaymentRoutes(payments, accounts));
  app.route('/', createCommerceRoutes(commerce, accounts));
  const maySee = (accountId: AccountId, mediaId: MediaId) => maySeeFile(modules, accountId, mediaId);
  app.route('/', createMediaRoutes(media, accounts, { maySee }));
  app.route(
    '/',
    createSite({ distDir, publicUrl: config.publicUrl, findShop: (handle) => findShopHead(modules, handle) })
      .routes,
  );
  return { fetch: (request, env) => app.fetch(request, env) };
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
