// Finding products: the index that is kept beside them, and the lists that people page through.
import { type CollectionId, Fault, type ProductId } from '../../protocol/index.ts';
import type { Db, Reader, Tx } from '../kit/index.ts';
import type { CatalogRecord } from './store.ts';
import { type SearchWords, type Stemmer, splitWords, writeQuery, writeVector } from './words.ts';

export interface ListOptions {
  query: string;
  collectionId: CollectionId | null;
  /** `next` of the page before. */
  after: string | null;
  limit: number;
  language: string | null;
  /** The merchant sees what is hidden too. */
  withHidden: boolean;
  /** Those that are hidden, and no others. */
  onlyHidden: boolean;
}

export interface ListedIds {
  ids: ProductId[];
  next: string | null;
  total: number;
}

interface Cursor {
  total: number;
  /** Rank (0 without one) and place in order of the last product shown. */
  score: number;
  seq: number;
}
interface Found {
  product_id: ProductId;
  seq: number;
  score: number;
}
/** Everything of a product that it may be found by. */
export interface ProductWords {
  product_id: ProductId;
  title: string;
  description: string;
  brand: string | null;
  product_type: string | null;
  state: string;
  variants: { sku: string; gtin: string | null; options: Record<string, string> }[] | null;
  translations:
    | { language: string; title: string; description: string; labels: Record<string, string> }[]
    | null;
  collections: { id: CollectionId; title: string; titles: Record<string, string> }[] | null;
}

/** What searches share from one to the next. */
export interface SearchTools {
  stemmer: Stemmer;
  totals: BroadTotals;
}

/** How many products fit a broad query, remembered for a moment: counting them is most of its work. */
export class BroadTotals {
  readonly #totals = new Map<string, { total: number; until: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  get(match: string): number | undefined {
    const known = this.#totals.get(match);
    return known && known.until > this.#now() ? known.total : undefined;
  }

  set(match: string, total: number): void {
    if (this.#totals.size >= totalsMax) this.#totals.clear();
    this.#totals.set(match, { total, until: this.#now() + totalsTtlMs });
  }
}

const totalsMax = 2_000;
const totalsTtlMs = 60_000;
/** A query that fits more products than this is so broad that their order is the shop's own. */
const rankedMax = 1_000;
const scoreMax = 2_000_000_000;

/** Writes the words of these products anew, from what the tables say now. */
export async function indexProducts(
  tx: Tx,
  catalog: CatalogRecord,
  { productIds, stemmer }: { productIds: readonly ProductId[]; stemmer: Stemmer },
): Promise<void> {
  if (productIds.length === 0) return;
  const documents = await tx.sql<ProductWords>`
    select p.product_id, p.title, p.description, p.brand, p.product_type, p.state,
      (select json_agg(json_build_object('sku', v.sku, 'gtin', v.gtin, 'options', v.options))
        from variants v where v.product_id = p.product_id) as variants,
      (select json_agg(t) from product_translations t where t.product_id = p.product_id) as translations,
      (select json_agg(json_build_object('id', c.collection_id, 'title', c.title, 'titles', c.titles))
        from collection_products m join collections c using (collection_id)
        where m.product_id = p.product_id) as collections
    from products p where p.product_id = any(${productIds})`;
  await indexWords(tx, catalog, { documents, stemmer });
}

/** Writes the words of these products, whole. */
export async function indexWords(
  tx: Tx,
  catalog: CatalogRecord,
  { documents, stemmer }: { documents: readonly ProductWords[]; stemmer: Stemmer },
): Promise<void> {
  if (documents.length === 0) return;
  const languages = new Set([catalog.language]);
  const words = new Set<string>();
  const texts = documents.map((document) => {
    for (const { language } of document.translations ?? []) languages.add(language);
    const parts = collectTexts(document);
    for (const part of parts) for (const word of part.words) words.add(word);
    return parts;
  });
  const stems = await stemmer.load(tx, [...languages], words);
  const options = { stems, languages: [...languages] };
  const vectors = documents.map((document, index) => ({
    product_id: document.product_id,
    words: writeVector(texts[index]!, tagsOf(catalog, document), options),
  }));
  await tx.sql`
    insert into product_search (product_id, seq, words)
    select r.product_id, p.seq, r.words::tsvector
    from json_to_recordset(${JSON.stringify(vectors)}::json) as r(product_id text, words text)
    join products p using (product_id)
    on conflict (product_id) do update set words = excluded.words`;
}

