-- As what this database began, for ever: what was tried in a sandbox never passes for real (owner: sandbox).
create table instance (
  one boolean primary key default true check (one),
  mode text not null check (mode in ('sandbox', 'production')),
  born_at bigint not null
);

-- What a sandbox remembers: how far its clock is ahead, its world (owner: sandbox).
create table sandbox_state (
  key text primary key,
  value json not null
);
