// Numbers, their profile and shop settings, WhatsApp Business Accounts and portfolios, as nodes of the Graph API.
import {
  commerceSettingsChangeSchema,
  numberOverrideSchema,
  profileChangeSchema,
} from '../../protocol/cloud/index.ts';
import { type Accounts, type Business, formatPhone } from '../accounts/index.ts';
import { type Apps, toOverride } from '../apps/index.ts';
import type { Config } from '../config.ts';
import {
  type Endpoint,
  endpoint,
  type FieldSelection,
  type Grant,
  GraphFault,
  listParam,
  paginate,
  parseFields,
  readParams,
  type Shape,
  selectFields,
  unfoldParam,
} from '../graph/index.ts';
import type { MeNode, NumberNode, PortfolioNode, WabaNode } from './nodes.ts';
import type { CommerceSettings, Store } from './store.ts';

export interface NumberDeps {
  accounts: Pick<Accounts, 'business' | 'updateBusiness'>;
  subscriptions: Apps['subscriptions'];
  store: Store;
  mode: Config['mode'];
}

export function createNumberEndpoints(deps: NumberDeps): Endpoint[] {
  return [...numberEndpoints(deps), ...profileEndpoints(deps), ...wabaEndpoints(deps)];
}

function numberEndpoints(deps: NumberDeps): Endpoint[] {
  return [
    endpoint<NumberNode>({
      kind: 'number',
      edge: null,
      methods: ['GET'],
      handle: async ({ node, params, grant }) =>
        selectFields(toNumberShape(deps, node.business, grant!), parseFields(params.fields)),
    }),
    endpoint<NumberNode>({
      kind: 'number',
      edge: null,
      methods: ['POST'],
      async handle({ node, params, grant }) {
        if (params.webhook_configuration === undefined) {
          throw new GraphFault(100, { message: 'The parameter webhook_configuration is required.' });
        }
        const input = readParams(numberOverrideSchema, unfoldParam(params.webhook_configuration));
        const override = toOverride(input.override_callback_uri, input.verify_token);
        await deps.subscriptions.overrideNumber(node.id, grant!.appId, override);
        return { success: true };
      },
    }),
  ];
}

function profileEndpoints({ accounts, store }: NumberDeps): Endpoint[] {
  return [
    endpoint<NumberNode>({
      kind: 'number',
      edge: 'whatsapp_business_profile',
      methods: ['GET'],
      handle: async ({ node, params }) => readProfile(node.business, parseFields(params.fields)),
    }),
    endpoint<NumberNode>({
      kind: 'number',
      edge: 'whatsapp_business_profile',
      methods: ['POST'],
      async handle({ node, params }) {
        if (params.profile_picture_handle !== undefined) {
          throw new GraphFault(100, {
            message: 'Param profile_picture_handle is not supported by this server.',
          });
        }
        const websites = params.websites === undefined ? {} : { websites: listParam(params.websites) };
        const { messaging_product, ...given } = readParams(profileChangeSchema, { ...params, ...websites });
        const profile = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
        await accounts.updateBusiness(node.business.accountId, { profile });
        return { success: true };
      },
    }),
    endpoint<NumberNode>({
      kind: 'number',
      edge: 'whatsapp_commerce_settings',
      methods: ['GET'],
      handle: async ({ node }) => readCommerceSettings(store, node.business),
    }),
    endpoint<NumberNode>({
      kind: 'number',
      edge: 'whatsapp_commerce_settings',
      methods: ['POST'],
      async handle({ node, params }) {
        const change = readParams(commerceSettingsChangeSchema, params);
        const { accountId } = node.business;
        const before = await store.commerceSettings(accountId);
        await store.saveCommerceSettings(accountId, {
          isCartEnabled: change.is_cart_enabled ?? before.isCartEnabled,
          isCatalogVisible: change.is_catalog_visible ?? before.isCatalogVisible,
        });
        return { success: true };
      },
    }),
  ];
}

