// HTTP in: uploads, signed links and what they open, the catalogue's public pictures.
import { Hono } from 'hono';
import { type AccountId, Fault, isId, type MediaId, type MediaView } from '../../protocol/index.ts';
import { type Accounts, requireViewer } from '../accounts/index.ts';
import type { Media, MediaRow } from './index.ts';
import type { LinkVariant } from './links.ts';
import { readBounded, respondFile } from './respond.ts';
import { pictureBytesMax } from './types.ts';

/** Whether the file was sent in a conversation of this account. */
export type MaySee = (accountId: AccountId, mediaId: MediaId) => Promise<boolean>;

const linkVariants: readonly string[] = ['full', 'thumbnail', 'graph'] satisfies LinkVariant[];
/** What the multipart form adds around the file. */
const formBytesMax = 65_536;

export function createMediaRoutes(media: Media, accounts: Accounts, deps: { maySee: MaySee }): Hono {
  const app = new Hono();

  app.post('/api/media', requireViewer(accounts), async (c) => {
    const viewer = c.get('viewer');
    const row = await media.store({
      accountId: viewer.accountId,
      bytes: await readUpload(c.req.raw),
      origin: viewer.kind === 'person' ? 'person' : 'shop',
    });
    return c.json(toView(row), 201);
  });

  app.get('/api/media/:id/urls', requireViewer(accounts), async (c) => {
    const { accountId } = c.get('viewer');
    const row = await media.view(mediaIdOf(c.req.param('id')));
    const visible = row && (row.ownerAccountId === accountId || (await deps.maySee(accountId, row.id)));
    if (!visible) throw new Fault('not_found');
    c.header('cache-control', 'no-store');
    return c.json(await media.urls(row.id));
  });

  app.get('/media/:id/:variant', async (c) => {
    const id = mediaIdOf(c.req.param('id'));
    const variant = c.req.param('variant');
    if (!isLinkVariant(variant)) throw new Fault('not_found');
    const expires = c.req.query('e') ?? '';
    const leftMs = media.links.check({ id, variant, expires, signature: c.req.query('s') ?? '' });
    const cacheControl = `private, max-age=${Math.floor(leftMs / 1000)}`;
    return respondFile(c.req.raw, await media.open(id, variant), { disposition: 'attachment', cacheControl });
  });

  app.get('/pictures/:file', async (c) => {
    const sha256 = /^([0-9a-f]{64})\.webp$/.exec(c.req.param('file'))?.[1];
    if (!sha256) throw new Fault('not_found');
    const cacheControl = 'public, max-age=31536000, immutable';
    return respondFile(c.req.raw, await media.openPublic(sha256), { disposition: 'inline', cacheControl });
  });

  return app;
}

function isLinkVariant(text: string): text is LinkVariant {
  return linkVariants.includes(text);
}

function mediaIdOf(text: string): MediaId {
  if (!isId('media', text)) throw new Fault('not_found');
  return text;
}

/** The field `file` of a multipart form. Faults: `media_too_large`, `invalid_request`. */
async function readUpload(request: Request): Promise<Uint8Array> {
  const type = request.headers.get('content-type') ?? '';
  if (!type.startsWith('multipart/form-data'))
    throw new Fault('invalid_request', 'body: not multipart/form-data');
  const bytes = await readBounded(request, pictureBytesMax + formBytesMax);
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData().catch(() => {
    throw new Fault('invalid_request', 'body: not multipart/form-data');
  });
  const file = form.get('file');
  if (!(file instanceof Blob)) throw new Fault('invalid_request', 'file: missing');
  return new Uint8Array(await file.arrayBuffer());
}

export function toView(row: MediaRow): MediaView {
  return {
    media_id: row.id,
    mime_type: row.mimeType,
    width: row.width,
    height: row.height,
    size_bytes: row.sizeBytes,
  };
}
