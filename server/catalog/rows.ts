// The statements that write products, each for a whole batch: rows travel as one JSON parameter.
import { type CollectionId, newId } from '../../protocol/index.ts';
import type { Tx } from '../kit/index.ts';
import type { CatalogRecord } from './store.ts';
import type { Work } from './upsert.ts';
import { fold } from './words.ts';

/** Where a stored picture is seen. */
export interface StoredPicture {
  url: string;
  thumbnailUrl: string;
  width: number;
  height: number;
}

interface Batch {
  works: readonly Work[];
  now: number;
}

/** More collections than a shop can show are not made of a feed's words. */
const collectionsMax = 200;

export async function writeProducts(tx: Tx, catalog: CatalogRecord, { works, now }: Batch): Promise<void> {
  const rows = works
    .filter((work) => work.action !== 'keep')
    .map(({ draft, productId, digest, optionNames }) => ({
      product_id: productId,
      handle: draft.handle,
      title: draft.title,
      description: draft.description,
      brand: draft.brand,
      option_names: optionNames,
      state: draft.state,
      link: draft.link,
      condition: draft.condition,
      product_type: draft.productType,
      source_digest: digest,
    }));
  const writes = works.filter((work) => work.action === 'insert' || work.action === 'update');
  const ids = new Set<string>(writes.map((work) => work.productId));
  await tx.sql`
    insert into products (product_id, catalog_id, handle, title, description, brand, option_names, state, link,
      condition, product_type, source_digest, created_at, changed_at)
    select r.product_id, ${catalog.catalogId}, r.handle, r.title, r.description, r.brand, r.option_names, r.state,
      r.link, r.condition, r.product_type, r.source_digest, ${now}::bigint, ${now}::bigint
    from json_to_recordset(${JSON.stringify(rows.filter((row) => ids.has(row.product_id)))}::json) as r(product_id text,
      handle text, title text, description text, brand text, option_names text[], state text, link text,
      condition text, product_type text, source_digest text)
    on conflict (product_id) do update set handle = excluded.handle, title = excluded.title,
      description = excluded.description, brand = excluded.brand, option_names = excluded.option_names,
      state = excluded.state, link = excluded.link, condition = excluded.condition,
      product_type = excluded.product_type, source_digest = excluded.source_digest,
      changed_at = excluded.changed_at`;
  const extended = rows.filter((row) => !ids.has(row.product_id));
  if (extended.length === 0) return;
  await tx.sql`update products p set option_names = r.option_names
    from json_to_recordset(${JSON.stringify(extended)}::json) as r(product_id text, option_names text[])
    where p.product_id = r.product_id and p.option_names <> r.option_names`;
}

export async function writeVariants(tx: Tx, catalog: CatalogRecord, { works, now }: Batch): Promise<void> {
  const rows = works.flatMap((work) =>
    work.variants
      .filter((variant) => variant.outcome !== 'unchanged')
      .map(({ draft, position, digest }) => ({
        product_id: work.productId,
        sku: draft.sku,
        position,
        options: draft.options,
        // As text: PostgreSQL reads it exactly, a JSON number would pass through a float.
        price_minor: draft.priceMinor.toString(),
        sale_minor: draft.saleMinor?.toString() ?? null,
        sale_from: draft.saleFrom,
        sale_until: draft.saleUntil,
        on_hand: draft.onHand,
        availability: draft.availability,
        gtin: draft.gtin,
        picture_source: draft.pictureSource,
        source_digest: digest,
      })),
  );
  if (rows.length === 0) return;
  const left = await tx.sql<{ product_id: string }>`select product_id from variants
    where catalog_id = ${catalog.catalogId} and sku = any(${rows.map((row) => row.sku)})
    and not product_id = any(${works.map((work) => work.productId)})`;
  await tx.sql`
    insert into variants (catalog_id, sku, product_id, position, options, price_minor, sale_minor, sale_from,
      sale_until, on_hand, availability, gtin, picture_source, source_digest, changed_at)
    select ${catalog.catalogId}, r.sku, r.product_id, r.position, r.options, r.price_minor, r.sale_minor,
      r.sale_from, r.sale_until, r.on_hand, r.availability, r.gtin, r.picture_source, r.source_digest, ${now}::bigint
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(sku text, product_id text, position int, options jsonb,
      price_minor bigint, sale_minor bigint, sale_from bigint, sale_until bigint, on_hand bigint, availability text,
      gtin text, picture_source text, source_digest text)
    order by r.sku
    on conflict (catalog_id, sku) do update set product_id = excluded.product_id, position = excluded.position,
      options = excluded.options, price_minor = excluded.price_minor, sale_minor = excluded.sale_minor,
      sale_from = excluded.sale_from, sale_until = excluded.sale_until, on_hand = excluded.on_hand,
      availability = excluded.availability, gtin = excluded.gtin, picture_source = excluded.picture_source,
      source_digest = excluded.source_digest, changed_at = excluded.changed_at`;
  if (left.length === 0) return;
  const emptied = await tx.sql<{ product_id: string }>`
    select p.product_id from products p where p.product_id = any(${left.map((row) => row.product_id)})
    and not exists (select 1 from variants v where v.product_id = p.product_id)`;
  await deleteProducts(
    tx,
    catalog,
    emptied.map((row) => row.product_id),
  );
}

