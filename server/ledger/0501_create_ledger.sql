-- Accounts of the ledger with their running balances (owner: ledger; written by ledger/transfer.ts alone).
create table ledger_accounts (
  id bigint generated always as identity primary key,
  -- An account id of a person or a business, or the name of a house account such as 'house:equity'.
  owner text not null,
  kind text not null check (kind in ('wallet', 'equity', 'clearing', 'fees')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- True where money cannot be spent that is not there: what goes out, reserved or posted, came in before.
  no_overdraft boolean not null,
  debits_pending bigint not null default 0 check (debits_pending >= 0),
  debits_posted bigint not null default 0 check (debits_posted >= 0),
  credits_pending bigint not null default 0 check (credits_pending >= 0),
  credits_posted bigint not null default 0 check (credits_posted >= 0),
  created_at bigint not null,
  unique (owner, kind, currency),
  constraint ledger_accounts_no_overdraft check (
    not no_overdraft or debits_pending + debits_posted <= credits_posted
  )
);

-- Every movement there ever was, one row each, never changed (owner: ledger; written by ledger/transfer.ts alone).
-- The state of a pending row is the row that resolves it: a post, a void or an expire, of which there is at most one.
create table ledger_transfers (
  id text primary key,
  -- Rises with time within one account, because it is drawn while the account is locked.
  position bigint generated always as identity unique,
  type text not null check (type in ('transfer', 'pending', 'post', 'void', 'expire')),
  -- The first id of the chain this row stands or falls with; its own id when it stands alone.
  chain_id text not null,
  chain_index int not null,
  debit_account bigint not null references ledger_accounts,
  credit_account bigint not null references ledger_accounts,
  -- What moves: the sum reserved (pending), taken (transfer, post) or released whole (void, expire).
  amount bigint not null check (amount > 0),
  currency text not null,
  kind text not null check (kind in ('funding', 'payment', 'refund', 'fee')),
  reference_id text,
  pending_id text references ledger_transfers,
  expires_at bigint,
  at bigint not null,
  check (debit_account <> credit_account),
  check ((type in ('post', 'void', 'expire')) = (pending_id is not null)),
  check (expires_at is null or type = 'pending')
);
create unique index ledger_transfers_one_resolution on ledger_transfers (pending_id) where pending_id is not null;
create index ledger_transfers_by_debit on ledger_transfers (debit_account, position desc);
create index ledger_transfers_by_credit on ledger_transfers (credit_account, position desc);

create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
  -- A sandbox that is emptied as a whole says so; a row by itself is never changed, a correction is a new transfer.
  if tg_op = 'TRUNCATE' and current_setting('comptoir.reset', true) = 'on' then
    return null;
  end if;
  raise exception 'ledger transfers are immutable' using errcode = 'integrity_constraint_violation';
end
$$;
create trigger ledger_transfers_immutable before update or delete on ledger_transfers
  for each row execute function refuse_ledger_change();
create trigger ledger_transfers_not_emptied before truncate on ledger_transfers
  for each statement execute function refuse_ledger_change();
