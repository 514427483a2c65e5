// The ledger against a slow reference, under concurrency, and against whoever would change it by hand.
import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test';
import fc from 'fast-check';
import { Fault, newId, type TransferId } from '../../protocol/index.ts';
import { startTestKit, type TestKit } from '../../test/support/kit.ts';
import { deriveId } from '../kit/index.ts';
import { availableMinor, createLedger, type Entry, type Ledger, type LedgerAccountId } from './index.ts';

let kit: TestKit;
let ledger: Ledger;
beforeAll(async () => {
  kit = await startTestKit();
  ledger = createLedger(kit);
});
afterAll(() => kit.close());
afterEach(async () => {
  expect(await ledger.trialBalance()).toMatchObject({ balanced: true, driftedAccounts: [] });
});

const commit = (chain: Entry[]) => kit.db.transaction((tx) => ledger.commit(tx, chain));
const open = (owner: string, noOverdraft = true, currency = 'EUR') =>
  ledger.openAccount({ owner, kind: 'clearing', currency, noOverdraft });
const state = async (owner: string) => (await ledger.account({ owner, kind: 'clearing', currency: 'EUR' }))!;

/** The rules once more, as slowly and plainly as they can be said: sums over the whole history, no balances. */
class Reference {
  readonly history: { entry: Entry; amount: bigint; debit: number; credit: number }[] = [];
  readonly bounded: readonly boolean[];
  constructor(bounded: readonly boolean[]) {
    this.bounded = bounded;
  }

  commit(chain: readonly Entry[]): string {
    const known = chain.filter((entry) => this.history.some((past) => past.entry.id === entry.id));
    if (known.length > 0) return 'repeated or mismatch';
    const before = this.history.length;
    for (const entry of chain) {
      const refusal = this.add(entry);
      if (refusal === null) continue;
      this.history.length = before;
      return refusal;
    }
    return 'ok';
  }

  add(entry: Entry): string | null {
    if (!('pendingId' in entry)) {
      const { debit, credit, amountMinor: amount } = entry;
      this.history.push({ entry, amount, debit, credit });
      return this.isOverdrawn(debit) ? 'funds_insufficient' : null;
    }
    const pending = this.history.find(
      (past) => past.entry.id === entry.pendingId && past.entry.type === 'pending',
    );
    if (!pending) return 'pending_unknown';
    if (this.resolutionOf(entry.pendingId)) return 'pending_resolved';
    const amount = entry.type === 'post' ? (entry.amountMinor ?? pending.amount) : 0n;
    if (amount > pending.amount) return 'amount_exceeds_pending';
    this.history.push({ entry, amount, debit: pending.debit, credit: pending.credit });
    return null;
  }

  resolutionOf(id: TransferId) {
    return this.history.find((past) => 'pendingId' in past.entry && past.entry.pendingId === id);
  }

  sum(account: number, side: 'debit' | 'credit', reserved: boolean): bigint {
    return this.history
      .filter((past) => past[side] === account)
      .filter(({ entry }) =>
        reserved
          ? entry.type === 'pending' && !this.resolutionOf(entry.id)
          : entry.type === 'transfer' || entry.type === 'post',
      )
      .reduce((total, past) => total + past.amount, 0n);
  }

  balance(account: number): bigint[] {
    return (['debit', 'credit'] as const).flatMap((side) => [
      this.sum(account, side, true),
      this.sum(account, side, false),
    ]);
  }

  isOverdrawn(account: number): boolean {
    const [reserved, spent, , received] = this.balance(account);
    return this.bounded[account]! && reserved! + spent! > received!;
  }
}

const accountIndex = fc.nat({ max: 3 });
const movement = fc.record({
  type: fc.constantFrom('transfer' as const, 'pending' as const),
  debit: accountIndex,
  step: fc.integer({ min: 1, max: 3 }),
  amount: fc.bigInt(1n, 100n),
});
const resolution = fc.record({
  type: fc.constantFrom('post' as const, 'void' as const),
  pending: fc.nat({ max: 30 }),
  amount: fc.option(fc.bigInt(1n, 110n), { nil: undefined }),
});
const chains = fc.array(fc.array(fc.oneof(movement, resolution), { minLength: 1, maxLength: 4 }), {
  maxLength: 25,
});
type Link = typeof chains extends fc.Arbitrary<(infer C)[]> ? (C extends (infer L)[] ? L : never) : never;

