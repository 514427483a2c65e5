// What an account has, and how it came by it: the ledger's statements with the names of the other side.
import { type AccountId, Fault, isId, newId, toWireMoney, type Wallet } from '../../protocol/index.ts';
import type { Accounts } from '../accounts/index.ts';
import { assert } from '../kit/index.ts';
import type { Ledger, Statement } from '../ledger/index.ts';
import { availableMinor } from '../ledger/index.ts';
import type { Parts } from './change.ts';

export interface WalletPage {
  /** The wallet in this currency; the account's oldest when absent. */
  currency?: string;
  /** `next` of the page before. */
  before?: string;
  limit?: number;
}

const pageLimitMax = 100;
const currencyOfNobody = 'EUR';

export async function readWallet(
  { ledger, accounts }: { ledger: Ledger; accounts: Accounts },
  accountId: AccountId,
  page: WalletPage,
): Promise<Wallet> {
  const currency = page.currency ?? (await chooseCurrency(ledger, accounts, accountId));
  const account = await ledger.account({ owner: accountId, kind: 'wallet', currency });
  if (!account) return { balance: toWireMoney(0n, currency), transfers: [], next: null };
  const limit = Math.min(page.limit ?? 50, pageLimitMax);
  const found = await ledger.statements(account.id, { before: readCursor(page.before), limit: limit + 1 });
  const shown = found.slice(0, limit);
  const names = await readNames(accounts, shown);
  return {
    balance: toWireMoney(availableMinor(account), currency),
    transfers: shown.map((statement) => ({
      transfer_id: statement.transferId,
      amount: toWireMoney(statement.amountMinor, currency),
      kind: statement.kind,
      reference_id: statement.referenceId,
      other_party: names.get(statement.otherOwner) ?? null,
      at: statement.at,
    })),
    next: found.length > limit ? String(shown.at(-1)!.position) : null,
  };
}

async function chooseCurrency(ledger: Ledger, accounts: Accounts, accountId: AccountId): Promise<string> {
  const [oldest] = await ledger.currencies(accountId);
  return oldest ?? (await accounts.business(accountId))?.currency ?? currencyOfNobody;
}

function readCursor(before: string | undefined): number | null {
  if (before === undefined) return null;
  const position = Number(before);
  if (!Number.isSafeInteger(position) || position < 1) throw new Fault('invalid_request', 'before');
  return position;
}

/** House accounts have no name to show: the kind of the transfer says what they are. */
async function readNames(accounts: Accounts, statements: readonly Statement[]): Promise<Map<string, string>> {
  const owners = new Set(statements.map((statement) => statement.otherOwner));
  const ids = [...owners].filter((owner): owner is AccountId => isId('account', owner));
  if (ids.length === 0) return new Map();
  const [businesses, people] = await Promise.all([accounts.businesses(ids), accounts.people(ids)]);
  return new Map([...people, ...businesses].map(([id, { name }]) => [id, name]));
}

/** Money from nowhere, for trying things out: the house's equity goes below zero by as much. */
export async function fundWallet(
  { kit, ledger }: Parts,
  accountId: AccountId,
  money: { amountMinor: bigint; currency: string },
): Promise<void> {
  assert(kit.config.mode === 'sandbox', 'only a sandbox hands out money');
  const { amountMinor, currency } = money;
  const debit = await ledger.openAccount({ owner: 'house:equity', kind: 'equity', currency });
  const credit = await ledger.openAccount({ owner: accountId, kind: 'wallet', currency });
  const id = newId('transfer', kit.clock.now());
  await kit.db.transaction((tx) =>
    ledger.commit(tx, [{ type: 'transfer', id, debit, credit, amountMinor, kind: 'funding' }]),
  );
}
