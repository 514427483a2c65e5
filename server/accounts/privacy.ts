// What a business may know of a person: an opaque id and the chosen name, and number and photo once they were shared.
import { randomInt } from 'node:crypto';
import type { AccountId, ContentOf, ConversationId, MessageId } from '../../protocol/index.ts';
import { assert, deriveId, type Kit, type Reader } from '../kit/index.ts';

/** More chats than anybody has with businesses. */
const conversationsMax = 10_000;

/** A person as one business sees them. There is no other view of a person for the business side. */
export interface PersonForBusiness {
  accountId: AccountId;
  name: string;
  /** Opaque, "FR.1349…": the same for every business of one portfolio. */
  userId: string;
  /** E.164, null until the person shares it with this business. */
  phone: string | null;
  /** Null until the number is shared. */
  avatarUrl: string | null;
  deletedAt: number | null;
}

export interface Privacy {
  userIdsFor(portfolioId: string, ids: readonly AccountId[]): Promise<Map<AccountId, string>>;
  /** The person behind a present opaque id; ended ones and those of deleted accounts name nobody. */
  findByUserId(portfolioId: string, userId: string): Promise<AccountId | null>;
  sharedPhones(ids: readonly AccountId[], businessAccountId: AccountId): Promise<Map<AccountId, string>>;
  /** Whether it was news. Event `phone.shared`. */
  share(accountId: AccountId, businessAccountId: AccountId): Promise<boolean>;
  peopleForBusiness(
    ids: readonly AccountId[],
    businessAccountId: AccountId,
  ): Promise<Map<AccountId, PersonForBusiness>>;
  isBlocked(accountId: AccountId, businessAccountId: AccountId): Promise<boolean>;
  block(accountId: AccountId, businessAccountId: AccountId): Promise<void>;
  unblock(accountId: AccountId, businessAccountId: AccountId): Promise<void>;
}

/** The log of conversations, as far as notes about privacy need it; the composition root gives it. */
export interface NoteDeps {
  find(personAccountId: AccountId, businessAccountId: AccountId): Promise<ConversationId | null>;
  changedSince(
    accountId: AccountId,
    watermark: number,
    limit: number,
  ): Promise<{ conversationId: ConversationId }[]>;
  append(input: {
    conversationId: ConversationId;
    messageId: MessageId;
    author: { accountId: AccountId; deviceId: null; staffId: null; via: 'system' };
    content: ContentOf<'system'>;
  }): Promise<unknown>;
}

interface PersonRow {
  account_id: AccountId;
  name: string;
  avatar_url: string | null;
  deleted_at: number | null;
}

export function createPrivacy(kit: Kit): Privacy {
  const { db, clock, events } = kit;
  return {
    userIdsFor: (portfolioId, ids) => giveUserIds(kit, portfolioId, ids),
    async findByUserId(portfolioId, userId) {
      const [row] = await db.sql<{ account_id: AccountId }>`select u.account_id from user_ids u
        join accounts a on a.account_id = u.account_id and a.deleted_at is null
        where u.portfolio_id = ${portfolioId} and u.user_id = ${userId} and u.until_at is null`;
      return row?.account_id ?? null;
    },
    sharedPhones: (ids, businessAccountId) => readSharedPhones(db, ids, businessAccountId),
    async share(accountId, businessAccountId) {
      return db.transaction(async (tx) => {
        const rows =
          await tx.sql`insert into phone_shares values (${accountId}, ${businessAccountId}, ${clock.now()})
          on conflict do nothing returning 1`;
        if (rows.length === 0) return false;
        await events.record(tx, 'phone.shared', {
          account_id: accountId,
          business_account_id: businessAccountId,
        });
        return true;
      });
    },
    peopleForBusiness: (ids, businessAccountId) => readPeople(kit, ids, businessAccountId),
    async isBlocked(accountId, businessAccountId) {
      const rows = await db.sql`select 1 from blocks
        where account_id = ${accountId} and business_account_id = ${businessAccountId}`;
      return rows.length > 0;
    },
    async block(accountId, businessAccountId) {
      await db.sql`insert into blocks values (${accountId}, ${businessAccountId}, ${clock.now()})
        on conflict do nothing`;
    },
    async unblock(accountId, businessAccountId) {
      await db.sql`delete from blocks
        where account_id = ${accountId} and business_account_id = ${businessAccountId}`;
    },
  };
}

