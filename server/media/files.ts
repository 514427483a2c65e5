// Taking files in, giving them out, taking them away: rows and blobs together, under one lock per blob.
import { randomInt } from 'node:crypto';
import { type AccountId, Fault, type MediaId, newId } from '../../protocol/index.ts';
import { assert, type Kit } from '../kit/index.ts';
import type { Blobs, Received } from './blobs.ts';
import type { LinkVariant } from './links.ts';
import { checkPicture, type Rendered, renderJpeg, renderPicture } from './pictures.ts';
import {
  deleteMedia,
  deleteVariants,
  findMedia,
  insertMedia,
  insertVariant,
  isNeeded,
  listVariants,
  lockBlobs,
  type MediaOrigin,
  type MediaRow,
  sumBytesSince,
  type VariantRow,
} from './store.ts';
import { checkFileType, fileBytesMax } from './types.ts';

export interface NewMedia {
  accountId: AccountId;
  bytes: Uint8Array | ReadableStream<Uint8Array>;
  origin: MediaOrigin;
  /** `image` (the default) takes pictures alone, `any` also what the Cloud API takes. */
  accept?: 'image' | 'any';
  fileName?: string;
  /** A catalogue's picture: anybody may see its re-encoded form, at an address that never changes. */
  isPublic?: boolean;
}
/** Bytes that can be sent, whole or in part, without reading them first. */
export interface OpenedFile {
  blob: Blob;
  mimeType: string;
  /** Of these bytes; serves as the ETag. */
  sha256: string;
  fileName: string | null;
}

export interface PublicPicture {
  /** `/pictures/{hash}.webp`: on this origin, the same for ever. */
  url: string;
  thumbnailUrl: string;
  width: number;
  height: number;
}

export interface Parts {
  kit: Kit;
  blobs: Blobs;
}
/** Which blob, and what it is. */
export type Bytes = Pick<VariantRow, 'sha256' | 'mimeType' | 'sizeBytes'>;

const dayMs = 24 * 60 * 60_000;
/** What one person may bring in a day. */
const dailyBytesMax = 500 * 1_048_576;

export async function storeMedia(parts: Parts, input: NewMedia): Promise<MediaRow> {
  const { kit, blobs } = parts;
  if (input.origin === 'person') await checkDailyShare(kit, input.accountId);
  const received = await blobs.receive(input.bytes, fileBytesMax);
  try {
    const { mimeType, kind } = await checkFileType(received, input.accept ?? 'image');
    const size = kind === 'image' ? await checkPicture(received.path, mimeType) : null;
    const now = kit.clock.now();
    const row: MediaRow = {
      id: newId('media', now),
      graphId: newGraphId(),
      ownerAccountId: input.accountId,
      sha256: received.sha256,
      mimeType,
      kind,
      sizeBytes: received.sizeBytes,
      width: size?.width ?? null,
      height: size?.height ?? null,
      fileName: input.fileName?.slice(0, 240) ?? null,
      origin: input.origin,
      isPublic: input.isPublic ?? false,
      createdAt: now,
    };
    const isKnown = size === null || (await listVariants(kit.db, [row.sha256])).length >= 2;
    const isKept = isKnown && (await keepAll(parts, { row, received, rendered: [] }));
    if (!isKept) await keepAll(parts, { row, received, rendered: await renderPicture(received.path, size!) });
    return row;
  } finally {
    await blobs.discard(received);
  }
}

async function checkDailyShare(kit: Kit, accountId: AccountId): Promise<void> {
  const used = await sumBytesSince(kit.db, accountId, kit.clock.now() - dayMs);
  if (used > dailyBytesMax) throw new Fault('rate_limited', 'the files of a day', dayMs / 24);
}

/** Sixteen digits, as the Cloud API's are; below 2^53, because clients parse them as numbers. */
function newGraphId(): string {
  return `${randomInt(1_000_000, 9_000_000)}${String(randomInt(1_000_000_000)).padStart(9, '0')}`;
}

/** False when a picture should have been known, but the last account that had it went away meanwhile. */
async function keepAll(
  parts: Parts,
  { row, received, rendered }: { row: MediaRow; received: Received; rendered: Rendered[] },
): Promise<boolean> {
  const pictures = await receiveAll(parts.blobs, rendered);
  return parts.kit.db.transaction(async (tx) => {
    await lockBlobs(tx, [row.sha256, ...pictures.map((picture) => picture.received.sha256)]);
    const isAssumedKnown = row.kind === 'image' && rendered.length === 0;
    if (isAssumedKnown && (await listVariants(tx, [row.sha256])).length < 2) return false;
    await parts.blobs.keep(received);
    for (const picture of pictures) {
      await parts.blobs.keep(picture.received);
      await insertVariant(tx, toVariantRow(row.sha256, picture));
    }
    await insertMedia(tx, row);
    return true;
  });
}

