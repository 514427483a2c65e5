// Edits by hand: what a merchant sets in the console, one product or a few prices at a time.
import type { InferOutput } from 'valibot';
import {
  type AccountId,
  type CollectionId,
  type collectionsInputSchema,
  Fault,
  newId,
  type ProductId,
  type productInputSchema,
  type VariantChange,
} from '../../protocol/index.ts';
import { cleanText, type ProductDraft, readAddress, readGtin } from '../feeds/index.ts';
import type { Kit, Tx } from '../kit/index.ts';
import { type PictureDeps, publish, publishPictures } from './pictures.ts';
import { addToCounts, countCollections, deleteProducts, findCollectionsOf, recount } from './rows.ts';
import { indexProducts } from './search.ts';
import type { CatalogRecord } from './store.ts';
import { type Upserted, upsertProducts } from './upsert.ts';
import { fold, type Stemmer } from './words.ts';

export interface EditParts {
  kit: Kit;
  deps: PictureDeps;
  stemmer: Stemmer;
}

export type ProductFields = InferOutput<typeof productInputSchema>;
type CollectionFields = InferOutput<typeof collectionsInputSchema>['collections'][number];

/** Makes products exactly their drafts. Faults: `not_found` (a picture that is not this business's). */
export async function writeDrafts(
  { kit, deps, stemmer }: EditParts,
  catalog: CatalogRecord,
  drafts: readonly ProductDraft[],
): Promise<Upserted[]> {
  const published = await publishPictures(deps, catalog.businessAccountId, drafts);
  const { pictures } = published;
  const options = { catalog, now: kit.clock.now(), stemmer, mode: 'replace', pictures } as const;
  return kit.db.transaction((tx) => upsertProducts(tx, published.drafts, options));
}

/** What the console sent as a draft. Faults: `invalid_request`, naming the field. */
export function draftOf(sent: ProductFields, handle: string): ProductDraft {
  const input = cleanAll(sent);
  const sources = input.pictures.map((picture) => checkSource(picture.source));
  const skus = new Set<string>();
  return {
    handle,
    title: input.title,
    description: input.description,
    brand: input.brand,
    optionNames: input.option_names,
    state: input.state,
    link: input.link,
    condition: input.condition,
    productType: input.product_type,
    pictures: input.pictures.map((picture, index) => ({
      source: sources[index]!,
      alt: picture.alt || input.title,
    })),
    collections: input.collections,
    translations: input.translations,
    variants: input.variants.map((variant, index) => {
      const at = `variants.${index}`;
      if (skus.has(variant.sku)) throw new Fault('invalid_request', `${at}.sku: twice`);
      skus.add(variant.sku);
      const unknown = Object.keys(variant.options).find((name) => !input.option_names.includes(name));
      if (unknown !== undefined) throw new Fault('invalid_request', `${at}.options: ${unknown}`);
      if (variant.gtin && !readGtin(variant.gtin))
        throw new Fault('invalid_request', `${at}.gtin: check digit`);
      if (variant.picture_source && !sources.includes(variant.picture_source))
        throw new Fault('invalid_request', `${at}.picture_source`);
      return {
        sku: variant.sku,
        options: variant.options,
        priceMinor: BigInt(variant.price_minor),
        saleMinor: variant.sale_minor === null ? null : BigInt(variant.sale_minor),
        saleFrom: variant.sale_from,
        saleUntil: variant.sale_until,
        onHand: variant.on_hand,
        availability: variant.availability,
        gtin: variant.gtin ? readGtin(variant.gtin) : null,
        pictureSource: variant.picture_source,
      };
    }),
  };
}

/** The same value with every text in it clean: a database does not take what a keyboard cannot make. */
function cleanAll<T>(value: T): T {
  if (typeof value === 'string') return cleanText(value, true) as T;
  if (Array.isArray(value)) return value.map(cleanAll) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [cleanText(key, true), cleanAll(inner)]);
  return Object.fromEntries(entries) as T;
}

/** A sku of one product must not be taken by another by mistake. Faults: `invalid_request`. */
export async function checkSkus(
  { kit }: EditParts,
  catalog: CatalogRecord,
  draft: ProductDraft,
): Promise<void> {
  const skus = draft.variants.map((variant) => variant.sku);
  const rows = await kit.db.sql<{ sku: string }>`
    select v.sku from variants v join products p using (product_id)
    where v.catalog_id = ${catalog.catalogId} and v.sku = any(${skus}) and p.handle <> ${draft.handle} limit 1`;
  if (rows[0])
    throw new Fault('invalid_request', `variants: the sku ${rows[0].sku} belongs to another product`);
}

/** Shows or hides a product. Faults: `not_found`. */
export async function setProductState(
  { kit, stemmer }: EditParts,
  catalog: CatalogRecord,
  { productId, state }: { productId: ProductId; state: 'active' | 'hidden' },
): Promise<void> {
  await kit.db.transaction(async (tx) => {
    const rows = await tx.sql<{ state: string }>`select state from products
      where product_id = ${productId} and catalog_id = ${catalog.catalogId} for update`;
    if (!rows[0]) throw new Fault('not_found', 'product_id');
    if (rows[0].state === state) return;
    await tx.sql`update products set state = ${state}, source_digest = null, changed_at = ${kit.clock.now()}
      where product_id = ${productId}`;
    await indexProducts(tx, catalog, { productIds: [productId], stemmer });
    await addToCounts(tx, catalog.catalogId, { products: 0, active: state === 'active' ? 1 : -1 });
    await countCollections(tx, await findCollectionsOf(tx, productId));
  });
}