function toEntry(link: Link, id: TransferId, scope: { name: string; accounts: number[] }): Entry {
  if ('pending' in link) {
    const pendingId = deriveId('transfer', scope.name, link.pending);
    if (link.type === 'void') return { type: 'void', id, pendingId };
    return {
      type: 'post',
      id,
      pendingId,
      ...(link.amount === undefined ? {} : { amountMinor: link.amount }),
    };
  }
  const debit = scope.accounts[link.debit]! as LedgerAccountId;
  const credit = scope.accounts[(link.debit + link.step) % 4]! as LedgerAccountId;
  return { type: link.type, id, debit, credit, amountMinor: link.amount, kind: 'payment' };
}

test('any history ends as the slow reference says', async () => {
  let run = 0;
  const property = fc.asyncProperty(chains, async (history) => {
    const name = `model ${run++}`;
    const bounded = [false, true, true, true];
    const accounts = await Promise.all(bounded.map((flag, index) => open(`${name}/${index}`, flag)));
    const reference = new Reference(bounded);
    let links = 0;
    for (const chain of history) {
      const ids = chain.map(() => deriveId('transfer', name, links++));
      const entries = (known: number[]) =>
        chain.map((link, index) => toEntry(link, ids[index]!, { name, accounts: known }));
      const outcome = await commit(entries(accounts));
      const expected = reference.commit(entries([0, 1, 2, 3]));
      expect(outcome.ok ? 'ok' : outcome.refusal).toBe(expected as 'ok');
      const again = await commit(entries(accounts));
      expect(again.ok ? again.repeated : again.refusal).toBe(outcome.ok ? true : outcome.refusal);
    }
    for (const index of bounded.keys()) {
      const { debitsPending, debitsPosted, creditsPending, creditsPosted } = await state(`${name}/${index}`);
      expect([debitsPending, debitsPosted, creditsPending, creditsPosted]).toEqual(reference.balance(index));
    }
  });
  const seed = Date.now();
  console.log(`ledger model: seed ${seed}`);
  await fc.assert(property, { seed, numRuns: 60 });
}, 120_000);

test('many transfers at once between few accounts: none lost, none twice, no deadlock', async () => {
  const names = ['a', 'b', 'c', 'd'].map((name) => `crowd/${name}`);
  const world = await open('crowd/world', false);
  const accounts = await Promise.all(names.map((name) => open(name)));
  for (const credit of accounts)
    await commit([
      { type: 'transfer', id: newId('transfer'), debit: world, credit, amountMinor: 1_000n, kind: 'funding' },
    ]);
  const pick = (seed: number) => accounts[seed % 4]!;
  const outcomes = await Promise.all(
    Array.from({ length: 400 }, async (_, index) => {
      const [debit, credit] = [pick(index), pick(index + 1 + (index % 3))];
      const [first, second] = [
        deriveId('transfer', 'crowd', index),
        deriveId('transfer', 'crowd', index, 'back'),
      ];
      const amountMinor = BigInt(1 + (index % 7));
      // Every third is a chain over the same two accounts in the other order: locks taken as named would lock up.
      const leg = { debit, credit, amountMinor, kind: 'payment' } as const;
      const chain: Entry[] = [{ type: 'transfer', id: first, ...leg }];
      if (index % 3 === 0) chain.push({ type: 'transfer', id: second, ...leg, debit: credit, credit: debit });
      return commit(chain);
    }),
  );
  expect(outcomes.filter((outcome) => outcome.ok && !outcome.repeated).length).toBe(400);
  const balances = await Promise.all(names.map(async (name) => availableMinor(await state(name))));
  expect(balances.reduce((sum, balance) => sum + balance, 0n)).toBe(4_000n);
});

test('spenders at once never spend more than there is', async () => {
  const [world, purse, shop] = [
    await open('rush/world', false),
    await open('rush/purse'),
    await open('rush/shop'),
  ];
  await commit([
    {
      type: 'transfer',
      id: newId('transfer'),
      debit: world,
      credit: purse,
      amountMinor: 100n,
      kind: 'funding',
    },
  ]);
  const spend = (index: number): Entry[] => [
    {
      type: index % 2 ? 'pending' : 'transfer',
      id: newId('transfer'),
      debit: purse,
      credit: shop,
      amountMinor: 7n,
      kind: 'payment',
    },
  ];
  const outcomes = await Promise.all(Array.from({ length: 60 }, (_, index) => commit(spend(index))));
  expect(outcomes.filter((outcome) => outcome.ok).length).toBe(14);
  expect(outcomes.filter((outcome) => !outcome.ok && outcome.refusal === 'funds_insufficient').length).toBe(
    46,
  );
  expect(availableMinor(await state('rush/purse'))).toBe(2n);
});

