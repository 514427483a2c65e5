-- Baskets, one a person and shop (owner: commerce).
create table carts (
  person_account_id text not null,
  business_account_id text not null,
  lines jsonb not null,
  changed_at bigint not null,
  primary key (person_account_id, business_account_id)
);

-- Orders (owner: commerce). What it cost is kept as it was agreed; the catalogue may change, the order does not.
create table orders (
  order_id text primary key,
  number bigint not null,
  business_account_id text not null,
  person_account_id text not null,
  conversation_id text not null,
  catalog_id text,
  -- The message that placed it: the same message never places two.
  message_id text unique,
  -- Of the request as it came, so that a repeated id with other lines is told apart.
  request_digest text not null,
  device_id text,
  reference_id text not null,
  state text not null check (
    state in ('placed', 'accepted', 'paid', 'shipped', 'completed', 'canceled', 'expired', 'refunded')
  ),
  revision int not null,
  currency text not null,
  language text not null,
  subtotal_minor bigint not null check (subtotal_minor >= 0),
  shipping_minor bigint not null check (shipping_minor >= 0),
  discount_minor bigint not null check (discount_minor >= 0),
  tax_minor bigint not null check (tax_minor >= 0),
  tax_rate_basis_points int not null,
  total_minor bigint not null check (total_minor >= 0),
  note text,
  payment_id text,
  -- Counts the requests for payment: a new sum needs a new one.
  payment_round int not null default 0,
  reserved_until bigint,
  -- The states it has been in: [{"state": …, "at": …}].
  history jsonb not null,
  -- How the Cloud API asked for payment: {"body": …, "opaque": …, "via": "api"}.
  request jsonb,
  placed_at bigint not null,
  changed_at bigint not null,
  unique (business_account_id, number),
  unique (business_account_id, reference_id)
);
create index orders_of_business on orders (business_account_id, number desc);
create index orders_of_business_by_state on orders (business_account_id, state, number desc);
create index orders_of_person on orders (person_account_id, placed_at desc);
create index orders_of_conversation on orders (conversation_id, number desc);
create index orders_by_payment on orders (payment_id) where payment_id is not null;

create table order_lines (
  order_id text not null references orders on delete cascade,
  position int not null,
  sku text not null,
  title text not null,
  options jsonb not null,
  quantity int not null check (quantity > 0),
  unit_minor bigint not null check (unit_minor >= 0),
  picture jsonb,
  -- Whether the catalogue holds these units back for the order.
  reserved boolean not null,
  primary key (order_id, position)
);

-- Every change there was, with the ticket as it stood then: what is announced is never a later state.
create table order_revisions (
  order_id text not null references orders on delete cascade,
  revision int not null,
  state text not null,
  at bigint not null,
  -- Who did it: an account, a member of staff, or 'system'.
  actor text not null,
  ticket jsonb not null,
  -- How it is told: {"type": "order_status", "body": …}; null when another message tells it.
  announcement jsonb,
  primary key (order_id, revision)
);

create table order_numbers (
  business_account_id text primary key,
  last_number bigint not null
);