/**
 * Tells businesses in the chat that a number was shared, is the person's no more, or that the account is gone. The
 * number itself is never in a note: whoever may know it asks `sharedPhone`, so that it can be taken back.
 */
export function announcePrivacy({ events }: Kit, log: NoteDeps): void {
  const post = (eventId: string, accountId: AccountId, code: ContentOf<'system'>['code']) => {
    return (conversationId: ConversationId) =>
      log.append({
        conversationId,
        messageId: deriveId('message', 'accounts.notes', eventId, conversationId),
        author: { accountId, deviceId: null, staffId: null, via: 'system' },
        content: { type: 'system', code, parameters: {} },
      });
  };
  events.consume('accounts.notes', ['phone.shared', 'phone.withdrawn'], async ({ id, type, payload }) => {
    const accountId = payload.account_id as AccountId;
    const conversationId = await log.find(accountId, payload.business_account_id as AccountId);
    const code = type === 'phone.shared' ? 'phone_shared' : 'number_changed';
    if (conversationId !== null) await post(id, accountId, code)(conversationId);
  });
  events.consume('accounts.farewells', ['account.deleted'], async ({ id, payload }) => {
    const accountId = payload.account_id as AccountId;
    const conversations = await log.changedSince(accountId, 0, conversationsMax);
    await Promise.all(
      conversations.map(({ conversationId }) => post(id, accountId, 'account_deleted')(conversationId)),
    );
  });
}

async function readPeople(kit: Kit, ids: readonly AccountId[], businessAccountId: AccountId) {
  const userIds = await giveUserIds(kit, await readPortfolio(kit.db, businessAccountId), ids);
  const phones = await readSharedPhones(kit.db, ids, businessAccountId);
  const rows = await kit.db.sql<PersonRow>`select account_id, name, avatar_url, deleted_at from accounts
    where kind = 'person' and account_id = any(${ids})`;
  return new Map(
    rows.map((row) => {
      const phone = phones.get(row.account_id) ?? null;
      const person: PersonForBusiness = {
        accountId: row.account_id,
        name: row.name,
        userId: userIds.get(row.account_id)!,
        phone,
        avatarUrl: phone === null ? null : row.avatar_url,
        deletedAt: row.deleted_at,
      };
      return [row.account_id, person];
    }),
  );
}

async function giveUserIds({ db, clock }: Kit, portfolioId: string, ids: readonly AccountId[]) {
  const found = await readUserIds(db, portfolioId, ids);
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length === 0) return found;
  const people = await db.sql<{
    account_id: AccountId;
    country: string;
  }>`select account_id, country from accounts
    where kind = 'person' and account_id = any(${missing})`;
  // Somebody else may make the same one at the same time: the first row wins, therefore it is read again.
  await db.sql`insert into user_ids (portfolio_id, user_id, account_id, since_at)
    select ${portfolioId}, t.user_id, t.account_id, ${clock.now()}::bigint
    from unnest(${people.map((row) => row.account_id)}::text[],
      ${people.map((row) => newUserId(row.country))}::text[]) as t (account_id, user_id)
    on conflict do nothing`;
  return readUserIds(db, portfolioId, ids);
}

async function readUserIds(db: Reader, portfolioId: string, ids: readonly AccountId[]) {
  const rows = await db.sql<{
    account_id: AccountId;
    user_id: string;
  }>`select account_id, user_id from user_ids
    where portfolio_id = ${portfolioId} and account_id = any(${ids}) and until_at is null`;
  return new Map(rows.map((row) => [row.account_id, row.user_id]));
}

async function readPortfolio(db: Reader, businessAccountId: AccountId): Promise<string> {
  const [row] = await db.sql<{ portfolio_id: string }>`select portfolio_id from businesses
    where account_id = ${businessAccountId}`;
  assert(row, 'a person is seen by a business that exists');
  return row.portfolio_id;
}

async function readSharedPhones(db: Reader, ids: readonly AccountId[], businessAccountId: AccountId) {
  const rows = await db.sql<{ account_id: AccountId; value: string }>`select s.account_id, a.value
    from phone_shares s join aliases a on a.account_id = s.account_id and a.kind = 'phone' and a.until_at is null
    where s.business_account_id = ${businessAccountId} and s.account_id = any(${ids})`;
  return new Map(rows.map((row) => [row.account_id, row.value]));
}

function newUserId(country: string): string {
  return `${country}.${randomInt(10_000_000, 99_999_999)}${randomInt(10_000_000, 99_999_999)}`;
}
