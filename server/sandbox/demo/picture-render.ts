/** The one place where drawings become pixels. */
import sharp from 'sharp';

/** Renders an SVG to a WebP square (or to the drawing's own proportions) of at most `width` pixels; under 150 kB at 1024. */
export async function renderWebp(svg: string, width = 1024): Promise<Buffer> {
  return sharp(Buffer.from(svg), { density: densityFor(svg, width) })
    .resize({ width })
    .webp({ quality: 82, effort: 2 })
    .toBuffer();
}

/** The same as JPEG, for those who take nothing else. */
export async function renderJpeg(svg: string, width = 1024): Promise<Buffer> {
  return sharp(Buffer.from(svg), { density: densityFor(svg, width) })
    .resize({ width })
    .flatten({ background: '#fbf8f3' })
    .jpeg({ quality: 82 })
    .toBuffer();
}

/** The resolution at which the drawing comes out `width` pixels wide at once: sharp edges, and no pixel drawn in vain. */
function densityFor(svg: string, width: number): number {
  const drawn = Number(/ width="(\d+)"/.exec(svg)?.[1] ?? 800);
  return (72 * width) / drawn;
}