test('the same transfer 30 times at once has one effect; the same id for something else is refused', async () => {
  const [world, purse, other] = [
    await open('same/world', false),
    await open('same/purse'),
    await open('same/other'),
  ];
  const entry = {
    type: 'transfer',
    id: newId('transfer'),
    debit: world,
    credit: purse,
    amountMinor: 5n,
    kind: 'funding',
  } as const;
  const outcomes = await Promise.all(Array.from({ length: 30 }, () => commit([entry])));
  expect(outcomes.filter((outcome) => outcome.ok && !outcome.repeated).length).toBe(1);
  expect(outcomes.filter((outcome) => outcome.ok && outcome.repeated).length).toBe(29);
  expect(availableMinor(await state('same/purse'))).toBe(5n);
  // Between other accounts nothing makes the two wait for each other but the id itself.
  const id = newId('transfer');
  const rivals = await Promise.allSettled(
    [purse, other].map((credit) => commit([{ ...entry, id, credit, amountMinor: 9n }])),
  );
  const refused = rivals
    .filter((result) => result.status === 'rejected')
    .map((result) => (result.reason as Fault).code);
  expect(refused).toEqual(['idempotency_mismatch']);
});

test('the same id for another kind, reference or place in the chain is something else', async () => {
  const [world, purse] = [await open('body/world', false), await open('body/purse')];
  const ids = [newId('transfer'), newId('transfer'), newId('transfer')] as const;
  const leg = { debit: world, credit: purse, amountMinor: 5n, kind: 'payment', referenceId: 'R' } as const;
  const chain = ids.map((id): Entry => ({ type: 'transfer', id, ...leg }));
  expect(await commit(chain)).toMatchObject({ ok: true, repeated: false });
  expect(await commit(chain)).toMatchObject({ ok: true, repeated: true });
  const [first, second, third] = chain as [Entry, Entry, Entry];
  const others: Entry[][] = [
    [{ type: 'transfer', id: ids[0], ...leg, kind: 'fee' }, second, third],
    [{ type: 'transfer', id: ids[0], ...leg, referenceId: 'S' }, second, third],
    [first, third, second],
    [second],
  ];
  for (const other of others) await expect(commit(other)).rejects.toThrow('idempotency_mismatch');
});

test('a pending transfer whose time is over is not posted, though nobody has expired it yet', async () => {
  const [world, purse] = [await open('late/world', false), await open('late/purse')];
  const pendingId = newId('transfer');
  const leg = { debit: world, credit: purse, amountMinor: 5n, kind: 'payment' } as const;
  await commit([{ type: 'pending', id: pendingId, ...leg, ttlMs: 1_000 }]);
  await expect(commit([{ type: 'expire', id: newId('transfer'), pendingId }])).rejects.toThrow('at its time');
  kit.clock.advance(1_000);
  for (const type of ['post', 'void'] as const)
    expect(await commit([{ type, id: newId('transfer'), pendingId }])).toMatchObject({
      refusal: 'pending_expired',
    });
  expect(await commit([{ type: 'expire', id: newId('transfer'), pendingId }])).toMatchObject({ ok: true });
  expect((await state('late/purse')).creditsPending).toBe(0n);
});

test('a pending transfer that two resolve at once is resolved once', async () => {
  const [world, shop] = [await open('duel/world', false), await open('duel/shop')];
  for (let round = 0; round < 10; round++) {
    const pendingId = newId('transfer');
    await commit([
      { type: 'pending', id: pendingId, debit: world, credit: shop, amountMinor: 3n, kind: 'payment' },
    ]);
    const outcomes = await Promise.all(
      (['post', 'void', 'post', 'void'] as const).map((type) =>
        commit([{ type, id: newId('transfer'), pendingId }]),
      ),
    );
    expect(outcomes.filter((outcome) => outcome.ok).length).toBe(1);
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.refusal === 'pending_resolved').length).toBe(
      3,
    );
  }
});

