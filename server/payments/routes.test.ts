import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Hono } from 'hono';
import {
  type AccountId,
  newId,
  type PaidAnswer,
  type PaymentTicket,
  type Wallet,
} from '../../protocol/index.ts';
import { startTestKit, type TestKit } from '../../test/support/kit.ts';
import { type Accounts, createAccounts } from '../accounts/index.ts';
import { handleFaults } from '../kit/index.ts';
import { createLedger } from '../ledger/index.ts';
import { createPaymentRoutes, createPayments, type Payments } from './index.ts';

let kit: TestKit;
let payments: Payments;
let accounts: Accounts;
let app: Hono;
let ada: Login;
let bob: Login;
let shop: Login;
let rival: Login;

interface Login {
  accountId: AccountId;
  token: string;
}

beforeAll(async () => {
  kit = await startTestKit();
  accounts = createAccounts(kit);
  const ledger = createLedger(kit);
  payments = createPayments(kit, { ledger, accounts });
  app = createPaymentRoutes(payments, accounts);
  handleFaults(app, kit.log);
  [ada, bob, shop, rival] = [
    await signIn('Ada', '+33600000001'),
    await signIn('Bob', '+33600000002'),
    await openShop('halma', '+33100000001'),
    await openShop('rival', '+33100000002'),
  ];
  await payments.fundSandboxWallet(ada.accountId, 50_000n, 'EUR');
});
afterAll(() => kit.close());

async function signIn(name: string, phone: string): Promise<Login> {
  const accountId = await accounts.createPerson({ name, phone });
  return { accountId, token: (await accounts.createDevice(accountId, { name: 'test' })).token };
}

async function openShop(handle: string, displayPhone: string): Promise<Login> {
  const { accountId } = await accounts.createBusiness({
    handle,
    name: `Shop ${handle}`,
    displayPhone,
    currency: 'EUR',
  });
  const email = `${handle}@shop.test`;
  const staffId = await accounts.createStaff({
    accountId,
    name: 'Sam',
    email,
    password: 'correct horse battery',
    role: 'agent',
  });
  return { accountId, token: (await accounts.createDevice(accountId, { name: 'till', staffId })).token };
}