/** A page of product ids. Faults: `invalid_request` for a cursor that is none of ours. */
export async function listProductIds(
  reader: Db,
  catalog: CatalogRecord,
  options: ListOptions & SearchTools,
): Promise<ListedIds> {
  const cursor = options.after === null ? null : parseCursor(options.after);
  const typed = options.query.trim();
  const page = typed === '' ? listInOrder : listMatches;
  const { rows, total } = await page(reader, catalog, { ...options, query: typed, cursor });
  const shown = rows.slice(0, options.limit);
  const last = shown.at(-1);
  const more = rows.length > options.limit && last !== undefined;
  return {
    ids: shown.map((row) => row.product_id),
    next: more ? writeCursor({ total, score: last.score, seq: last.seq }) : null,
    total,
  };
}

type Place = Pick<ListOptions, 'collectionId' | 'limit' | 'withHidden' | 'onlyHidden'> & {
  cursor: Cursor | null;
};
type PageOptions = ListOptions & SearchTools & { cursor: Cursor | null };
interface FoundPage {
  rows: Found[];
  total: number;
}

async function listInOrder(
  reader: Reader,
  catalog: CatalogRecord,
  { collectionId, cursor, limit, withHidden, onlyHidden }: PageOptions,
): Promise<FoundPage> {
  const afterSeq = cursor?.seq ?? -1;
  if (collectionId !== null)
    return listCollection(reader, catalog, { collectionId, cursor, limit, withHidden, onlyHidden });
  const rows = await reader.sql<Found>`
    select product_id, seq, 0 as score from products
    where catalog_id = ${catalog.catalogId} and seq > ${afterSeq} and (${withHidden} or state = 'active')
      and (state = 'hidden' or not ${onlyHidden})
    order by seq limit ${limit + 1}`;
  const { productCount, activeCount } = catalog;
  const count = onlyHidden ? productCount - activeCount : withHidden ? productCount : activeCount;
  return { rows, total: cursor?.total ?? count };
}

async function listCollection(
  reader: Reader,
  { catalogId }: CatalogRecord,
  { collectionId, cursor, limit, withHidden, onlyHidden }: Place & { collectionId: CollectionId },
): Promise<FoundPage> {
  const rows = await reader.sql<Found>`
    select p.product_id, m.position as seq, 0 as score
    from collection_products m join products p using (product_id)
    where m.collection_id = ${collectionId} and p.catalog_id = ${catalogId}
      and (${withHidden} or p.state = 'active') and (p.state = 'hidden' or not ${onlyHidden})
      and m.position > ${cursor?.seq ?? -1}
    order by m.position limit ${limit + 1}`;
  const shelf = onlyHidden ? 'hidden' : withHidden ? 'all' : 'active';
  return { rows, total: cursor?.total ?? (await countCollection(reader, collectionId, shelf)) };
}

async function countCollection(
  reader: Reader,
  id: CollectionId,
  shelf: 'all' | 'active' | 'hidden',
): Promise<number> {
  const rows =
    shelf === 'active'
      ? await reader.sql<{ total: number }>`
          select product_count as total from collections where collection_id = ${id}`
      : await reader.sql<{ total: number }>`
          select count(*) as total from collection_products m join products p using (product_id)
          where m.collection_id = ${id} and (p.state = 'hidden' or ${shelf === 'all'})`;
  return rows[0]?.total ?? 0;
}

async function listMatches(
  reader: Db,
  catalog: CatalogRecord,
  { query, collectionId, cursor, limit, language, withHidden, onlyHidden, stemmer, totals }: PageOptions,
): Promise<FoundPage> {
  const languages = [...new Set([catalog.language, ...(language === null ? [] : [language])])];
  const stems = await stemmer.load(reader, languages, splitWords(query));
  const terms = writeQuery(query, [], { stems, languages });
  if (terms === null) return { rows: [], total: 0 };
  const states = [...(onlyHidden ? [] : ['active' as const]), ...(withHidden ? ['hidden' as const] : [])];
  const shelf = `(${states.map((state) => `'${shelfTag(catalog, state)}'`).join(' | ')})`;
  const marks = collectionId === null ? shelf : `${shelf} & '~${collectionId}'`;
  const match = `${marks} & ${terms}`;
  const page = { match, terms, cursor, limit: limit + 1 };
  return reader.transaction(async (tx) => {
    // The planner takes a scan of the whole table for cheap, not knowing what comparing so many words costs.
    await tx.query('set local enable_seqscan = off');
    const known = cursor?.total ?? totals.get(match);
    if (known === undefined || known <= rankedMax) {
      const found = await findByRank(tx, page);
      // A list keeps the total it began with.
      if (cursor !== null || found.total <= rankedMax)
        return { rows: found.rows, total: cursor?.total ?? found.total };
    }
    const total = known ?? (await countMatches(tx, match));
    totals.set(match, total);
    return { rows: await findInOrder(tx, page), total };
  });
}

