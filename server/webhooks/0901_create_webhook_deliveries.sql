-- Updates on their way to apps, and afterwards the log of how they arrived (owner: webhooks).
create table webhook_deliveries (
  -- The order in which an app is told.
  seq bigint generated always as identity primary key,
  app_id text not null,
  -- What the address is looked up by at each try: a number may be given another one meanwhile.
  subject text not null,
  object text not null,
  entry_id text not null,
  -- Updates of one lane arrive in their order and never two at once.
  lane text not null,
  -- JSON text in ASCII: the bytes that are signed and sent.
  change text not null,
  -- Handed back to whoever enqueued it, once it was accepted.
  note text,
  happened_at bigint not null,
  created_at bigint not null,
  state text not null default 'waiting' check (state in ('waiting', 'accepted', 'expired', 'dropped', 'canceled')),
  attempts integer not null default 0,
  due_at bigint not null,
  -- The last try: address, HTTP status (null when there was no answer), the answer's beginning or the reason.
  url text,
  status integer,
  excerpt text,
  duration_ms integer,
  tried_at bigint
) with (fillfactor = 85);
create index webhook_deliveries_waiting on webhook_deliveries (app_id, seq) where state = 'waiting';
