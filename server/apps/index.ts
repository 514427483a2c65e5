// Apps of integrators: what they are, by which tokens they call the Graph API, and who listens to which number.
// Owns apps, app_tokens, app_subscriptions, waba_subscriptions and number_overrides. Promises: a user token is kept as
// its hash alone and the app's secret sealed; an address of a webhook counts after its handshake; whoever begins to
// listen hears everything from that moment of the log on. `listeningSince` is null while nobody listens, so that the
// log is not read in vain.
import type { Endpoint, Grant, GraphNode } from '../graph/index.ts';
import { assert, type Kit, type Outbound } from '../kit/index.ts';
import { type AppNode, createAppEndpoints } from './endpoints.ts';
import { createListeners, type Listeners } from './listeners.ts';
import { createSeal } from './seal.ts';
import { createStore } from './store.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions.ts';
import { createTokens, newNumericId, type Tokens } from './tokens.ts';

export { toOverride } from './endpoints.ts';
export type { WebhookTarget } from './listeners.ts';
export type { Override } from './subscriptions.ts';
export type { TokenState } from './tokens.ts';

export interface NewApp {
  name: string;
  portfolioId: string;
  appId?: string;
  secret?: string;
}

export interface Apps {
  createApp(app: NewApp): Promise<{ appId: string; secret: string }>;
  issueToken: Tokens['issue'];
  revokeToken: Tokens['revoke'];
  authorize(token: string, appSecretProof: string | null): Promise<Grant>;
  /** What webhooks to the app are signed with; null for an app that is gone. */
  secretOf: Tokens['secretOf'];
  /** How many updates one webhook to the app may carry (1 to 1,000; 1 at first). */
  setWebhookBatchMax(appId: string, count: number): Promise<void>;
  subscriptions: Subscriptions;
  listeners: Listeners;
  findNode(id: string, grant: Grant | null): Promise<GraphNode | null>;
  endpoints: Endpoint[];
}

export interface AppsDeps {
  outbound: Outbound;
  latestWatermark: () => number | Promise<number>;
}

export function createApps(kit: Kit, deps: AppsDeps): Apps {
  assert(kit.config.secret, 'the server has a secret by the time apps are built');
  const store = createStore(kit.db);
  const seal = createSeal(kit.config.secret);
  const tokens = createTokens(kit, store, seal);
  const listeners = createListeners(store);
  const subscriptions = createSubscriptions({ kit, store, ...deps, changed: listeners.changed });
  return {
    async createApp({ name, portfolioId, appId = newNumericId(), secret = newSecret() }) {
      const row = { app_id: appId, name, portfolio_id: portfolioId, created_at: kit.clock.now() };
      await store.insertApp({ ...row, secret_sealed: seal.close(secret) });
      return { appId, secret };
    },
    issueToken: tokens.issue,
    revokeToken: tokens.revoke,
    authorize: tokens.authorize,
    secretOf: tokens.secretOf,
    async setWebhookBatchMax(appId, count) {
      await store.setBatchMax(appId, count);
      listeners.changed();
    },
    subscriptions,
    listeners,
    async findNode(id, grant): Promise<AppNode | null> {
      // An app is seen by itself alone: whoever asks for another one need not even cost a query.
      if (grant === null || (id !== grant.appId && id !== 'app')) return null;
      const app = await store.findApp(grant.appId);
      if (app === null) return null;
      return {
        kind: 'app',
        id: app.app_id,
        typeName: 'Application',
        portfolioId: app.portfolio_id,
        name: app.name,
      };
    },
    endpoints: createAppEndpoints({ kit, store, tokens, subscriptions }),
  };
}

/** 32 hexadecimal digits, as Meta's app secrets are. */
function newSecret(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
