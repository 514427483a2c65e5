import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test';
import type { Hono } from 'hono';
import {
  type AccountId,
  newId,
  type PaymentId,
  type PaymentTicket,
  type ServerFrame,
} from '../../protocol/index.ts';
import { startTestKit, type TestKit } from '../../test/support/kit.ts';
import { type Accounts, createAccounts, type Viewer } from '../accounts/index.ts';
import { handleFaults } from '../kit/index.ts';
import { createLedger, type Ledger } from '../ledger/index.ts';
import {
  createPayFrame,
  createPaymentRoutes,
  createPayments,
  type PaymentRequest,
  type Payments,
  raceOnePayment,
} from './index.ts';

let kit: TestKit;
let ledger: Ledger;
let payments: Payments;
let accounts: Accounts;
let app: Hono;
const heard: { id: string; type: string; revision: number | null }[] = [];

beforeAll(async () => {
  kit = await startTestKit();
  accounts = createAccounts(kit);
  ledger = createLedger(kit);
  payments = createPayments(kit, { ledger, accounts });
  app = createPaymentRoutes(payments, accounts);
  handleFaults(app, kit.log);
  kit.events.consume('test.payments', ['payment.requested', 'payment.changed'], async ({ type, payload }) => {
    heard.push({ id: payload.payment_id, type, revision: 'revision' in payload ? payload.revision : null });
  });
  kit.events.start();
  await kit.jobs.start();
});
afterEach(async () => {
  expect((await ledger.trialBalance()).balanced).toBe(true);
});
afterAll(() => kit.close());

interface Scene {
  person: AccountId;
  business: AccountId;
  viewer: Viewer;
}
/** A person with 100.00 and a business with nothing. */
async function setScene(fundsMinor = 10_000n): Promise<Scene> {
  const [person, business] = [newId('account'), newId('account')];
  if (fundsMinor > 0n) await payments.fundSandboxWallet(person, fundsMinor, 'EUR');
  return { person, business, viewer: { kind: 'person', accountId: person, deviceId: newId('device') } };
}

const ask = (scene: Scene, more: Partial<PaymentRequest> = {}): Promise<PaymentTicket> =>
  payments.request({
    idempotencyKey: newId('message'),
    conversationId: newId('conversation'),
    personAccountId: scene.person,
    businessAccountId: scene.business,
    referenceId: newId('order'),
    amountMinor: 2_500n,
    currency: 'EUR',
    description: 'Order 2041',
    orderId: null,
    ...more,
  });

const pay = (scene: Scene, ticket: PaymentTicket, more: Partial<Parameters<Payments['pay']>[0]> = {}) =>
  payments.pay({
    paymentId: ticket.payment_id,
    viewer: scene.viewer,
    rail: 'wallet',
    idempotencyKey: newId('message'),
    ...more,
  });

const refund = (scene: Scene, ticket: PaymentTicket, what: { amount: bigint | null; key?: string }) =>
  payments.refund({
    paymentId: ticket.payment_id,
    businessAccountId: scene.business,
    amountMinor: what.amount,
    idempotencyKey: what.key ?? newId('refund'),
  });

const balances = async (scene: Scene) => [
  await ledger.balance(scene.person, 'EUR'),
  await ledger.balance(scene.business, 'EUR'),
];

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no fault',
    (error: { code?: string }) => error.code ?? String(error),
  );
}

test('one payment posted 20 times at once is one transfer and one answer', async () => {
  const expected = { attempts: 20, transfers: 1, answers: 1, paidMinor: 12_345n, receivedMinor: 12_345n };
  expect(await raceOnePayment(payments, 20)).toEqual(expected);
  expect(await raceOnePayment(payments, 100)).toEqual({ ...expected, attempts: 100 });
});

