/**
 * The pictures of the demo shop: one SVG per look of a product, drawn by the project itself, without fonts, files or chance.
 * `picturesOf` says which variants share a picture, so that nobody draws or stores the same one twice.
 */
import { looksOf } from './looks.ts';
import { drawCare } from './picture-care.ts';
import { drawPocketWatch, drawTank } from './picture-case.ts';
import { drawClock } from './picture-clock.ts';
import { drawGift } from './picture-gift.ts';
import { drawLeather } from './picture-leather.ts';
import { BOARD, createScene, finishScene, type Scene } from './picture-scene.ts';
import { drawStrap } from './picture-strap.ts';
import { drawTime } from './picture-time.ts';
import { drawWatch } from './picture-watch.ts';
import { drawWood } from './picture-wood.ts';
import type { Art, DemoProduct, DemoVariant } from './types.ts';

export type DemoPicture = {
  /** Names the picture inside the catalogue: product handle and a number. */
  readonly key: string;
  readonly product: DemoProduct;
  /** The variants that look like this. */
  readonly skus: readonly string[];
  /** Draws it, 800 × 800. */
  readonly draw: () => string;
};

/** Draws a product as SVG, 800 × 800; without a variant, as its first one looks. */
export function drawProduct(
  product: DemoProduct,
  variant: DemoVariant | undefined = product.variants[0],
): string {
  return drawLook(product, variant);
}

/** The same picture closer: the middle of the board at twice the size, for a second view of a product. */
export function drawDetail(
  product: DemoProduct,
  variant: DemoVariant | undefined = product.variants[0],
): string {
  const [x, y, size] = DETAIL_BOX[product.art.kind];
  const whole = drawLook(product, variant);
  return whole.replace(`viewBox="0 0 ${BOARD} ${BOARD}"`, `viewBox="${x} ${y} ${size} ${size}"`);
}

/** The different pictures of a product, the first variant's first. */
export function picturesOf(product: DemoProduct): readonly DemoPicture[] {
  return looksOf(product).map(({ key, skus, variant }) => ({
    key,
    product,
    skus,
    draw: () => drawLook(product, variant),
  }));
}

const DETAIL_BOX: Record<Art['kind'], readonly [x: number, y: number, size: number]> = {
  watch: [250, 210, 360],
  strap: [330, 60, 420],
  clock: [220, 200, 400],
  time: [220, 220, 380],
  leather: [230, 240, 380],
  wood: [210, 230, 400],
  care: [220, 220, 400],
  gift: [200, 180, 400],
};

function drawLook(product: DemoProduct, variant: DemoVariant | undefined): string {
  const scene = createScene(product.handle);
  const art: Art = Object.assign({}, product.art, variant?.look);
  return finishScene(scene, drawArt(scene, art));
}

function drawArt(scene: Scene, art: Art): string {
  switch (art.kind) {
    case 'watch':
      return WATCH_SHAPES[art.shape ?? 'round'](scene, art);
    case 'strap':
      return drawStrap(scene, art);
    case 'clock':
      return drawClock(scene, art);
    case 'leather':
      return drawLeather(scene, art);
    case 'wood':
      return drawWood(scene, art);
    case 'care':
      return drawCare(scene, art);
    case 'gift':
      return drawGift(scene, art);
    case 'time':
      return drawTime(scene, art);
  }
}

const WATCH_SHAPES = { round: drawWatch, tank: drawTank, pocket: drawPocketWatch };
