// The bar "one payment, posted many times at once, is one transfer", as a run of its own for `npm run race`.
import { type AccountId, newId } from '../../protocol/index.ts';
import type { Payments } from './index.ts';

export interface RaceResult {
  attempts: number;
  /** Transfers that left the person's wallet: 1, or money moved twice. */
  transfers: number;
  /** Different answers given: 1. */
  answers: number;
  /** What the person has less and the business more, in minor units. */
  paidMinor: bigint;
  receivedMinor: bigint;
}

/** Posts one payment `attempts` times at once: half under one key, the rest under keys of their own. Sandbox only. */
export async function raceOnePayment(payments: Payments, attempts = 20): Promise<RaceResult> {
  const personAccountId = newId('account');
  const businessAccountId = newId('account');
  const amountMinor = 12_345n;
  // Enough to pay twice, so that only the payment itself stands in the way.
  await payments.fundSandboxWallet(personAccountId, amountMinor * 10n, 'EUR');
  const ticket = await payments.request({
    idempotencyKey: newId('message'),
    conversationId: newId('conversation'),
    personAccountId,
    businessAccountId,
    referenceId: 'race',
    amountMinor,
    currency: 'EUR',
    description: 'race',
    orderId: null,
  });
  const before = await balanceOf(payments, personAccountId);
  const viewer = { kind: 'person', accountId: personAccountId, deviceId: newId('device') } as const;
  const answers = await Promise.all(
    Array.from({ length: attempts }, (_, index) => {
      const idempotencyKey = index % 2 === 0 ? 'same' : `own-${index}`;
      return payments.pay({ paymentId: ticket.payment_id, viewer, rail: 'wallet', idempotencyKey });
    }),
  );
  const wallet = await payments.wallet(personAccountId);
  return {
    attempts,
    transfers: wallet.transfers.filter((transfer) => transfer.kind === 'payment').length,
    answers: new Set(answers.map((answer) => JSON.stringify(answer))).size,
    paidMinor: before - (await balanceOf(payments, personAccountId)),
    receivedMinor: await balanceOf(payments, businessAccountId),
  };
}

async function balanceOf(payments: Payments, accountId: AccountId): Promise<bigint> {
  return BigInt((await payments.wallet(accountId)).balance.amount_minor);
}
