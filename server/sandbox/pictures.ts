// The demo shop's picture host. It exists for this process alone: what the catalogue fetches from it later, as it
// would from any feed's host, is drawn when it is asked for.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Outbound } from '../kit/index.ts';
import { demoCatalogue } from './demo/catalogue.ts';
import { detailKey, looksOf } from './demo/looks.ts';
import type { DemoProduct } from './demo/types.ts';
import { createPainter } from './painter.ts';

const hostName = 'pictures.atelier-lune.example';

/** A picture of the demo catalogue with the address that it is fetched from. */
export interface HostedPicture {
  /** Names its drawing and its file. */
  name: string;
  url: string;
  alt: string;
  skus: readonly string[];
}

/** The pictures of a product: each look of it, and a closer view when there is but one look. */
export function hostedPictures(product: DemoProduct): HostedPicture[] {
  const looks = looksOf(product).map(({ key, skus, variant }) => {
    const words = variant.title.en;
    return host(key, { alt: words ? `${product.title.en}, ${words}` : product.title.en, skus });
  });
  if (looks.length > 1) return looks;
  return [...looks, host(detailKey(product), { alt: `${product.title.en}, closer`, skus: [] })];
}

export interface PictureHost extends Pick<Outbound, 'fetchGuarded'> {
  /** The drawing of that name as a JPEG file. Each is drawn once a data folder: a reset finds it again. */
  draw(name: string): Promise<Uint8Array>;
  /** Draws nothing more: who waits for a picture asks again after the next start. */
  close(): void;
}

/** The outbound guard, with one more host that it knows by heart. In production it is the guard alone. */
export function openPictureHost(
  outbound: Pick<Outbound, 'fetchGuarded'>,
  { mode, dataDir }: Config,
): PictureHost {
  const hosted = mode === 'sandbox' ? demoCatalogue.products.flatMap(hostedPictures) : [];
  const names = new Map(hosted.map(({ url, name }) => [url, name]));
  const folder = join(dataDir, 'drawn');
  const painter = createPainter();

  async function draw(name: string, isIdle: boolean): Promise<Uint8Array> {
    const file = join(folder, `${name}.jpg`);
    const known = await readFile(file).catch(() => null);
    if (known !== null) return known;
    await mkdir(folder, { recursive: true });
    // JPEG: it is written anew for people anyway, and this is quick.
    await painter.paint({ name, file, isIdle });
    return readFile(file);
  }

  return {
    draw: (name) => draw(name, false),
    async fetchGuarded(url, options) {
      const name = names.get(url);
      if (name === undefined) return outbound.fetchGuarded(url, options);
      const body = await draw(name, true);
      return { ok: true, status: 200, headers: { 'content-type': 'image/jpeg' }, body, address: '127.0.0.1' };
    },
    close: () => painter.close(),
  };
}

function host(name: string, picture: Pick<HostedPicture, 'alt' | 'skus'>): HostedPicture {
  return { name, url: `https://${hostName}/${name}.jpg`, ...picture };
}
