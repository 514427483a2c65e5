-- Apps of integrators, their tokens and what they subscribed to (owner: apps).
create table apps (
  app_id text primary key,
  name text not null,
  portfolio_id text not null,
  -- AES-256-GCM under a key made of the server's secret: webhooks are signed with it, so a hash does not do.
  secret_sealed bytea not null,
  -- Updates that may travel in one webhook.
  webhook_batch_max integer not null default 1,
  created_at bigint not null
);

-- The token itself is known to its bearer alone.
create table app_tokens (
  token_hash bytea primary key,
  app_id text not null references apps (app_id),
  -- What it may see: the numbers, accounts and files of this portfolio.
  portfolio_id text not null,
  user_id text not null,
  created_at bigint not null,
  expires_at bigint,
  revoked_at bigint
);
create index app_tokens_app on app_tokens (app_id);

-- Where an app hears of an object, and of which fields. `since` is a place in the log: nothing older is told.
create table app_subscriptions (
  app_id text not null references apps (app_id),
  object text not null,
  callback_url text not null,
  fields text[] not null,
  since_watermark bigint not null,
  created_at bigint not null,
  primary key (app_id, object)
);

-- The WhatsApp Business Accounts that an app listens to.
create table waba_subscriptions (
  waba_id text not null,
  app_id text not null references apps (app_id),
  override_url text,
  since_watermark bigint not null,
  created_at bigint not null,
  primary key (waba_id, app_id)
);

-- One number's own address, before that of its account and of the app.
create table number_overrides (
  phone_number_id text not null,
  app_id text not null references apps (app_id),
  override_url text not null,
  created_at bigint not null,
  primary key (phone_number_id, app_id)
);