test('a payment is asked for, paid from the wallet and told to both sides', async () => {
  const scene = await setScene();
  const ticket = await ask(scene);
  expect(ticket).toMatchObject({
    state: 'requested',
    revision: 1,
    amount: { amount_minor: '2500', currency: 'EUR' },
    refunded: { amount_minor: '0', currency: 'EUR' },
    rail: null,
    rails: ['wallet', 'sandbox'],
    captured_at: null,
  });
  const paid = await pay(scene, ticket);
  expect(paid.state).toBe('captured');
  expect(paid.ticket).toMatchObject({
    state: 'captured',
    revision: 2,
    rail: 'wallet',
    rails: [],
    failure: null,
  });
  expect(paid.ticket.captured_at).toBeNumber();
  expect(await balances(scene)).toEqual([7_500n, 2_500n]);
  expect(await payments.ticket(ticket.payment_id)).toEqual(paid.ticket);
  expect(await payments.ticket(ticket.payment_id, 1)).toEqual(ticket);
  expect(await payments.byReference(scene.business, ticket.reference_id)).toEqual(paid.ticket);
  await kit.settle();
  expect(heard.filter((event) => event.id === ticket.payment_id)).toEqual([
    { id: ticket.payment_id, type: 'payment.requested', revision: null },
    { id: ticket.payment_id, type: 'payment.changed', revision: 2 },
  ]);
});

test('a request is one payment per key, and one that lives per reference', async () => {
  const scene = await setScene();
  const request = { idempotencyKey: 'one', referenceId: 'R-1' };
  const first = await ask(scene, request);
  const again = await Promise.all(Array.from({ length: 10 }, () => ask(scene, request)));
  expect(new Set([first, ...again].map((ticket) => ticket.payment_id)).size).toBe(1);
  expect(await codeOf(ask(scene, { ...request, amountMinor: 2_501n }))).toBe('idempotency_mismatch');
  expect((await ask(scene, { ...request, idempotencyKey: 'two' })).payment_id).toBe(first.payment_id);
  expect(await codeOf(ask(scene, { ...request, idempotencyKey: 'two', amountMinor: 1n }))).toBe(
    'payment_state_forbids',
  );
  const other = { ...request, idempotencyKey: 'two', personAccountId: newId('account') };
  expect(await codeOf(ask(scene, other))).toBe('payment_state_forbids');
  await payments.cancel(first.payment_id, 'changed');
  const next = await ask(scene, { ...request, idempotencyKey: 'three', amountMinor: 1n });
  expect(next.payment_id).not.toBe(first.payment_id);
  expect((await payments.byReference(scene.business, 'R-1'))?.payment_id).toBe(next.payment_id);
  for (const wrong of [
    { amountMinor: 0n },
    { amountMinor: -5n },
    { amountMinor: 10n ** 16n },
    { currency: 'eur' },
    { referenceId: '' },
  ])
    expect(await codeOf(ask(scene, wrong))).toBe('invalid_request');
});