function wabaEndpoints(deps: NumberDeps): Endpoint[] {
  return [
    endpoint<WabaNode>({
      kind: 'waba',
      edge: null,
      methods: ['GET'],
      handle: async ({ node, params }) => selectFields(toWabaShape(node), parseFields(params.fields)),
    }),
    endpoint<WabaNode>({
      kind: 'waba',
      edge: 'phone_numbers',
      methods: ['GET'],
      async handle({ node, request, params, grant }) {
        const fields = parseFields(params.fields);
        const wanted = node.businesses.filter(toFilter(deps, params.filtering));
        const page = paginate(request, wanted, (business) => business.phoneNumberId);
        const data = page.data.map((business) => selectFields(toNumberShape(deps, business, grant!), fields));
        return { ...page, data: await Promise.all(data) };
      },
    }),
    endpoint<PortfolioNode>({
      kind: 'portfolio',
      edge: null,
      methods: ['GET'],
      handle: async ({ node, params }) => selectFields(toPortfolioShape(node), parseFields(params.fields)),
    }),
    endpoint<PortfolioNode>({
      kind: 'portfolio',
      edge: 'owned_whatsapp_business_accounts',
      methods: ['GET'],
      async handle({ node, request, params }) {
        const fields = parseFields(params.fields);
        const page = paginate(request, groupByWaba(node.businesses), (waba) => waba.id);
        return {
          ...page,
          data: await Promise.all(page.data.map((waba) => selectFields(toWabaShape(waba), fields))),
        };
      },
    }),
    endpoint<MeNode>({
      kind: 'me',
      edge: null,
      methods: ['GET'],
      handle: async ({ node, params }) =>
        selectFields(
          { typeName: 'User', id: node.id, standard: ['name'], fields: { name: () => 'System user' } },
          parseFields(params.fields),
        ),
    }),
  ];
}

function toNumberShape(deps: NumberDeps, business: Business, grant: Grant): Shape {
  return {
    typeName: 'WhatsAppBusinessPhoneNumber',
    id: business.phoneNumberId,
    standard: [
      'verified_name',
      'code_verification_status',
      'display_phone_number',
      'quality_rating',
      'platform_type',
      'throughput',
      'webhook_configuration',
    ],
    fields: {
      ...constantFields,
      verified_name: () => business.name,
      display_phone_number: () => formatPhone(business.displayPhone),
      account_mode: () => (deps.mode === 'sandbox' ? 'SANDBOX' : 'LIVE'),
      is_official_business_account: () => business.verified,
      webhook_configuration: () => readWebhookConfiguration(deps.subscriptions, business, grant),
      health_status: () => toHealth(business),
      whatsapp_business_profile: ({ children }) => readProfile(business, children),
      whatsapp_commerce_settings: () => readCommerceSettings(deps.store, business),
    },
  };
}

/** What is the same for every number: each is registered and checked when its business opens here. */
const constantFields: Shape['fields'] = {
  quality_rating: () => 'GREEN',
  code_verification_status: () => 'VERIFIED',
  platform_type: () => 'CLOUD_API',
  throughput: () => ({ level: 'STANDARD' }),
  name_status: () => 'APPROVED',
  status: () => 'CONNECTED',
  messaging_limit_tier: () => 'TIER_2K',
  whatsapp_business_manager_messaging_limit: () => 'TIER_2K',
  is_pin_enabled: () => false,
};

async function readWebhookConfiguration(
  subscriptions: NumberDeps['subscriptions'],
  { wabaId, phoneNumberId }: Business,
  { appId }: Grant,
) {
  const [app, wabas, number] = await Promise.all([
    subscriptions.subscription(appId),
    subscriptions.appsOfWaba(wabaId),
    subscriptions.numberOverride(phoneNumberId, appId),
  ]);
  const waba = wabas.find((row) => row.app_id === appId)?.override_url;
  return {
    ...(app === null ? {} : { application: app.callback_url }),
    ...(waba ? { whatsapp_business_account: waba } : {}),
    ...(number === null ? {} : { phone_number: number }),
  };
}

