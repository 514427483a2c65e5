// The ledger's reads. Money leaves SQL as text and becomes bigint here.
import type { TransferId } from '../../protocol/index.ts';
import type { Reader } from '../kit/index.ts';
import type { AccountState, Balance, LedgerAccountId, TransferKind, TransferRow } from './chain.ts';

export type LedgerAccountKind = 'wallet' | 'equity' | 'clearing' | 'fees';

export interface LedgerAccountKey {
  /** An account id, or a house account's name such as `house:equity`. */
  owner: string;
  kind: LedgerAccountKind;
  /** ISO 4217. */
  currency: string;
}

/** One movement as its account sees it: positive came in, negative went out. */
export interface Statement {
  transferId: TransferId;
  amountMinor: bigint;
  kind: TransferKind;
  referenceId: string | null;
  otherOwner: string;
  at: number;
  position: number;
}

export interface TrialBalance {
  /** True when every currency sums to zero and every balance is the sum of its transfers. */
  balanced: boolean;
  /** Credits less debits over all accounts: zero, or the ledger is broken. */
  currencies: {
    currency: string;
    differenceMinor: bigint;
    pendingDifferenceMinor: bigint;
    postedMinor: bigint;
  }[];
  /** Accounts whose balance is not the sum of their transfers. */
  driftedAccounts: LedgerAccountId[];
}

export interface AccountRow {
  id: LedgerAccountId;
  currency: string;
  no_overdraft: boolean;
  debits_pending: string;
  debits_posted: string;
  credits_pending: string;
  credits_posted: string;
}
export const accountColumns = `id, currency, no_overdraft, debits_pending::text, debits_posted::text,
  credits_pending::text, credits_posted::text`;

export interface TransferRowSql {
  id: TransferId;
  type: TransferRow['type'];
  chain_id: TransferId;
  chain_index: number;
  debit_account: LedgerAccountId;
  credit_account: LedgerAccountId;
  amount: string;
  currency: string;
  kind: TransferKind;
  reference_id: string | null;
  pending_id: TransferId | null;
  expires_at: number | null;
  at: number;
}

export function readAccount(row: AccountRow): AccountState {
  return {
    id: row.id,
    currency: row.currency,
    noOverdraft: row.no_overdraft,
    debitsPending: BigInt(row.debits_pending),
    debitsPosted: BigInt(row.debits_posted),
    creditsPending: BigInt(row.credits_pending),
    creditsPosted: BigInt(row.credits_posted),
  };
}

export async function readTransfers(
  reader: Reader,
  ids: readonly TransferId[],
): Promise<Map<TransferId, TransferRow>> {
  const rows = await reader.sql<TransferRowSql>`
    select id, type, chain_id, chain_index, debit_account, credit_account, amount::text, currency, kind,
      reference_id, pending_id, expires_at, at
    from ledger_transfers where id = any(${ids})`;
  return new Map(rows.map((row) => [row.id, readTransfer(row)]));
}

function readTransfer(row: TransferRowSql): TransferRow {
  return {
    id: row.id,
    type: row.type,
    chainId: row.chain_id,
    chainIndex: row.chain_index,
    debit: row.debit_account,
    credit: row.credit_account,
    amountMinor: BigInt(row.amount),
    currency: row.currency,
    kind: row.kind,
    referenceId: row.reference_id,
    pendingId: row.pending_id,
    expiresAt: row.expires_at,
    at: row.at,
  };
}

export async function findAccount(reader: Reader, key: LedgerAccountKey): Promise<AccountState | null> {
  const rows = await reader.query<AccountRow>(
    `select ${accountColumns} from ledger_accounts where owner = $1 and kind = $2 and currency = $3`,
    [key.owner, key.kind, key.currency],
  );
  return rows[0] ? readAccount(rows[0]) : null;
}

