// How a batch of drafts becomes products: compared with what is there, written only where it says something new.
import { createHash } from 'node:crypto';
import { newId, type ProductId } from '../../protocol/index.ts';
import type { ProductDraft, VariantDraft } from '../feeds/index.ts';
import type { Tx } from '../kit/index.ts';
import {
  addToCounts,
  countCollections,
  type KnownCollection,
  removeLeftOut,
  type StoredPicture,
  writeCollections,
  writePictures,
  writeProducts,
  writeVariants,
} from './rows.ts';
import { indexProducts, indexWords, type ProductWords } from './search.ts';
import type { CatalogRecord } from './store.ts';
import { fold, type Stemmer } from './words.ts';

export interface UpsertOptions {
  catalog: CatalogRecord;
  now: number;
  stemmer: Stemmer;
  /**
   * `merge` (imports) adds and updates and removes nothing but pictures that the feed no longer has; `replace` (edits
   * by hand) makes each product exactly its draft.
   */
  mode: 'merge' | 'replace';
  /** Handles that this import has written before with how many variants: theirs are added, the product stays. */
  seen?: ReadonlyMap<string, number>;
  /** Addresses of the pictures that drafts name by media id. */
  pictures?: ReadonlyMap<string, StoredPicture>;
}

export type Outcome = 'created' | 'updated' | 'unchanged';
export interface Upserted {
  productId: ProductId;
  outcome: Outcome;
  /** Whether its own words, state, pictures or collections were written. */
  isChanged: boolean;
  /** In the draft's order. */
  variants: Outcome[];
}

/** What is to be done with one draft. */
export interface Work {
  draft: ProductDraft;
  productId: ProductId;
  /** `extend`: only variants, pictures and axes are added to a product that an earlier batch wrote. */
  action: 'insert' | 'update' | 'extend' | 'keep';
  optionNames: string[];
  digest: string | null;
  /** By how many the products on show grow. */
  activeDelta: number;
  variants: VariantWork[];
}
export interface VariantWork {
  draft: VariantDraft;
  position: number;
  digest: string | null;
  outcome: Outcome;
}

interface KnownProduct {
  product_id: ProductId;
  handle: string;
  option_names: string[];
  state: string;
  source_digest: string | null;
}
interface KnownVariant {
  sku: string;
  product_id: ProductId;
  source_digest: string | null;
}

const optionNamesMax = 3;

/**
 * Writes a batch of drafts with distinct handles and distinct skus. What is already as its draft says is left alone.
 * A sku that stands under another product moves to the draft's; a product that lost its last variant goes.
 */