test('currencies are kept apart, and each sums to zero', async () => {
  const euros = await open('fx/a');
  const yen = await open('fx/a', false, 'JPY');
  const entry = {
    type: 'transfer',
    id: newId('transfer'),
    debit: yen,
    credit: euros,
    amountMinor: 1n,
    kind: 'payment',
  } as const;
  await expect(commit([entry])).rejects.toThrow('one currency');
  await commit([{ ...entry, credit: await open('fx/b', true, 'JPY') }]);
  const { currencies } = await ledger.trialBalance();
  expect(currencies.find((sum) => sum.currency === 'JPY')).toMatchObject({
    differenceMinor: 0n,
    postedMinor: 1n,
  });
});

test('what was written cannot be changed, and the database itself refuses an overdraft', async () => {
  const [world, purse] = [await open('stone/world', false), await open('stone/purse')];
  const id = newId('transfer');
  await commit([{ type: 'transfer', id, debit: world, credit: purse, amountMinor: 50n, kind: 'funding' }]);
  const refused = async (work: Promise<unknown>, message: string | RegExp) =>
    expect(work).rejects.toThrow(message);
  await refused(kit.db.sql`update ledger_transfers set amount = 1 where id = ${id}`, 'immutable');
  await refused(kit.db.sql`delete from ledger_transfers where id = ${id}`, 'immutable');
  await refused(kit.db.query('truncate ledger_transfers cascade'), 'immutable');
  await refused(
    kit.db.sql`update ledger_accounts set debits_posted = 51 where id = ${purse}`,
    /no_overdraft/,
  );
  await refused(
    kit.db.sql`update ledger_accounts set debits_pending = 51 where id = ${purse}`,
    /no_overdraft/,
  );
  await refused(
    kit.db.sql`update ledger_accounts set credits_posted = -1 where id = ${purse}`,
    /check constraint/,
  );
});

test('the trial balance finds an account whose balance is not the sum of its transfers', async () => {
  const [world, purse] = [await open('drift/world', false), await open('drift/purse')];
  await commit([
    {
      type: 'transfer',
      id: newId('transfer'),
      debit: world,
      credit: purse,
      amountMinor: 50n,
      kind: 'funding',
    },
  ]);
  await kit.db.sql`update ledger_accounts set credits_posted = credits_posted + 1 where id = ${purse}`;
  const wrong = await ledger.trialBalance();
  expect(wrong).toMatchObject({ balanced: false, driftedAccounts: [purse] });
  expect(wrong.currencies.find((sum) => sum.currency === 'EUR')?.differenceMinor).toBe(1n);
  await kit.db.sql`update ledger_accounts set credits_posted = credits_posted - 1 where id = ${purse}`;
});

test('a transaction that fails after the transfer takes it back', async () => {
  const [world, purse] = [await open('undo/world', false), await open('undo/purse')];
  const entry = {
    type: 'transfer',
    id: newId('transfer'),
    debit: world,
    credit: purse,
    amountMinor: 5n,
    kind: 'funding',
  } as const;
  const failing = kit.db.transaction(async (tx) => {
    await ledger.commit(tx, [entry]);
    throw new Fault('internal');
  });
  await expect(failing).rejects.toThrow('internal');
  expect(availableMinor(await state('undo/purse'))).toBe(0n);
  expect(await commit([entry])).toMatchObject({ ok: true, repeated: false });
});

test('the nightly check sees books that do not sum to zero, and says so until they do', async () => {
  const night = await startTestKit();
  const books = createLedger(night);
  await books.start();
  await night.jobs.start();
  const key = { owner: 'night', kind: 'wallet', currency: 'EUR' } as const;
  const id = await books.openAccount(key);
  const gaugeAfterADay = async (expected: number) => {
    night.clock.advance(24 * 60 * 60_000 + 1);
    const deadline = Date.now() + 5_000;
    const read = async () => /^comptoir_ledger_unbalanced (\d)$/m.exec(await night.metrics.text())?.[1];
    while ((await read()) !== String(expected) && Date.now() < deadline)
      await new Promise((wake) => setTimeout(wake, 10));
    expect(await read()).toBe(String(expected));
  };
  await night.db.sql`update ledger_accounts set credits_posted = 1 where id = ${id}`;
  await gaugeAfterADay(1);
  await night.db.sql`update ledger_accounts set credits_posted = 0 where id = ${id}`;
  await gaugeAfterADay(0);
  await night.close();
});
