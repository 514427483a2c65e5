// The ledger's rules as tables of text. Lines:
//   account <name> bounded|free           opens an account (EUR)
//   setup <name> <amount>                 funds it from the account World
//   transfer <id> <debit> <credit> <amount> [&] = <outcome>
//   pending <id> <debit> <credit> <amount> [ttl=<ms>] [&] = <outcome>
//   post <id> <pending> [amount] [&] = <outcome>     void <id> <pending> [&] = <outcome>
//   clock <ms>                            time passes, jobs run
//   balance <name> <debits pending> <debits posted> <credits pending> <credits posted>
// `&` links a line with the next; the outcome of the chain stands on its last line.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { Fault, type TransferId } from '../../protocol/index.ts';
import { startTestKit, type TestKit } from '../../test/support/kit.ts';
import { deriveId } from '../kit/index.ts';
import { createLedger, type Entry, type Ledger, type LedgerAccountId } from './index.ts';

let kit: TestKit;
let ledger: Ledger;
beforeAll(async () => {
  kit = await startTestKit();
  ledger = createLedger(kit);
  await kit.jobs.start();
});
afterAll(async () => {
  await kit.close();
});

const tables = {
  'money moves once per id': `
    account A bounded
    account B bounded
    setup A 100
    transfer T1 A B 30 = ok
    transfer T1 A B 30 = repeated
    transfer T1 A B 31 = idempotency_mismatch
    transfer T1 B A 30 = idempotency_mismatch
    pending T1 A B 30 = idempotency_mismatch
    balance A 0 30 0 100
    balance B 0 0 0 30`,

  'a bounded account cannot go below zero, a free one can': `
    account A bounded
    account B bounded
    account F free
    setup A 100
    transfer T1 A B 101 = funds_insufficient 0
    transfer T2 A B 100 = ok
    transfer T3 A B 1 = funds_insufficient 0
    transfer T4 F A 7 = ok
    balance A 0 100 0 107
    balance F 0 7 0 0`,

  'a refused id may succeed later': `
    account A bounded
    account B bounded
    transfer T1 A B 10 = funds_insufficient 0
    setup A 10
    transfer T1 A B 10 = ok`,

  'a pending transfer reserves and is posted whole': `
    account A bounded
    account B bounded
    setup A 100
    pending P1 A B 60 = ok
    balance A 60 0 0 100
    balance B 0 0 60 0
    transfer T1 A B 41 = funds_insufficient 0
    transfer T2 B A 1 = funds_insufficient 0
    post T3 P1 = ok
    post T3 P1 = repeated
    post T3 P1 59 = idempotency_mismatch
    post T4 P1 = pending_resolved 0
    void T5 P1 = pending_resolved 0
    balance A 0 60 0 100
    balance B 0 0 0 60`,

  'a part is posted, the rest goes back': `
    account A bounded
    account B bounded
    setup A 100
    pending P1 A B 60 = ok
    post T1 P1 61 = amount_exceeds_pending 0
    post T2 P1 25 = ok
    balance A 0 25 0 100
    balance B 0 0 0 25`,

  'a void gives everything back': `
    account A bounded
    account B bounded
    setup A 100
    pending P1 A B 60 = ok
    void T1 P1 = ok
    void T1 P1 = repeated
    post T2 P1 = pending_resolved 0
    balance A 0 0 0 100
    balance B 0 0 0 0`,

  'what is not pending is not resolved': `
    account A bounded
    account B bounded
    setup A 100
    transfer T1 A B 1 = ok
    post T2 T1 = pending_unknown 0
    void T3 nothing = pending_unknown 0`,

  'a pending transfer expires at its time': `
    account A bounded
    account B bounded
    setup A 100
    pending P1 A B 60 ttl=60000 = ok
    pending P1 A B 60 ttl=60000 = repeated
    pending P1 A B 60 ttl=60001 = idempotency_mismatch
    pending P2 A B 10 ttl=60000 = ok
    post T1 P2 = ok
    clock 60000
    balance A 0 10 0 100
    post T2 P1 = pending_resolved 0
    balance B 0 0 0 10`,

  'linked entries stand or fall together': `
    account A bounded
    account B bounded
    account C bounded
    setup A 100
    transfer T1 A B 50 &
    transfer T2 B C 51 = funds_insufficient 1
    balance A 0 0 0 100
    transfer T3 A B 50 &
    transfer T4 B C 20 = ok
    transfer T3 A B 50 &
    transfer T4 B C 20 = repeated
    transfer T4 B C 20 &
    transfer T3 A B 50 = idempotency_mismatch
    transfer T3 A B 50 &
    transfer T5 B C 20 = idempotency_mismatch
    balance A 0 50 0 100
    balance B 0 20 0 50
    balance C 0 0 0 20`,

  'a chain may reserve, post and pay on in one': `
    account A bounded
    account B bounded
    account C bounded
    setup A 100
    pending P1 A B 80 &
    post T1 P1 70 &
    transfer T2 B C 70 = ok
    balance A 0 70 0 100
    balance B 0 70 0 70
    pending P2 A B 30 &
    post T3 P2 &
    void T4 P2 = pending_resolved 2
    balance A 0 70 0 100`,
};