export async function upsertProducts(
  tx: Tx,
  drafts: readonly ProductDraft[],
  options: UpsertOptions,
): Promise<Upserted[]> {
  const { catalog, now, mode, stemmer } = options;
  // One writer a catalogue at a time: batches that touch the same rows in another order would lock each other out.
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${catalog.catalogId}, 7))`;
  const works = await compareDrafts(tx, drafts, options);
  const touched = works.filter((work) => outcomeOf(work) !== 'unchanged');
  if (touched.length > 0) {
    await writeProducts(tx, catalog, { works: touched, now });
    await writeVariants(tx, catalog, { works: touched, now });
    await writePictures(tx, touched, options.pictures ?? new Map());
    const { byHandle, touched: counted } = await writeCollections(tx, catalog, { works: touched, mode });
    if (mode === 'replace') await removeLeftOut(tx, touched);
    await indexWorks(tx, catalog, { works: touched, collections: byHandle, stemmer });
    await addToCounts(tx, catalog.catalogId, {
      products: touched.filter((work) => work.action === 'insert').length,
      active: touched.reduce((sum, work) => sum + work.activeDelta, 0),
    });
    // An import counts its collections at its end.
    if (mode === 'replace') await countCollections(tx, counted);
  }
  return works.map((work) => ({
    productId: work.productId,
    outcome: outcomeOf(work),
    isChanged: work.action === 'insert' || work.action === 'update',
    variants: work.variants.map((variant) => variant.outcome),
  }));
}

/** What is new is known whole; of what was there before, the tables know more than the draft. */
async function indexWorks(
  tx: Tx,
  catalog: CatalogRecord,
  {
    works,
    collections,
    stemmer,
  }: { works: readonly Work[]; collections: Map<string, KnownCollection>; stemmer: Stemmer },
): Promise<void> {
  const isNew = (work: Work) => work.action === 'insert';
  const documents = works.filter(isNew).map(({ productId, draft }): ProductWords => {
    const handles = [...new Set(draft.collections.map(fold))];
    return {
      product_id: productId,
      title: draft.title,
      description: draft.description,
      brand: draft.brand,
      product_type: draft.productType,
      state: draft.state,
      variants: draft.variants,
      translations: Object.entries(draft.translations ?? {}).map(([language, words]) => ({
        language,
        title: words.title,
        description: words.description,
        labels: words.labels ?? {},
      })),
      collections: handles.flatMap((handle) => collections.get(handle) ?? []),
    };
  });
  await indexWords(tx, catalog, { documents, stemmer });
  const productIds = works.filter((work) => !isNew(work)).map((work) => work.productId);
  await indexProducts(tx, catalog, { productIds, stemmer });
}

async function compareDrafts(
  tx: Tx,
  drafts: readonly ProductDraft[],
  options: UpsertOptions,
): Promise<Work[]> {
  const { catalogId } = options.catalog;
  const skus = drafts.flatMap((draft) => draft.variants.map((variant) => variant.sku));
  const products = await tx.sql<KnownProduct>`select product_id, handle, option_names, state, source_digest
    from products where catalog_id = ${catalogId} and handle = any(${drafts.map((draft) => draft.handle)})`;
  const variants = await tx.sql<KnownVariant>`select sku, product_id, source_digest
    from variants where catalog_id = ${catalogId} and sku = any(${skus})`;
  const byHandle = new Map(products.map((row) => [row.handle, row]));
  const bySku = new Map(variants.map((row) => [row.sku, row]));
  return drafts.map((draft) => compareDraft(draft, byHandle.get(draft.handle), { ...options, bySku }));
}

function compareDraft(
  draft: ProductDraft,
  known: KnownProduct | undefined,
  options: UpsertOptions & { bySku: Map<string, KnownVariant> },
): Work {
  const byHand = options.mode === 'replace';
  const productId = known?.product_id ?? newId('product', options.now);
  const digest = byHand ? null : digestOfProduct(draft);
  const offset = known ? options.seen?.get(draft.handle) : undefined;
  const variants = draft.variants.map((variant, index): VariantWork => {
    const variantDigest = byHand ? null : digestOfVariant(variant);
    const before = options.bySku.get(variant.sku);
    const isSame = before?.product_id === productId && before.source_digest === variantDigest && !byHand;
    const outcome = before ? (isSame ? 'unchanged' : 'updated') : 'created';
    return { draft: variant, position: (offset ?? 0) + index, digest: variantDigest, outcome };
  });
  const activeDelta = Number(draft.state === 'active') - Number(known?.state === 'active');
  const base = { draft, productId, digest, variants, optionNames: draft.optionNames, activeDelta };
  if (!known) return { ...base, action: 'insert' };
  if (offset !== undefined) {
    const all = [...new Set([...known.option_names, ...draft.optionNames])];
    return { ...base, action: 'extend', activeDelta: 0, optionNames: all.slice(0, optionNamesMax) };
  }
  if (byHand || known.source_digest !== digest) return { ...base, action: 'update' };
  return { ...base, action: 'keep', activeDelta: 0 };
}

function outcomeOf(work: Work): Outcome {
  if (work.action === 'insert') return 'created';
  if (work.action === 'update') return 'updated';
  return work.variants.some((variant) => variant.outcome !== 'unchanged') ? 'updated' : 'unchanged';
}

/** Short names of content: equal drafts, equal digests. */
function digestOfVariant(draft: VariantDraft): string {
  const { priceMinor, saleMinor, ...rest } = draft;
  return digest(JSON.stringify([priceMinor.toString(), saleMinor?.toString() ?? null, rest]));
}

function digestOfProduct({ variants: _variants, ...draft }: ProductDraft): string {
  return digest(JSON.stringify(draft));
}

function digest(text: string): string {
  return createHash('sha1').update(text).digest('base64url');
}
