// What a chain of entries does to balances: pure arithmetic on locked accounts, so that it can be read and tested alone.
import type { TransferId } from '../../protocol/index.ts';
import { assert } from '../kit/index.ts';

/** The row of `ledger_accounts`, made by `openAccount`. */
export type LedgerAccountId = number & { readonly ledgerAccount: true };
export type TransferKind = 'funding' | 'payment' | 'refund' | 'fee';
export type Resolution = 'post' | 'void' | 'expire';

interface Movement {
  /** Made by the caller: the same id is the same movement, however often it is sent. */
  id: TransferId;
  debit: LedgerAccountId;
  credit: LedgerAccountId;
  /** Minor units, above zero. */
  amountMinor: bigint;
  kind: TransferKind;
  referenceId?: string;
}

/** One link of a chain. `post` takes the whole reserved sum, or `amountMinor` of it and gives the rest back. */
export type Entry =
  | ({ type: 'transfer' } & Movement)
  | ({ type: 'pending'; ttlMs?: number } & Movement)
  | { type: 'post'; id: TransferId; pendingId: TransferId; amountMinor?: bigint }
  | { type: 'void' | 'expire'; id: TransferId; pendingId: TransferId };

/** Why a chain was refused; nothing of it was written, and the same ids may succeed later. */
export type Refusal =
  | 'funds_insufficient'
  | 'pending_unknown'
  | 'pending_resolved'
  | 'pending_expired'
  | 'amount_exceeds_pending';

export interface Balance {
  debitsPending: bigint;
  debitsPosted: bigint;
  creditsPending: bigint;
  creditsPosted: bigint;
}

export interface AccountState extends Balance {
  id: LedgerAccountId;
  currency: string;
  noOverdraft: boolean;
}

export interface TransferRow {
  id: TransferId;
  type: Entry['type'];
  chainId: TransferId;
  chainIndex: number;
  debit: LedgerAccountId;
  credit: LedgerAccountId;
  amountMinor: bigint;
  currency: string;
  kind: TransferKind;
  referenceId: string | null;
  pendingId: TransferId | null;
  expiresAt: number | null;
  at: number;
}

export interface Books {
  accounts: ReadonlyMap<LedgerAccountId, AccountState>;
  /** The pending rows that the chain's entries resolve, as far as they exist. */
  pendings: ReadonlyMap<TransferId, TransferRow>;
  /** Which of them are resolved already. */
  resolved: ReadonlySet<TransferId>;
  now: number;
}

export type Decision =
  | { ok: true; rows: TransferRow[]; after: Map<LedgerAccountId, AccountState> }
  | { ok: false; refusal: Refusal; index: number };

/** Applies the links in their order; the first that cannot stand refuses them all. */
export function decideChain(books: Books, chain: readonly Entry[]): Decision {
  const work = {
    after: new Map([...books.accounts].map(([id, state]) => [id, { ...state }])),
    pendings: new Map(books.pendings),
    resolved: new Set(books.resolved),
    now: books.now,
    chainId: chain[0]!.id,
  };
  const rows: TransferRow[] = [];
  for (const [index, entry] of chain.entries()) {
    const row = 'pendingId' in entry ? resolve(work, entry, index) : move(work, entry, index);
    if (typeof row === 'string') return { ok: false, refusal: row, index };
    rows.push(row);
  }
  return { ok: true, rows, after: work.after };
}

interface Work {
  after: Map<LedgerAccountId, AccountState>;
  pendings: Map<TransferId, TransferRow>;
  resolved: Set<TransferId>;
  now: number;
  chainId: TransferId;
}

function move(work: Work, entry: Extract<Entry, Movement>, chainIndex: number): TransferRow | Refusal {
  const { debit, credit, currency } = sides(work, entry);
  const { amountMinor } = entry;
  if (entry.type === 'pending') {
    debit.debitsPending += amountMinor;
    credit.creditsPending += amountMinor;
  } else {
    debit.debitsPosted += amountMinor;
    credit.creditsPosted += amountMinor;
  }
  if (isOverdrawn(debit)) return 'funds_insufficient';
  const ttlMs = entry.type === 'pending' ? entry.ttlMs : undefined;
  const row: TransferRow = {
    id: entry.id,
    type: entry.type,
    chainId: work.chainId,
    chainIndex,
    debit: entry.debit,
    credit: entry.credit,
    amountMinor,
    currency,
    kind: entry.kind,
    referenceId: entry.referenceId ?? null,
    pendingId: null,
    expiresAt: ttlMs === undefined ? null : work.now + ttlMs,
    at: work.now,
  };
  if (entry.type === 'pending') work.pendings.set(entry.id, row);
  return row;
}

function sides(work: Work, entry: Movement) {
  const debit = work.after.get(entry.debit);
  const credit = work.after.get(entry.credit);
  assert(debit && credit, 'a transfer names a ledger account that is not open');
  assert(debit.id !== credit.id, 'a transfer goes from one ledger account to another');
  assert(debit.currency === credit.currency, 'a transfer stays in one currency');
  assert(entry.amountMinor > 0n, 'a transfer moves something');
  return { debit, credit, currency: debit.currency };
}

function resolve(
  work: Work,
  entry: Extract<Entry, { pendingId: TransferId }>,
  chainIndex: number,
): TransferRow | Refusal {
  const pending = work.pendings.get(entry.pendingId);
  if (pending?.type !== 'pending') return 'pending_unknown';
  if (work.resolved.has(pending.id)) return 'pending_resolved';
  const due = pending.expiresAt !== null && pending.expiresAt <= work.now;
  if (entry.type === 'expire') assert(due, 'a pending transfer expires at its time, not before');
  else if (due) return 'pending_expired';
  const amountMinor =
    entry.type === 'post' ? (entry.amountMinor ?? pending.amountMinor) : pending.amountMinor;
  assert(amountMinor > 0n, 'a post takes something; a void takes nothing');
  if (amountMinor > pending.amountMinor) return 'amount_exceeds_pending';
  const debit = work.after.get(pending.debit)!;
  const credit = work.after.get(pending.credit)!;
  debit.debitsPending -= pending.amountMinor;
  credit.creditsPending -= pending.amountMinor;
  if (entry.type === 'post') {
    debit.debitsPosted += amountMinor;
    credit.creditsPosted += amountMinor;
  }
  assert(debit.debitsPending >= 0n && credit.creditsPending >= 0n, 'what is released was reserved');
  work.resolved.add(pending.id);
  return {
    ...pending,
    id: entry.id,
    type: entry.type,
    chainId: work.chainId,
    chainIndex,
    amountMinor,
    pendingId: pending.id,
    expiresAt: null,
    at: work.now,
  };
}

function isOverdrawn(account: AccountState): boolean {
  return account.noOverdraft && account.debitsPending + account.debitsPosted > account.creditsPosted;
}
