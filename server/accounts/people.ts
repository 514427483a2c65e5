// People and what they are reached by. Nothing here tells a number to anybody else: see privacy.ts.
import { type AccountId, type AccountView, Fault, newId } from '../../protocol/index.ts';
import { isUniqueViolation, type Kit, type Reader, type Tx } from '../kit/index.ts';
import { parsePhone } from './phone.ts';
import { hashToken, makeToken } from './sessions.ts';

/** What every module may know of a person: neither number nor photo, which belong to whom they were shared with. */
export interface Person {
  accountId: AccountId;
  name: string;
  language: string;
  /** Always null here; `personForBusiness` has it once it was shared. */
  avatarUrl: null;
  deletedAt: number | null;
}
export interface NewPerson {
  name: string;
  /** E.164. */
  phone: string;
  language?: string;
}
export interface CreatedPerson {
  accountId: AccountId;
  name: string;
  phone: string;
  token: string;
}

/** The name that stays in the records of businesses after an account was erased. */
export const deletedName = 'Deleted account';
const bulkRows = 2_000;

export interface People {
  create(person: NewPerson): Promise<AccountId>;
  createIn(tx: Tx, person: NewPerson): Promise<AccountId>;
  /** Many at once, each with a lasting login: for the sandbox and benches. Phones that exist are left out. */
  createMany(people: NewPerson[]): Promise<CreatedPerson[]>;
  people(ids: readonly AccountId[]): Promise<Map<AccountId, Person>>;
  view(accountId: AccountId): Promise<AccountView>;
  update(accountId: AccountId, change: { name?: string; language?: string }): Promise<void>;
  /** The photo: an address that nobody can guess. Null takes it away. */
  setAvatar(accountId: AccountId, url: string | null): Promise<void>;
  findByPhone(e164: string, reader?: Reader): Promise<AccountId | null>;
  phoneOf(accountId: AccountId): Promise<string | null>;
  /** Takes the number from whoever had it: whoever reads its codes has it now. */
  moveNumber(tx: Tx, accountId: AccountId, phone: string): Promise<void>;
  /** The account that has the number loses it. */
  releaseNumber(tx: Tx, phone: string): Promise<void>;
  erase(tx: Tx, accountId: AccountId): Promise<void>;
}

interface PersonRow {
  account_id: AccountId;
  name: string;
  language: string;
  avatar_url: string | null;
  deleted_at: number | null;
}

export function createPeople(kit: Kit): People {
  const { db, clock, events } = kit;
  return {
    createIn: (tx, person) => insertPerson(kit, tx, person),
    createMany: async (people) => {
      const created: CreatedPerson[] = [];
      for (let at = 0; at < people.length; at += bulkRows)
        created.push(...(await insertMany(kit, people.slice(at, at + bulkRows))));
      return created;
    },
    async create(person) {
      try {
        return await db.transaction((tx) => insertPerson(kit, tx, person));
      } catch (error) {
        if (isUniqueViolation(error, 'aliases_live_value')) throw new Fault('phone_taken');
        throw error;
      }
    },
    async people(ids) {
      const rows = await db.sql<PersonRow>`select account_id, name, language, deleted_at from accounts
        where kind = 'person' and account_id = any(${ids})`;
      return new Map(rows.map((row) => [row.account_id, toPerson(row)]));
    },
    async view(accountId) {
      const [row] = await db.sql<PersonRow>`select account_id, name, language, avatar_url from accounts
        where account_id = ${accountId} and kind = 'person' and deleted_at is null`;
      if (row === undefined) throw new Fault('not_found');
      const { account_id, name, language, avatar_url } = row;
      return { account_id, name, phone: await findPhone(db, accountId), language, avatar_url };
    },
    async update(accountId, { name, language }) {
      await db.transaction(async (tx) => {
        await tx.sql`update accounts set name = coalesce(${name ?? null}, name),
          language = coalesce(${language ?? null}, language)
          where account_id = ${accountId} and deleted_at is null`;
        await events.record(tx, 'account.changed', { account_id: accountId });
      });
    },
    async setAvatar(accountId, url) {
      await db.transaction(async (tx) => {
        await tx.sql`update accounts set avatar_url = ${url} where account_id = ${accountId} and deleted_at is null`;
        await events.record(tx, 'account.changed', { account_id: accountId });
      });
    },
    findByPhone: (e164, reader = db) => findOwner(reader, e164),
    phoneOf: (accountId) => findPhone(db, accountId),
    async moveNumber(tx, accountId, phone) {
      const { e164, country } = parsePhone(phone);
      await releaseNumber(kit, tx, e164);
      await endNumber(kit, tx, accountId);
      await tx.sql`update accounts set country = ${country} where account_id = ${accountId}`;
      await tx.sql`insert into aliases (kind, value, account_id, since_at)
        values ('phone', ${e164}, ${accountId}, ${clock.now()})`;
    },
    releaseNumber: (tx, phone) => releaseNumber(kit, tx, phone),
    erase: (tx, accountId) => erase(kit, tx, accountId),
  };
}

