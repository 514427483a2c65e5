-- Accounts, their aliases, logins and privacy (owner: accounts).
create table accounts (
  account_id text primary key,
  kind text not null check (kind in ('person', 'business')),
  name text not null,
  language text not null,
  -- ISO 3166-1 alpha-2 of the number it began with: leads the opaque user ids.
  country text not null,
  avatar_url text,
  created_at bigint not null,
  deleted_at bigint
);

create table businesses (
  account_id text primary key references accounts (account_id),
  handle text not null unique,
  verified boolean not null,
  portfolio_id text not null,
  waba_id text not null,
  phone_number_id text not null unique,
  display_phone text not null unique,
  catalog_id text,
  currency text not null,
  tax_rate_basis_points integer not null,
  profile jsonb not null,
  cover_url text
);
create index businesses_waba on businesses (waba_id);

-- What an account is reached by. A number changes hands: the row says from when until when it was whose.
create table aliases (
  kind text not null check (kind in ('phone', 'username')),
  value text not null,
  account_id text not null references accounts (account_id),
  since_at bigint not null,
  until_at bigint,
  id bigint generated always as identity primary key
);
create unique index aliases_live_value on aliases (kind, value) where until_at is null;
create unique index aliases_live_account on aliases (account_id, kind) where until_at is null;
create index aliases_value on aliases (value);

-- The opaque id of a person towards one business portfolio. Ended ones name nobody, and are never given out again.
create table user_ids (
  portfolio_id text not null,
  user_id text not null,
  account_id text not null references accounts (account_id),
  since_at bigint not null,
  until_at bigint,
  primary key (portfolio_id, user_id)
);
create unique index user_ids_live on user_ids (portfolio_id, account_id) where until_at is null;
create index user_ids_account on user_ids (account_id);

create table phone_shares (
  account_id text not null references accounts (account_id),
  business_account_id text not null references accounts (account_id),
  shared_at bigint not null,
  primary key (account_id, business_account_id)
);

create table blocks (
  account_id text not null references accounts (account_id),
  business_account_id text not null references accounts (account_id),
  blocked_at bigint not null,
  primary key (account_id, business_account_id)
);

create table staff (
  staff_id text primary key,
  account_id text not null references accounts (account_id),
  name text not null,
  email text not null unique,
  role text not null check (role in ('owner', 'agent')),
  created_at bigint not null,
  disabled_at bigint
);
create index staff_account on staff (account_id);

-- One row is one login. The token itself is known to its device alone.
create table devices (
  device_id text primary key,
  account_id text not null references accounts (account_id),
  staff_id text references staff (staff_id),
  name text not null,
  token_hash bytea not null unique,
  -- A login of the sandbox's contract file, which never expires; never made in production.
  lasting boolean not null,
  created_at bigint not null,
  seen_at bigint not null,
  ended_at bigint
);
create index devices_account on devices (account_id);

create table sign_in_codes (
  request_id text primary key,
  purpose text not null check (purpose in ('sign_in', 'change_number', 'delete_account')),
  phone text not null,
  -- Who asked, when it takes a session to ask.
  account_id text,
  code_hash bytea not null,
  tries integer not null default 0,
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint
);
create index sign_in_codes_phone on sign_in_codes (phone);
create index sign_in_codes_created on sign_in_codes (created_at);

-- Sliding windows of the limits; keys are keyed hashes, so that a row betrays neither number nor address.
create table attempts (
  key bytea not null,
  at bigint not null
);
create index attempts_key on attempts (key, at);
create index attempts_at on attempts (at);

-- better-auth's schema for e-mail and password (its `user` and `account`); `id` of the first is our staff id. Its
-- dates are timestamps, therefore not named `*_at`.
create table auth_users (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null,
  image text,
  created timestamptz not null,
  updated timestamptz not null
);

create table auth_credentials (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references auth_users (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires timestamptz,
  refresh_token_expires timestamptz,
  scope text,
  password text,
  created timestamptz not null,
  updated timestamptz not null
);
create index auth_credentials_user on auth_credentials (user_id);