interface Picture extends Rendered {
  received: Received;
}

async function receiveAll(blobs: Blobs, rendered: readonly Rendered[]): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const picture of rendered)
    pictures.push({ ...picture, received: await blobs.receive(picture.bytes, picture.bytes.byteLength) });
  return pictures;
}

function toVariantRow(sourceSha256: string, picture: Picture): VariantRow {
  const { variant, mimeType, width, height, received } = picture;
  const { sha256, sizeBytes } = received;
  return { sourceSha256, variant, sha256, mimeType, sizeBytes, width, height };
}

/** Whose bytes a link's variant means. Faults: `not_found` (a thumbnail of what is no picture). */
export async function bytesOf(parts: Parts, row: MediaRow, variant: LinkVariant): Promise<Bytes> {
  if (variant === 'graph') return graphBytes(parts, row);
  if (row.kind !== 'image' && variant === 'full') return row;
  const variants = await listVariants(parts.kit.db, [row.sha256]);
  const found = variants.find((candidate) => candidate.variant === variant);
  if (!found) throw new Fault('not_found');
  return found;
}

/** A business's client gets its own bytes back; of a person's picture, what is safe to show and every client can read. */
export async function graphBytes(parts: Parts, row: MediaRow): Promise<Bytes> {
  if (row.origin === 'api' || row.kind !== 'image') return row;
  const variants = await listVariants(parts.kit.db, [row.sha256]);
  const known = variants.find((candidate) => candidate.variant === 'jpeg');
  if (known) return known;
  const full = variants.find((candidate) => candidate.variant === 'full');
  assert(full, 'a picture is stored with its variants');
  const rendered = await renderJpeg(parts.blobs.path(full.sha256));
  const [picture] = await receiveAll(parts.blobs, [rendered]);
  const variant = toVariantRow(row.sha256, picture!);
  await parts.kit.db.transaction(async (tx) => {
    await lockBlobs(tx, [row.sha256, variant.sha256]);
    await parts.blobs.keep(picture!.received);
    await insertVariant(tx, variant);
  });
  return variant;
}

/** Faults: `not_found` when the bytes are gone. */
export async function openFile(blobs: Blobs, bytes: Bytes, fileName: string | null): Promise<OpenedFile> {
  const blob = await blobs.open(bytes.sha256);
  if (!blob) throw new Fault('not_found');
  return { blob, mimeType: bytes.mimeType, sha256: bytes.sha256, fileName };
}

export async function listPictures(kit: Kit, ids: readonly MediaId[]): Promise<Map<MediaId, PublicPicture>> {
  const rows = (await findMedia(kit.db, ids)).filter((row) => row.isPublic);
  const variants = await listVariants(
    kit.db,
    rows.map((row) => row.sha256),
  );
  const found = new Map<MediaId, PublicPicture>();
  for (const row of rows) {
    const own = variants.filter((variant) => variant.sourceSha256 === row.sha256);
    const full = own.find((variant) => variant.variant === 'full');
    const thumbnail = own.find((variant) => variant.variant === 'thumbnail');
    if (!full || !thumbnail) continue;
    const address = (variant: VariantRow) => `/pictures/${variant.sha256}.webp`;
    const { width, height } = full;
    found.set(row.id, { url: address(full), thumbnailUrl: address(thumbnail), width, height });
  }
  return found;
}

/** Takes the row away, and with the last row of its bytes the bytes and what was made of them. */
export async function eraseMedia({ kit, blobs }: Parts, row: MediaRow): Promise<void> {
  await kit.db.transaction(async (tx) => {
    await lockBlobs(tx, [row.sha256]);
    await deleteMedia(tx, row.id);
    if (await isNeeded(tx, row.sha256)) return;
    const made = (await listVariants(tx, [row.sha256])).map((variant) => variant.sha256);
    await lockBlobs(tx, made);
    await deleteVariants(tx, row.sha256);
    for (const sha256 of [row.sha256, ...made]) if (!(await isNeeded(tx, sha256))) await blobs.remove(sha256);
  });
}