async function insertPerson({ clock }: Kit, tx: Tx, person: NewPerson): Promise<AccountId> {
  const { e164, country } = parsePhone(person.phone);
  const now = clock.now();
  const accountId = newId('account', now);
  await tx.sql`insert into accounts (account_id, kind, name, language, country, created_at)
    values (${accountId}, 'person', ${person.name}, ${person.language ?? 'en'}, ${country}, ${now})`;
  await tx.sql`insert into aliases (kind, value, account_id, since_at)
    values ('phone', ${e164}, ${accountId}, ${now})`;
  return accountId;
}

async function insertMany({ db, clock }: Kit, people: NewPerson[]): Promise<CreatedPerson[]> {
  const now = clock.now();
  const taken = await db.sql<{ value: string }>`select value from aliases
    where kind = 'phone' and until_at is null and value = any(${people.map((person) => person.phone)})`;
  const known = new Set(taken.map((row) => row.value));
  const fresh = people
    .filter((person) => !known.has(person.phone))
    .map((person) => ({ accountId: newId('account', now), token: makeToken(), ...person }));
  const ids = fresh.map((person) => person.accountId);
  const phones = fresh.map((person) => person.phone);
  await db.transaction(async (tx) => {
    await tx.sql`insert into accounts (account_id, kind, name, language, country, created_at)
      select t.id, 'person', t.name, t.language, t.country, ${now}::bigint
      from unnest(${ids}::text[], ${fresh.map((person) => person.name)}::text[],
        ${fresh.map((person) => person.language ?? 'en')}::text[],
        ${phones.map((phone) => parsePhone(phone).country)}::text[]) as t (id, name, language, country)`;
    await tx.sql`insert into aliases (kind, value, account_id, since_at)
      select 'phone', t.phone, t.id, ${now}::bigint
      from unnest(${ids}::text[], ${phones}::text[]) as t (id, phone)`;
    await tx.sql`insert into devices (device_id, account_id, name, token_hash, lasting, created_at, seen_at)
      select t.device, t.id, 'Sandbox', decode(t.hash, 'hex'), true, ${now}::bigint, ${now}::bigint
      from unnest(${ids}::text[], ${fresh.map(() => newId('device', now))}::text[],
        ${fresh.map((person) => hashToken(person.token).toString('hex'))}::text[]) as t (id, device, hash)`;
  });
  return fresh.map(({ accountId, name, phone, token }) => ({ accountId, name, phone, token }));
}

async function findPhone(reader: Reader, accountId: AccountId): Promise<string | null> {
  const [row] = await reader.sql<{ value: string }>`select value from aliases
    where kind = 'phone' and account_id = ${accountId} and until_at is null`;
  return row?.value ?? null;
}

async function findOwner(reader: Reader, e164: string): Promise<AccountId | null> {
  const [row] = await reader.sql<{ account_id: AccountId }>`select account_id from aliases
    where kind = 'phone' and value = ${e164} and until_at is null`;
  return row?.account_id ?? null;
}

async function releaseNumber(kit: Kit, tx: Tx, phone: string): Promise<void> {
  const owner = await findOwner(tx, phone);
  if (owner !== null) await endNumber(kit, tx, owner);
}

/** A number that ends takes with it what was tied to it: the shares of it, and the opaque ids. */
async function endNumber({ clock, events }: Kit, tx: Tx, accountId: AccountId): Promise<void> {
  const now = clock.now();
  await tx.sql`update aliases set until_at = ${now}
    where kind = 'phone' and account_id = ${accountId} and until_at is null`;
  await tx.sql`update user_ids set until_at = ${now} where account_id = ${accountId} and until_at is null`;
  const shares = await tx.sql<{ business_account_id: string }>`delete from phone_shares
    where account_id = ${accountId} returning business_account_id`;
  for (const { business_account_id } of shares)
    await events.record(tx, 'phone.withdrawn', { account_id: accountId, business_account_id });
  await events.record(tx, 'account.changed', { account_id: accountId });
}

async function erase({ clock, events }: Kit, tx: Tx, accountId: AccountId): Promise<void> {
  await tx.sql`delete from sign_in_codes where account_id = ${accountId} or phone in
    (select value from aliases where account_id = ${accountId} and kind = 'phone')`;
  await tx.sql`delete from aliases where account_id = ${accountId}`;
  await tx.sql`delete from phone_shares where account_id = ${accountId}`;
  await tx.sql`delete from blocks where account_id = ${accountId}`;
  await tx.sql`update accounts set name = ${deletedName}, language = 'en', country = 'ZZ', avatar_url = null,
    deleted_at = ${clock.now()} where account_id = ${accountId}`;
  await events.record(tx, 'account.deleted', { account_id: accountId });
}

function toPerson(row: PersonRow): Person {
  const { account_id: accountId, name, language, deleted_at: deletedAt } = row;
  return { accountId, name, language, avatarUrl: null, deletedAt };
}
