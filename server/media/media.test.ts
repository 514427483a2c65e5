import { afterAll, beforeAll, expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import type { Hono } from 'hono';
import sharp from 'sharp';
import { type AccountId, type MediaId, type MediaUrls, type MediaView, newId } from '../../protocol/index.ts';
import { startTestKit, type TestKit } from '../../test/support/kit.ts';
import { type Accounts, createAccounts } from '../accounts/index.ts';
import { handleFaults } from '../kit/index.ts';
import { createMedia, createMediaRoutes, type Media } from './index.ts';

let kit: TestKit;
let media: Media;
let accounts: Accounts;
let app: Hono;
const sentTo = new Map<MediaId, AccountId>();
const owner = newId('account');

beforeAll(async () => {
  kit = await startTestKit();
  accounts = createAccounts(kit);
  media = createMedia(kit);
  app = createMediaRoutes(media, accounts, { maySee: async (account, id) => sentTo.get(id) === account });
  handleFaults(app, kit.log);
  kit.events.start();
});
afterAll(() => kit.close());

/** A photo lying on its side, with the place where it was taken. */
async function takePhoto(width = 400, height = 300): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 120, sigma: 9 } as const;
  return sharp({ create: { width, height, channels: 3, background: '#808080', noise } })
    .jpeg()
    .withExif({
      IFD0: { Make: 'Secretcam', Copyright: 'somebody', Orientation: '6' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '48/1 51/1 29/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '2/1 17/1 40/1',
      },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

/** A PNG of one bit a pixel, all black: a wall of them fits into a small file. */
function drawPng(width: number, height: number): Buffer {
  const rows = Buffer.alloc(Math.ceil(width / 8 + 1) * height);
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

async function signIn(): Promise<{ accountId: AccountId; headers: Record<string, string> }> {
  const accountId = await accounts.createPerson({
    name: 'Ada',
    phone: `+3360000${String(++people).padStart(4, '0')}`,
    language: 'en',
  });
  const { token } = await accounts.createDevice(accountId, { name: 'test' });
  return { accountId, headers: { authorization: `Bearer ${token}` } };
}
let people = 0;

async function upload(
  headers: Record<string, string>,
  bytes: Uint8Array<ArrayBuffer>,
  name = 'a.jpg',
): Promise<Response> {
  const form = new FormData();
  form.set('file', new Blob([bytes], { type: 'image/png' }), name);
  return app.request('/api/media', { method: 'POST', headers, body: form });
}

async function refusalOf(response: Response): Promise<string> {
  return `${response.status} ${((await response.json()) as { error: { code: string } }).error.code}`;
}

const bytes = (text: string) => new TextEncoder().encode(text);
const store = (content: Uint8Array, origin: 'person' | 'api' = 'person') =>
  media.store({ accountId: owner, bytes: content, origin });

test('a 900-megapixel picture is refused before it is decoded', async () => {
  const wall = drawPng(30_000, 30_000);
  expect(wall.byteLength).toBeLessThan(200_000);
  const began = performance.now();
  await expect(store(wall)).rejects.toThrow('media_pixels_exceeded');
  expect(performance.now() - began).toBeLessThan(1_500);
});

test('an AVIF, which is dear to decode, may have fewer pixels', async () => {
  const plain = { create: { width: 5_000, height: 3_300, channels: 3, background: '#123' } } as const;
  const wide = await sharp(plain).avif({ effort: 0 }).toBuffer();
  await expect(store(wide)).rejects.toThrow('media_pixels_exceeded');
  const row = await store(await sharp(plain).resize(300).avif({ effort: 0 }).toBuffer());
  expect(row).toMatchObject({ mimeType: 'image/avif', width: 300, height: 198 });
});

test('more pictures than can be worked on wait their turn', async () => {
  const photos = await Promise.all(Array.from({ length: 12 }, (_, index) => takePhoto(320 + index, 240)));
  const rows = await Promise.all(photos.map((photo) => store(photo)));
  expect(new Set(rows.map((row) => row.sha256)).size).toBe(12);
});

test('what is no picture by its bytes is refused, whatever it is called', async () => {
  const { headers } = await signIn();
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  for (const text of [
    svg,
    `<?xml version="1.0"?>${svg}`,
    '<!doctype html><script>1</script>',
    '',
    '%PDF-1.7',
  ])
    expect(await refusalOf(await upload(headers, bytes(text), 'photo.png'))).toBe(
      '415 media_type_unsupported',
    );
});

test('too many bytes are refused while they come in', async () => {
  const { headers } = await signIn();
  expect(await refusalOf(await upload(headers, new Uint8Array(5_242_881 + 65_536)))).toBe(
    '413 media_too_large',
  );
  const photo = await takePhoto(64, 64);
  const padded = Buffer.concat([photo, Buffer.alloc(5_242_881 - photo.byteLength)]);
  await expect(store(padded)).rejects.toThrow('media_too_large');
});

test('a picture cut off in the middle is refused as damaged', async () => {
  const photo = await takePhoto();
  await expect(store(photo.subarray(0, photo.byteLength / 2))).rejects.toThrow('media_damaged');
  await expect(store(bytes('GIF'))).rejects.toThrow('media_damaged');
  await expect(store(photo.subarray(0, 40))).rejects.toThrow(/media_damaged|media_type_unsupported/);
});

test('people see pictures upright, scaled, written anew, without place or device', async () => {
  const { headers, accountId } = await signIn();
  const photo = await takePhoto(3000, 1500);
  expect(photo.includes('Secretcam')).toBe(true);
  const answer = await upload(headers, Uint8Array.from(photo));
  expect(answer.status).toBe(201);
  const view = (await answer.json()) as MediaView;
  expect(view).toMatchObject({
    mime_type: 'image/jpeg',
    width: 1500,
    height: 3000,
    size_bytes: photo.byteLength,
  });
  const urls = (await (
    await app.request(`/api/media/${view.media_id}/urls`, { headers })
  ).json()) as MediaUrls;
  for (const [url, width, height] of [
    [urls.url, 1024, 2048],
    [urls.thumbnail_url, 240, 480],
  ] as const) {
    const response = await app.request(url);
    const shown = Buffer.from(await response.arrayBuffer());
    const header = await sharp(shown).metadata();
    expect(header).toMatchObject({ format: 'webp', width, height });
    expect([header.exif, header.xmp, header.iptc, header.icc]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(shown.includes('Secretcam')).toBe(false);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/webp',
      'content-disposition': 'attachment',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
    });
    expect(response.headers.get('cache-control')).toMatch(/^private, max-age=\d+$/);
  }
  const file = await media.graphFile(view.media_id);
  expect(file).toMatchObject({ mimeType: 'image/jpeg', ownerAccountId: accountId });
  const given = Buffer.from(await (await app.request(media.graphLink(view.media_id).path)).arrayBuffer());
  expect(createHash('sha256').update(given).digest('hex')).toBe(file.sha256);
  expect(given.byteLength).toBe(file.sizeBytes);
  expect((await sharp(given).metadata()).exif).toBeUndefined();
});

test('the API gets back the very bytes it gave', async () => {
  const photo = await takePhoto();
  const row = await media.store({ accountId: owner, bytes: photo, origin: 'api', fileName: 'Été "1"\n.jpg' });
  expect(row.graphId).toMatch(/^\d{16}$/);
  expect(await media.byGraphId(row.graphId)).toEqual(row);
  const response = await app.request(media.graphLink(row.id).path);
  expect(Buffer.from(await response.arrayBuffer()).equals(photo)).toBe(true);
  expect(response.headers.get('content-type')).toBe('image/jpeg');
  expect(response.headers.get('content-disposition')).toBe(
    "attachment; filename*=UTF-8''%C3%89t%C3%A9%20%221%22%0A.jpg",
  );
  // The person it was sent to sees a picture written anew all the same.
  const { url } = await media.urls(row.id);
  expect(
    (await sharp(Buffer.from(await (await app.request(url)).arrayBuffer())).metadata()).exif,
  ).toBeUndefined();
});

test('bytes may come as a stream, and the same bytes are kept once', async () => {
  const photo = await takePhoto(800, 700);
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < photo.byteLength; at += 10_000)
        controller.enqueue(photo.subarray(at, at + 10_000));
      controller.close();
    },
  });
  const streamed = await media.store({ accountId: owner, bytes: stream, origin: 'api' });
  const again = await Promise.all([store(photo, 'api'), store(photo), store(photo)]);
  expect(new Set([streamed, ...again].map((row) => row.sha256)).size).toBe(1);
  expect(new Set([streamed, ...again].map((row) => row.id)).size).toBe(4);
  expect(readdirSync(join(kit.config.dataDir, 'media/incoming'))).toEqual([]);
});

