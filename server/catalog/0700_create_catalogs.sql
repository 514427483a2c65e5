-- Catalogues (owner: catalog). The graph ids are the numbers by which the Cloud API knows the same things. There are no
-- foreign keys: rows.ts writes products whole and takes them away whole, and checking each row again cost an import a
-- third of its time.
create table catalogs (
  catalog_id text primary key,
  graph_id bigint not null unique generated always as identity (start with 2100000000000001),
  business_account_id text not null,
  name text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- The language of titles and descriptions that are no translations.
  language text not null,
  -- Kept by whoever writes products: counting a large catalogue takes longer than showing a page of it.
  product_count bigint not null default 0,
  active_count bigint not null default 0,
  created_at bigint not null
);
create index catalogs_by_business on catalogs (business_account_id, created_at);

create table products (
  product_id text primary key,
  catalog_id text not null,
  -- Where it stands in the shop's list: in the order in which it came.
  seq bigint not null generated always as identity,
  -- What groups variants in a feed: Shopify's handle, Meta's item_group_id, else the sku.
  handle text not null,
  title text not null,
  description text not null,
  brand text,
  option_names text[] not null,
  state text not null check (state in ('active', 'hidden')),
  -- The product's page elsewhere, kept for the export of feeds.
  link text,
  condition text not null check (condition in ('new', 'refurbished', 'used')),
  product_type text,
  -- Of the feed's words for it; null after an edit by hand, so that the next import is taken as news.
  source_digest text,
  created_at bigint not null,
  changed_at bigint not null,
  unique (catalog_id, handle)
);
create index products_in_order on products (catalog_id, seq);

create table variants (
  catalog_id text not null,
  sku text not null,
  graph_id bigint not null unique generated always as identity (start with 4100000000000001),
  product_id text not null,
  position int not null,
  options jsonb not null,
  price_minor bigint not null check (price_minor >= 0),
  sale_minor bigint check (sale_minor >= 0),
  sale_from bigint,
  sale_until bigint,
  -- Units in the house, those promised to orders included; null when stock is not counted.
  on_hand bigint,
  -- Units promised to orders that have not left yet.
  reserved bigint not null default 0 check (reserved >= 0),
  availability text not null check (availability in ('in_stock', 'out_of_stock', 'backorder', 'preorder')),
  gtin text,
  -- Names a row of product_pictures of the same product.
  picture_source text,
  source_digest text,
  changed_at bigint not null,
  primary key (catalog_id, sku)
);
create index variants_of_product on variants (product_id, position);

create table product_pictures (
  product_id text not null,
  -- The media id of a picture given to us, or the address it is to be fetched from.
  source text not null,
  position int not null,
  alt text not null,
  -- The stored picture, with its lasting addresses on this origin; null while it waits to be fetched.
  media_id text,
  url text,
  thumbnail_url text,
  width int,
  height int,
  -- Why it could not be fetched, as a code.
  failure text,
  primary key (product_id, source)
);
create index product_pictures_waiting on product_pictures (product_id) where media_id is null and failure is null;

-- Hosts of pictures that did not answer: asked again after a while, then given up.
create table picture_hosts (
  host text primary key,
  failures int not null,
  retry_at bigint not null
);

create table product_translations (
  product_id text not null,
  language text not null,
  title text not null,
  description text not null,
  -- Words of options in this language: {"Colour": "Couleur", "Walnut": "Noyer"}.
  labels jsonb not null,
  primary key (product_id, language)
);

create table collections (
  collection_id text primary key,
  graph_id bigint not null unique generated always as identity (start with 3100000000000001),
  catalog_id text not null,
  -- The folded title: what a feed's word for it is matched by.
  handle text not null,
  title text not null,
  titles jsonb not null,
  position int not null,
  -- Of products on show, kept like the counts of the catalogue.
  product_count bigint not null default 0,
  media_id text,
  url text,
  thumbnail_url text,
  unique (catalog_id, handle)
);

create table collection_products (
  collection_id text not null,
  product_id text not null,
  position bigint not null,
  primary key (collection_id, product_id)
);
create index collection_products_in_order on collection_products (collection_id, position, product_id);
create index collection_products_by_product on collection_products (product_id);

-- The words of each product, apart from the rest so that a search reads few pages.
create table product_search (
  product_id text primary key,
  seq bigint not null,
  words tsvector not null
);
create index product_search_words on product_search using gin (words);
create index product_search_in_order on product_search (seq);

create table imports (
  import_id text primary key,
  catalog_id text not null,
  format text not null check (format in ('shopify', 'meta')),
  state text not null check (state in ('running', 'done', 'failed')),
  rows bigint not null default 0,
  created bigint not null default 0,
  updated bigint not null default 0,
  unchanged bigint not null default 0,
  refused bigint not null default 0,
  -- Everything up to this line is taken or refused: after a restart the import goes on behind it.
  last_line bigint not null default 0,
  error_code text,
  error_details text,
  started_at bigint not null,
  ended_at bigint
);
create index imports_of_catalog on imports (catalog_id, started_at desc);

create table import_lines (
  import_id text not null,
  line bigint not null,
  outcome text not null,
  sku text,
  notes jsonb not null,
  primary key (import_id, line)
);
