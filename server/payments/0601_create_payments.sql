-- What a business asked a person to pay, and what became of it (owner: payments).
create table payments (
  id text primary key,
  conversation_id text not null,
  person_account_id text not null,
  business_account_id text not null,
  reference_id text not null,
  -- The asker's key: the same request twice is one payment.
  idempotency_key text not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  description text not null,
  order_id text,
  state text not null,
  revision int not null,
  rail text,
  refunded bigint not null default 0 check (refunded between 0 and amount),
  failure text,
  -- The ledger's pending transfer while a rail decides.
  pending_transfer_id text,
  requested_at bigint not null,
  captured_at bigint,
  expires_at bigint,
  unique (business_account_id, idempotency_key),
  check (refunded = 0 or captured_at is not null),
  check ((state = 'pending') = (pending_transfer_id is not null)),
  check ((state in ('captured', 'partially_refunded', 'refunded')) = (captured_at is not null))
);
-- One reference can be paid once: only what was canceled or has expired may be asked for again.
create unique index payments_one_live_per_reference on payments (business_account_id, reference_id)
  where state not in ('canceled', 'expired');
create index payments_by_reference on payments (business_account_id, reference_id, requested_at desc);
create index payments_open_by_person on payments (person_account_id) where state in ('requested', 'refused');

-- Each state a payment was in, so that a ticket of any revision can be shown again (owner: payments).
create table payment_revisions (
  payment_id text not null references payments,
  revision int not null,
  state text not null,
  rail text,
  refunded bigint not null,
  failure text,
  reason text,
  captured_at bigint,
  at bigint not null,
  primary key (payment_id, revision)
);

-- Each try to pay, under the payer's key: the same key has one effect and one answer (owner: payments).
create table payment_attempts (
  account_id text not null,
  idempotency_key text not null,
  payment_id text not null references payments,
  rail text not null,
  state text not null check (state in ('captured', 'pending', 'refused')),
  transfer_id text,
  at bigint not null,
  primary key (account_id, idempotency_key)
);
create index payment_attempts_by_transfer on payment_attempts (transfer_id);

-- Money given back, under the merchant's key (owner: payments).
create table payment_refunds (
  id text primary key,
  payment_id text not null references payments,
  business_account_id text not null,
  idempotency_key text not null,
  amount bigint not null check (amount > 0),
  transfer_id text not null,
  at bigint not null,
  unique (business_account_id, idempotency_key)
);
