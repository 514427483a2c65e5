// Finding products: the index that is kept beside them, and the lists that people page through.
import { type CatalogId, type CollectionId, Fault, type ProductId } from '../../protocol/index.ts';
import type { Reader, Tx } from '../kit/index.ts';
import type { CatalogRecord } from './store.ts';
import { type SearchText, type Stemmer, splitWords, writeQuery, writeVector } from './words.ts';

export interface ListOptions {
  query: string;
  collectionId: CollectionId | null;
  /** `next` of the page before. */
  after: string | null;
  limit: number;
  language: string | null;
  /** The merchant sees what is hidden too. */
  withHidden: boolean;
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
interface DocumentRow {
  product_id: ProductId;
  title: string;
  description: string;
  brand: string | null;
  product_type: string | null;
  state: string;
  variants: { sku: string; gtin: string | null; options: Record<string, string> }[];
  translations:
    | { language: string; title: string; description: string; labels: Record<string, string> }[]
    | null;
  collections: { id: CollectionId; title: string; titles: Record<string, string> }[] | null;
}

/** A query that fits more products than this is so broad that their order is the shop's own. */
const rankedMax = 1_000;

/** Writes the words of these products anew, from what the tables say now. */
export async function indexProducts(
  tx: Tx,
  catalog: CatalogRecord,
  { productIds, stemmer }: { productIds: readonly ProductId[]; stemmer: Stemmer },
): Promise<void> {
  const rows = await tx.sql<DocumentRow>`
    select p.product_id, p.title, p.description, p.brand, p.product_type, p.state,
      (select json_agg(json_build_object('sku', v.sku, 'gtin', v.gtin, 'options', v.options))
        from variants v where v.product_id = p.product_id) as variants,
      (select json_agg(t) from product_translations t where t.product_id = p.product_id) as translations,
      (select json_agg(json_build_object('id', c.collection_id, 'title', c.title, 'titles', c.titles))
        from collection_products m join collections c using (collection_id)
        where m.product_id = p.product_id) as collections
    from products p where p.product_id = any(${productIds})`;
  const documents = rows.map((row) => ({ row, texts: collectTexts(row) }));
  const languages = [
    catalog.language,
    ...rows.flatMap((row) => row.translations?.map((t) => t.language) ?? []),
  ];
  const distinct = [...new Set(languages)];
  const words = documents.flatMap(({ texts }) => texts.flatMap(({ text }) => splitWords(text)));
  const stems = await stemmer.load(tx, distinct, words);
  const vectors = documents.map(({ row, texts }) => ({
    product_id: row.product_id,
    words: writeVector(texts, tagsOf(catalog, row), { stems, languages: distinct }),
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
  reader: Reader,
  catalog: CatalogRecord,
  options: ListOptions & { stemmer: Stemmer },
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

type PageOptions = ListOptions & { stemmer: Stemmer; cursor: Cursor | null };
interface FoundPage {
  rows: Found[];
  total: number;
}

async function listInOrder(
  reader: Reader,
  catalog: CatalogRecord,
  { collectionId, cursor, limit, withHidden }: PageOptions,
): Promise<FoundPage> {
  const { catalogId } = catalog;
  const afterSeq = cursor?.seq ?? -1;
  const states = withHidden ? ['active', 'hidden'] : ['active'];
  if (collectionId !== null) {
    const rows = await reader.sql<Found>`
      select p.product_id, m.position as seq, 0 as score
      from collection_products m join products p using (product_id)
      where m.collection_id = ${collectionId} and p.catalog_id = ${catalogId} and p.state = any(${states})
        and m.position > ${afterSeq} order by m.position, p.product_id limit ${limit + 1}`;
    return {
      rows,
      total: cursor?.total ?? (await countCollection(reader, { catalogId, collectionId, states })),
    };
  }
  const rows = withHidden
    ? await reader.sql<Found>`select product_id, seq, 0 as score from products
        where catalog_id = ${catalogId} and seq > ${afterSeq} order by seq limit ${limit + 1}`
    : await reader.sql<Found>`select product_id, seq, 0 as score from products
        where catalog_id = ${catalogId} and state = 'active' and seq > ${afterSeq} order by seq limit ${limit + 1}`;
  return { rows, total: cursor?.total ?? (await countProducts(reader, catalogId, states)) };
}

async function listMatches(
  reader: Reader,
  catalog: CatalogRecord,
  { query, collectionId, cursor, limit, language, withHidden, stemmer }: PageOptions,
): Promise<FoundPage> {
  const languages = [...new Set([catalog.language, ...(language === null ? [] : [language])])];
  const stems = await stemmer.load(reader, languages, splitWords(query));
  const terms = writeQuery(query, [], { stems, languages });
  if (terms === null) return { rows: [], total: 0 };
  const shelf = withHidden
    ? `('${shelfTag(catalog, 'active')}' | '${shelfTag(catalog, 'hidden')}')`
    : `'${shelfTag(catalog, 'active')}'`;
  const marks = collectionId === null ? shelf : `${shelf} & '~${collectionId}'`;
  const match = `${marks} & ${terms}`;
  const total = cursor?.total ?? (await countMatches(reader, match));
  const rows =
    total > rankedMax
      ? await findInOrder(reader, { match, afterSeq: cursor?.seq ?? -1, limit: limit + 1 })
      : await findByRank(reader, { match, terms, cursor, limit: limit + 1 });
  return { rows, total };
}

async function countMatches(reader: Reader, match: string): Promise<number> {
  const rows = await reader.sql<{ total: number }>`
    select count(*) as total from product_search where words @@ ${match}::tsquery`;
  return rows[0]!.total;
}

/** Walks the shop's order until enough fit: with a broad query that is soon. */
async function findInOrder(
  reader: Reader,
  { match, afterSeq, limit }: { match: string; afterSeq: number; limit: number },
): Promise<Found[]> {
  return reader.sql<Found>`
    select product_id, seq, 0 as score
    from (select * from product_search where seq > ${afterSeq} order by seq offset 0) s
    where words @@ ${match}::tsquery limit ${limit}`;
}

async function findByRank(
  reader: Reader,
  { match, terms, cursor, limit }: { match: string; terms: string; cursor: Cursor | null; limit: number },
): Promise<Found[]> {
  return reader.sql<Found>`
    select product_id, seq, score from (
      select product_id, seq, (ts_rank(words, ${terms}::tsquery, 1) * 1000000)::int as score
      from product_search where words @@ ${match}::tsquery
    ) s
    where score < ${cursor?.score ?? 2_000_000_000}::int
      or (score = ${cursor?.score ?? 2_000_000_000}::int and seq > ${cursor?.seq ?? -1})
    order by score desc, seq limit ${limit}`;
}

async function countProducts(reader: Reader, catalogId: CatalogId, states: string[]): Promise<number> {
  const rows = await reader.sql<{ total: number }>`
    select count(*) as total from products where catalog_id = ${catalogId} and state = any(${states})`;
  return rows[0]!.total;
}

async function countCollection(
  reader: Reader,
  { catalogId, collectionId, states }: { catalogId: CatalogId; collectionId: CollectionId; states: string[] },
): Promise<number> {
  const rows = await reader.sql<{ total: number }>`
    select count(*) as total from collection_products m join products p using (product_id)
    where m.collection_id = ${collectionId} and p.catalog_id = ${catalogId} and p.state = any(${states})`;
  return rows[0]!.total;
}

function collectTexts(row: DocumentRow): SearchText[] {
  const translations = row.translations ?? [];
  const options = (row.variants ?? []).flatMap((variant) => Object.values(variant.options));
  const labels = translations.flatMap((t) => Object.values(t.labels));
  const codes = (row.variants ?? []).flatMap((variant) => [variant.sku, variant.gtin ?? '']);
  const collections = (row.collections ?? []).flatMap((c) => [c.title, ...Object.values(c.titles)]);
  return [
    { weight: 'A', text: [row.title, ...translations.map((t) => t.title)].join(' ') },
    { weight: 'A', text: codes.join(' ') },
    { weight: 'B', text: [row.brand ?? '', row.product_type ?? '', ...collections].join(' ') },
    { weight: 'C', text: [...new Set([...options, ...labels])].join(' ') },
    { weight: 'D', text: [row.description, ...translations.map((t) => t.description)].join(' ') },
  ];
}

/** Marks narrow a search inside the index itself: no word that a person types looks like one. */
function tagsOf(catalog: CatalogRecord, row: DocumentRow): string[] {
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