test('a file that two readers take for two things is refused', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="/etc/passwd"/></svg>';
  for (const start of ['GIF89a', '\x89PNG\r\n\x1a\n', 'RIFF\x99\x00\x00\x00WEBPVP8 ', '\xff\xd8\xff\xe0'])
    await expect(store(Buffer.concat([Buffer.from(start, 'latin1'), bytes(svg)]))).rejects.toThrow(
      /media_damaged|media_type_unsupported/,
    );
});

test('a GIF that is also a script is shown as a picture alone', async () => {
  const gif = await sharp({ create: { width: 10, height: 10, channels: 3, background: 'red' } })
    .gif()
    .toBuffer();
  const polyglot = Buffer.concat([gif, bytes('=1;alert(document.domain)//<script>alert(1)</script>')]);
  const row = await store(polyglot);
  expect(row.mimeType).toBe('image/gif');
  const shown = Buffer.from(await (await app.request((await media.urls(row.id)).url)).arrayBuffer());
  expect(shown.includes('script')).toBe(false);
  expect((await sharp(shown).metadata()).format).toBe('webp');
});

test('a link opens its own file alone, until it expires', async () => {
  const row = await store(await takePhoto(100, 100));
  const other = await store(await takePhoto(110, 100));
  const { url } = await media.urls(row.id);
  const status = async (path: string) => {
    const response = await app.request(path);
    return response.ok ? '200' : refusalOf(response);
  };
  expect(await status(url)).toBe('200');
  expect(await status(url.replace(row.id, other.id))).toBe('404 not_found');
  expect(await status(url.replace('/full', '/thumbnail'))).toBe('404 not_found');
  expect(await status(url.replace('/full', '/graph'))).toBe('404 not_found');
  expect(await status(url.replace(/e=\d/, 'e=9'))).toBe('404 not_found');
  expect(await status(url.replace(/s=.*/, 's='))).toBe('404 not_found');
  expect(await status(url.split('?')[0]!)).toBe('404 not_found');
  kit.clock.advance(5 * 60_000 + 1);
  expect(await status(url)).toBe('404 media_link_expired');
});

