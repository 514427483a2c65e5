import sharp from 'sharp';

/** A plain PNG of that size. */
export function pngOf(width: number, height: number): Promise<Uint8Array> {
  return sharp({ create: { width, height, channels: 3, background: '#c8963e' } })
    .png()
    .toBuffer();
}