/** Takes products away with everything that is theirs. */
export async function deleteProducts(tx: Tx, catalog: CatalogRecord, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx.sql<{ state: string; collections: string[] }>`
    select state, array(select collection_id from collection_products m where m.product_id = p.product_id)
      as collections from products p where product_id = any(${ids}) for update of p`;
  const active = rows.filter((row) => row.state === 'active').length;
  const touched = rows.filter((row) => row.state === 'active').flatMap((row) => row.collections);
  await tx.sql`update collections c set product_count = greatest(0, c.product_count - t.count)
    from (select id, count(*) from unnest(${touched}::text[]) as id group by id) t where c.collection_id = t.id`;
  await addToCounts(tx, catalog.catalogId, { products: -rows.length, active: -active });
  await tx.sql`delete from variants where product_id = any(${ids})`;
  await tx.sql`delete from product_pictures where product_id = any(${ids})`;
  await tx.sql`delete from product_translations where product_id = any(${ids})`;
  await tx.sql`delete from collection_products where product_id = any(${ids})`;
  await tx.sql`delete from product_search where product_id = any(${ids})`;
  await tx.sql`delete from products where product_id = any(${ids})`;
}

/** `stored` has the addresses of pictures that were given as media. */
export async function writePictures(
  tx: Tx,
  works: readonly Work[],
  stored: ReadonlyMap<string, StoredPicture>,
): Promise<void> {
  const writing = works.filter((work) => work.action !== 'keep');
  const rows = writing.flatMap((work) =>
    work.draft.pictures.map((picture, index) => ({
      product_id: work.productId,
      source: picture.source,
      position: index + (work.action === 'extend' ? (work.variants[0]?.position ?? 0) : 0),
      alt: picture.alt,
      ...toColumns(picture.source, stored.get(picture.source)),
    })),
  );
  const updated = writing.filter((work) => work.action === 'update').map((work) => work.productId);
  if (updated.length > 0) {
    // A feed speaks for the pictures it named before, not for those that the merchant added by hand.
    await tx.sql`delete from product_pictures i where i.product_id = any(${updated}) and i.source like 'http%'
      and not (i.product_id, i.source) in (
        select r.product_id, r.source from json_to_recordset(${JSON.stringify(rows)}::json) as r(product_id text, source text))
      and not exists (select 1 from variants v where v.product_id = i.product_id and v.picture_source = i.source)`;
  }
  if (rows.length === 0) return;
  await tx.sql`
    insert into product_pictures (product_id, source, position, alt, media_id, url, thumbnail_url, width, height)
    select distinct on (r.product_id, r.source) r.product_id, r.source, r.position, r.alt, r.media_id, r.url,
      r.thumbnail_url, r.width, r.height
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(product_id text, source text, position int, alt text,
      media_id text, url text, thumbnail_url text, width int, height int)
    order by r.product_id, r.source, r.position
    on conflict (product_id, source) do update
      set position = excluded.position, alt = excluded.alt, failure = null`;
}

function toColumns(source: string, stored: StoredPicture | undefined) {
  if (!stored) return { media_id: null, url: null, thumbnail_url: null, width: null, height: null };
  const { url, thumbnailUrl, width, height } = stored;
  return { media_id: source, url, thumbnail_url: thumbnailUrl, width, height };
}

/** A collection as search and lists know it. */
export interface KnownCollection {
  id: CollectionId;
  title: string;
  titles: Record<string, string>;
}

/**
 * Finds or makes the collections that the drafts name and puts the products into them; writes translations too.
 * Returns the collections by folded title, and which of them gained or lost a product.
 */
