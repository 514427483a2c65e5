// The ledger: who has what. Owns the ledger accounts and every transfer between them. Promises that money only moves,
// is never made or lost (each currency sums to zero), never spent twice (no overdraft where an account forbids it), and
// that the same transfer id has one effect for ever. Transfers are immutable: a correction is a new transfer.
// `transfer.ts` is the only file that writes.
import type { TransferId } from '../../protocol/index.ts';
import { assert, deriveId, type Kit, type Tx } from '../kit/index.ts';
import type { AccountState, Entry, LedgerAccountId } from './chain.ts';
import {
  availableMinor,
  findAccount,
  type LedgerAccountKey,
  type LedgerAccountKind,
  listCurrencies,
  listStatements,
  readTransfers,
  readTrialBalance,
  type Statement,
  type TrialBalance,
} from './store.ts';
import { commitChain, enqueueExpiry, expireJob, type Outcome, openAccount } from './transfer.ts';

export type {
  AccountState,
  Balance,
  Entry,
  LedgerAccountId,
  Refusal,
  TransferKind,
  TransferRow,
} from './chain.ts';
export type { LedgerAccountKey, LedgerAccountKind, Statement, TrialBalance } from './store.ts';
export { availableMinor, readTrialBalance } from './store.ts';
export { amountMinorMax, type Outcome } from './transfer.ts';

export interface Ledger {
  /** Opens the account of this key, or finds it. Commits by itself: call it before the transaction that moves money. */
  openAccount(key: LedgerAccountKey & { noOverdraft?: boolean }): Promise<LedgerAccountId>;
  /** Commits a chain of entries in the caller's transaction, all or nothing, as the last thing that it locks. */
  commit(tx: Tx, chain: readonly Entry[]): Promise<Outcome>;
  account(key: LedgerAccountKey): Promise<AccountState | null>;
  /** Minor units that the owner's wallet can spend; zero when there is none. */
  balance(owner: string, currency: string): Promise<bigint>;
  /** The currencies of an owner's wallets, the oldest first. */
  currencies(owner: string): Promise<string[]>;
  statements(id: LedgerAccountId, page: { before: number | null; limit: number }): Promise<Statement[]>;
  trialBalance(): Promise<TrialBalance>;
  /** Begins the nightly check of the books. */
  start(): Promise<void>;
}

const trialBalanceJob = 'ledger.trial_balance';
const dayMs = 24 * 60 * 60_000;
/** Accounts of people and shops cannot go below zero; the house's own stand for the world outside. */
const boundedKinds: ReadonlySet<LedgerAccountKind> = new Set(['wallet', 'fees']);

export function createLedger(kit: Kit): Ledger {
  const { db, clock, jobs, log, metrics } = kit;
  let unbalanced = 0;
  metrics.gauge(
    'comptoir_ledger_unbalanced',
    '1 when the last trial balance did not sum to zero',
    () => unbalanced,
  );

  jobs.define(expireJob, (payload) => expirePending(kit, payload.pending_id as TransferId));
  jobs.define(trialBalanceJob, async () => {
    const result = await readTrialBalance(db);
    unbalanced = result.balanced ? 0 : 1;
    if (!result.balanced) log.error({ drifted: result.driftedAccounts }, 'the ledger does not sum to zero');
    await scheduleCheck();
  });

  async function scheduleCheck(): Promise<void> {
    const runAt = clock.now() + dayMs;
    await jobs.enqueue(db, { name: trialBalanceJob, payload: {}, runAt, key: trialBalanceJob });
  }

  return {
    openAccount: (key) =>
      openAccount(db, { noOverdraft: boundedKinds.has(key.kind), ...key, at: clock.now() }),
    commit: (tx, chain) => commitChain(kit, tx, chain),
    account: (key) => findAccount(db, key),
    async balance(owner, currency) {
      const account = await findAccount(db, { owner, kind: 'wallet', currency });
      return account ? availableMinor(account) : 0n;
    },
    currencies: (owner) => listCurrencies(db, owner),
    statements: (id, page) => listStatements(db, id, page),
    trialBalance: () => readTrialBalance(db),
    start: scheduleCheck,
  };
}

/** Gives back what a pending transfer reserved, when its time is over and nobody resolved it. */
async function expirePending(kit: Kit, pendingId: TransferId): Promise<void> {
  const pending = (await readTransfers(kit.db, [pendingId])).get(pendingId);
  if (!pending) return;
  assert(pending.expiresAt !== null, 'only a pending transfer with an end expires');
  if (pending.expiresAt > kit.clock.now()) {
    // The database's clock ran ahead of ours: come back when it is time.
    return enqueueExpiry(kit.jobs, kit.db, pending);
  }
  const id = deriveId('transfer', 'expire', pendingId);
  await kit.db.transaction((tx) => commitChain(kit, tx, [{ type: 'expire', id, pendingId }]));
}
