-- A file that somebody put here (owner: media). The bytes lie under their sha256 in the data folder, shared by all rows
-- that have the same.
create table media (
  id text primary key,
  -- The number by which the Cloud API knows it.
  graph_id bigint not null unique,
  owner_account_id text not null,
  -- Of the bytes as they came.
  sha256 text not null,
  mime_type text not null,
  kind text not null check (kind in ('image', 'audio', 'video', 'document')),
  size_bytes bigint not null,
  width int,
  height int,
  file_name text,
  -- Who gave it: only the API gets its own bytes back, everybody else a re-encoded picture.
  origin text not null check (origin in ('person', 'api', 'shop')),
  -- Pictures of a catalogue: anybody may see them, and caches keep them.
  is_public boolean not null,
  created_at bigint not null
);
create index media_by_owner on media (owner_account_id, created_at);
create index media_by_sha256 on media (sha256);

-- What was re-encoded from a picture, once for all rows with the same bytes (owner: media).
create table media_variants (
  source_sha256 text not null,
  variant text not null check (variant in ('full', 'thumbnail', 'jpeg')),
  sha256 text not null,
  mime_type text not null,
  size_bytes bigint not null,
  width int not null,
  height int not null,
  primary key (source_sha256, variant)
);
create index media_variants_by_sha256 on media_variants (sha256);
