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

const workersMax = 2;
const waitingMax = 64;
const secondsMax = 10;
const options = { limitInputPixels: limits.imagePixelsMax, failOn: 'error', sequentialRead: true } as const;

const formats: Record<string, string> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'heif',
};

// One thread a picture: the other core is for messages.
sharp.concurrency(1);
sharp.cache(false);

/**
 * Size of the picture as it will be seen, from its header alone.
 * Faults: `media_pixels_exceeded`, `media_damaged`.
 */
export async function checkPicture(
  path: string,
  mimeType: string,
): Promise<{ width: number; height: number }> {
  const header = await sharp(path, { ...options, limitInputPixels: false })
    .metadata()
    .catch(() => null);
  if (!header?.width || !header.height) throw new Fault('media_damaged');
  // The decoder has its own idea of what a file is; where it differs from ours, somebody plays with both.
  if (formats[mimeType] !== header.format) throw new Fault('media_damaged');
  if (header.width * header.height > limits.imagePixelsMax) throw new Fault('media_pixels_exceeded');
  // Orientations from 5 on lie on their side.
  const turned = (header.orientation ?? 1) >= 5;
  return turned
    ? { width: header.height, height: header.width }
    : { width: header.width, height: header.height };
}

/** The two sizes that people see. Faults: `media_damaged`, `overloaded`. */
export async function renderPicture(path: string): Promise<Rendered[]> {
  return work(async () => {
    const full = await render(sharp(path, options).autoOrient(), 'full');
    return [full, await render(sharp(full.bytes), 'thumbnail')];
  });
}

/** A picture of ours as JPEG, for clients that know nothing else; what was transparent is white. */
export async function renderJpeg(path: string): Promise<Rendered> {
  return work(() => render(sharp(path, options), 'jpeg'));
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
const waiting: (() => void)[] = [];

async function work<T>(task: () => Promise<T>): Promise<T> {
  if (waiting.length >= waitingMax) throw new Fault('overloaded', 'pictures', 2_000);
  if (working >= workersMax) await new Promise<void>((turn) => waiting.push(turn));
  else working++;
  try {
    return await task();
  } finally {
    // The place goes to the next in line, if there is one.
    const next = waiting.shift();
    if (next) next();
    else working--;
  }
}