test('a link is given to the owner and to those it was sent to', async () => {
  const [sender, receiver, stranger] = [await signIn(), await signIn(), await signIn()];
  const view = (await (
    await upload(sender.headers, Uint8Array.from(await takePhoto(50, 50)))
  ).json()) as MediaView;
  const ask = async (headers: Record<string, string>) =>
    (await app.request(`/api/media/${view.media_id}/urls`, { headers })).status;
  expect(await ask(sender.headers)).toBe(200);
  expect(await ask(receiver.headers)).toBe(404);
  sentTo.set(view.media_id, receiver.accountId);
  expect(await ask(receiver.headers)).toBe(200);
  expect(await ask(stranger.headers)).toBe(404);
  expect(await ask({})).toBe(401);
  await expect(media.ownFile(view.media_id, receiver.accountId)).rejects.toThrow('not_found');
});

test('a part of a file can be asked for', async () => {
  const photo = await takePhoto();
  const { path } = media.graphLink((await store(photo, 'api')).id);
  const ask = async (range: string, more: Record<string, string> = {}) => {
    const response = await app.request(path, { headers: { range, ...more } });
    return {
      status: response.status,
      range: response.headers.get('content-range'),
      bytes: Buffer.from(await response.arrayBuffer()) as Buffer,
    };
  };
  const size = photo.byteLength;
  expect(await ask('bytes=0-9')).toEqual({
    status: 206,
    range: `bytes 0-9/${size}`,
    bytes: photo.subarray(0, 10),
  });
  expect(await ask('bytes=-4')).toEqual({
    status: 206,
    range: `bytes ${size - 4}-${size - 1}/${size}`,
    bytes: photo.subarray(size - 4),
  });
  expect(await ask(`bytes=${size - 2}-${size + 50}`)).toMatchObject({
    status: 206,
    bytes: photo.subarray(size - 2),
  });
  expect(await ask(`bytes=${size}-`)).toMatchObject({ status: 416, range: `bytes */${size}` });
  expect(await ask('bytes=5-2')).toMatchObject({ status: 416 });
  expect(await ask('bytes=-')).toMatchObject({ status: 200 });
  expect(await ask('bytes=0-1,4-5')).toMatchObject({ status: 200 });
  expect(await ask('bytes=0-9', { 'if-range': '"other"' })).toMatchObject({ status: 200 });
});

