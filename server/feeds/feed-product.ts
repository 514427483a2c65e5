// What a feed says of one product, row by row.
import type { FeedNote, Row } from './cells.ts';
import type { ProductDraft } from './draft.ts';

export interface FeedRow {
  line: number;
  sku: string | null;
  /** Which variant of the draft it is; null when it belongs to the product as a whole, or was refused. */
  variant: number | null;
  isRefused: boolean;
  notes: FeedNote[];
}

export interface FeedProduct {
  /** Null when every row was refused. */
  draft: ProductDraft | null;
  rows: FeedRow[];
  /** Whether more rows of the same product may follow anywhere in the file. */
  isGrouped: boolean;
}

export function takeRow(row: Row, { sku, variant }: { sku: string | null; variant: number | null }): FeedRow {
  return { line: row.line, sku, variant, isRefused: false, notes: row.notes };
}

export function refuseRow(
  row: Row,
  code: string,
  { column, sku = null }: { column: string | null; sku?: string | null },
): FeedRow {
  row.note(code, column, column === null ? null : row.raw(column) || null);
  return { line: row.line, sku, variant: null, isRefused: true, notes: row.notes };
}