export async function listCurrencies(reader: Reader, owner: string): Promise<string[]> {
  const rows = await reader.sql<{ currency: string }>`
    select currency from ledger_accounts where owner = ${owner} and kind = 'wallet' order by id`;
  return rows.map((row) => row.currency);
}

/** What moved for good on one account, newest first, below `before`. */
export async function listStatements(
  reader: Reader,
  accountId: LedgerAccountId,
  page: { before: number | null; limit: number },
): Promise<Statement[]> {
  const before = page.before ?? Number.MAX_SAFE_INTEGER;
  const rows = await reader.sql<StatementRow>`
    select t.id, (t.sign * t.amount)::text as amount, t.kind, t.reference_id, a.owner as other_owner, t.at, t.position
    from (
      (select id, -1 as sign, amount, kind, reference_id, credit_account as other, at, position
        from ledger_transfers
        where debit_account = ${accountId} and position < ${before} and type in ('transfer', 'post')
        order by position desc limit ${page.limit})
      union all
      (select id, 1 as sign, amount, kind, reference_id, debit_account as other, at, position
        from ledger_transfers
        where credit_account = ${accountId} and position < ${before} and type in ('transfer', 'post')
        order by position desc limit ${page.limit})
    ) t join ledger_accounts a on a.id = t.other
    order by t.position desc limit ${page.limit}`;
  return rows.map((row) => ({
    transferId: row.id,
    amountMinor: BigInt(row.amount),
    kind: row.kind,
    referenceId: row.reference_id,
    otherOwner: row.other_owner,
    at: row.at,
    position: row.position,
  }));
}

interface StatementRow {
  id: TransferId;
  amount: string;
  kind: TransferKind;
  reference_id: string | null;
  other_owner: string;
  at: number;
  position: number;
}

/** Sums the whole ledger twice: the balances as they stand, and again from every transfer there ever was. */
export async function readTrialBalance(reader: Reader): Promise<TrialBalance> {
  const sums = await reader.sql<{ currency: string; difference: string; pending: string; posted: string }>`
    select currency, sum(credits_posted - debits_posted)::text as difference,
      sum(credits_pending - debits_pending)::text as pending, sum(credits_posted)::text as posted
    from ledger_accounts group by currency order by currency`;
  const drifted = await reader.sql<{ id: LedgerAccountId }>`
    with moves as (
      select t.debit_account, t.credit_account,
        case when t.type in ('transfer', 'post') then t.amount else 0 end as posted,
        case t.type when 'transfer' then 0 when 'pending' then t.amount else -p.amount end as pending
      from ledger_transfers t left join ledger_transfers p on p.id = t.pending_id
    ), legs as (
      select debit_account as id, posted as dp, pending as dr, 0 as cp, 0 as cr from moves
      union all
      select credit_account, 0, 0, posted, pending from moves
    ), sums as (
      select id, sum(dp) as dp, sum(dr) as dr, sum(cp) as cp, sum(cr) as cr from legs group by id
    )
    select a.id from ledger_accounts a left join sums s on s.id = a.id
    where (a.debits_posted, a.debits_pending, a.credits_posted, a.credits_pending)
      <> (coalesce(s.dp, 0), coalesce(s.dr, 0), coalesce(s.cp, 0), coalesce(s.cr, 0))`;
  const currencies = sums.map((row) => ({
    currency: row.currency,
    differenceMinor: BigInt(row.difference),
    pendingDifferenceMinor: BigInt(row.pending),
    postedMinor: BigInt(row.posted),
  }));
  const zero = currencies.every((sum) => sum.differenceMinor === 0n && sum.pendingDifferenceMinor === 0n);
  return {
    balanced: zero && drifted.length === 0,
    currencies,
    driftedAccounts: drifted.map((row) => row.id),
  };
}

/** What an account can spend now: what is reserved is spent already. */
export function availableMinor(balance: Balance): bigint {
  return balance.creditsPosted - balance.debitsPosted - balance.debitsPending;
}
