-- What the Cloud API keeps beside what other modules own (owner: business).
-- Sends that were answered with an id and could not be carried out: told later, by a `failed` status.
create table refused_sends (
  refusal_id text primary key,
  business_account_id text not null,
  -- Null when nobody was found.
  conversation_id text,
  -- As the caller named the recipient: digits of a number, or a user id.
  recipient_id text,
  recipient_user_id text,
  code integer not null,
  details text not null,
  opaque text,
  refused_at bigint not null
);
create index refused_sends_refused on refused_sends (refused_at);

-- Files that reached a business by a webhook: it may fetch them, though a person owns them.
create table media_grants (
  media_id text not null,
  business_account_id text not null,
  granted_at bigint not null,
  primary key (media_id, business_account_id)
);

create table commerce_settings (
  business_account_id text primary key,
  is_cart_enabled boolean not null,
  is_catalog_visible boolean not null
);

-- Up to where the log was read for webhooks.
create table feed_cursors (
  feed text primary key,
  watermark bigint not null
);

-- Up to where an app was told that the person has got, and read, what the business sent by the API.
create table told_receipts (
  conversation_id text primary key,
  delivered bigint not null,
  read bigint not null
);
