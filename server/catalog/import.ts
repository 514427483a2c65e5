// Imports. The file is first taken in whole, as text of a known format, or refused whole; then a job takes its products,
// a batch a transaction, with the report and the place in the same transaction: whatever happens, the report says
// exactly what was taken, and after a restart the import goes on behind it.
import { createReadStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, type ImportId, limits, newId } from '../../protocol/index.ts';
import { checkHeader, decodeText, type FeedFormat, type FeedProduct, readFeed } from '../feeds/index.ts';
import type { Kit } from '../kit/index.ts';
import { enqueuePictures } from './pictures.ts';
import { type ImportRow, ReportWriter } from './report.ts';
import { recount } from './rows.ts';
import { type CatalogRecord, findCatalog } from './store.ts';
import { upsertProducts } from './upsert.ts';
import type { Stemmer } from './words.ts';

export interface NewImport {
  catalog: CatalogRecord;
  format: FeedFormat | 'auto';
  body: AsyncIterable<Uint8Array>;
}

export const importJob = 'catalog.import';
const batchProducts = 500;
const batchRows = 2_000;
const writeCharsMax = 262_144;
/** So many new rows that the planner's picture of the tables is worth renewing at once. */
const analyzeRowsMin = 2_000;

/**
 * Takes a file in and asks for its import. Nothing of it is taken when it is refused.
 * Faults: `import_header_invalid`, `import_encoding_invalid`, `import_too_large`.
 */
