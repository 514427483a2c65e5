// The Graph endpoints of apps: tokens, the app node, who listens to what.
import { subscribedAppSchema, subscriptionSchema, webhookFields } from '../../protocol/cloud/index.ts';
import {
  type Endpoint,
  endpoint,
  type GraphCall,
  GraphFault,
  type GraphNode,
  listParam,
  paginate,
  parseFields,
  readParams,
  selectFields,
} from '../graph/index.ts';
import type { Kit } from '../kit/index.ts';
import type { Store } from './store.ts';
import type { Override, Subscriptions } from './subscriptions.ts';
import { scopes, type Tokens } from './tokens.ts';

export interface AppNode extends GraphNode {
  kind: 'app';
  name: string;
}
interface WabaNode extends GraphNode {
  kind: 'waba';
}
interface EndpointDeps {
  kit: Kit;
  store: Store;
  tokens: Tokens;
  subscriptions: Subscriptions;
}

const exchangedTokenTtlMs = 60 * 24 * 3_600_000;

export function createAppEndpoints(deps: EndpointDeps): Endpoint[] {
  return [...createTokenEndpoints(deps), ...createSubscriptionEndpoints(deps), ...createWabaEndpoints(deps)];
}

function createTokenEndpoints({ kit, store, tokens }: EndpointDeps): Endpoint[] {
  return [
    {
      kind: 'root',
      edge: 'oauth/access_token',
      methods: ['GET', 'POST'],
      access: 'none',
      handle: (call) => exchangeToken(call, kit, tokens),
    },
    {
      kind: 'root',
      edge: 'debug_token',
      methods: ['GET'],
      access: 'either',
      handle: (call) => debugToken(call, store, tokens),
    },
    endpoint<AppNode>({
      kind: 'app',
      edge: null,
      methods: ['GET'],
      access: 'either',
      handle: async ({ node, params }) =>
        selectFields(
          {
            typeName: node.typeName,
            id: node.id,
            standard: ['name', 'link', 'category'],
            fields: {
              name: () => node.name,
              link: () => '',
              category: () => 'Business',
              namespace: () => '',
            },
          },
          parseFields(params.fields),
        ),
    }),
  ];
}

async function exchangeToken({ params }: GraphCall, kit: Kit, tokens: Tokens): Promise<unknown> {
  const appId = String(params.client_id ?? '');
  const secret = String(params.client_secret ?? '');
  const appToken = `${appId}|${secret}`;
  if (!(await tokens.inspect(appToken)).valid) {
    throw new GraphFault(101, { message: 'Error validating application. Invalid application ID or secret.' });
  }
  if (params.grant_type === 'client_credentials') return { access_token: appToken, token_type: 'bearer' };
  if (params.grant_type !== 'fb_exchange_token') {
    throw new GraphFault(100, {
      message: 'Param grant_type must be client_credentials or fb_exchange_token',
    });
  }
  const { valid, grant } = await tokens.inspect(String(params.fb_exchange_token ?? ''));
  if (!valid || grant?.portfolioId == null || grant.appId !== appId) throw new GraphFault(190);
  const expiresAt = kit.clock.now() + exchangedTokenTtlMs;
  const token = await tokens.issue({ appId, portfolioId: grant.portfolioId, expiresAt });
  return { access_token: token, token_type: 'bearer', expires_in: exchangedTokenTtlMs / 1_000 };
}

