// Media: files that people and businesses bring, and what others get of them. Owns the blobs under `<data>/media/`.
// Promises that a file is what its first bytes say and within its limits before anything decodes it; that people only
// ever see pictures that were written anew, without a trace of place or device; that the API gets back the very bytes it
// gave; that a link is signed, short-lived, on this origin and opens nothing but its file.
import { type AccountId, Fault, type MediaId, type MediaUrls } from '../../protocol/index.ts';
import { assert, type Kit } from '../kit/index.ts';
import { createBlobs } from './blobs.ts';
import {
  bytesOf,
  eraseMedia,
  graphBytes,
  listPictures,
  type NewMedia,
  type OpenedFile,
  openFile,
  type PublicPicture,
  storeMedia,
} from './files.ts';
import { createLinks, type Links, type LinkVariant } from './links.ts';
import { findByGraphId, findMedia, findPublicVariant, listMediaOf, type MediaRow } from './store.ts';

export type { NewMedia, OpenedFile, PublicPicture } from './files.ts';
export type { LinkVariant } from './links.ts';
export { createMediaRoutes, type MaySee } from './routes.ts';
export type { MediaOrigin, MediaRow } from './store.ts';

/** A file as the Cloud API gives it out. */
export interface GraphFile {
  graphId: string;
  mimeType: string;
  /** Hex; webhooks want it in base64. */
  sha256: string;
  sizeBytes: number;
  ownerAccountId: AccountId;
  createdAt: number;
}

export interface Media {
  /**
   * Takes a file in. Faults: `media_type_unsupported`, `media_too_large`, `media_pixels_exceeded`, `media_damaged`,
   * `rate_limited` (a person's daily share), `overloaded`.
   */
  store(input: NewMedia): Promise<MediaRow>;
  view(id: MediaId): Promise<MediaRow | null>;
  views(ids: readonly MediaId[]): Promise<Map<MediaId, MediaRow>>;
  /** The file if it is this account's own: what a message of this account may refer to. Faults: `not_found`. */
  ownFile(id: MediaId, accountId: AccountId): Promise<MediaRow>;
  /** Signed addresses for people; whoever asks was let in by the caller. Faults: `not_found`. */
  urls(id: MediaId): Promise<MediaUrls>;
  byGraphId(graphId: string): Promise<MediaRow | null>;
  /** What the API gets: its own bytes again; of a person's picture a JPEG written anew. Faults: `not_found`. */
  graphFile(id: MediaId): Promise<GraphFile>;
  /** The signed path of `graphFile`'s bytes. */
  graphLink(id: MediaId): { path: string; expiresAt: number };
  /** Stable addresses of public pictures; others are left out. */
  pictures(ids: readonly MediaId[]): Promise<Map<MediaId, PublicPicture>>;
  /** Faults: `not_found`. */
  open(id: MediaId, variant: LinkVariant): Promise<OpenedFile>;
  openPublic(sha256: string): Promise<OpenedFile>;
  /** Takes an account's file away, with its bytes if nobody else has them. Faults: `not_found`. */
  remove(id: MediaId, accountId: AccountId): Promise<void>;
  links: Links;
}

export function createMedia(kit: Kit): Media {
  const { db, clock, config, events } = kit;
  assert(config.secret !== null, 'links are signed with the secret of the configuration');
  const blobs = createBlobs(config.dataDir);
  const links = createLinks(config.secret, clock);
  const parts = { kit, blobs };

  const view = async (id: MediaId) => (await findMedia(db, [id]))[0] ?? null;
  const mustView = async (id: MediaId) => {
    const row = await view(id);
    if (!row) throw new Fault('not_found', 'media_id');
    return row;
  };
  const ownFile = async (id: MediaId, accountId: AccountId) => {
    const row = await mustView(id);
    if (row.ownerAccountId !== accountId) throw new Fault('not_found', 'media_id');
    return row;
  };

  events.consume('media.erase', ['account.deleted'], async (event) => {
    for (const row of await listMediaOf(db, event.payload.account_id as AccountId))
      await eraseMedia(parts, row);
  });

  return {
    links,
    view,
    ownFile,
    store: (input) => storeMedia(parts, input),
    views: async (ids) => new Map((await findMedia(db, ids)).map((row) => [row.id, row])),
    async urls(id) {
      await mustView(id);
      const { path, expiresAt } = links.sign(id, 'full');
      return { url: path, thumbnail_url: links.sign(id, 'thumbnail').path, expires_at: expiresAt };
    },
    byGraphId: (graphId) => (/^\d{1,18}$/.test(graphId) ? findByGraphId(db, graphId) : Promise.resolve(null)),
    async graphFile(id) {
      const row = await mustView(id);
      const { graphId, ownerAccountId, createdAt } = row;
      return { ...(await graphBytes(parts, row)), graphId, ownerAccountId, createdAt };
    },
    graphLink: (id) => links.sign(id, 'graph'),
    pictures: (ids) => listPictures(kit, ids),
    async open(id, variant) {
      const row = await mustView(id);
      const bytes = await bytesOf(parts, row, variant);
      return openFile(blobs, bytes, row.fileName);
    },
    async openPublic(sha256) {
      const found = await findPublicVariant(db, sha256);
      if (!found) throw new Fault('not_found');
      return openFile(blobs, found, null);
    },
    async remove(id, accountId) {
      await eraseMedia(parts, await ownFile(id, accountId));
    },
  };
}
