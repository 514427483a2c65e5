import { randomInt } from 'node:crypto';
import { type AccountId, type CatalogId, Fault, newId, type ShopView } from '../../protocol/index.ts';
import { isUniqueViolation, type Kit } from '../kit/index.ts';
import { formatPhone, parsePhone } from './phone.ts';

export interface BusinessProfile {
  about: string;
  description: string;
  address: string;
  email: string;
  websites: string[];
  /** OpenStreetMap opening_hours. */
  hours: string;
  /** Meta's list of trades, e.g. "RETAIL". */
  vertical: string;
}
/** Ids without a prefix are numeric strings, as Meta's are. */
export interface Business {
  accountId: AccountId;
  handle: string;
  name: string;
  verified: boolean;
  portfolioId: string;
  wabaId: string;
  phoneNumberId: string;
  /** E.164. */
  displayPhone: string;
  catalogId: CatalogId | null;
  currency: string;
  taxRateBasisPoints: number;
  language: string;
  profile: BusinessProfile;
  avatarUrl: string | null;
  coverUrl: string | null;
}
export interface NewBusiness {
  handle: string;
  name: string;
  /** E.164. */
  displayPhone: string;
  currency: string;
  taxRateBasisPoints?: number;
  language?: string;
  verified?: boolean;
  profile?: Partial<BusinessProfile>;
  avatarUrl?: string | null;
  coverUrl?: string | null;
  /** Given when a business joins a portfolio or WABA that exists, or keeps the number that it had. */
  portfolioId?: string;
  wabaId?: string;
  phoneNumberId?: string;
}
export type BusinessChange = Partial<
  Pick<
    Business,
    | 'name'
    | 'verified'
    | 'catalogId'
    | 'currency'
    | 'taxRateBasisPoints'
    | 'language'
    | 'avatarUrl'
    | 'coverUrl'
  >
> & { profile?: Partial<BusinessProfile> };

export interface Businesses {
  create(business: NewBusiness): Promise<Business>;
  /** Fields that are absent stay as they are. Event `account.changed`. */
  update(accountId: AccountId, change: BusinessChange): Promise<Business>;
  byId(accountId: AccountId): Promise<Business | null>;
  byIds(ids: readonly AccountId[]): Promise<Map<AccountId, Business>>;
  byHandle(handle: string): Promise<Business | null>;
  byPhoneNumberId(id: string): Promise<Business | null>;
  byDisplayPhone(e164: string): Promise<Business | null>;
  ofWaba(wabaId: string): Promise<Business[]>;
  ofPortfolio(portfolioId: string): Promise<Business[]>;
}

const emptyProfile: BusinessProfile = {
  about: '',
  description: '',
  address: '',
  email: '',
  websites: [],
  hours: '',
  vertical: 'RETAIL',
};

interface BusinessRow {
  account_id: AccountId;
  handle: string;
  name: string;
  verified: boolean;
  portfolio_id: string;
  waba_id: string;
  phone_number_id: string;
  display_phone: string;
  catalog_id: CatalogId | null;
  currency: string;
  tax_rate_basis_points: number;
  language: string;
  profile: BusinessProfile;
  avatar_url: string | null;
  cover_url: string | null;
}

const selectBusinesses = `select b.account_id, b.handle, a.name, b.verified, b.portfolio_id, b.waba_id,
  b.phone_number_id, b.display_phone, b.catalog_id, b.currency, b.tax_rate_basis_points, a.language, b.profile,
  a.avatar_url, b.cover_url from businesses b join accounts a on a.account_id = b.account_id where `;

