// The demo shop's picture host. It exists inside this process alone: what the catalogue fetches from it later, as it
// would from any feed's host, is drawn when it is asked for.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Outbound } from '../kit/index.ts';
import { demoCatalogue } from './demo/catalogue.ts';
import { renderJpeg } from './demo/picture-render.ts';
import { type DemoPicture, drawDetail, picturesOf } from './demo/pictures.ts';
import type { DemoProduct } from './demo/types.ts';

const hostName = 'pictures.atelier-lune.example';
const widthPx = 800;

/** A picture of the demo catalogue with the address that it is fetched from. */
export interface HostedPicture extends Drawing {
  url: string;
  alt: string;
  skus: readonly string[];
}

/** The pictures of a product: each look of it, and a closer view when there is but one look. */
export function hostedPictures(product: DemoProduct): HostedPicture[] {
  const looks = picturesOf(product).map((picture) => toHosted(picture));
  if (looks.length > 1) return looks;
  const alt = `${product.title.en}, closer`;
  return [...looks, host(`${product.handle}-detail`, { alt, skus: [], svg: () => drawDetail(product) })];
}

export interface PictureHost extends Pick<Outbound, 'fetchGuarded'> {
  /** The drawing as a file. Each is drawn once a data folder: a reset finds it again. */
  draw(drawing: Drawing): Promise<Uint8Array>;
  /** Draws nothing more: who waits for a picture asks again after the next start. */
  close(): void;
}
export interface Drawing {
  /** Names its file. */
  name: string;
  widthPx: number;
  svg(): string;
}

/** The outbound guard, with one more host that it knows by heart. In production it is the guard alone. */
export function openPictureHost(
  outbound: Pick<Outbound, 'fetchGuarded'>,
  { mode, dataDir }: Config,
): PictureHost {
  const hosted = mode === 'sandbox' ? demoCatalogue.products.flatMap(hostedPictures) : [];
  const pictures = new Map(hosted.map((picture) => [picture.url, picture]));
  const folder = join(dataDir, 'drawn');
  let isClosed = false;

  async function draw({ name, widthPx, svg }: Drawing): Promise<Uint8Array> {
    const file = join(folder, `${name}.jpg`);
    const known = await readFile(file).catch(() => null);
    if (known !== null) return known;
    // JPEG: it is written anew for people anyway, and this is quick.
    const bytes = await renderJpeg(svg(), widthPx);
    await mkdir(folder, { recursive: true });
    // Two may draw the same one at once; each writes its own file, and the last one stays.
    const own = `${file}.${crypto.randomUUID()}`;
    await writeFile(own, bytes);
    await rename(own, file);
    return bytes;
  }

  return {
    draw,
    async fetchGuarded(url, options) {
      const picture = pictures.get(url);
      if (picture === undefined) return outbound.fetchGuarded(url, options);
      if (isClosed) throw new Error('the sandbox closes; its pictures are drawn later');
      const body = await draw(picture);
      return { ok: true, status: 200, headers: { 'content-type': 'image/jpeg' }, body, address: '127.0.0.1' };
    },
    close() {
      isClosed = true;
    },
  };
}

function toHosted({ key, product, skus, draw }: DemoPicture): HostedPicture {
  const words = product.variants.find(({ sku }) => sku === skus[0])?.title.en;
  const alt = words ? `${product.title.en}, ${words}` : product.title.en;
  return host(key, { alt, skus, svg: draw });
}

function host(name: string, picture: Pick<HostedPicture, 'alt' | 'skus' | 'svg'>): HostedPicture {
  return { name, widthPx, url: `https://${hostName}/${name}.jpg`, ...picture };
}
