import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import type { AccountId } from '../../protocol/index.ts';
import { createTestAccounts, faultOf, type TestAccounts } from '../../test/support/accounts.ts';
import type { Business } from './index.ts';

setDefaultTimeout(30_000);

let t: TestAccounts;
let shop: Business;
let sister: Business;
let stranger: Business;
beforeAll(async () => {
  t = await createTestAccounts();
  const make = (handle: string, displayPhone: string, portfolioId?: string) =>
    t.accounts.createBusiness({
      handle,
      name: handle,
      displayPhone,
      currency: 'EUR',
      ...(portfolioId && { portfolioId }),
    });
  shop = await make('atelier', '+33199000001');
  sister = await make('atelier-two', '+33199000002', shop.portfolioId);
  stranger = await make('elsewhere', '+33199000003');
  t.kit.events.start();
});
afterAll(() => t.kit.close());

const see = (id: AccountId, by: Business) => t.accounts.personForBusiness(id, by.accountId);

describe('a business', () => {
  test('has numeric ids as Meta gives them, and is found by each', async () => {
    for (const id of [shop.portfolioId, shop.wabaId, shop.phoneNumberId])
      expect(id).toMatch(/^[1-9]\d{14,16}$/);
    expect((await t.accounts.businessByHandle('ATELIER'))?.accountId).toBe(shop.accountId);
    expect((await t.accounts.businessByPhoneNumberId(shop.phoneNumberId))?.handle).toBe('atelier');
    expect((await t.accounts.businessesOfPortfolio(shop.portfolioId)).map((found) => found.handle)).toEqual([
      'atelier',
      'atelier-two',
    ]);
    const { phoneNumberId: _, ...again } = shop;
    expect(await faultOf(t.accounts.createBusiness({ ...again, displayPhone: '+33199000009' }))).toBe(
      'invalid_request',
    );
    expect(await faultOf(t.accounts.createBusiness({ ...again, handle: 'other' }))).toBe('phone_taken');
  });

  test('changes its profile field by field', async () => {
    await t.accounts.updateBusiness(shop.accountId, { profile: { about: 'Watches' } });
    const after = await t.accounts.updateBusiness(shop.accountId, {
      profile: { hours: 'Tu-Sa 10:00-19:00' },
    });
    expect(after.profile).toMatchObject({ about: 'Watches', hours: 'Tu-Sa 10:00-19:00', vertical: 'RETAIL' });
  });
});

describe('what a business sees of a person', () => {
  test('is an opaque id and a name until the number is shared, then number and photo, for it alone', async () => {
    const id = await t.accounts.createPerson({ name: 'Ana', phone: '+33639981001' });
    await t.kit.db.sql`update accounts set avatar_url = '/pictures/ana' where account_id = ${id}`;
    const before = await see(id, shop);
    expect(before).toEqual({
      accountId: id,
      name: 'Ana',
      userId: expect.stringMatching(/^FR\.\d{16}$/),
      phone: null,
      avatarUrl: null,
      deletedAt: null,
    });
    expect(await t.accounts.sharedPhone(id, shop.accountId)).toBe(null);
    await t.accounts.sharePhone(id, shop.accountId);
    expect(await see(id, shop)).toEqual({ ...before!, phone: '+33639981001', avatarUrl: '/pictures/ana' });
    expect((await see(id, sister))!.phone).toBe(null);
    expect((await see(id, stranger))!.avatarUrl).toBe(null);
  });

  test('nothing that other modules can ask betrays more', async () => {
    const id = await t.accounts.createPerson({ name: 'Bo', phone: '+33639981002' });
    await t.kit.db.sql`update accounts set avatar_url = '/pictures/bo' where account_id = ${id}`;
    const views = [await t.accounts.person(id), [...(await t.accounts.people([id]))], await see(id, shop)];
    expect(JSON.stringify(views)).not.toMatch(/639981002|pictures|seen/);
    // A business is no person: its views never pass for one.
    expect(await t.accounts.person(shop.accountId)).toBe(null);
    expect(await see(shop.accountId, stranger)).toBe(null);
  });

  test('the opaque id is one per portfolio, made once even at once, and leads back in that portfolio alone', async () => {
    const id = await t.accounts.createPerson({ name: 'Cy', phone: '+33639981003' });
    const made = await Promise.all(
      Array.from({ length: 8 }, () => t.accounts.userIdFor(shop.portfolioId, id)),
    );
    expect(new Set(made).size).toBe(1);
    const userId = made[0]!;
    expect((await see(id, sister))!.userId).toBe(userId);
    expect((await see(id, stranger))!.userId).not.toBe(userId);
    expect(await t.accounts.findByUserId(shop.portfolioId, userId)).toBe(id);
    expect(await t.accounts.findByUserId(stranger.portfolioId, userId)).toBe(null);
  });
});

