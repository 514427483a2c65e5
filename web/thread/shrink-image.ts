import { limits } from '../../protocol/index.ts';

export const acceptedTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];

const quality = 0.86;

/** The picture as it is when it is small enough, else a JPEG of at most 2048 px: a phone's photo is larger than that. */
export async function shrinkImage(file: File): Promise<Blob> {
  if (file.type === 'image/gif') return file;
  const bitmap = await createImageBitmap(file).catch(() => null);
  // What cannot be read here is left to the server's judgement and words.
  if (!bitmap) return file;
  try {
    const scale = Math.min(1, limits.imageEdgePxMax / Math.max(bitmap.width, bitmap.height));
    if (scale === 1 && file.size <= limits.imageBytesMax / 4) return file;
    return (await redraw(bitmap, scale)) ?? file;
  } finally {
    bitmap.close();
  }
}

async function redraw(bitmap: ImageBitmap, scale: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  if (!context) return null;
  // JPEG knows no transparency: what was clear becomes paper, not black.
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality));
}