export async function receiveImport(kit: Kit, { catalog, format, body }: NewImport): Promise<ImportId> {
  const now = kit.clock.now();
  const importId = newId('import', now);
  const path = pathOf(kit, importId);
  try {
    const known = await spool(path, body, format);
    await kit.db.transaction(async (tx) => {
      await tx.sql`insert into imports (import_id, catalog_id, format, state, started_at)
        values (${importId}, ${catalog.catalogId}, ${known}, 'running', ${now})`;
      await kit.jobs.enqueue(tx, { name: importJob, payload: { import_id: importId }, attemptsMax: 5 });
    });
    return importId;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** Takes the products of a received file. */
export async function runImport(kit: Kit, stemmer: Stemmer, importId: ImportId): Promise<void> {
  const rows = await kit.db.sql<ImportRow>`select * from imports where import_id = ${importId}`;
  const row = rows[0];
  if (row?.state !== 'running') return;
  const catalog = (await findCatalog(kit.db, row.catalog_id))!;
  const path = pathOf(kit, importId);
  const text = createReadStream(path, { encoding: 'utf8', highWaterMark: 131_072 });
  try {
    const taking = new Taking(kit, { catalog, stemmer, report: new ReportWriter(row) });
    for await (const item of readFeed(text, { format: row.format, currency: catalog.currency })) {
      if ('header' in item) taking.noteHeader(item.header.ignored);
      else await taking.add(item);
    }
    await taking.flush();
    await kit.db.transaction((tx) => recount(tx, catalog.catalogId));
    await finish(kit, importId, null);
    if (taking.rowsTaken >= analyzeRowsMin) await renewStatistics(kit);
  } catch (error) {
    if (!(error instanceof Fault) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    // The file is gone, or is not what it was when it came in: trying again would not help.
    await finish(kit, importId, error instanceof Fault ? error : new Fault('internal', 'the file is gone'));
  }
  await rm(path, { force: true });
  await enqueuePictures(kit);
}

function pathOf(kit: Kit, importId: ImportId): string {
  return join(kit.config.dataDir, 'imports', `${importId}.txt`);
}

/** Writes the file as UTF-8 once its first line is understood. Returns the format it has. */
async function spool(
  path: string,
  body: AsyncIterable<Uint8Array>,
  format: FeedFormat | 'auto',
): Promise<FeedFormat> {
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
  const file = await open(path, 'wx', 0o600);
  try {
    let pending = '';
    let known: FeedFormat | null = null;
    for await (const piece of decodeText(body)) {
      pending += piece;
      known ??= checkHeader(pending, format, false)?.format ?? null;
      if (known === null || pending.length < writeCharsMax) continue;
      await file.write(pending);
      pending = '';
    }
    known ??= checkHeader(pending, format, true)!.format;
    await file.write(pending);
    return known;
  } finally {
    await file.close();
  }
}

interface TakingOptions {
  catalog: CatalogRecord;
  stemmer: Stemmer;
  report: ReportWriter;
}

/** Gathers products into batches and writes them. */
class Taking {
  rowsTaken = 0;
  readonly #kit: Kit;
  readonly #options: TakingOptions;
  readonly #resumeAfter: number;
  /** Every sku of the file so far: the second row of one is refused. */
  readonly #skus = new Set<string>();
  /** Variants so far of each handle that may come again. */
  readonly #handles = new Map<string, number>();
  #batch: FeedProduct[] = [];
  #batchHandles = new Set<string>();
  #batchRows = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(kit: Kit, options: TakingOptions) {
    this.#kit = kit;
    this.#options = options;
    this.#resumeAfter = options.report.lastLine;
  }

  noteHeader(ignored: readonly string[]): void {
    if (this.#resumeAfter === 0) this.#options.report.addHeader(ignored);
  }

  async add(product: FeedProduct): Promise<void> {
    const isDone = product.rows.at(-1)!.line <= this.#resumeAfter;
    this.#refuseRepeats(product);
    const handle = product.draft?.handle;
    if (handle !== undefined && this.#batchHandles.has(handle)) await this.flush();
    if (isDone) return this.#remember(product);
    this.#batch.push(product);
    this.#batchRows += product.rows.length;
    if (handle !== undefined) this.#batchHandles.add(handle);
    if (this.#batch.length >= batchProducts || this.#batchRows >= batchRows) await this.#beginWrite();
  }

  /** Resolves when everything added so far is written. */
  async flush(): Promise<void> {
    await this.#beginWrite();
    await this.#writing;
  }

  /** Waits for the batch before and starts to write this one: the next is read meanwhile. */
  async #beginWrite(): Promise<void> {
    await this.#writing;
    const batch = this.#batch;
    if (batch.length === 0) return;
    this.rowsTaken += this.#batchRows;
    this.#batch = [];
    this.#batchHandles = new Set();
    this.#batchRows = 0;
    this.#writing = this.#write(batch);
    // Whoever awaits it next hears of a failure; until then nobody listens.
    this.#writing.catch(() => {});
  }

  async #write(batch: readonly FeedProduct[]): Promise<void> {
    const { catalog, stemmer, report } = this.#options;
    const now = this.#kit.clock.now();
    const drafts = batch.flatMap((product) => (product.draft ? [product.draft] : []));
    await this.#kit.db.transaction(async (tx) => {
      const options = { catalog, now, stemmer, mode: 'merge', seen: this.#handles } as const;
      const upserted = await upsertProducts(tx, drafts, options);
      await report.write(tx, batch, upserted);
    });
    for (const product of batch) this.#remember(product);
  }

  /** A sku names one thing: the rows after its first are not taken. */
  #refuseRepeats(product: FeedProduct): void {
    const variants = product.draft?.variants ?? [];
    const kept = variants.map((variant) => {
      if (this.#skus.has(variant.sku)) return false;
      this.#skus.add(variant.sku);
      return true;
    });
    if (!product.draft || kept.every(Boolean)) return;
    const places = kept.map((isKept, index) => (isKept ? kept.slice(0, index).filter(Boolean).length : null));
    for (const row of product.rows) {
      if (row.variant === null) continue;
      const place = places[row.variant]!;
      row.variant = place;
      if (place !== null) continue;
      row.isRefused = true;
      row.notes.push({ code: 'sku_twice', column: null, value: row.sku });
    }
    product.draft.variants = variants.filter((_variant, index) => kept[index]);
    if (product.draft.variants.length === 0) product.draft = null;
  }

  #remember({ draft }: FeedProduct): void {
    if (draft)
      this.#handles.set(draft.handle, (this.#handles.get(draft.handle) ?? 0) + draft.variants.length);
  }
}

async function finish({ db, clock }: Kit, importId: ImportId, fault: Fault | null): Promise<void> {
  await db.sql`
    update imports set state = ${fault ? 'failed' : 'done'}, error_code = ${fault?.code ?? null},
      error_details = ${fault?.details ?? null}, ended_at = ${clock.now()}
    where import_id = ${importId}`;
}

/** After many new rows: without it the first searches would be planned for an empty shop. */
async function renewStatistics({ db, log }: Kit): Promise<void> {
  const tables = 'products, variants, product_pictures, product_search, collection_products';
  try {
    await db.query(`vacuum (analyze) ${tables}`);
  } catch (error) {
    log.warn({ err: error }, 'the statistics of the catalogue could not be renewed');
  }
}

/** A file that is larger than may be is refused before its first byte is read. */
export function checkLength(contentLength: string | null): void {
  if (Number(contentLength ?? 0) > limits.importBytesMax)
    throw new Fault('import_too_large', `more than ${limits.importBytesMax} bytes`);
}
