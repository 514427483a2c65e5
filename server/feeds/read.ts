// A feed from its text to its products: one after the other, so that a file of any length needs little memory.
import { Fault, limits } from '../../protocol/index.ts';
import { Row } from './cells.ts';
import { CsvReader, type CsvRecord, detectDelimiter } from './csv.ts';
import type { FeedProduct, FeedRow } from './feed-product.ts';
import { type FeedFormat, type Header, readHeader } from './header.ts';
import { metaHandleOf, readMetaProduct } from './meta.ts';
import { readShopifyProduct } from './shopify.ts';

export interface FeedOptions {
  format: FeedFormat | 'auto';
  /** ISO 4217: prices in another one are refused. */
  currency: string;
  rowsMax?: number;
}

/** More of one product than Shopify itself allows is handed on in parts. */
const groupRowsMax = 2_500;
const groupCharsMax = 8_388_608;
const headerCharsMax = 65_536;

/**
 * Reads the header off the beginning of a file, for an early answer; `text` is what came so far. Null when the line
 * is not complete yet. Faults: `import_header_invalid`.
 */
export function checkHeader(text: string, wanted: FeedFormat | 'auto', isEnd: boolean): Header | null {
  const records = readBeginning(text, isEnd);
  if (records === null) {
    if (text.length > headerCharsMax) throw new Fault('import_header_invalid', 'the first line has no end');
    return null;
  }
  if (records.length === 0) throw new Fault('import_header_invalid', 'the file is empty');
  return readHeader(records[0]!.cells, wanted);
}

/** The products of a feed in the order of their first rows, and the rows that belong to none. */
export async function* readFeed(
  source: AsyncIterable<string>,
  options: FeedOptions,
): AsyncGenerator<{ header: Header } | FeedProduct> {
  let groups: Grouping | null = null;
  for await (const records of readRecords(source)) {
    for (const record of records) {
      if (groups === null) {
        const header = readHeader(record.cells, options.format);
        groups = new Grouping(header, options);
        yield { header };
        continue;
      }
      yield* groups.add(record);
    }
  }
  if (groups === null) throw new Fault('import_header_invalid', 'the file is empty');
  yield* groups.end();
}

async function* readRecords(source: AsyncIterable<string>): AsyncGenerator<CsvRecord[]> {
  let reader: CsvReader | null = null;
  let beginning = '';
  for await (const piece of source) {
    if (reader === null) {
      beginning += piece;
      if (!beginning.includes('\n') && beginning.length < headerCharsMax) continue;
      reader = makeReader(beginning);
      yield reader.push(beginning);
    } else yield reader.push(piece);
  }
  if (reader === null) {
    reader = makeReader(beginning);
    yield reader.push(beginning);
  }
  yield reader.end();
}

function makeReader(beginning: string): CsvReader {
  return new CsvReader(detectDelimiter(beginning.split('\n', 1)[0]!), limits.importRowBytesMax);
}

function readBeginning(text: string, isEnd: boolean): CsvRecord[] | null {
  if (!isEnd && !text.includes('\n')) return null;
  const reader = makeReader(text);
  const records = reader.push(text);
  if (records.length > 0) return records;
  return isEnd ? reader.end() : null;
}

/** Gathers neighbouring rows of one product. */
class Grouping {
  readonly #header: Header;
  readonly #options: FeedOptions;
  #handle: string | null = null;
  #rows: Row[] = [];
  #chars = 0;
  #count = 0;

  constructor(header: Header, options: FeedOptions) {
    this.#header = header;
    this.#options = options;
  }

  *add(record: CsvRecord): Generator<FeedProduct> {
    if (++this.#count > (this.#options.rowsMax ?? limits.importRowsMax)) {
      if (this.#count === (this.#options.rowsMax ?? limits.importRowsMax) + 1) {
        yield* this.end();
        yield refused(record.line, 'rows_too_many');
      }
      return;
    }
    const fault = record.fault ?? (record.cells.length > this.#header.width ? 'cells_too_many' : null);
    if (fault !== null) {
      yield* this.end();
      yield refused(record.line, fault);
      return;
    }
    const row = new Row(record.line, record.cells, this.#header.columns);
    const handle = this.#header.format === 'shopify' ? row.raw('Handle') : metaHandleOf(row);
    const isFull = this.#rows.length >= groupRowsMax || this.#chars >= groupCharsMax;
    if (handle !== this.#handle || isFull) yield* this.end();
    this.#handle = handle;
    this.#chars += record.cells.reduce((chars, cell) => chars + cell.length, 0);
    this.#rows.push(row);
  }

  *end(): Generator<FeedProduct> {
    if (this.#rows.length === 0) return;
    const read = this.#header.format === 'shopify' ? readShopifyProduct : readMetaProduct;
    yield read(this.#rows, this.#options.currency);
    this.#rows = [];
    this.#chars = 0;
  }
}

function refused(line: number, code: string): FeedProduct {
  const row: FeedRow = {
    line,
    sku: null,
    variant: null,
    isRefused: true,
    notes: [{ code, column: null, value: null }],
  };
  return { draft: null, rows: [row], isGrouped: false };
}
