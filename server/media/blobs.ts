// Bytes under the name of their sha256 in the data folder: written once, whole or not at all, never changed.
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, openAsBlob } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { Fault } from '../../protocol/index.ts';

/** A file that was received and has no name yet. */
export interface Received {
  path: string;
  sha256: string;
  sizeBytes: number;
}

export interface Blobs {
  /** Takes bytes in as they come. Faults: `media_too_large` as soon as there are more than `bytesMax`. */
  receive(source: Uint8Array | ReadableStream<Uint8Array>, bytesMax: number): Promise<Received>;
  /** Gives a received file its name; on disk for good when this resolves. */
  keep(received: Received): Promise<void>;
  discard(received: Received): Promise<void>;
  path(sha256: string): string;
  /** The bytes without reading them: null when they are gone. */
  open(sha256: string): Promise<Blob | null>;
  remove(sha256: string): Promise<void>;
}

export function createBlobs(dataDir: string): Blobs {
  const root = join(dataDir, 'media');
  const incoming = join(root, 'incoming');
  let cleaned: Promise<void> | null = null;
  const path = (sha256: string) => join(root, sha256.slice(0, 2), sha256);

  return {
    path,
    async receive(source, bytesMax) {
      // What a killed server was taking in is of no use to anybody.
      cleaned ??= rm(incoming, { recursive: true, force: true });
      await cleaned;
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      const temporary = join(incoming, randomUUID());
      try {
        return { path: temporary, ...(await write(temporary, source, bytesMax)) };
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    async keep(received) {
      const target = path(received.sha256);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await sync(received.path);
      await rename(received.path, target);
      await sync(dirname(target));
    },
    discard: (received) => rm(received.path, { force: true }),
    async open(sha256) {
      const known = await access(path(sha256)).then(
        () => true,
        () => false,
      );
      return known ? openAsBlob(path(sha256)) : null;
    },
    remove: (sha256) => rm(path(sha256), { force: true }),
  };
}

async function write(
  path: string,
  source: Uint8Array | ReadableStream<Uint8Array>,
  bytesMax: number,
): Promise<{ sha256: string; sizeBytes: number }> {
  const hash = createHash('sha256');
  const file = createWriteStream(path, { mode: 0o600 });
  let sizeBytes = 0;
  try {
    for await (const chunk of source instanceof Uint8Array ? [source] : source) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > bytesMax) throw new Fault('media_too_large', `at most ${bytesMax} bytes`);
      hash.update(chunk);
      if (!file.write(chunk)) await new Promise((drained) => file.once('drain', drained));
    }
  } finally {
    file.end();
    await finished(file);
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
