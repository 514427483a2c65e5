-- Conversations, their members and the one log of messages (owner: conversations).
create table conversations (
  conversation_id text collate "C" primary key,
  kind text not null check (kind in ('business')),
  person_account_id text collate "C" not null,
  business_account_id text collate "C" not null,
  source text,
  created_at bigint not null,
  -- The head: what the log's newest rows say, written a moment after them and repaired from them at the start.
  last_seq bigint not null default 0,
  last_watermark bigint not null default 0,
  changed_at bigint not null,
  last_person_at bigint,
  unique (person_account_id, business_account_id)
);
-- A business's inbox, newest first, and what changed in it since a watermark.
create index conversations_inbox on conversations (business_account_id, last_watermark desc, conversation_id);

create table conversation_members (
  conversation_id text collate "C" not null,
  member smallint not null,
  account_id text collate "C" not null,
  role text not null check (role in ('person', 'business')),
  -- Everything up to this seq has reached, or was read by, this member.
  delivered bigint not null default 0,
  read bigint not null default 0,
  primary key (conversation_id, member),
  check (delivered >= read)
) with (fillfactor = 80);

-- One row a message. The primary key is the fence: whoever writes with an old idea of the last seq fails.
create table messages (
  conversation_id text collate "C" not null,
  seq bigint not null,
  -- The commit that wrote it: commits are numbered in the order in which they became visible.
  watermark bigint not null,
  at bigint not null,
  message_id text collate "C" not null,
  member smallint not null,
  via text collate "C" not null,
  reply_to bigint,
  device_id text collate "C",
  staff_id text collate "C",
  opaque text,
  -- JSON as text: it is written and sent as it is, and may hold what jsonb refuses (an escaped NUL).
  content text not null,
  constraint messages_pkey primary key (conversation_id, seq),
  -- The same id from the same kind of door is the same message, for ever.
  constraint messages_once unique (message_id, via)
);
create index messages_by_watermark on messages (watermark);

-- The history that watermarks count in, and up to where the heads of conversations are written.
create table log_state (
  one boolean primary key default true check (one),
  epoch text not null,
  flushed_watermark bigint not null default 0
);
insert into log_state (epoch) values (replace(gen_random_uuid()::text, '-', ''));