function toHealth(business: Business) {
  const entity = (entity_type: string, id: string) => ({ entity_type, id, can_send_message: 'AVAILABLE' });
  return {
    can_send_message: 'AVAILABLE',
    entities: [
      entity('PHONE_NUMBER', business.phoneNumberId),
      entity('WABA', business.wabaId),
      entity('BUSINESS', business.portfolioId),
    ],
  };
}

const profileFields = ['about', 'address', 'description', 'email', 'websites', 'vertical'] as const;

async function readProfile({ profile, avatarUrl }: Business, selections: FieldSelection[] | null) {
  const asked = selections?.map((selection) => selection.name) ?? null;
  const all: Record<string, unknown> = { messaging_product: 'whatsapp' };
  for (const field of profileFields) if (profile[field].length > 0) all[field] = profile[field];
  if (avatarUrl !== null) all.profile_picture_url = avatarUrl;
  const known: ReadonlySet<string> = new Set([
    ...profileFields,
    'messaging_product',
    'profile_picture_url',
    'id',
  ]);
  const unknown = asked?.find((name) => !known.has(name));
  if (unknown !== undefined) {
    const message = `Tried accessing nonexisting field (${unknown}) on node type (WhatsAppBusinessProfile)`;
    throw new GraphFault(100, { message });
  }
  const keys = Object.keys(all).filter((key) => key === 'messaging_product' || !asked || asked.includes(key));
  return { data: [Object.fromEntries(keys.map((key) => [key, all[key]]))] };
}

async function readCommerceSettings(store: Store, business: Business) {
  const settings: CommerceSettings = await store.commerceSettings(business.accountId);
  return {
    data: [
      {
        is_cart_enabled: settings.isCartEnabled,
        is_catalog_visible: settings.isCatalogVisible,
        id: business.phoneNumberId,
      },
    ],
  };
}

function toWabaShape(waba: { id: string; businesses: readonly Business[] }): Shape {
  const [first] = waba.businesses;
  return {
    typeName: 'WhatsAppBusinessAccount',
    id: waba.id,
    standard: ['name', 'timezone_id', 'message_template_namespace', 'currency'],
    fields: {
      name: () => first?.name ?? '',
      timezone_id: () => '1',
      message_template_namespace: () => `ns_${waba.id}`,
      currency: () => first?.currency ?? '',
      account_review_status: () => 'APPROVED',
    },
  };
}

function toPortfolioShape({ id, businesses }: PortfolioNode): Shape {
  return {
    typeName: 'Business',
    id,
    standard: ['name'],
    fields: { name: () => businesses[0]?.name ?? '', verification_status: () => 'not_verified' },
  };
}

function groupByWaba(businesses: readonly Business[]): { id: string; businesses: Business[] }[] {
  const wabas = new Map<string, Business[]>();
  for (const business of businesses) {
    wabas.set(business.wabaId, [...(wabas.get(business.wabaId) ?? []), business]);
  }
  return [...wabas].map(([id, own]) => ({ id, businesses: own }));
}

/** `filtering=[{'field':'account_mode','operator':'EQUAL','value':'SANDBOX'}]`; other fields match nothing. */
function toFilter({ mode }: NumberDeps, filtering: unknown): (business: Business) => boolean {
  const conditions = unfoldParam(filtering);
  if (!Array.isArray(conditions)) return () => true;
  const present: Record<string, (business: Business) => string> = {
    account_mode: () => (mode === 'sandbox' ? 'SANDBOX' : 'LIVE'),
    is_official_business_account: (business) => String(business.verified),
  };
  return (business) =>
    conditions.every((condition) => {
      const { field, value } = Object(condition);
      const read = Object.hasOwn(present, String(field)) ? present[String(field)] : undefined;
      return read !== undefined && read(business) === String(value);
    });
}