export async function writeCollections(
  tx: Tx,
  catalog: CatalogRecord,
  { works, mode }: { works: readonly Work[]; mode: 'merge' | 'replace' },
): Promise<{ byHandle: Map<string, KnownCollection>; touched: string[] }> {
  const writing = works.filter((work) => work.action === 'insert' || work.action === 'update');
  await writeTranslations(tx, writing);
  const titles = writing.flatMap((work) => work.draft.collections);
  const byHandle = await ensureCollections(tx, catalog, titles);
  // A feed that names no collection says nothing about them.
  const speaks = (work: Work) => mode === 'replace' || work.draft.collections.length > 0;
  const leaving = writing.filter((work) => work.action === 'update' && speaks(work));
  const left = await tx.sql<{ collection_id: string }>`
    delete from collection_products where product_id = any(${leaving.map((work) => work.productId)})
    returning collection_id`;
  const rows = writing.flatMap((work) =>
    [...new Set(work.draft.collections.map(fold))].flatMap((handle) => {
      const collection = byHandle.get(handle);
      return collection ? [{ collection_id: collection.id, product_id: work.productId }] : [];
    }),
  );
  await tx.sql`
    insert into collection_products (collection_id, product_id, position)
    select r.collection_id, r.product_id, p.seq
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(collection_id text, product_id text)
    join products p using (product_id) on conflict do nothing`;
  const touched = new Set([...left, ...rows].map((row) => row.collection_id));
  return { byHandle, touched: [...touched] };
}

async function ensureCollections(
  tx: Tx,
  catalog: CatalogRecord,
  titles: readonly string[],
): Promise<Map<string, KnownCollection>> {
  const wanted = new Map(titles.map((title) => [fold(title), title]));
  const rows = await tx.sql<KnownCollection & { handle: string }>`
    select handle, collection_id as id, title, titles from collections where catalog_id = ${catalog.catalogId}`;
  const known = new Map<string, KnownCollection>(rows.map((row) => [row.handle, row]));
  const missing = [...wanted].filter(([handle]) => !known.has(handle)).slice(0, collectionsMax - known.size);
  for (const [handle, title] of missing) {
    const id = newId('collection');
    await tx.sql`insert into collections (collection_id, catalog_id, handle, title, titles, position)
      values (${id}, ${catalog.catalogId}, ${handle}, ${title}, '{}', ${known.size})`;
    known.set(handle, { id, title, titles: {} });
  }
  return known;
}

/** Adds to the counts of a catalogue what a write changed. */
export async function addToCounts(
  tx: Tx,
  catalogId: string,
  { products, active }: { products: number; active: number },
): Promise<void> {
  if (products === 0 && active === 0) return;
  await tx.sql`update catalogs set product_count = product_count + ${products},
    active_count = active_count + ${active} where catalog_id = ${catalogId}`;
}

/** Counts the products on show in these collections anew. */
export async function countCollections(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.sql`
    update collections c set product_count = (
      select count(*) from collection_products m join products p using (product_id)
      where m.collection_id = c.collection_id and p.state = 'active'
    ) where c.collection_id = any(${ids})`;
}

/** The collections that a product stands in. */
export async function findCollectionsOf(tx: Tx, productId: string): Promise<string[]> {
  const rows = await tx.sql<{ collection_id: string }>`
    select collection_id from collection_products where product_id = ${productId}`;
  return rows.map((row) => row.collection_id);
}

/** Counts everything of a catalogue anew. */
export async function recount(tx: Tx, catalogId: string): Promise<void> {
  await tx.sql`
    update catalogs set (product_count, active_count) = (
      select count(*), count(*) filter (where state = 'active') from products where catalog_id = ${catalogId}
    ) where catalog_id = ${catalogId}`;
  const rows = await tx.sql<{ collection_id: string }>`
    select collection_id from collections where catalog_id = ${catalogId}`;
  await countCollections(
    tx,
    rows.map((row) => row.collection_id),
  );
}

/** After a replacement: takes away what the drafts do not have. */
export async function removeLeftOut(tx: Tx, works: readonly Work[]): Promise<void> {
  for (const { draft, productId } of works) {
    const skus = draft.variants.map((variant) => variant.sku);
    const sources = draft.pictures.map((picture) => picture.source);
    const languages = Object.keys(draft.translations ?? {});
    await tx.sql`delete from variants where product_id = ${productId} and not sku = any(${skus})`;
    await tx.sql`delete from product_pictures where product_id = ${productId} and not source = any(${sources})`;
    await tx.sql`delete from product_translations
      where product_id = ${productId} and not language = any(${languages})`;
  }
}

async function writeTranslations(tx: Tx, works: readonly Work[]): Promise<void> {
  const rows = works.flatMap((work) =>
    Object.entries(work.draft.translations ?? {}).map(([language, translation]) => ({
      product_id: work.productId,
      language,
      title: translation.title,
      description: translation.description,
      labels: translation.labels ?? {},
    })),
  );
  if (rows.length === 0) return;
  await tx.sql`
    insert into product_translations (product_id, language, title, description, labels)
    select r.* from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(product_id text, language text, title text, description text, labels jsonb)
    on conflict (product_id, language) do update
      set title = excluded.title, description = excluded.description, labels = excluded.labels`;
}
