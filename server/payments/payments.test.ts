import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type AccountId, Fault, newId, type PaymentId } from '../../protocol/index.ts';
import { startTestKit, type TestKit } from '../../test/support/kit.ts';
import { type Accounts, createAccounts } from '../accounts/index.ts';
import { createLedger, type Ledger } from '../ledger/index.ts';
import { createPayments, type Payments, raceOnePayment } from './index.ts';

let kit: TestKit;
let ledger: Ledger;
let payments: Payments;
let accounts: Accounts;
const heard: string[] = [];

beforeAll(async () => {
  kit = await startTestKit();
  accounts = createAccounts(kit);
  ledger = createLedger(kit);
  payments = createPayments(kit, { ledger, accounts });
  kit.events.consume('test.payments', ['payment.requested', 'payment.changed'], async (event) => {
    heard.push(
      `${event.payload.payment_id} ${event.type} ${'revision' in event.payload ? event.payload.revision : 1}`,
    );
  });
  kit.events.start();
  await kit.jobs.start();
});
afterAll(async () => {
  expect((await ledger.trialBalance()).balanced).toBe(true);
  await kit.close();
});

test('one payment posted 20 times at once is one transfer and one answer', async () => {
  expect(await raceOnePayment(payments, 20)).toEqual({
    attempts: 20,
    transfers: 1,
    answers: 1,
    paidMinor: 12_345n,
    receivedMinor: 12_345n,
  });
});
