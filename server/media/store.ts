// The SQL of media.
import type { AccountId, MediaId } from '../../protocol/index.ts';
import type { Reader, Tx } from '../kit/index.ts';
import type { VariantName } from './pictures.ts';
import type { MediaKind } from './types.ts';

export type MediaOrigin = 'person' | 'api' | 'shop';

export interface MediaRow {
  id: MediaId;
  /** Numeric, as the Cloud API has it. */
  graphId: string;
  ownerAccountId: AccountId;
  /** Hex, of the bytes as they came. */
  sha256: string;
  mimeType: string;
  kind: MediaKind;
  sizeBytes: number;
  /** As it is seen, in pixels; null when it is no picture. */
  width: number | null;
  height: number | null;
  fileName: string | null;
  origin: MediaOrigin;
  isPublic: boolean;
  /** Unix ms. */
  createdAt: number;
}

export interface VariantRow {
  sourceSha256: string;
  variant: VariantName;
  sha256: string;
  mimeType: string;
  sizeBytes: number;
  width: number;
  height: number;
}

const columns = `id, graph_id::text as "graphId", owner_account_id as "ownerAccountId", sha256, mime_type as "mimeType",
  kind, size_bytes as "sizeBytes", width, height, file_name as "fileName", origin, is_public as "isPublic",
  created_at as "createdAt"`;
const variantColumns = `source_sha256 as "sourceSha256", variant, sha256, mime_type as "mimeType",
  size_bytes as "sizeBytes", width, height`;

export async function findMedia(reader: Reader, ids: readonly MediaId[]): Promise<MediaRow[]> {
  return reader.query<MediaRow>(`select ${columns} from media where id = any($1)`, [ids]);
}

export async function findByGraphId(reader: Reader, graphId: string): Promise<MediaRow | null> {
  const rows = await reader.query<MediaRow>(`select ${columns} from media where graph_id = $1`, [graphId]);
  return rows[0] ?? null;
}

export async function listMediaOf(reader: Reader, ownerAccountId: AccountId): Promise<MediaRow[]> {
  return reader.query<MediaRow>(`select ${columns} from media where owner_account_id = $1`, [ownerAccountId]);
}

/** Bytes that an account has brought in since `since` (Unix ms). */
export async function sumBytesSince(
  reader: Reader,
  ownerAccountId: AccountId,
  since: number,
): Promise<number> {
  const rows = await reader.sql<{
    total: string;
  }>`select coalesce(sum(size_bytes), 0)::text as total from media
    where owner_account_id = ${ownerAccountId} and created_at > ${since}`;
  return Number(rows[0]!.total);
}

export async function insertMedia(tx: Tx, row: MediaRow): Promise<void> {
  await tx.sql`
    insert into media (id, graph_id, owner_account_id, sha256, mime_type, kind, size_bytes, width, height, file_name,
      origin, is_public, created_at)
    values (${row.id}, ${row.graphId}, ${row.ownerAccountId}, ${row.sha256}, ${row.mimeType}, ${row.kind},
      ${row.sizeBytes}, ${row.width}, ${row.height}, ${row.fileName}, ${row.origin}, ${row.isPublic},
      ${row.createdAt})`;
}

export async function deleteMedia(tx: Tx, id: MediaId): Promise<void> {
  await tx.sql`delete from media where id = ${id}`;
}

export async function listVariants(reader: Reader, sourceSha256s: readonly string[]): Promise<VariantRow[]> {
  return reader.query<VariantRow>(
    `select ${variantColumns} from media_variants where source_sha256 = any($1)`,
    [sourceSha256s],
  );
}

export async function insertVariant(tx: Tx, row: VariantRow): Promise<void> {
  await tx.sql`
    insert into media_variants (source_sha256, variant, sha256, mime_type, size_bytes, width, height)
    values (${row.sourceSha256}, ${row.variant}, ${row.sha256}, ${row.mimeType}, ${row.sizeBytes}, ${row.width},
      ${row.height})
    on conflict do nothing`;
}

export async function deleteVariants(tx: Tx, sourceSha256: string): Promise<void> {
  await tx.sql`delete from media_variants where source_sha256 = ${sourceSha256}`;
}

/** The re-encoded picture of these bytes, if it belongs to something public. */
export async function findPublicVariant(reader: Reader, sha256: string): Promise<VariantRow | null> {
  const rows = await reader.query<VariantRow>(
    `select ${variantColumns} from media_variants v where v.sha256 = $1 and v.variant <> 'jpeg'
      and exists (select 1 from media m where m.sha256 = v.source_sha256 and m.is_public) limit 1`,
    [sha256],
  );
  return rows[0] ?? null;
}

/** Whether any row still needs the blob of this name. */
export async function isNeeded(tx: Tx, sha256: string): Promise<boolean> {
  const rows = await tx.sql`select 1 where exists (select 1 from media where sha256 = ${sha256})
    or exists (select 1 from media_variants where sha256 = ${sha256})`;
  return rows.length > 0;
}

/** One writer a blob at a time, until the transaction ends: nobody removes what another is about to name. */
export async function lockBlobs(tx: Tx, sha256s: readonly string[]): Promise<void> {
  for (const sha256 of [...new Set(sha256s)].sort())
    await tx.sql`select pg_advisory_xact_lock(hashtextextended(${sha256}, 0))`;
}
