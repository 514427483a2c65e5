// Random lives of payments against a plain model: whatever is tried in whatever order, the states follow the table, the
// money is where the model says, and no more is given back than came in.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import fc from 'fast-check';
import { newId, type PaymentState, paymentStates } from '../../protocol/index.ts';
import { startTestKit, type TestKit } from '../../test/support/kit.ts';
import { createAccounts } from '../accounts/index.ts';
import { createLedger, type Ledger } from '../ledger/index.ts';
import { createPayments, type Payments, sandboxOutcomes } from './index.ts';
import { canBecome, isCaptured, isPayable } from './states.ts';

let kit: TestKit;
let ledger: Ledger;
let payments: Payments;
beforeAll(async () => {
  kit = await startTestKit();
  ledger = createLedger(kit);
  payments = createPayments(kit, { ledger, accounts: createAccounts(kit) });
});
afterAll(() => kit.close());

const command = fc.oneof(
  fc.record({
    do: fc.constant('pay' as const),
    rail: fc.constantFrom('wallet' as const, 'sandbox' as const),
    outcome: fc.constantFrom(...sandboxOutcomes),
    key: fc.nat({ max: 4 }),
  }),
  fc.record({
    do: fc.constant('settle' as const),
    outcome: fc.constantFrom('success' as const, 'refusal' as const),
  }),
  fc.record({ do: fc.constant('refund' as const), amount: fc.bigInt(1n, 120n), key: fc.nat({ max: 4 }) }),
  fc.record({ do: fc.constant('cancel' as const) }),
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

const amount = 100n;
interface Model {
  state: PaymentState;
  refunded: bigint;
  person: bigint;
  business: bigint;
  rail: 'wallet' | 'sandbox';
  attempts: Map<number, { rail: string; state: string }>;
  pendingKey: number;
  refunds: Map<number, bigint>;
}

/** What the command should come to: a state, or the code of a fault. */
function expectCommand(model: Model, step: Command): string {
  if (step.do === 'pay') return expectPay(model, step);
  if (step.do === 'refund') return expectRefund(model, step);
  if (step.do === 'settle') {
    if (model.state !== 'pending') return model.state;
    model.attempts.get(model.pendingKey)!.state = step.outcome === 'success' ? 'captured' : 'refused';
    if (step.outcome === 'success') model.business += amount;
    model.state = step.outcome === 'success' ? 'captured' : 'refused';
    return model.state;
  }
  if (isCaptured(model.state)) return 'payment_state_forbids';
  model.state = 'canceled';
  return 'canceled';
}

function expectPay(model: Model, step: Extract<Command, { do: 'pay' }>): string {
  const known = model.attempts.get(step.key);
  if (known) return known.rail === step.rail ? known.state : 'idempotency_mismatch';
  if (isCaptured(model.state)) return 'captured';
  if (model.state === 'pending') return 'pending';
  if (!isPayable(model.state)) return 'payment_state_forbids';
  const answers = { success: 'captured', refusal: 'refused', delay: 'pending' } as const;
  const state = step.rail === 'wallet' ? 'captured' : answers[step.outcome];
  if (step.rail === 'wallet' && model.person < amount) return 'funds_insufficient';
  if (step.rail === 'wallet') model.person -= amount;
  if (state === 'captured') model.business += amount;
  if (state === 'pending') model.pendingKey = step.key;
  model.attempts.set(step.key, { rail: step.rail, state });
  model.rail = step.rail;
  model.state = state;
  return state;
}

function expectRefund(model: Model, step: Extract<Command, { do: 'refund' }>): string {
  if (!isCaptured(model.state)) return 'payment_state_forbids';
  const known = model.refunds.get(step.key);
  if (known !== undefined) return known === step.amount ? model.state : 'idempotency_mismatch';
  const left = amount - model.refunded;
  if (left === 0n) return 'payment_state_forbids';
  if (step.amount > left) return 'invalid_request';
  model.refunds.set(step.key, step.amount);
  model.refunded += step.amount;
  model.business -= step.amount;
  if (model.rail === 'wallet') model.person += step.amount;
  model.state = model.refunded === amount ? 'refunded' : 'partially_refunded';
  return model.state;
}

test('any order of commands leaves states and money as the model says', async () => {
  const property = fc.asyncProperty(
    fc.array(command, { maxLength: 20 }),
    fc.boolean(),
    async (steps, funded) => {
      const [person, business] = [newId('account'), newId('account')];
      if (funded) await payments.fundSandboxWallet(person, 150n, 'EUR');
      const { payment_id: paymentId } = await payments.request({
        idempotencyKey: 'k',
        conversationId: newId('conversation'),
        personAccountId: person,
        businessAccountId: business,
        referenceId: 'r',
        amountMinor: amount,
        currency: 'EUR',
        description: '',
        orderId: null,
      });
      const viewer = { kind: 'person', accountId: person, deviceId: newId('device') } as const;
      const run = async (step: Command): Promise<string> => {
        if (step.do === 'pay') {
          const { rail, outcome, key } = step;
          return (await payments.pay({ paymentId, viewer, rail, outcome, idempotencyKey: String(key) }))
            .state;
        }
        if (step.do === 'settle') return (await payments.settle(paymentId, step.outcome))!.state;
        if (step.do === 'cancel') return (await payments.cancel(paymentId, 'model')).state;
        const { amount: amountMinor, key } = step;
        return (
          await payments.refund({
            paymentId,
            businessAccountId: business,
            amountMinor,
            idempotencyKey: String(key),
          })
        ).state;
      };
      const model: Model = {
        state: 'requested',
        refunded: 0n,
        person: funded ? 150n : 0n,
        business: 0n,
        rail: 'wallet',
        attempts: new Map(),
        pendingKey: -1,
        refunds: new Map(),
      };
      for (const step of steps) {
        const expected = expectCommand(model, step);
        const found = await run(step).catch((error: { code?: string }) => error.code ?? String(error));
        expect(`${step.do} → ${found}`).toBe(`${step.do} → ${expected}`);
      }
      const ticket = (await payments.ticket(paymentId))!;
      expect([ticket.state, ticket.refunded.amount_minor]).toEqual([model.state, String(model.refunded)]);
      expect(await ledger.balance(person, 'EUR')).toBe(model.person);
      expect(await ledger.balance(business, 'EUR')).toBe(model.business);
      await expectHistory(paymentId, ticket.revision);
    },
  );
  const seed = Date.now();
  console.log(`payments model: seed ${seed}`);
  await fc.assert(property, { seed, numRuns: 60 });
  expect((await ledger.trialBalance()).balanced).toBe(true);
}, 120_000);

/** Every revision is there, and each follows the last by the table. */
async function expectHistory(paymentId: Parameters<Payments['ticket']>[0], last: number): Promise<void> {
  let state: PaymentState = 'requested';
  for (let revision = 2; revision <= last; revision++) {
    const next = (await payments.ticket(paymentId, revision))!.state;
    expect(canBecome(state, next)).toBe(true);
    state = next;
  }
}

test('the table of states: money that came in never becomes a request again', () => {
  const paths = fc.array(fc.constantFrom(...paymentStates), { maxLength: 200 });
  const property = fc.property(paths, (wishes) => {
    let state: PaymentState = 'requested';
    let captured = false;
    for (const wish of wishes) {
      if (!canBecome(state, wish)) continue;
      state = wish;
      captured ||= state === 'captured';
      expect(isCaptured(state)).toBe(captured);
      expect(isPayable(state)).toBe(state === 'requested' || state === 'refused');
    }
  });
  fc.assert(property, { numRuns: 2_000 });
});
