// The only place that moves money. Accounts are locked in the order of their ids, so that no two chains ever wait for
// each other; what is decided is decided on locked balances and written in the caller's transaction.
import { Fault, type TransferId } from '../../protocol/index.ts';
import {
  assert,
  type Clock,
  type Db,
  isUniqueViolation,
  type Jobs,
  type Reader,
  type Tx,
} from '../kit/index.ts';
import {
  type AccountState,
  decideChain,
  type Entry,
  type LedgerAccountId,
  type Refusal,
  type TransferRow,
} from './chain.ts';
import {
  type AccountRow,
  accountColumns,
  findAccount,
  type LedgerAccountKey,
  readAccount,
  readTransfers,
  type TransferRowSql,
} from './store.ts';

/** `repeated`: the same chain was committed before, and nothing was done now. */
export type Outcome =
  | { ok: true; repeated: boolean; transfers: TransferRow[] }
  | { ok: false; refusal: Refusal; index: number };

export const expireJob = 'ledger.expire';
/** One movement; far below what an int8 balance holds. */
export const amountMinorMax = 10n ** 15n;
const chainEntriesMax = 16;

/**
 * The account of this key, opened if it is new. It commits by itself and so takes the pool, never a transaction: two
 * transactions that each open what the other needs would wait for each other for ever.
 */
export async function openAccount(
  db: Db,
  key: LedgerAccountKey & { noOverdraft: boolean; at: number },
): Promise<LedgerAccountId> {
  const known = await findAccount(db, key);
  if (known) return known.id;
  await db.sql`insert into ledger_accounts (owner, kind, currency, no_overdraft, created_at)
    values (${key.owner}, ${key.kind}, ${key.currency}, ${key.noOverdraft}, ${key.at})
    on conflict (owner, kind, currency) do nothing`;
  return (await findAccount(db, key))!.id;
}

/**
 * Commits a chain, all or nothing. A transaction commits one chain, last of its locks.
 * Faults: `idempotency_mismatch` when an id was used for another body.
 */
export async function commitChain(
  { clock, jobs }: { clock: Clock; jobs: Jobs },
  tx: Tx,
  chain: readonly Entry[],
): Promise<Outcome> {
  checkChain(chain);
  const pendings = await readPendings(tx, chain);
  const accounts = await lockAccounts(tx, chain, pendings);
  const known = await readTransfers(
    tx,
    chain.map((entry) => entry.id),
  );
  if (known.size > 0) return repeatChain(chain, known, pendings);
  const resolved = await readResolved(tx, [...pendings.keys()]);
  const decision = decideChain({ accounts, pendings, resolved, now: clock.now() }, chain);
  if (!decision.ok) return decision;
  await insertTransfers(tx, decision.rows);
  await updateBalances(tx, accounts, decision.after);
  for (const row of decision.rows) if (row.expiresAt !== null) await enqueueExpiry(jobs, tx, row);
  return { ok: true, repeated: false, transfers: decision.rows };
}

/** Asks for the expiry of a pending row at its time. */
export async function enqueueExpiry(jobs: Jobs, reader: Reader, row: TransferRow): Promise<void> {
  assert(row.expiresAt !== null, 'only a pending transfer with an end expires');
  const payload = { pending_id: row.id };
  await jobs.enqueue(reader, {
    name: expireJob,
    payload,
    runAt: row.expiresAt,
    key: `${expireJob}:${row.id}`,
  });
}

function checkChain(chain: readonly Entry[]): void {
  assert(chain.length > 0 && chain.length <= chainEntriesMax, `a chain has 1 to ${chainEntriesMax} links`);
  assert(new Set(chain.map((entry) => entry.id)).size === chain.length, 'each link has an id of its own');
  for (const entry of chain) {
    if ('amountMinor' in entry && entry.amountMinor !== undefined)
      assert(entry.amountMinor <= amountMinorMax, 'a movement is at most 10^15 minor units');
  }
}

/** Pending rows never change, so they may be read before the accounts they tell us to lock. */
async function readPendings(tx: Tx, chain: readonly Entry[]): Promise<Map<TransferId, TransferRow>> {
  const ids = chain.flatMap((entry) => ('pendingId' in entry ? [entry.pendingId] : []));
  return ids.length === 0 ? new Map() : readTransfers(tx, ids);
}

async function lockAccounts(tx: Tx, chain: readonly Entry[], pendings: ReadonlyMap<TransferId, TransferRow>) {
  const ids = new Set<LedgerAccountId>();
  for (const entry of chain) {
    const movement = 'pendingId' in entry ? pendings.get(entry.pendingId) : entry;
    if (movement) ids.add(movement.debit).add(movement.credit);
  }
  const sorted = [...ids].sort((a, b) => a - b);
  const rows = await tx.query<AccountRow>(
    `select ${accountColumns} from ledger_accounts where id = any($1) order by id for update`,
    [sorted],
  );
  return new Map(rows.map((row) => [row.id, readAccount(row)]));
}

