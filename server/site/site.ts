import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { Hono } from 'hono';

export interface Site {
  routes: Hono;
}

export interface ShopHead {
  name: string;
  about: string;
  imageUrl: string | null;
}

interface Asset {
  type: string;
  etag: string;
  immutable: boolean;
  plain: Uint8Array<ArrayBuffer>;
  brotli: Uint8Array<ArrayBuffer> | null;
  gzip: Uint8Array<ArrayBuffer> | null;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};
const appNames = ['chat', 'console', 'widget'] as const;

/**
 * Serves the apps built into `distDir`. `findShop` words the head of `/b/{handle}`; null answers with the shell
 * unchanged, so that the page itself can say that there is no such shop.
 */
export function createSite(options: {
  distDir: string;
  findShop(handle: string): Promise<ShopHead | null>;
  publicUrl: string;
}): Site {
  const assets = new Map<string, Asset>();
  for (const name of appNames) {
    const prefix = name === 'chat' ? '/' : `/${name}/`;
    for (const file of listFiles(join(options.distDir, name))) {
      assets.set(prefix + relative(join(options.distDir, name), file), readAsset(file));
    }
  }
  const robots = 'User-agent: *\nAllow: /b/\nDisallow: /\n';
  const routes = new Hono();
  routes.get('/robots.txt', (c) => c.text(robots));
  routes.get('/b/:handle', async (c) => {
    const shell = assets.get('/index.html');
    if (!shell) return c.text('The web apps are not built. Start with `npm start`.', 503);
    const shop = await options.findShop(c.req.param('handle'));
    if (!shop) return answer(c.req.raw, shell, 404);
    return answer(c.req.raw, packPage(withHead(shell, shop, options.publicUrl)));
  });
  routes.get('*', async (c, next) => {
    const path = decodeURIComponent(new URL(c.req.url).pathname);
    const exact = assets.get(path);
    if (exact) return answer(c.req.raw, exact);
    if (!isPage(path)) return next();
    const shell = assets.get(
      path === '/console' || path.startsWith('/console/') ? '/console/index.html' : '/index.html',
    );
    if (!shell) return c.text('The web apps are not built. Start with `npm start`.', 503);
    return answer(c.req.raw, shell);
  });
  return { routes };
}

/** Paths that the apps' own routers know; anything else is truly not found. */
function isPage(path: string): boolean {
  return path === '/' || /^\/(c|b|settings|wallet|sign-in|console|sandbox)(\/|$)/.test(path);
}

function listFiles(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { recursive: true })
    .map((name) => join(dir, String(name)))
    .filter((file) => !/\.(br|gz)$/.test(file) && statSync(file).isFile());
}

/** The build leaves a file's compressed forms beside it: compressing well takes longer than a whole start. */
function readAsset(file: string): Asset {
  const packed = (extension: string) =>
    existsSync(file + extension) ? new Uint8Array(readFileSync(file + extension)) : null;
  const immutable = /-[\w-]{8,}\.\w+$/.test(file);
  return {
    ...describe(readFileSync(file), extname(file)),
    immutable,
    brotli: packed('.br'),
    gzip: packed('.gz'),
  };
}

/** A page that was worded for one request. */
function packPage(html: string): Asset {
  const content = Buffer.from(html);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
  return {
    ...describe(content, '.html'),
    immutable: false,
    brotli: new Uint8Array(brotliCompressSync(content, quality)),
    gzip: null,
  };
}

function describe(content: Buffer, extension: string): Pick<Asset, 'type' | 'etag' | 'plain'> {
  return {
    type: types[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
    plain: new Uint8Array(content),
  };
}

function answer(request: Request, asset: Asset, status = 200): Response {
  const headers = new Headers({
    'content-type': asset.type,
    etag: asset.etag,
    vary: 'accept-encoding',
    'cache-control': asset.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  if (request.headers.get('if-none-match') === asset.etag)
    return new Response(null, { status: 304, headers });
  const accepted = request.headers.get('accept-encoding') ?? '';
  if (asset.brotli && /\bbr\b/.test(accepted)) {
    headers.set('content-encoding', 'br');
    return new Response(asset.brotli, { status, headers });
  }
  if (asset.gzip && /\bgzip\b/.test(accepted)) {
    headers.set('content-encoding', 'gzip');
    return new Response(asset.gzip, { status, headers });
  }
  return new Response(asset.plain, { status, headers });
}

function withHead(shell: Asset, shop: ShopHead, publicUrl: string): string {
  const tags = [
    `<title>${escapeHtml(shop.name)}</title>`,
    `<meta name="description" content="${escapeHtml(shop.about)}">`,
    `<meta property="og:title" content="${escapeHtml(shop.name)}">`,
    `<meta property="og:description" content="${escapeHtml(shop.about)}">`,
    ...(shop.imageUrl
      ? [`<meta property="og:image" content="${escapeHtml(new URL(shop.imageUrl, publicUrl).href)}">`]
      : []),
  ].join('\n    ');
  return Buffer.from(shell.plain)
    .toString('utf8')
    .replace(/<meta name="description"[^>]*>/, '')
    .replace(/<title>[^<]*<\/title>/, () => tags);
}

function escapeHtml(text: string): string {
  const names: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#39' };
  return text.replace(/[&<>"']/g, (c) => `&${names[c]};`);
}