describe('a number', () => {
  test('that changes takes shares and opaque ids with it', async () => {
    const { accountId } = await t.enter('+33639981101', { name: 'Di' });
    const userId = await t.accounts.userIdFor(shop.portfolioId, accountId);
    await t.accounts.sharePhone(accountId, shop.accountId);
    await t.accounts.parts.signIn.changeNumber(await t.confirm('change_number', accountId, '+4915735900001'));
    expect(await t.accounts.findByPhone('+33639981101')).toBe(null);
    expect(await t.accounts.findByPhone('+4915735900001')).toBe(accountId);
    expect(await t.accounts.sharedPhone(accountId, shop.accountId)).toBe(null);
    expect(await t.accounts.findByUserId(shop.portfolioId, userId)).toBe(null);
    const next = await t.accounts.userIdFor(shop.portfolioId, accountId);
    expect(next).toStartWith('DE.');
    const types = await t.kit.db.sql<{ type: string }>`select type from events
      where payload->>'account_id' = ${accountId} order by id`;
    expect(types.map((row) => row.type)).toEqual(['phone.shared', 'phone.withdrawn', 'account.changed']);
    const kept = await t.kit.db.sql<{ until_at: number | null }>`select until_at from aliases
      where account_id = ${accountId} order by id`;
    expect(kept[0]!.until_at).toBeNumber();
    expect(kept[1]!.until_at).toBe(null);
  });

  test('that changes to itself changes nothing', async () => {
    const { accountId } = await t.enter('+33639981102');
    const userId = await t.accounts.userIdFor(shop.portfolioId, accountId);
    await t.accounts.parts.signIn.changeNumber(await t.confirm('change_number', accountId, '+33639981102'));
    expect(await t.accounts.userIdFor(shop.portfolioId, accountId)).toBe(userId);
  });

  test('that is recycled leaves its old owner: a new account begins, the old one stays without it', async () => {
    const old = await t.enter('+33639981103', { name: 'Old' });
    await t.accounts.sharePhone(old.accountId, shop.accountId);
    const fresh = await t.enter('+33639981103', { name: 'New', startNew: true });
    expect(fresh.is_new).toBe(true);
    expect(fresh.accountId).not.toBe(old.accountId);
    expect(await t.accounts.findByPhone('+33639981103')).toBe(fresh.accountId);
    expect(await t.accounts.sharedPhone(old.accountId, shop.accountId)).toBe(null);
    expect((await t.accounts.parts.people.view(old.accountId)).phone).toBe(null);
    expect(await t.stateOf(old.token)).toBe('live');
    // Taken over by a change of number, the same.
    const third = await t.enter('+33639981104');
    await t.accounts.parts.signIn.changeNumber(
      await t.confirm('change_number', third.accountId, '+33639981103'),
    );
    expect((await t.accounts.parts.people.view(fresh.accountId)).phone).toBe(null);
  });

  test('has one owner', async () => {
    await t.accounts.createPerson({ name: 'Ed', phone: '+33639981105' });
    expect(await faultOf(t.accounts.createPerson({ name: 'Ed', phone: '+33 6 39 98 11 05' }))).toBe(
      'phone_taken',
    );
    expect(await faultOf(t.accounts.createPerson({ name: 'Ed', phone: 'not a number' }))).toBe(
      'phone_invalid',
    );
    const first = await t.askCode('+33639981106');
    const second = await t.askCode('+33639981106');
    const both = await Promise.all([t.signIn(first), t.signIn(second)]);
    expect(both[0].accountId).toBe(both[1].accountId);
  });
});

describe('deletion', () => {
  test('leaves neither name nor number nor login in any table', async () => {
    const name = 'Zsófia Unmistakable';
    const { accountId, token } = await t.enter('+33639981201', { name });
    await t.accounts.sharePhone(accountId, shop.accountId);
    await t.accounts.block(accountId, stranger.accountId);
    await t.accounts.parts.signIn.changeNumber(await t.confirm('change_number', accountId, '+33639981202'));
    const userId = await t.accounts.userIdFor(shop.portfolioId, accountId);
    expect(await dumpTables()).toContain('639981201');
    await t.accounts.parts.signIn.deleteAccount(await t.confirm('delete_account', accountId, '+33639981202'));
    const dump = await dumpTables();
    expect(dump).not.toMatch(/639981201|639981202|Unmistakable/);
    expect(await t.stateOf(token)).toBe('unknown');
    expect(await t.accounts.person(accountId)).toMatchObject({
      name: 'Deleted account',
      deletedAt: expect.any(Number),
    });
    expect(await t.accounts.findByUserId(shop.portfolioId, userId)).toBe(null);
    // The business still tells this customer from others in its records.
    expect((await see(accountId, shop))!.userId).toBe(userId);
    const events = await t.kit.db.sql`select 1 from events
      where type = 'account.deleted' and payload->>'account_id' = ${accountId}`;
    expect(events).toHaveLength(1);
    // The number is free for whoever comes next.
    expect((await t.enter('+33639981202')).is_new).toBe(true);
  });
});

describe('many at once', () => {
  test('each with a token that works, known numbers left out', async () => {
    await t.accounts.createPerson({ name: 'First', phone: '+33261910007' });
    const people = Array.from({ length: 2_500 }, (_, i) => ({
      name: `Person ${i}`,
      phone: `+3326191${String(i).padStart(4, '0')}`,
    }));
    const made = await t.accounts.createPeople(people);
    expect(made).toHaveLength(2_499);
    for (const { token, accountId } of [made[0]!, made.at(-1)!])
      expect((await t.accounts.authenticateToken(token))?.accountId).toBe(accountId);
  });
});

/** Every row of every table of the database, as text. */
async function dumpTables(): Promise<string> {
  const tables = await t.kit.db.sql<{ name: string }>`select format('%I.%I', table_schema, table_name) as name
    from information_schema.tables where table_type = 'BASE TABLE'
      and table_schema not in ('pg_catalog', 'information_schema')`;
  let text = '';
  for (const { name } of tables) {
    const rows = await t.kit.db.query<{ row: string }>(`select to_jsonb(x)::text as row from ${name} x`);
    text += rows.map(({ row }) => row).join('\n');
  }
  return text;
}