/** What a token is worth. Only its own app may ask. */
async function debugToken({ params, grant }: GraphCall, store: Store, tokens: Tokens): Promise<unknown> {
  const asked = params.input_token;
  if (typeof asked !== 'string')
    throw new GraphFault(100, { message: 'The parameter input_token is required.' });
  const state = await tokens.inspect(asked);
  if (state.grant === null || state.grant.appId !== grant!.appId) {
    const error = { code: 190, message: 'Invalid OAuth access token.' };
    return { data: { error, is_valid: false, scopes: [] } };
  }
  const app = await store.findApp(state.grant.appId);
  const seconds = (ms: number | null) => (ms === null ? 0 : Math.floor(ms / 1_000));
  const isUser = state.grant.kind === 'user';
  return {
    data: {
      app_id: state.grant.appId,
      type: isUser ? 'SYSTEM_USER' : 'APP',
      application: app?.name ?? '',
      expires_at: seconds(state.expiresAt),
      data_access_expires_at: 0,
      is_valid: state.valid,
      ...(state.issuedAt === null ? {} : { issued_at: seconds(state.issuedAt) }),
      scopes: isUser ? scopes : [],
      ...(state.grant.userId === null ? {} : { user_id: state.grant.userId }),
    },
  };
}

function createSubscriptionEndpoints({ subscriptions }: EndpointDeps): Endpoint[] {
  const common = { kind: 'app' as const, edge: 'subscriptions', access: 'app' as const };
  return [
    endpoint<AppNode>({
      ...common,
      methods: ['GET'],
      async handle({ node, request }) {
        const row = await subscriptions.subscription(node.id);
        if (row === null) return { data: [] };
        const { version } = request;
        const fields = row.fields.map((name) => ({ name, version }));
        return { data: [{ object: row.object, callback_url: row.callback_url, active: true, fields }] };
      },
    }),
    endpoint<AppNode>({
      ...common,
      methods: ['POST'],
      async handle({ node, params }) {
        const input = readParams(subscriptionSchema, { ...params, fields: listParam(params.fields) });
        checkFields(input.fields);
        await subscriptions.subscribe(node.id, {
          callbackUrl: input.callback_url,
          verifyToken: input.verify_token,
          fields: input.fields,
        });
        return { success: true };
      },
    }),
    endpoint<AppNode>({
      ...common,
      methods: ['DELETE'],
      async handle({ node, params }) {
        const fields = params.fields === undefined ? null : listParam(params.fields);
        await subscriptions.unsubscribe(node.id, Array.isArray(fields) ? fields.map(String) : null);
        return { success: true };
      },
    }),
  ];
}

function createWabaEndpoints({ subscriptions }: EndpointDeps): Endpoint[] {
  const common = { kind: 'waba' as const, edge: 'subscribed_apps' };
  return [
    endpoint<WabaNode>({
      ...common,
      methods: ['GET'],
      async handle({ node, request }) {
        const rows = await subscriptions.appsOfWaba(node.id);
        const items = rows.map((row) => ({
          whatsapp_business_api_data: { id: row.app_id, link: '', name: row.name },
          ...(row.override_url === null ? {} : { override_callback_uri: row.override_url }),
        }));
        return paginate(request, items, (item) => item.whatsapp_business_api_data.id);
      },
    }),
    endpoint<WabaNode>({
      ...common,
      methods: ['POST'],
      async handle({ node, params, grant }) {
        const input = readParams(subscribedAppSchema, params);
        const override = toOverride(input.override_callback_uri, input.verify_token);
        await subscriptions.subscribeWaba(node.id, grant!.appId, override);
        return { success: true };
      },
    }),
    endpoint<WabaNode>({
      ...common,
      methods: ['DELETE'],
      async handle({ node, grant }) {
        return { success: await subscriptions.unsubscribeWaba(node.id, grant!.appId) };
      },
    }),
  ];
}

/** An override needs the token of its handshake; an empty address is none. */
export function toOverride(url: string | undefined, verifyToken: string | undefined): Override | null {
  if (url === undefined || url === '') return null;
  if (verifyToken === undefined) {
    throw new GraphFault(100, {
      message: 'The parameter verify_token is required with override_callback_uri.',
    });
  }
  return { url, verifyToken };
}

function checkFields(fields: readonly string[]): void {
  const known: readonly string[] = webhookFields;
  const unknown = fields.find((field) => !known.includes(field));
  if (unknown === undefined) return;
  throw new GraphFault(100, {
    message: `Param fields[0] must be one of {${known.join(', ')}} - got "${unknown}"`,
  });
}
