// The demo shop's picture host. It exists inside this process alone: what the catalogue fetches from it later, as it
// would from any feed's host, is drawn when it is asked for.
import type { Config } from '../config.ts';
import type { Outbound } from '../kit/index.ts';
import { demoCatalogue } from './demo/catalogue.ts';
import { renderJpeg } from './demo/picture-render.ts';
import { type DemoPicture, drawDetail, picturesOf } from './demo/pictures.ts';
import type { DemoProduct } from './demo/types.ts';

const host = 'pictures.atelier-lune.example';
const widthPx = 800;

/** A picture of the demo catalogue with the address that it is fetched from. */
export interface HostedPicture {
  url: string;
  alt: string;
  skus: readonly string[];
  draw(): string;
}

/** The pictures of a product: each look of it, and a closer view when there is but one look. */
export function hostedPictures(product: DemoProduct): HostedPicture[] {
  const looks = picturesOf(product).map((picture) => toHosted(picture));
  if (looks.length > 1) return looks;
  const url = `https://${host}/${product.handle}-detail.jpg`;
  return [...looks, { url, alt: `${product.title.en}, closer`, skus: [], draw: () => drawDetail(product) }];
}

export interface PictureHost extends Pick<Outbound, 'fetchGuarded'> {
  /** Draws nothing more: who waits for a picture asks again after the next start. */
  close(): void;
}

/** The outbound guard, with one more host that it knows by heart. In production it is the guard alone. */
export function openPictureHost(outbound: Pick<Outbound, 'fetchGuarded'>, { mode }: Config): PictureHost {
  const hosted = mode === 'sandbox' ? demoCatalogue.products.flatMap(hostedPictures) : [];
  const pictures = new Map(hosted.map((picture) => [picture.url, picture]));
  let isClosed = false;
  return {
    async fetchGuarded(url, options) {
      const picture = pictures.get(url);
      if (picture === undefined) return outbound.fetchGuarded(url, options);
      if (isClosed) throw new Error('the sandbox closes; its pictures are drawn later');
      const body = await drawHosted(picture);
      return { ok: true, status: 200, headers: { 'content-type': 'image/jpeg' }, body, address: '127.0.0.1' };
    },
    close() {
      isClosed = true;
    },
  };
}

/** The picture as a file. JPEG: it is written anew for people anyway, and this is quick. */
export function drawHosted(picture: HostedPicture): Promise<Buffer> {
  return renderJpeg(picture.draw(), widthPx);
}

function toHosted({ key, product, skus, draw }: DemoPicture): HostedPicture {
  const words = product.variants.find(({ sku }) => sku === skus[0])?.title.en;
  const alt = words ? `${product.title.en}, ${words}` : product.title.en;
  return { url: `https://${host}/${key}.jpg`, alt, skus, draw };
}