test('the same key gives the same answer, for another payment or rail a refusal', async () => {
  const scene = await setScene();
  const [ticket, other] = [await ask(scene), await ask(scene)];
  const first = await pay(scene, ticket, { idempotencyKey: 'k' });
  expect(await pay(scene, ticket, { idempotencyKey: 'k' })).toEqual(first);
  expect(await codeOf(pay(scene, other, { idempotencyKey: 'k' }))).toBe('idempotency_mismatch');
  expect(await codeOf(pay(scene, ticket, { idempotencyKey: 'k', rail: 'sandbox' }))).toBe(
    'idempotency_mismatch',
  );
  expect(await codeOf(pay(scene, ticket, { idempotencyKey: '' }))).toBe('invalid_request');
  expect((await pay(scene, ticket)).state).toBe('captured');
  expect(await balances(scene)).toEqual([7_500n, 2_500n]);
  const both = [await ask(scene), await ask(scene)];
  const rivals = await Promise.allSettled(both.map((one) => pay(scene, one, { idempotencyKey: 'both' })));
  expect(rivals.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('what the balance does not cover is not paid, and can be paid later with the same key', async () => {
  const scene = await setScene(2_499n);
  const ticket = await ask(scene);
  expect(await codeOf(pay(scene, ticket, { idempotencyKey: 'k' }))).toBe('funds_insufficient');
  expect(await payments.ticket(ticket.payment_id)).toEqual(ticket);
  expect(await balances(scene)).toEqual([2_499n, 0n]);
  await payments.fundSandboxWallet(scene.person, 1n, 'EUR');
  expect((await pay(scene, ticket, { idempotencyKey: 'k' })).state).toBe('captured');
  expect(await balances(scene)).toEqual([0n, 2_500n]);
});

test('nobody pays or gives back what is not theirs', async () => {
  const [scene, stranger] = [await setScene(), await setScene()];
  const ticket = await ask(scene);
  expect(await codeOf(pay(stranger, ticket))).toBe('not_found');
  const staff: Viewer = {
    kind: 'staff',
    accountId: scene.business,
    deviceId: newId('device'),
    staffId: newId('staff'),
    role: 'owner',
  };
  expect(await codeOf(pay(scene, ticket, { viewer: staff }))).toBe('not_found');
  expect(await codeOf(pay(scene, { ...ticket, payment_id: newId('payment') }))).toBe('not_found');
  await pay(scene, ticket);
  expect(await codeOf(refund(stranger, ticket, { amount: 1n }))).toBe('not_found');
  expect(await codeOf(payments.cancel(newId('payment'), 'x'))).toBe('not_found');
});

test('money is given back in part and whole, never more than came in', async () => {
  const scene = await setScene();
  const ticket = await ask(scene);
  expect(await codeOf(refund(scene, ticket, { amount: 1n }))).toBe('payment_state_forbids');
  await pay(scene, ticket);
  expect(await codeOf(refund(scene, ticket, { amount: 2_501n }))).toBe('invalid_request');
  expect(await codeOf(refund(scene, ticket, { amount: 0n }))).toBe('invalid_request');
  expect(await refund(scene, ticket, { amount: 700n, key: 'part' })).toMatchObject({
    state: 'partially_refunded',
    refunded: { amount_minor: '700' },
  });
  expect(await refund(scene, ticket, { amount: 700n, key: 'part' })).toMatchObject({
    refunded: { amount_minor: '700' },
    revision: 3,
  });
  expect(await codeOf(refund(scene, ticket, { amount: 701n, key: 'part' }))).toBe('idempotency_mismatch');
  expect(await codeOf(refund(scene, ticket, { amount: 1_801n }))).toBe('invalid_request');
  expect(await balances(scene)).toEqual([8_200n, 1_800n]);
  expect(await refund(scene, ticket, { amount: null, key: 'rest' })).toMatchObject({
    state: 'refunded',
    refunded: { amount_minor: '2500' },
  });
  expect(await refund(scene, ticket, { amount: null, key: 'rest' })).toMatchObject({
    state: 'refunded',
    revision: 4,
  });
  expect(await codeOf(refund(scene, ticket, { amount: null }))).toBe('payment_state_forbids');
  expect(await balances(scene)).toEqual([10_000n, 0n]);
});

test('refunds at once never give back more than came in', async () => {
  const scene = await setScene();
  await pay(scene, await ask(scene, { amountMinor: 5_000n }));
  const ticket = await ask(scene);
  await pay(scene, ticket);
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () => codeOf(refund(scene, ticket, { amount: 600n }))),
  );
  expect(outcomes.filter((code) => code === 'no fault').length).toBe(4);
  expect(await balances(scene)).toEqual([4_900n, 5_100n]);
  const same = await Promise.all(
    Array.from({ length: 20 }, () => codeOf(refund(scene, ticket, { amount: 100n, key: 'last' }))),
  );
  expect(new Set(same)).toEqual(new Set(['no fault']));
  expect(await balances(scene)).toEqual([5_000n, 5_000n]);
});

test('a business that has spent the money cannot give it back', async () => {
  const scene = await setScene();
  const ticket = await ask(scene);
  await pay(scene, ticket);
  const [debit, credit] = [
    await ledger.openAccount({ owner: scene.business, kind: 'wallet', currency: 'EUR' }),
    await ledger.openAccount({ owner: 'house:equity', kind: 'equity', currency: 'EUR' }),
  ];
  const entry = {
    type: 'transfer',
    id: newId('transfer'),
    debit,
    credit,
    amountMinor: 1n,
    kind: 'fee',
  } as const;
  await kit.db.transaction((tx) => ledger.commit(tx, [entry]));
  expect(await codeOf(refund(scene, ticket, { amount: null }))).toBe('funds_insufficient');
  expect((await payments.ticket(ticket.payment_id))?.state).toBe('captured');
});

test('the sandbox rail takes, refuses and takes later', async () => {
  const scene = await setScene(0n);
  const [taken, refused, late, never] = [
    await ask(scene),
    await ask(scene),
    await ask(scene),
    await ask(scene),
  ];
  expect((await pay(scene, taken, { rail: 'sandbox' })).state).toBe('captured');
  const no = await pay(scene, refused, { rail: 'sandbox', outcome: 'refusal' });
  expect(no).toMatchObject({
    state: 'refused',
    ticket: { state: 'refused', failure: 'payment_refused', rails: ['wallet', 'sandbox'] },
  });
  expect((await pay(scene, refused, { rail: 'sandbox' })).ticket).toMatchObject({
    state: 'captured',
    failure: null,
  });
  expect(await balances(scene)).toEqual([0n, 5_000n]);

  const waiting = await pay(scene, late, { rail: 'sandbox', outcome: 'delay', idempotencyKey: 'late' });
  expect(waiting).toMatchObject({ state: 'pending', ticket: { state: 'pending', rails: [] } });
  expect((await pay(scene, late)).state).toBe('pending');
  expect(await balances(scene)).toEqual([0n, 5_000n]);
  await pay(scene, never, { rail: 'sandbox', outcome: 'delay', idempotencyKey: 'never' });
  const settled = await Promise.all(
    Array.from({ length: 10 }, () => payments.settle(late.payment_id, 'success')),
  );
  expect(new Set(settled.map((ticket) => `${ticket?.state} ${ticket?.revision}`))).toEqual(
    new Set(['captured 3']),
  );
  expect((await payments.settle(late.payment_id, 'refusal'))?.state).toBe('captured');
  expect((await payments.settle(never.payment_id, 'refusal'))?.failure).toBe('payment_refused');
  expect((await payments.settle(never.payment_id, 'success'))?.state).toBe('refused');
  expect((await pay(scene, late, { rail: 'sandbox', idempotencyKey: 'late' })).state).toBe('captured');
  expect((await pay(scene, never, { rail: 'sandbox', idempotencyKey: 'never' })).state).toBe('refused');
  expect(await balances(scene)).toEqual([0n, 7_500n]);
  expect(await refund(scene, late, { amount: null })).toMatchObject({ state: 'refunded' });
  expect(await balances(scene)).toEqual([0n, 5_000n]);
});

test('a late answer comes by itself', async () => {
  const scene = await setScene(0n);
  const ticket = await ask(scene);
  await pay(scene, ticket, { rail: 'sandbox', outcome: 'delay' });
  kit.clock.advance(31_000);
  await eventually(ticket.payment_id, 'captured');
  expect(await balances(scene)).toEqual([0n, 2_500n]);
});

test('a cancel ends a request, also a pending one, and nothing that is paid', async () => {
  const scene = await setScene();
  const [open, pending, paid] = [await ask(scene), await ask(scene), await ask(scene)];
  expect(await payments.cancel(open.payment_id, 'sold out')).toMatchObject({
    state: 'canceled',
    rails: [],
    revision: 2,
  });
  expect(await payments.cancel(open.payment_id, 'again')).toMatchObject({ state: 'canceled', revision: 2 });
  expect(await codeOf(pay(scene, open))).toBe('payment_state_forbids');
  await pay(scene, pending, { rail: 'sandbox', outcome: 'delay' });
  expect((await payments.cancel(pending.payment_id, 'sold out')).state).toBe('canceled');
  expect((await payments.settle(pending.payment_id, 'success'))?.state).toBe('canceled');
  const till = await ledger.account({ owner: scene.business, kind: 'wallet', currency: 'EUR' });
  expect(till?.creditsPending).toBe(0n);
  await pay(scene, paid);
  expect(await codeOf(payments.cancel(paid.payment_id, 'late'))).toBe('payment_state_forbids');
  expect(await balances(scene)).toEqual([7_500n, 2_500n]);
});

test('a request expires at its time', async () => {
  const scene = await setScene();
  const [open, paid, pending, undecided] = await Promise.all(
    [1, 2, 3, 4].map(() => ask(scene, { expiresAt: kit.clock.now() + 60_000 })),
  );
  await pay(scene, paid!);
  await pay(scene, pending!, { rail: 'sandbox', outcome: 'delay' });
  await payments.settle(pending!.payment_id, 'refusal');
  kit.clock.advance(31_000);
  await pay(scene, undecided!, { rail: 'sandbox', outcome: 'delay' });
  kit.clock.advance(29_000);
  expect(await codeOf(pay(scene, open!))).toBe('payment_state_forbids');
  await eventually(open!.payment_id, 'expired');
  await eventually(pending!.payment_id, 'expired');
  await kit.settle();
  expect((await payments.ticket(undecided!.payment_id))?.state).toBe('pending');
  expect((await payments.ticket(paid!.payment_id))?.state).toBe('captured');
});

test('a fee goes to the house in the same chain', async () => {
  const withFee = createPayments(
    { ...kit, events: { ...kit.events, consume: () => {} } },
    { ledger, accounts, feeBasisPoints: 150 },
  );
  const scene = await setScene();
  const ticket = await ask(scene, { amountMinor: 3_333n });
  await withFee.pay({
    paymentId: ticket.payment_id,
    viewer: scene.viewer,
    rail: 'wallet',
    idempotencyKey: 'fee',
  });
  expect(await balances(scene)).toEqual([6_667n, 3_284n]);
  const wallet = await withFee.wallet(scene.business);
  expect(wallet.transfers.map(({ kind, amount }) => `${kind} ${amount.amount_minor}`)).toEqual([
    'fee -49',
    'payment 3333',
  ]);
});

test('the pay frame answers ok or no', async () => {
  const [scene, stranger] = [await setScene(), await setScene(0n)];
  const [ticket, unpayable] = [await ask(scene), await ask(stranger)];
  const frame = createPayFrame(payments);
  const send = async (from: Scene, id: string, paymentId: PaymentId) => {
    const answers: ServerFrame[] = [];
    const connection = { viewer: from.viewer, send: (answer: ServerFrame) => answers.push(answer) };
    await frame({ type: 'pay', id, payment_id: paymentId, rail: 'wallet' }, connection);
    return answers;
  };
  expect(await send(stranger, '1', ticket.payment_id)).toMatchObject([
    { type: 'no', id: '1', code: 'not_found' },
  ]);
  expect(await send(stranger, '2', unpayable.payment_id)).toMatchObject([
    { type: 'no', id: '2', code: 'funds_insufficient' },
  ]);
  for (const id of ['3', '3', '4'])
    expect(await send(scene, id, ticket.payment_id)).toEqual([{ type: 'ok', id, state: 'captured' }]);
  expect(await balances(scene)).toEqual([7_500n, 2_500n]);
});

test('a deleted account is asked for nothing more', async () => {
  const scene = await setScene();
  const [open, paid] = [await ask(scene), await ask(scene)];
  await pay(scene, paid);
  await kit.db.transaction((tx) => kit.events.record(tx, 'account.deleted', { account_id: scene.person }));
  await eventually(open.payment_id, 'canceled');
  expect((await payments.ticket(paid.payment_id))?.state).toBe('captured');
});

async function eventually(id: PaymentId, state: string): Promise<void> {
  const deadline = Date.now() + 5_000;
  while ((await payments.ticket(id))?.state !== state && Date.now() < deadline)
    await new Promise((wake) => setTimeout(wake, 10));
  expect((await payments.ticket(id))?.state).toBe(state as 'captured');
}
