import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { createTestAccounts, faultOf, type TestAccounts } from '../../test/support/accounts.ts';
import type { Business } from './index.ts';

// Each test hashes passwords, which is meant to be slow.
setDefaultTimeout(60_000);

const password = 'a long enough password';
let t: TestAccounts;
let shop: Business;
let people = 0;
beforeAll(async () => {
  t = await createTestAccounts();
  shop = await t.accounts.createBusiness({
    handle: 'atelier',
    name: 'Atelier',
    displayPhone: '+33199000001',
    currency: 'EUR',
  });
});
afterAll(() => t.kit.close());

function hire(role: 'owner' | 'agent') {
  const email = `${role}-${++people}@atelier.example`;
  return t.accounts
    .createStaff({ accountId: shop.accountId, name: role, email, password, role })
    .then((staffId) => ({ staffId, email }));
}
const enter = (email: string, word = password, address = `203.0.113.${++people}`) =>
  t.accounts.parts.signIn.staff({ email, password: word, address, deviceName: 'Test' });
const update = (staffId: Parameters<typeof t.accounts.parts.staff.find>[0], change: object) =>
  t.accounts.parts.staff.update(shop.accountId, staffId, change);

test('staff sign in with e-mail in any case and the right password alone', async () => {
  const { email, staffId } = await hire('owner');
  const { token } = await enter(email.toUpperCase());
  expect(await t.accounts.authenticateToken(token)).toMatchObject({
    kind: 'staff',
    accountId: shop.accountId,
    staffId,
    role: 'owner',
  });
  expect(await faultOf(enter(email, 'a wrong enough password'))).toBe('credentials_wrong');
  expect(await faultOf(enter('nobody@atelier.example'))).toBe('credentials_wrong');
  expect(await faultOf(enter(email, ''))).toBe('credentials_wrong');
});

test('passwords are stored by scrypt, sessions by our device rows alone', async () => {
  const rows = await t.kit.db.sql<{ password: string }>`select password from auth_credentials`;
  expect(rows[0]!.password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
  const tables = await t.kit.db.sql`select table_name from information_schema.tables
    where table_name in ('session', 'sessions', 'auth_sessions', 'verification')`;
  expect(tables).toEqual([]);
});

test('an address takes one login, also when a creation broke off half-way', async () => {
  const { email } = await hire('agent');
  const again = { accountId: shop.accountId, name: 'Again', email, password, role: 'agent' } as const;
  expect(await faultOf(t.accounts.createStaff(again))).toBe('invalid_request');
  await t.kit.db.sql`delete from staff where email = ${email}`;
  const staffId = await t.accounts.createStaff({ ...again, password: 'another long password' });
  expect((await enter(email, 'another long password')).member.staffId).toBe(staffId);
  expect(await faultOf(t.accounts.createStaff({ ...again, email: 'x@y.example', password: 'short' }))).toBe(
    'invalid_request',
  );
});

test('disabling ends sessions at once and refuses the next sign-in like a wrong password', async () => {
  const { email, staffId } = await hire('agent');
  const { token } = await enter(email);
  const ended: string[] = [];
  t.accounts.onSessionEnded((deviceId) => ended.push(deviceId));
  await update(staffId, { disabled: true });
  expect(ended).toHaveLength(1);
  expect(await t.stateOf(token)).toBe('ended');
  expect(await faultOf(enter(email))).toBe('credentials_wrong');
  await update(staffId, { disabled: false });
  expect(await t.stateOf(token)).toBe('ended');
  await enter(email);
});

test('a new role is in force with the next request: sessions of the old one end', async () => {
  const { email, staffId } = await hire('owner');
  const { token } = await enter(email);
  await update(staffId, { name: 'Renamed' });
  expect(await t.stateOf(token)).toBe('live');
  await update(staffId, { role: 'agent' });
  expect(await t.stateOf(token)).toBe('ended');
});

test('a business keeps an owner, also when two resign at once', async () => {
  const other = await t.accounts.createBusiness({
    handle: 'duo',
    name: 'Duo',
    displayPhone: '+33199000002',
    currency: 'EUR',
  });
  const make = (email: string) =>
    t.accounts.createStaff({ accountId: other.accountId, name: 'O', email, password, role: 'owner' });
  const ids = [await make('one@duo.example'), await make('two@duo.example')];
  const faults = await Promise.all(
    ids.map((id) => faultOf(t.accounts.parts.staff.update(other.accountId, id, { role: 'agent' }))),
  );
  expect(faults.sort()).toEqual(['invalid_request', null].sort());
  // Another shop's staff is not this shop's to change.
  expect(await faultOf(update(ids[0]!, { disabled: true }))).toBe('not_found');
});

test('a new password needs the present one and ends the other sessions', async () => {
  const { email, staffId } = await hire('agent');
  const here = await enter(email);
  const there = await enter(email);
  const { deviceId: keep } = (await t.accounts.authenticateToken(here.token))!;
  const who = { staffId, accountId: shop.accountId, keep };
  const change = t.accounts.parts.staff.changePassword;
  expect(await faultOf(change(who, 'not the present one', 'a brand new password'))).toBe('credentials_wrong');
  expect(await faultOf(change(who, password, 'short'))).toBe('invalid_request');
  await change(who, password, 'a brand new password');
  expect([await t.stateOf(here.token), await t.stateOf(there.token)]).toEqual(['live', 'ended']);
  expect(await faultOf(enter(email))).toBe('credentials_wrong');
  await enter(email, 'a brand new password');
});

test('twenty tries an hour for an e-mail address, sixty for a network address', async () => {
  const { email } = await hire('agent');
  const tries = [];
  for (let i = 0; i < 21; i++) tries.push(await faultOf(enter(email, 'wrong')));
  expect(tries.slice(0, 20)).toEqual(Array(20).fill('credentials_wrong'));
  expect(tries[20]).toBe('rate_limited');
  expect(await faultOf(enter(email))).toBe('rate_limited');
  t.kit.clock.advance(3_600_000);
  await enter(email);
});

test('known and unknown addresses are refused in much the same time', async () => {
  const { email } = await hire('agent');
  const measure = async (address: string) => {
    const times: number[] = [];
    for (let i = 0; i < 7; i++) {
      const start = performance.now();
      await t.accounts.parts.staff.check(address, 'wrong');
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[3]!;
  };
  const known = await measure(email);
  const unknown = await measure('nobody@else.example');
  // Both pay for one scrypt; without it the unknown one would be some fifty times quicker.
  expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(3);
});
