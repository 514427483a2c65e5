// Pictures of products: given as files, or fetched later from where a feed says they are. A host that does not answer
// is asked again a few times; what failed says why, picture by picture.
import { type AccountId, Fault, type MediaId } from '../../protocol/index.ts';
import type { ProductDraft } from '../feeds/index.ts';
import type { Kit, Outbound } from '../kit/index.ts';
import type { Media } from '../media/index.ts';
import type { StoredPicture } from './rows.ts';

export interface PictureDeps {
  media: Pick<Media, 'store' | 'pictures' | 'ownFile' | 'open'>;
  outbound: Pick<Outbound, 'fetchGuarded'>;
}

interface Waiting {
  product_id: string;
  source: string;
  host: string;
  business_account_id: AccountId;
}

export const picturesJob = 'catalog.pictures';
const batchSize = 40;
const inFlight = 4;
const fetchTimeoutMs = 15_000;
const pictureBytesMax = 10 * 1_048_576;
/** How long a host that did not answer is left alone, try after try; then its pictures are given up. */
const retryAfterMs = [60_000, 10 * 60_000, 60 * 60_000, 6 * 60 * 60_000];

/** Asks for what waits to be fetched; asking again while it runs asks once more. */
export async function enqueuePictures({ jobs, db }: Kit, runAt?: number): Promise<void> {
  const job = { name: picturesJob, payload: {}, key: picturesJob };
  await jobs.enqueue(db, runAt === undefined ? job : { ...job, runAt });
}

/** Fetches what waits, a batch a run. */
export async function fetchPictures(kit: Kit, deps: PictureDeps): Promise<void> {
  const waiting = await listWaiting(kit);
  if (waiting.length === 0) return scheduleRetry(kit);
  const silent = new Set<string>();
  const queue = [...waiting];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (silent.has(next.host)) continue;
      if (!(await fetchPicture(kit, deps, next))) silent.add(next.host);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  for (const host of silent) await postponeHost(kit, host);
  await enqueuePictures(kit);
}

/**
 * The drafts with their given pictures made public, and where those are seen.
 * Faults: `not_found` (no picture of this business).
 */
export async function publishPictures(
  { media }: PictureDeps,
  businessAccountId: AccountId,
  drafts: readonly ProductDraft[],
): Promise<{ drafts: ProductDraft[]; pictures: Map<string, StoredPicture> }> {
  const given = [...new Set(drafts.flatMap((draft) => draft.pictures.map((picture) => picture.source)))];
  const renamed = new Map<string, MediaId>();
  for (const source of given.filter(isMedia))
    renamed.set(source, await publish(media, source, businessAccountId));
  const pictures = new Map<string, StoredPicture>(await media.pictures([...renamed.values()]));
  const rename = (source: string) => renamed.get(source) ?? source;
  return {
    pictures,
    drafts: drafts.map((draft) => ({
      ...draft,
      pictures: draft.pictures.map((picture) => ({ ...picture, source: rename(picture.source) })),
      variants: draft.variants.map((variant) => ({
        ...variant,
        pictureSource: variant.pictureSource === null ? null : rename(variant.pictureSource),
      })),
    })),
  };
}

/** A public picture with the bytes of a file of this business. */
export async function publish(
  media: PictureDeps['media'],
  id: MediaId,
  accountId: AccountId,
): Promise<MediaId> {
  const file = await media.ownFile(id, accountId);
  if (file.isPublic) return id;
  const { blob } = await media.open(id, 'graph');
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return (await media.store({ accountId, bytes, origin: 'shop', isPublic: true })).id;
}

function isMedia(source: string): source is MediaId {
  return source.startsWith('med_');
}

async function listWaiting({ db, clock }: Kit): Promise<Waiting[]> {
  return db.sql<Waiting>`
    select i.product_id, i.source, lower(split_part(split_part(i.source, '/', 3), '@', 1)) as host,
      c.business_account_id
    from product_pictures i join products p using (product_id) join catalogs c using (catalog_id)
    where i.media_id is null and i.failure is null
      and not exists (select 1 from picture_hosts h
        where h.host = lower(split_part(i.source, '/', 3)) and h.retry_at > ${clock.now()})
    order by i.product_id limit ${batchSize}`;
}

/** False when the host did not answer, which says nothing about the picture. */
async function fetchPicture(kit: Kit, { media, outbound }: PictureDeps, picture: Waiting): Promise<boolean> {
  try {
    const answer = await outbound.fetchGuarded(picture.source, {
      timeoutMs: fetchTimeoutMs,
      bytesMax: pictureBytesMax,
      headers: { accept: 'image/*' },
    });
    if (!answer.ok && answer.failure !== 'answer_too_large') return false;
    if (!answer.ok) await fail(kit, picture, 'media_too_large');
    else if (answer.status === 429 || answer.status >= 500) return false;
    else if (answer.status !== 200) await fail(kit, picture, `status_${answer.status}`);
    else await keep(kit, media, { picture, bytes: answer.body });
    await kit.db.sql`delete from picture_hosts where host = ${picture.host}`;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    await fail(kit, picture, error.code);
  }
  return true;
}

async function keep(
  { db }: Kit,
  media: PictureDeps['media'],
  { picture, bytes }: { picture: Waiting; bytes: Uint8Array },
): Promise<void> {
  const accountId = picture.business_account_id;
  const { id } = await media.store({ accountId, bytes, origin: 'shop', isPublic: true });
  const stored = (await media.pictures([id])).get(id);
  if (!stored) throw new Fault('media_damaged');
  await db.sql`
    update product_pictures set media_id = ${id}, url = ${stored.url}, thumbnail_url = ${stored.thumbnailUrl},
      width = ${stored.width}, height = ${stored.height}
    where product_id = ${picture.product_id} and source = ${picture.source}`;
}

async function fail({ db }: Kit, { product_id, source }: Waiting, failure: string): Promise<void> {
  await db.sql`update product_pictures set failure = ${failure}
    where product_id = ${product_id} and source = ${source}`;
}

async function postponeHost({ db, clock }: Kit, host: string): Promise<void> {
  const rows = await db.sql<{ failures: number }>`
    insert into picture_hosts (host, failures, retry_at) values (${host}, 1, ${clock.now() + retryAfterMs[0]!})
    on conflict (host) do update set failures = picture_hosts.failures + 1 returning failures`;
  const { failures } = rows[0]!;
  const waitMs = retryAfterMs[failures - 1];
  if (waitMs !== undefined) {
    await db.sql`update picture_hosts set retry_at = ${clock.now() + waitMs} where host = ${host}`;
    return;
  }
  await db.sql`update product_pictures set failure = 'host_silent'
    where media_id is null and failure is null and lower(split_part(source, '/', 3)) = ${host}`;
  await db.sql`delete from picture_hosts where host = ${host}`;
}

async function scheduleRetry(kit: Kit): Promise<void> {
  const rows = await kit.db.sql<{ retry_at: number | null }>`
    select min(h.retry_at) as retry_at from picture_hosts h where h.retry_at > ${kit.clock.now()}`;
  const retryAt = rows[0]?.retry_at;
  if (retryAt != null) await enqueuePictures(kit, retryAt);
}