interface MatchPage {
  match: string;
  terms: string;
  cursor: Cursor | null;
  limit: number;
}

/** The best of those that match, if they are no more than can be compared; `total` is one too many otherwise. */
async function findByRank(reader: Reader, { match, terms, cursor, limit }: MatchPage): Promise<FoundPage> {
  const rows = await reader.sql<Found & { total: number }>`
    with matches as materialized (
      select product_id, seq, words from product_search where words @@ ${match}::tsquery limit ${rankedMax + 1}
    ), ranked as (
      select product_id, seq, (ts_rank(words, ${terms}::tsquery, 1) * 1000000)::int as score from matches
    )
    select product_id, seq, score, (select count(*) from matches) as total from ranked
    where score < ${cursor?.score ?? scoreMax}::int
      or (score = ${cursor?.score ?? scoreMax}::int and seq > ${cursor?.seq ?? -1})
    order by score desc, seq limit ${limit}`;
  return { rows, total: rows[0]?.total ?? cursor?.total ?? 0 };
}

async function countMatches(reader: Reader, match: string): Promise<number> {
  const rows = await reader.sql<{ total: number }>`
    select count(*) as total from product_search where words @@ ${match}::tsquery`;
  return rows[0]!.total;
}

/** Walks the shop's order until enough fit: with a broad query that is soon. */
async function findInOrder(reader: Reader, { match, cursor, limit }: MatchPage): Promise<Found[]> {
  return reader.sql<Found>`
    select product_id, seq, 0 as score
    from (select * from product_search where seq > ${cursor?.seq ?? -1} order by seq offset 0) s
    where words @@ ${match}::tsquery limit ${limit}`;
}

function collectTexts(row: ProductWords): SearchWords[] {
  const translations = row.translations ?? [];
  const options = (row.variants ?? []).flatMap((variant) => Object.values(variant.options));
  const labels = translations.flatMap((t) => Object.values(t.labels));
  const codes = (row.variants ?? []).flatMap((variant) => [variant.sku, variant.gtin ?? '']);
  const collections = (row.collections ?? []).flatMap((c) => [c.title, ...Object.values(c.titles)]);
  const part = (weight: SearchWords['weight'], texts: Iterable<string>) => ({
    weight,
    words: splitWords([...texts].join(' ')),
  });
  return [
    part('A', [row.title, ...translations.map((t) => t.title), ...codes]),
    part('B', [row.brand ?? '', row.product_type ?? '', ...collections]),
    part('C', new Set([...options, ...labels])),
    part('D', [row.description, ...translations.map((t) => t.description)]),
  ];
}

/** Marks narrow a search inside the index itself: no word that a person types looks like one. */
function tagsOf(catalog: CatalogRecord, row: ProductWords): string[] {
  const shelf = shelfTag(catalog, row.state === 'active' ? 'active' : 'hidden');
  return [shelf, ...(row.collections ?? []).map((collection) => `~${collection.id}`)];
}

function shelfTag(catalog: CatalogRecord, state: 'active' | 'hidden'): string {
  return `~${state === 'hidden' ? 'h' : ''}${catalog.graphId}`;
}

function writeCursor({ total, score, seq }: Cursor): string {
  return Buffer.from([total, score, seq].join('.')).toString('base64url');
}

function parseCursor(text: string): Cursor {
  const numbers = Buffer.from(text, 'base64url').toString().split('.').map(Number);
  const [total, score, seq] = numbers;
  if (numbers.length !== 3 || !numbers.every(Number.isSafeInteger))
    throw new Fault('invalid_request', 'after');
  return { total: total!, score: score!, seq: seq! };
}