export function createBusinesses({ db, clock, events }: Kit): Businesses {
  async function find(condition: string, value: string | readonly string[]): Promise<Business[]> {
    const rows = await db.query<BusinessRow>(`${selectBusinesses} ${condition} order by b.account_id`, [
      value,
    ]);
    return rows.map(toBusiness);
  }
  const findOne = async (condition: string, value: string) => (await find(condition, value))[0] ?? null;
  const byId = (accountId: AccountId) => findOne('b.account_id = $1', accountId);

  return {
    async create(business) {
      const { e164, country } = parsePhone(business.displayPhone);
      const now = clock.now();
      const accountId = newId('account', now);
      const profile = JSON.stringify({ ...emptyProfile, ...business.profile });
      try {
        await db.transaction(async (tx) => {
          await tx.sql`insert into accounts (account_id, kind, name, language, country, avatar_url, created_at)
            values (${accountId}, 'business', ${business.name}, ${business.language ?? 'en'}, ${country},
              ${business.avatarUrl ?? null}, ${now})`;
          await tx.sql`insert into businesses (account_id, handle, verified, portfolio_id, waba_id, phone_number_id,
              display_phone, currency, tax_rate_basis_points, profile, cover_url)
            values (${accountId}, ${business.handle}, ${business.verified ?? false},
              ${business.portfolioId ?? newGraphId()}, ${business.wabaId ?? newGraphId()},
              ${business.phoneNumberId ?? newGraphId()}, ${e164},
              ${business.currency}, ${business.taxRateBasisPoints ?? 0}, ${profile}::jsonb,
              ${business.coverUrl ?? null})`;
        });
      } catch (error) {
        if (isUniqueViolation(error, 'businesses_handle_key'))
          throw new Fault('invalid_request', 'handle: taken');
        if (isUniqueViolation(error, 'businesses_phone_number_id_key'))
          throw new Fault('invalid_request', 'phone_number_id: taken');
        if (isUniqueViolation(error, 'businesses_display_phone_key')) throw new Fault('phone_taken');
        throw error;
      }
      return (await byId(accountId))!;
    },
    async update(accountId, change) {
      const before = await byId(accountId);
      if (before === null) throw new Fault('not_found');
      const after = { ...before, ...change, profile: { ...before.profile, ...change.profile } };
      await db.transaction(async (tx) => {
        await tx.sql`update accounts set name = ${after.name}, language = ${after.language},
          avatar_url = ${after.avatarUrl} where account_id = ${accountId}`;
        await tx.sql`update businesses set verified = ${after.verified}, catalog_id = ${after.catalogId},
          currency = ${after.currency}, tax_rate_basis_points = ${after.taxRateBasisPoints},
          profile = ${JSON.stringify(after.profile)}::jsonb, cover_url = ${after.coverUrl}
          where account_id = ${accountId}`;
        await events.record(tx, 'account.changed', { account_id: accountId });
      });
      return after;
    },
    byId,
    byIds: async (ids) =>
      new Map((await find('b.account_id = any($1)', ids)).map((business) => [business.accountId, business])),
    byHandle: (handle) => findOne('b.handle = $1', handle.toLowerCase()),
    byPhoneNumberId: (id) => findOne('b.phone_number_id = $1', id),
    byDisplayPhone: (e164) => findOne('b.display_phone = $1', e164),
    ofWaba: (wabaId) => find('b.waba_id = $1', wabaId),
    ofPortfolio: (portfolioId) => find('b.portfolio_id = $1', portfolioId),
  };
}

/** A numeric id as the Graph API's: 16 digits, first never 0. */
export function newGraphId(): string {
  return `${randomInt(10_000_000, 99_999_999)}${randomInt(10_000_000, 99_999_999)}`;
}

/** What anybody may see of a business. */
export function toShopView(business: Business, publicUrl: string): ShopView {
  const { accountId, handle, name, verified, profile, avatarUrl, coverUrl, catalogId, displayPhone } =
    business;
  const { about, description, address, email, websites, hours } = profile;
  return {
    account_id: accountId,
    handle,
    name,
    verified,
    about,
    description,
    address,
    email,
    websites,
    phone: formatPhone(displayPhone),
    hours,
    avatar_url: avatarUrl,
    cover_url: coverUrl,
    catalog_id: catalogId,
    link_url: `${publicUrl}/b/${handle}`,
    qr_url: `${publicUrl}/b/${handle}/qr.svg`,
  };
}

function toBusiness(row: BusinessRow): Business {
  return {
    accountId: row.account_id,
    handle: row.handle,
    name: row.name,
    verified: row.verified,
    portfolioId: row.portfolio_id,
    wabaId: row.waba_id,
    phoneNumberId: row.phone_number_id,
    displayPhone: row.display_phone,
    catalogId: row.catalog_id,
    currency: row.currency,
    taxRateBasisPoints: row.tax_rate_basis_points,
    language: row.language,
    profile: row.profile,
    avatarUrl: row.avatar_url,
    coverUrl: row.cover_url,
  };
}
