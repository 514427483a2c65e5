// A file as an HTTP answer: whole, or the one range that was asked for. A browser that opens it by itself may run nothing.
import { Fault } from '../../protocol/index.ts';
import type { OpenedFile } from './files.ts';

export interface FileResponse {
  /** `attachment` saves it to disk, `inline` is for pictures of ours alone. */
  disposition: 'attachment' | 'inline';
  cacheControl: string;
}

export function respondFile(request: Request, file: OpenedFile, how: FileResponse): Response {
  const size = file.blob.size;
  const etag = `"${file.sha256.slice(0, 32)}"`;
  const headers = {
    'content-type': file.mimeType,
    'content-disposition': `${how.disposition}${file.fileName ? `; filename*=UTF-8''${encodeName(file.fileName)}` : ''}`,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': how.cacheControl,
    'accept-ranges': 'bytes',
    etag,
  };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  const range = readRange(request, size, etag);
  if (range === 'none')
    return new Response(file.blob, { headers: { ...headers, 'content-length': String(size) } });
  if (range === 'unsatisfiable')
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } });
  const { first, last } = range;
  return new Response(file.blob.slice(first, last + 1), {
    status: 206,
    headers: {
      ...headers,
      'content-length': String(last + 1 - first),
      'content-range': `bytes ${first}-${last}/${size}`,
    },
  });
}

/** One range of bytes; what is not understood, or many ranges, is answered with the whole. */
function readRange(
  request: Request,
  size: number,
  etag: string,
): { first: number; last: number } | 'none' | 'unsatisfiable' {
  const header = request.headers.get('range');
  const condition = request.headers.get('if-range');
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (condition !== null && condition !== etag) || (match[1] === '' && match[2] === ''))
    return 'none';
  const suffix = match[1] === '';
  const first = suffix ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const last = suffix || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (first >= size || last < first) return 'unsatisfiable';
  return { first, last };
}

function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Reads a body up to `bytesMax`, however long it says it is. Faults: `media_too_large`. */
export async function readBounded(request: Request, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw new Fault('media_too_large');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > bytesMax) throw new Fault('media_too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
