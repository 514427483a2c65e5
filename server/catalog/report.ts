// What became of each line of an import. Lines with something to say are kept first; of the plain ones as many as fit.
import {
  type CatalogId,
  type ImportId,
  type ImportReport,
  type ImportReportLine,
  limits,
} from '../../protocol/index.ts';
import type { FeedFormat, FeedProduct, FeedRow } from '../feeds/index.ts';
import type { Reader, Tx } from '../kit/index.ts';
import type { Upserted } from './upsert.ts';

export interface ImportRow {
  import_id: ImportId;
  catalog_id: CatalogId;
  format: FeedFormat;
  state: 'running' | 'done' | 'failed';
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
  last_line: number;
  error_code: string | null;
  error_details: string | null;
  started_at: number;
  ended_at: number | null;
}

type Outcome = ImportReportLine['outcome'];
const ignoredColumnsMax = 50;

export class ReportWriter {
  readonly #importId: ImportId;
  #lastLine: number;
  #header: ImportReportLine | null = null;
  /** How many lines are kept, with notes and without; null until it was looked up. */
  #kept: { noted: number; plain: number } | null = null;

  constructor(row: ImportRow) {
    this.#importId = row.import_id;
    this.#lastLine = row.last_line;
  }

  /** Everything up to here is in the report. */
  get lastLine(): number {
    return this.#lastLine;
  }

  /** The first line: columns that nothing is done with. */
  addHeader(ignored: readonly string[]): void {
    if (ignored.length === 0) return;
    const notes = ignored.slice(0, ignoredColumnsMax).map((column) => ({
      code: 'column_ignored',
      column,
      value: null,
    }));
    this.#header = { line: 1, outcome: 'changed', sku: null, notes };
  }

  /** Adds a batch in the transaction that takes it. `upserted` has one entry a draft, in order. */
  async write(tx: Tx, batch: readonly FeedProduct[], upserted: readonly Upserted[]): Promise<void> {
    const counts = { created: 0, updated: 0, unchanged: 0, refused: 0 };
    const lines: ImportReportLine[] = this.#header ? [this.#header] : [];
    let next = 0;
    for (const product of batch) {
      const result = product.draft ? upserted[next++]! : null;
      for (const row of product.rows) {
        const outcome = judge(row, result, row === product.rows[0]);
        counts[outcome]++;
        lines.push(toLine(row, outcome));
      }
    }
    const lastLine = batch.reduce((line, { rows }) => Math.max(line, rows.at(-1)!.line), this.#lastLine);
    await this.#insertLines(tx, lines);
    const rows = counts.created + counts.updated + counts.unchanged + counts.refused;
    await tx.sql`
      update imports set rows = rows + ${rows}, created = created + ${counts.created},
        updated = updated + ${counts.updated}, unchanged = unchanged + ${counts.unchanged},
        refused = refused + ${counts.refused}, last_line = ${lastLine}
      where import_id = ${this.#importId}`;
    this.#lastLine = lastLine;
    this.#header = null;
  }

  async #insertLines(tx: Tx, lines: readonly ImportReportLine[]): Promise<void> {
    this.#kept ??= await countLines(tx, this.#importId);
    const max = limits.importReportLinesMax;
    const noted = lines.filter((line) => line.notes.length > 0).slice(0, max - this.#kept.noted);
    const plain = lines.filter((line) => line.notes.length === 0).slice(0, max - this.#kept.plain);
    this.#kept.noted += noted.length;
    this.#kept.plain += plain.length;
    if (noted.length + plain.length === 0) return;
    await tx.sql`
      insert into import_lines (import_id, line, outcome, sku, notes)
      select ${this.#importId}, r.* from json_to_recordset(${JSON.stringify([...noted, ...plain])}::json)
        as r(line bigint, outcome text, sku text, notes jsonb) on conflict do nothing`;
  }
}

async function countLines(tx: Tx, importId: ImportId): Promise<{ noted: number; plain: number }> {
  const rows = await tx.sql<{ noted: number; plain: number }>`
    select count(*) filter (where notes <> '[]') as noted, count(*) filter (where notes = '[]') as plain
    from import_lines where import_id = ${importId}`;
  return rows[0]!;
}

/** The report as it stands; null when there is no such import in this catalogue. */
export async function readReport(
  reader: Reader,
  catalogId: CatalogId,
  importId: string,
): Promise<ImportReport | null> {
  const rows = await reader.sql<ImportRow>`select * from imports
    where import_id = ${importId} and catalog_id = ${catalogId}`;
  const row = rows[0];
  if (!row) return null;
  const lines = await reader.sql<ImportReportLine>`
    select line, outcome, sku, notes from (
      select * from import_lines where import_id = ${importId}
      order by (notes = '[]'), line limit ${limits.importReportLinesMax}
    ) l order by line`;
  const shown = lines.filter((line) => line.line > 1).length;
  return { ...toSummary(row), lines, lines_truncated: shown < row.rows };
}

export async function listImports(
  reader: Reader,
  catalogId: CatalogId,
): Promise<Omit<ImportReport, 'lines' | 'lines_truncated'>[]> {
  const rows = await reader.sql<ImportRow>`select * from imports
    where catalog_id = ${catalogId} order by started_at desc, import_id desc limit 20`;
  return rows.map(toSummary);
}

function toSummary(row: ImportRow): Omit<ImportReport, 'lines' | 'lines_truncated'> {
  const { import_id, format, state, rows, created, updated, unchanged, refused } = row;
  const error = row.error_code === null ? null : { code: row.error_code, details: row.error_details };
  return { import_id, format, state, rows, created, updated, unchanged, refused, error };
}

/** What became of a row. Its first row speaks for the product too, and so does one that brings no variant. */
function judge(
  row: FeedRow,
  result: Upserted | null,
  isFirst: boolean,
): 'created' | 'updated' | 'unchanged' | 'refused' {
  if (row.isRefused || result === null) return 'refused';
  if (row.variant === null) return result.outcome;
  const outcome = result.variants[row.variant]!;
  return isFirst && outcome === 'unchanged' && result.isChanged ? 'updated' : outcome;
}

function toLine(row: FeedRow, outcome: Exclude<Outcome, 'changed'>): ImportReportLine {
  const isChanged = outcome !== 'refused' && row.notes.length > 0;
  return { line: row.line, outcome: isChanged ? 'changed' : outcome, sku: row.sku, notes: row.notes };
}
