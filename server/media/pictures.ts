// Pictures as people see them: decoded under limits, turned upright, scaled and written anew, so that nothing of the
// file that came is left but what can be seen. A few at a time, because each may take 200 MB for a moment.
import sharp, { type Sharp } from 'sharp';
import { Fault, limits } from '../../protocol/index.ts';

export type VariantName = 'full' | 'thumbnail' | 'jpeg';
export interface Rendered {
  variant: VariantName;
  bytes: Uint8Array;
  mimeType: string;
  width: number;
  height: number;
}

export interface Size {
  width: number;
  height: number;
}

const workersMax = 2;
const waitingMax = 64;
const secondsMax = 10;
/** Of all pictures in work together: a large one is worked on alone. */
const pixelsAtOnceMax = limits.imagePixelsMax;
const options = { limitInputPixels: limits.imagePixelsMax, failOn: 'error', sequentialRead: true } as const;

/** What the decoder calls each type, and how much of it is taken: AVIF needs ten times its pixels in memory. */
const formats: Record<string, { name: string; pixelsMax: number }> = {
  'image/jpeg': { name: 'jpeg', pixelsMax: limits.imagePixelsMax },
  'image/png': { name: 'png', pixelsMax: limits.imagePixelsMax },
  'image/webp': { name: 'webp', pixelsMax: limits.imagePixelsMax },
  'image/gif': { name: 'gif', pixelsMax: limits.imagePixelsMax },
  'image/avif': { name: 'heif', pixelsMax: 16_000_000 },
};

// One thread a picture: the other core is for messages.
sharp.concurrency(1);
sharp.cache(false);

/**
 * Size of the picture as it will be seen, from its header alone.
 * Faults: `media_pixels_exceeded`, `media_damaged`.
 */
export async function checkPicture(path: string, mimeType: string): Promise<Size> {
  const format = formats[mimeType];
  const header = await sharp(path, { ...options, limitInputPixels: false })
    .metadata()
    .catch(() => null);
  if (!header?.width || !header.height) throw new Fault('media_damaged');
  // The decoder has its own idea of what a file is; where it differs from ours, somebody plays with both.
  if (!format || format.name !== header.format) throw new Fault('media_damaged');
  if (header.width * header.height > format.pixelsMax) throw new Fault('media_pixels_exceeded');
  // Orientations from 5 on lie on their side.
  const turned = (header.orientation ?? 1) >= 5;
  return turned
    ? { width: header.height, height: header.width }
    : { width: header.width, height: header.height };
}

/** The two sizes that people see. Faults: `media_damaged`, `overloaded`. */
export async function renderPicture(path: string, size: Size): Promise<Rendered[]> {
  return work(size.width * size.height, async () => {
    const full = await render(sharp(path, options).autoOrient(), 'full');
    return [full, await render(sharp(full.bytes), 'thumbnail')];
  });
}

/** A picture of ours as JPEG, for clients that know nothing else; what was transparent is white. */
export async function renderJpeg(path: string): Promise<Rendered> {
  const pixels = limits.imageEdgePxMax ** 2;
  return work(pixels, () => render(sharp(path, options), 'jpeg'));
}

async function render(picture: Sharp, variant: VariantName): Promise<Rendered> {
  const edge = variant === 'thumbnail' ? limits.thumbnailEdgePx : limits.imageEdgePxMax;
  const sized = picture
    .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
    .timeout({ seconds: secondsMax });
  const encoded =
    variant === 'jpeg'
      ? sized.flatten({ background: '#ffffff' }).jpeg({ quality: 85 })
      : sized.webp({ quality: 82, effort: 3 });
  const { data, info } = await encoded.toBuffer({ resolveWithObject: true }).catch(() => {
    throw new Fault('media_damaged');
  });
  const mimeType = variant === 'jpeg' ? 'image/jpeg' : 'image/webp';
  return { variant, bytes: data, mimeType, width: info.width, height: info.height };
}

let working = 0;
let pixelsInWork = 0;
const waiting: { pixels: number; start: () => void }[] = [];

/** Runs `task` in its turn. Faults: `overloaded` when too many wait. */
async function work<T>(pixels: number, task: () => Promise<T>): Promise<T> {
  if (waiting.length >= waitingMax) throw new Fault('overloaded', 'pictures', 2_000);
  await new Promise<void>((start) => {
    waiting.push({ pixels, start });
    startNext();
  });
  try {
    return await task();
  } finally {
    working--;
    pixelsInWork -= pixels;
    startNext();
  }
}

function startNext(): void {
  for (let next = waiting[0]; next; next = waiting[0]) {
    const fits = working < workersMax && pixelsInWork + next.pixels <= pixelsAtOnceMax;
    if (working > 0 && !fits) return;
    waiting.shift();
    working++;
    pixelsInWork += next.pixels;
    next.start();
  }
}