for (const [name, text] of Object.entries(tables)) {
  test(name, async () => {
    await runTable(name, text);
    expect((await ledger.trialBalance()).balanced).toBe(true);
  });
}

async function runTable(scope: string, text: string): Promise<void> {
  const accounts = new Map<string, LedgerAccountId>();
  const open = async (name: string, noOverdraft: boolean) => {
    const key = { owner: `${scope}/${name}`, kind: 'clearing', currency: 'EUR', noOverdraft } as const;
    accounts.set(name, await ledger.openAccount(key));
  };
  await open('World', false);
  const chain: Entry[] = [];
  for (const line of text
    .trim()
    .split('\n')
    .map((part) => part.trim())) {
    const [left = '', expected] = line.split(' = ');
    const words = left.replace(/&$/, '').trim().split(' ');
    if (words[0] === 'account') await open(words[1]!, words[2] === 'bounded');
    else if (words[0] === 'clock') kit.clock.advance(Number(words[1]));
    else if (words[0] === 'balance') await expectBalance({ line, scope, words });
    else if (words[0] === 'setup')
      await commit([
        readEntry({ scope, accounts }, ['transfer', `setup ${line}`, 'World', words[1]!, words[2]!]),
      ]);
    else {
      chain.push(readEntry({ scope, accounts }, words));
      if (!left.endsWith('&'))
        expect(`${line} → ${await commit(chain.splice(0))}`).toBe(`${line} → ${expected}`);
    }
  }
}

function readEntry(scope: { scope: string; accounts: Map<string, LedgerAccountId> }, words: string[]): Entry {
  const idOf = (name: string): TransferId => deriveId('transfer', scope.scope, name);
  const id = idOf(words[1]!);
  if (words[0] === 'void') return { type: 'void', id, pendingId: idOf(words[2]!) };
  if (words[0] === 'post') {
    const part = words[3] === undefined ? {} : { amountMinor: BigInt(words[3]) };
    return { type: 'post', id, pendingId: idOf(words[2]!), ...part };
  }
  const debit = scope.accounts.get(words[2]!)!;
  const credit = scope.accounts.get(words[3]!)!;
  const movement = { id, debit, credit, amountMinor: BigInt(words[4]!), kind: 'payment' as const };
  if (words[0] === 'transfer') return { type: 'transfer', ...movement };
  const ttl = words[5]?.split('=')[1];
  return { type: 'pending', ...movement, ...(ttl ? { ttlMs: Number(ttl) } : {}) };
}

async function commit(chain: Entry[]): Promise<string> {
  try {
    const outcome = await kit.db.transaction((tx) => ledger.commit(tx, chain));
    if (!outcome.ok) return `${outcome.refusal} ${outcome.index}`;
    return outcome.repeated ? 'repeated' : 'ok';
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
}

/** Looks until it is so: what time brings about, jobs do when they get to it. */
async function expectBalance(expected: { line: string; scope: string; words: string[] }): Promise<void> {
  const name = expected.words[1]!;
  const deadline = Date.now() + 5_000;
  let found = '';
  while (found !== expected.line && Date.now() < deadline) {
    const state = await ledger.account({
      owner: `${expected.scope}/${name}`,
      kind: 'clearing',
      currency: 'EUR',
    });
    const figures = [state!.debitsPending, state!.debitsPosted, state!.creditsPending, state!.creditsPosted];
    found = `balance ${name} ${figures.join(' ')}`;
    if (found !== expected.line) await new Promise((wake) => setTimeout(wake, 10));
  }
  expect(found).toBe(expected.line);
}