/** Takes a product away for good; orders keep what they say of it. False when there is none. */
export async function removeProduct(
  { kit }: EditParts,
  catalog: CatalogRecord,
  productId: ProductId,
): Promise<boolean> {
  return kit.db.transaction(async (tx) => {
    const rows = await tx.sql`select 1 from products
      where product_id = ${productId} and catalog_id = ${catalog.catalogId} for update`;
    if (rows.length > 0) await deleteProducts(tx, catalog, [productId]);
    return rows.length > 0;
  });
}

/** Prices and stock, all or none. Faults: `not_found`, naming the sku. */
export async function changeVariants(
  { kit }: EditParts,
  catalog: CatalogRecord,
  changes: readonly VariantChange[],
): Promise<void> {
  const inOrder = [...changes].sort((a, b) => (a.sku < b.sku ? -1 : 1));
  await kit.db.transaction(async (tx) => {
    for (const change of inOrder) await changeVariant(tx, catalog, { change, now: kit.clock.now() });
  });
}

async function changeVariant(
  tx: Tx,
  { catalogId }: CatalogRecord,
  { change, now }: { change: VariantChange; now: number },
): Promise<void> {
  const has = (name: keyof VariantChange) => change[name] !== undefined;
  const rows = await tx.sql`
    update variants set
      price_minor = case when ${has('price_minor')} then ${change.price_minor ?? null}::bigint else price_minor end,
      sale_minor = case when ${has('sale_minor')} then ${change.sale_minor ?? null}::bigint else sale_minor end,
      sale_from = case when ${has('sale_from')} then ${change.sale_from ?? null}::bigint else sale_from end,
      sale_until = case when ${has('sale_until')} then ${change.sale_until ?? null}::bigint else sale_until end,
      on_hand = case when ${has('on_hand')} then ${change.on_hand ?? null}::bigint else on_hand end,
      availability = coalesce(${change.availability ?? null}::text, availability),
      source_digest = null, changed_at = ${now}
    where catalog_id = ${catalogId} and sku = ${change.sku} returning 1`;
  if (rows.length === 0) throw new Fault('not_found', `sku: ${change.sku}`);
}

/** Sets all collections in their order; products keep theirs, of those that stay. Faults: `not_found` (a picture). */
export async function writeCollectionList(
  { kit, deps, stemmer }: EditParts,
  catalog: CatalogRecord,
  collections: readonly CollectionFields[],
): Promise<void> {
  const rows = await Promise.all(
    cleanAll(collections).map(async (fields, position) => ({
      ...(await choosePicture(deps, catalog.businessAccountId, fields)),
      collection_id: fields.collection_id ?? newId('collection'),
      handle: fold(fields.title),
      title: fields.title,
      titles: fields.titles,
      position,
    })),
  );
  if (new Set(rows.map((row) => row.handle)).size < rows.length)
    throw new Fault('invalid_request', 'collections: two of the same title');
  await kit.db.transaction(async (tx) => {
    const ids = rows.map((row) => row.collection_id);
    const left = await tx.sql<{ product_id: ProductId }>`
      select distinct m.product_id from collection_products m join collections c using (collection_id)
      where c.catalog_id = ${catalog.catalogId}`;
    const gone = await tx.sql<{ collection_id: string }>`delete from collections
      where catalog_id = ${catalog.catalogId} and not collection_id = any(${ids}) returning collection_id`;
    await tx.sql`delete from collection_products
      where collection_id = any(${gone.map((row) => row.collection_id)})`;
    // Titles may change places: nobody holds one while they do.
    await tx.sql`update collections set handle = collection_id where catalog_id = ${catalog.catalogId}`;
    await tx.sql`
      insert into collections (collection_id, catalog_id, handle, title, titles, position, media_id, url, thumbnail_url)
      select r.collection_id, ${catalog.catalogId}, r.handle, r.title, r.titles, r.position, r.media_id, r.url,
        r.thumbnail_url
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(collection_id text, handle text, title text,
        titles jsonb, position int, media_id text, url text, thumbnail_url text)
      on conflict (collection_id) do update set handle = excluded.handle, title = excluded.title,
        titles = excluded.titles, position = excluded.position, media_id = excluded.media_id, url = excluded.url,
        thumbnail_url = excluded.thumbnail_url
      where collections.catalog_id = excluded.catalog_id`;
    for (let at = 0; at < left.length; at += 1_000) {
      const productIds = left.slice(at, at + 1_000).map((row) => row.product_id);
      await indexProducts(tx, catalog, { productIds, stemmer });
    }
    await recount(tx, catalog.catalogId);
  });
}

async function choosePicture(
  { media }: PictureDeps,
  accountId: AccountId,
  { media_id }: CollectionFields,
): Promise<{ media_id: string | null; url: string | null; thumbnail_url: string | null }> {
  if (media_id === null) return { media_id: null, url: null, thumbnail_url: null };
  const id = await publish(media, media_id, accountId);
  const stored = (await media.pictures([id])).get(id);
  if (!stored) throw new Fault('not_found', 'media_id');
  return { media_id: id, url: stored.url, thumbnail_url: stored.thumbnailUrl };
}

function checkSource(source: string): string {
  const known = source.startsWith('med_') ? source : readAddress(source);
  if (known === null) throw new Fault('invalid_request', 'pictures: source');
  return known;
}

export type { CollectionFields, CollectionId };
