// Builds the web apps into dist/, with each file's compressed forms beside it. Run when the sources changed.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';
import { appConfig } from '../web/vite.config.ts';

const compressible = /\.(html|js|css|json|webmanifest|svg|wasm|txt)$/;
const worthBytes = 512;

for (const app of ['chat', 'console'] as const) await build(appConfig(app));
await Promise.all(listFiles(join(import.meta.dirname, '..', 'dist')).map(compress));

function listFiles(dir: string): string[] {
  return readdirSync(dir, { recursive: true })
    .map((name) => join(dir, String(name)))
    .filter((file) => compressible.test(file) && statSync(file).size > worthBytes);
}

async function compress(file: string): Promise<void> {
  const content = readFileSync(file);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  writeFileSync(`${file}.br`, await promisify(brotliCompress)(content, quality));
  writeFileSync(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
}
