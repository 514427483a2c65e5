// A shop with a catalogue, people in chats with it, orders and payments: for tests of what is sold.

import type { AccountId, CatalogId, ConversationId, DeviceId } from '../../protocol/index.ts';
import { type Accounts, type Business, createAccounts } from '../../server/accounts/index.ts';
import { type Catalog, createCatalog, type ProductDraft } from '../../server/catalog/index.ts';
import { type Commerce, createCommerce } from '../../server/commerce/index.ts';
import { type Conversations, createConversations, type LogRow } from '../../server/conversations/index.ts';
import { grantPermit } from '../../server/conversations/permit.ts';
import { createOutbound } from '../../server/kit/index.ts';
import { createLedger, type Ledger } from '../../server/ledger/index.ts';
import { createMedia, type Media } from '../../server/media/index.ts';
import { createPayments, type Payments } from '../../server/payments/index.ts';
import { startTestKit, type TestKit } from './kit.ts';

export interface Customer {
  accountId: AccountId;
  deviceId: DeviceId;
  token: string;
  conversationId: ConversationId;
}

export interface ShopWorld {
  kit: TestKit;
  accounts: Accounts;
  conversations: Conversations;
  catalog: Catalog;
  payments: Payments;
  ledger: Ledger;
  commerce: Commerce;
  media: Media;
  business: Business;
  catalogId: CatalogId;
  /** A person with a funded wallet, in a chat with the shop. */
  addCustomer(name: string, language?: string): Promise<Customer>;
  sell(draft: ProductDraft): Promise<void>;
  /** The token of an owner of the shop. */
  signInStaff(): Promise<string>;
  /** The token of an owner of another shop. */
  addRival(): Promise<string>;
  /** The chat as it stands, once all is at rest. */
  readChat(customer: Customer): Promise<LogRow[]>;
  close(): Promise<void>;
}

let phones = 33_600_000_000;

export async function startShop(): Promise<ShopWorld> {
  const kit = await startTestKit();
  const accounts = createAccounts(kit);
  const conversations = createConversations(kit, {
    describeMembers: async () => new Map(),
    completeContent: async (content) => content,
    permitFor: async (conversationId) => grantPermit(conversationId, 'service_window'),
  });
  const ledger = createLedger(kit);
  const payments = createPayments(kit, { ledger, accounts });
  const media = createMedia(kit);
  const outbound = createOutbound({ allow: ['127.0.0.0/8'] });
  const catalog = createCatalog(kit, { accounts, media, outbound });
  const commerce = createCommerce(kit, {
    accounts,
    catalog,
    conversations,
    payments,
    maySend: async ({ conversationId }) => ({
      allowed: true,
      permit: grantPermit(conversationId, 'transaction'),
    }),
  });
  const created = await accounts.createBusiness({
    handle: 'horloger',
    name: 'Horloger',
    displayPhone: `+${++phones}`,
    currency: 'EUR',
    taxRateBasisPoints: 2000,
    language: 'en',
  });
  const catalogId = await catalog.createCatalog(created.accountId, {
    name: 'Horloger',
    currency: 'EUR',
    language: 'en',
  });
  const business = await accounts.updateBusiness(created.accountId, { catalogId });
  await conversations.start();
  kit.events.start();
  await kit.jobs.start();

  return {
    kit,
    accounts,
    conversations,
    catalog,
    payments,
    ledger,
    commerce,
    media,
    business,
    catalogId,
    async addCustomer(name, language = 'en') {
      const accountId = await accounts.createPerson({ name, phone: `+${++phones}`, language });
      const { deviceId, token } = await accounts.createDevice(accountId, { name: 'phone' });
      await payments.fundSandboxWallet(accountId, 1_000_000n, 'EUR');
      const { conversationId } = await conversations.open({
        personAccountId: accountId,
        businessAccountId: business.accountId,
      });
      return { accountId, deviceId, token, conversationId };
    },
    signInStaff: () => signInStaff(accounts, business.accountId),
    async addRival() {
      const rival = await accounts.createBusiness({
        handle: `rival-${++phones}`,
        name: 'Rival',
        displayPhone: `+${++phones}`,
        currency: 'EUR',
      });
      return signInStaff(accounts, rival.accountId);
    },
    sell: async (draft) => void (await catalog.upsertProduct(catalogId, draft)),
    async readChat({ conversationId }) {
      await kit.settle();
      const rows = await conversations.readLog({ after: 0, limit: 10_000 });
      return rows.filter((row) => row.conversationId === conversationId);
    },
    async close() {
      await kit.events.stop();
      await conversations.stop();
      await kit.close();
    },
  };
}

async function signInStaff(accounts: Accounts, accountId: AccountId): Promise<string> {
  const email = `owner-${++phones}@example.com`;
  const password = 'a password of the tests';
  const staffId = await accounts.createStaff({ accountId, name: 'Owner', email, password, role: 'owner' });
  return (await accounts.createDevice(accountId, { name: 'desk', staffId })).token;
}

/** A product with one variant a size, or with one alone. */
export function draftProduct(
  handle: string,
  options: { priceMinor?: bigint; onHand?: number | null; sizes?: string[] } & Partial<ProductDraft> = {},
): ProductDraft {
  const { priceMinor = 10_000n, onHand = 10, sizes = [], ...over } = options;
  const variant = {
    priceMinor,
    saleMinor: null,
    saleFrom: null,
    saleUntil: null,
    onHand,
    availability: 'in_stock',
    gtin: null,
    pictureSource: null,
  } as const;
  return {
    handle,
    title: `The ${handle}`,
    description: 'Well made.',
    brand: null,
    optionNames: sizes.length > 0 ? ['Size'] : [],
    state: 'active',
    link: null,
    condition: 'new',
    productType: null,
    pictures: [],
    collections: [],
    variants:
      sizes.length > 0
        ? sizes.map((size) => ({ ...variant, sku: `${handle}-${size}`, options: { Size: size } }))
        : [{ ...variant, sku: handle, options: {} }],
    ...over,
  };
}