async function readResolved(tx: Tx, pendingIds: readonly TransferId[]): Promise<Set<TransferId>> {
  if (pendingIds.length === 0) return new Set();
  const rows = await tx.sql<{ pending_id: TransferId }>`
    select pending_id from ledger_transfers where pending_id = any(${pendingIds})`;
  return new Set(rows.map((row) => row.pending_id));
}

function repeatChain(
  chain: readonly Entry[],
  known: ReadonlyMap<TransferId, TransferRow>,
  pendings: ReadonlyMap<TransferId, TransferRow>,
): Outcome {
  const transfers = chain.map((entry, index) => {
    const row = known.get(entry.id);
    const place = row?.chainId === chain[0]!.id && row.chainIndex === index;
    if (!place || !isSameBody(entry, row, pendings))
      throw new Fault('idempotency_mismatch', `transfer ${entry.id}`);
    return row;
  });
  return { ok: true, repeated: true, transfers };
}

function isSameBody(entry: Entry, row: TransferRow, pendings: ReadonlyMap<TransferId, TransferRow>): boolean {
  if (entry.type !== row.type) return false;
  if ('pendingId' in entry) {
    const whole = pendings.get(entry.pendingId)?.amountMinor;
    const amountMinor = entry.type === 'post' ? (entry.amountMinor ?? whole) : whole;
    return row.pendingId === entry.pendingId && (whole === undefined || row.amountMinor === amountMinor);
  }
  const ttlMs = entry.type === 'pending' ? (entry.ttlMs ?? null) : null;
  return (
    row.debit === entry.debit &&
    row.credit === entry.credit &&
    row.amountMinor === entry.amountMinor &&
    row.kind === entry.kind &&
    row.referenceId === (entry.referenceId ?? null) &&
    (row.expiresAt === null ? null : row.expiresAt - row.at) === ttlMs
  );
}

async function insertTransfers(tx: Tx, rows: readonly TransferRow[]): Promise<void> {
  const records = rows.map(
    (row): TransferRowSql => ({
      id: row.id,
      type: row.type,
      chain_id: row.chainId,
      chain_index: row.chainIndex,
      debit_account: row.debit,
      credit_account: row.credit,
      amount: row.amountMinor.toString(),
      currency: row.currency,
      kind: row.kind,
      reference_id: row.referenceId,
      pending_id: row.pendingId,
      expires_at: row.expiresAt,
      at: row.at,
    }),
  );
  try {
    await tx.sql`
      insert into ledger_transfers (id, type, chain_id, chain_index, debit_account, credit_account, amount, currency,
        kind, reference_id, pending_id, expires_at, at)
      select id, type, chain_id, chain_index, debit_account, credit_account, amount, currency,
        kind, reference_id, pending_id, expires_at, at
      from json_to_recordset(${JSON.stringify(records)}::json) as r (id text, type text, chain_id text,
        chain_index int, debit_account bigint, credit_account bigint, amount bigint, currency text, kind text,
        reference_id text, pending_id text, expires_at bigint, at bigint)
      order by chain_index`;
  } catch (error) {
    // The same id between the same accounts waited for their locks: whoever collides here means something else.
    if (isUniqueViolation(error, 'ledger_transfers_pkey'))
      throw new Fault('idempotency_mismatch', 'transfer id');
    throw error;
  }
}

async function updateBalances(
  tx: Tx,
  before: ReadonlyMap<LedgerAccountId, AccountState>,
  after: ReadonlyMap<LedgerAccountId, AccountState>,
): Promise<void> {
  const changes = [...after.values()].map((state) => {
    const old = before.get(state.id)!;
    return {
      id: state.id,
      debits_pending: (state.debitsPending - old.debitsPending).toString(),
      debits_posted: (state.debitsPosted - old.debitsPosted).toString(),
      credits_pending: (state.creditsPending - old.creditsPending).toString(),
      credits_posted: (state.creditsPosted - old.creditsPosted).toString(),
    };
  });
  await tx.sql`
    update ledger_accounts a set debits_pending = a.debits_pending + c.debits_pending,
      debits_posted = a.debits_posted + c.debits_posted,
      credits_pending = a.credits_pending + c.credits_pending,
      credits_posted = a.credits_posted + c.credits_posted
    from json_to_recordset(${JSON.stringify(changes)}::json) as c (id bigint, debits_pending bigint,
      debits_posted bigint, credits_pending bigint, credits_posted bigint)
    where a.id = c.id`;
}
