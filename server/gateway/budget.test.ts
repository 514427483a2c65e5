import { expect, test } from 'bun:test';
import { limits, newId } from '../../protocol/index.ts';
import { SendBudgets } from './budget.ts';

const codeOf = (run: () => void) => {
  try {
    run();
    return 'taken';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test('BP4 a device may send a burst, then as fast as the bucket refills', () => {
  const budgets = new SendBudgets(60);
  const device = newId('device');
  const send = (now: number) => {
    const budget = budgets.of(device, now);
    const outcome = codeOf(() => budgets.checkSend(budget, now));
    if (outcome === 'taken') budget.inFlight--;
    return outcome;
  };
  const burst = Array.from({ length: limits.sendBurstMax + 1 }, () => send(0));
  expect(burst.filter((outcome) => outcome === 'taken')).toHaveLength(limits.sendBurstMax);
  expect(burst.at(-1)).toBe('rate_limited');
  expect([send(999), send(1_001), send(1_001)]).toEqual(['rate_limited', 'taken', 'rate_limited']);
  // A clock that goes back gives nothing and takes nothing.
  expect(send(0)).toBe('rate_limited');
});

test('BP4 refusals say when to come again', () => {
  const budgets = new SendBudgets(60);
  const budget = budgets.of(newId('device'), 0);
  budget.tokens = 0.25;
  try {
    budgets.checkSend(budget, 0);
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 750 });
  }
});

test('BP4 only so many sends may be unanswered, over all connections of a device', () => {
  const budgets = new SendBudgets(1_000_000);
  const device = newId('device');
  const outcomes = Array.from({ length: limits.sendsInFlightMax + 1 }, () =>
    codeOf(() => budgets.checkSend(budgets.of(device, 0), 0)),
  );
  expect(outcomes.lastIndexOf('taken')).toBe(limits.sendsInFlightMax - 1);
  expect(outcomes.at(-1)).toBe('too_many_in_flight');
});

test('budgets that are full again are forgotten', () => {
  const budgets = new SendBudgets(60);
  const budget = budgets.of(newId('device'), 0);
  budgets.checkSend(budget, 0);
  budget.inFlight--;
  for (let i = 0; i < 100; i++) budgets.of(newId('device'), 0);
  expect(budgets.size).toBe(101);
  budgets.of(newId('device'), 120_000);
  expect(budgets.size).toBe(1);
});