test('public pictures have addresses that never change, others have none', async () => {
  const photo = await takePhoto(600, 600);
  const row = await media.store({ accountId: owner, bytes: photo, origin: 'shop', isPublic: true });
  const hidden = await store(await takePhoto(61, 60));
  const pictures = await media.pictures([row.id, hidden.id]);
  expect([...pictures.keys()]).toEqual([row.id]);
  const picture = pictures.get(row.id)!;
  expect(picture).toMatchObject({ width: 600, height: 600 });
  for (const url of [picture.url, picture.thumbnailUrl]) {
    expect(url).toMatch(/^\/pictures\/[0-9a-f]{64}\.webp$/);
    const response = await app.request(url);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await sharp(Buffer.from(await response.arrayBuffer())).metadata()).format).toBe('webp');
    const again = await app.request(url, { headers: { 'if-none-match': response.headers.get('etag')! } });
    expect(again.status).toBe(304);
  }
  expect((await app.request(`/pictures/${row.sha256}.webp`)).status).toBe(404);
  const { sha256 } = await media.open(hidden.id, 'full');
  expect((await app.request(`/pictures/${sha256}.webp`)).status).toBe(404);
  expect((await app.request('/pictures/..%2f..%2fsecret.webp')).status).toBe(404);
});

test('an erased account leaves no bytes behind but those that others have too', async () => {
  const [gone, stays] = [newId('account'), newId('account')];
  const [shared, own] = [await takePhoto(301, 300), await takePhoto(302, 300)];
  const put = (accountId: AccountId, content: Buffer) =>
    media.store({ accountId, bytes: content, origin: 'person' });
  const [ownRow, sharedRow] = [await put(gone, own), await put(gone, shared)];
  const kept = await put(stays, shared);
  await media.graphFile(ownRow.id);
  const stored = () => filesUnder(join(kit.config.dataDir, 'media'));
  const before = stored();
  await kit.db.transaction((tx) => kit.events.record(tx, 'account.deleted', { account_id: gone }));
  await kit.settle();
  expect([await media.view(ownRow.id), await media.view(sharedRow.id)]).toEqual([null, null]);
  expect((await media.open(kept.id, 'full')).blob.size).toBeGreaterThan(0);
  // The original, the two sizes and the JPEG of the picture that nobody else has.
  expect(before.length - stored().length).toBe(4);
  expect(existsSync(join(kit.config.dataDir, 'media', own.toString('hex').slice(0, 2), ownRow.sha256))).toBe(
    false,
  );
  expect(readFileSync(pathOf(kept.sha256)).equals(shared)).toBe(true);
});

test('storing and erasing the same bytes at once leaves nobody without them', async () => {
  const photo = await takePhoto(111, 99);
  for (let round = 0; round < 5; round++) {
    const leaver = newId('account');
    const first = await media.store({ accountId: leaver, bytes: photo, origin: 'person' });
    const [row] = await Promise.all([store(photo), media.remove(first.id, leaver)]);
    for (const variant of ['full', 'thumbnail', 'graph'] as const)
      expect((await media.open(row.id, variant)).blob.size).toBeGreaterThan(0);
    expect(existsSync(pathOf(row.sha256))).toBe(true);
    await media.remove(row.id, owner);
    expect(existsSync(pathOf(row.sha256))).toBe(false);
  }
});

function pathOf(sha256: string): string {
  return join(kit.config.dataDir, 'media', sha256.slice(0, 2), sha256);
}

function filesUnder(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );
}
