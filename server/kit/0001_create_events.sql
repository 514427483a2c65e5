-- Events: facts in the past tense, written in the transaction that made them true (owner: kit).
create table events (
  id bigint generated always as identity,
  -- The order of reading is (xid, id): a reader stops below the oldest running transaction, so that a late commit
  -- with a smaller id is never skipped.
  xid xid8 not null default pg_current_xact_id(),
  type text not null,
  at bigint not null,
  payload jsonb not null,
  primary key (xid, id)
);

create table event_cursors (
  consumer text primary key,
  xid xid8 not null,
  id bigint not null
);

-- One row that the readiness check writes: a server that turned read-only is not ready (owner: kit).
create table readiness (
  id int primary key,
  checks bigint not null
);