interface Call {
  as?: Login;
  key?: string;
  body?: unknown;
}
async function call<T = unknown>(method: 'GET' | 'POST', path: string, { as, key, body }: Call = {}) {
  const response = await app.request(path, {
    method,
    headers: {
      ...(as ? { authorization: `Bearer ${as.token}` } : {}),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json = (await response.json()) as T & { error?: { code: string } };
  return { status: response.status, body: json as T, code: json.error?.code };
}

const ask = (amountMinor = 1_999n): Promise<PaymentTicket> =>
  payments.request({
    idempotencyKey: newId('message'),
    conversationId: newId('conversation'),
    personAccountId: ada.accountId,
    businessAccountId: shop.accountId,
    referenceId: 'order-2041',
    amountMinor,
    currency: 'EUR',
    description: 'Order 2041',
    orderId: null,
  });

test('paying, seeing and giving back over HTTP', async () => {
  const ticket = await ask();
  const path = `/api/payments/${ticket.payment_id}`;
  expect((await call(`GET`, path, { as: ada })).body).toEqual(ticket);
  expect((await call(`GET`, `${path}?as=staff`, { as: shop })).body).toEqual(ticket);
  const first = await call<PaidAnswer>('POST', `${path}/pay`, {
    as: ada,
    key: 'k1',
    body: { rail: 'wallet' },
  });
  expect(first).toMatchObject({ status: 200, body: { state: 'captured', payment: { state: 'captured' } } });
  expect(await call('POST', `${path}/pay`, { as: ada, key: 'k1', body: { rail: 'wallet' } })).toEqual(first);
  const part = await call<PaymentTicket>('POST', `/api/console/payments/${ticket.payment_id}/refund`, {
    as: shop,
    key: 'r1',
    body: { amount_minor: '999' },
  });
  expect(part.body).toMatchObject({
    state: 'partially_refunded',
    refunded: { amount_minor: '999', currency: 'EUR' },
  });

  const mine = (await call<Wallet>('GET', '/api/wallet', { as: ada })).body;
  expect(mine.balance).toEqual({ amount_minor: '49000', currency: 'EUR' });
  const lines = ({ transfers }: Wallet) =>
    transfers.map((line) => [line.kind, line.amount.amount_minor, line.other_party, line.reference_id]);
  expect(lines(mine)).toEqual([
    ['refund', '999', 'Shop halma', 'order-2041'],
    ['payment', '-1999', 'Shop halma', 'order-2041'],
    ['funding', '50000', null, null],
  ]);
  const theirs = (await call<Wallet>('GET', '/api/console/wallet', { as: shop })).body;
  expect(theirs.balance).toEqual({ amount_minor: '1000', currency: 'EUR' });
  expect(lines(theirs)).toEqual([
    ['refund', '-999', 'Ada', 'order-2041'],
    ['payment', '1999', 'Ada', 'order-2041'],
  ]);
});

test('a wallet is read page by page, and is empty at first', async () => {
  const seen: string[] = [];
  let next: string | null = '';
  while (next !== null) {
    const page: Wallet = (
      await call<Wallet>('GET', `/api/wallet?limit=2${next && `&before=${next}`}`, { as: ada })
    ).body;
    seen.push(...page.transfers.map((line) => line.transfer_id));
    next = page.next;
  }
  expect(seen.length).toBe(3);
  expect(new Set(seen).size).toBe(3);
  expect((await call('GET', '/api/wallet', { as: bob })).body).toEqual({
    balance: { amount_minor: '0', currency: 'EUR' },
    transfers: [],
    next: null,
  });
  expect((await call<Wallet>('GET', '/api/wallet?currency=JPY', { as: ada })).body.balance.currency).toBe(
    'JPY',
  );
  for (const query of ['limit=0', 'limit=1000', 'before=-1', 'before=x', 'currency=euro'])
    expect((await call('GET', `/api/wallet?${query}`, { as: ada })).code).toBe('invalid_request');
});

test('each door is closed to those it is not for', async () => {
  const { payment_id } = await ask(100n).catch(
    async () => (await payments.byReference(shop.accountId, 'order-2041'))!,
  );
  const path = `/api/payments/${payment_id}`;
  const body = { rail: 'wallet' };
  const code = async (...request: Parameters<typeof call>) => (await call(...request)).code;
  expect(await code('GET', path)).toBe('not_signed_in');
  expect(await code('GET', path, { as: bob })).toBe('not_found');
  expect(await code('GET', `${path}?as=staff`, { as: rival })).toBe('not_found');
  expect(await code('GET', `/api/payments/${newId('payment')}`, { as: ada })).toBe('not_found');
  expect(await code('GET', '/api/payments/nonsense', { as: ada })).toBe('not_found');
  expect(await code('POST', `${path}/pay`, { key: 'x', body })).toBe('not_signed_in');
  expect(await code('POST', `${path}/pay`, { as: bob, key: 'x', body })).toBe('not_found');
  expect(await code('POST', `${path}/pay`, { as: shop, key: 'x', body })).toBe('not_permitted');
  expect(await code('POST', `${path}/pay`, { as: ada, body })).toBe('invalid_request');
  expect(await code('POST', `${path}/pay`, { as: ada, key: 'k'.repeat(200), body })).toBe('invalid_request');
  expect(await code('POST', `${path}/pay`, { as: ada, key: 'x', body: { rail: 'gold' } })).toBe(
    'invalid_request',
  );
  expect(
    await code('POST', `${path}/pay`, { as: ada, key: 'x', body: { rail: 'wallet', amount: '1' } }),
  ).toBe('invalid_request');
  const refund = `/api/console/payments/${payment_id}/refund`;
  expect(await code('POST', refund, { as: ada, key: 'x', body: {} })).toBe('not_permitted');
  expect(await code('POST', refund, { as: rival, key: 'x', body: {} })).toBe('not_found');
  for (const amount of ['-1', '0', '1.5', '1e3', '', ' 1', '99999999999999999999'])
    expect(await code('POST', refund, { as: shop, key: 'x', body: { amount_minor: amount } })).toBe(
      'invalid_request',
    );
  expect(await code('POST', refund, { as: shop, key: 'x', body: { amount_minor: 5 } })).toBe(
    'invalid_request',
  );
});
