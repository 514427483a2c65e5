import { expect, test } from 'bun:test';
import sharp, { type OutputInfo, type Stats } from 'sharp';
import { demoCatalogue } from './catalogue.ts';
import { drawCover, drawLogo } from './picture-brand.ts';
import { drawPortrait } from './picture-people.ts';
import { renderJpeg, renderWebp } from './picture-render.ts';
import { drawDetail, drawProduct, picturesOf } from './pictures.ts';
import { demoPeople, demoStaff } from './world.ts';

const { products } = demoCatalogue;

test('every product draws a picture that renders, and none is blank', async () => {
  for (const item of products) {
    const { info, stats } = await look(drawProduct(item));
    expect({ handle: item.handle, width: info.width, height: info.height }).toEqual({
      handle: item.handle,
      width: 200,
      height: 200,
    });
    expect(Math.max(...stats.channels.map(({ stdev }) => stdev)), item.handle).toBeGreaterThan(12);
  }
}, 120_000);

test('the same product always gives the same bytes, and no two products or looks the same', () => {
  const drawn = products.flatMap(picturesOf).map(({ key, draw }) => ({ key, svg: draw() }));
  const again = products.flatMap(picturesOf).map(({ draw }) => draw());
  expect(drawn.every(({ svg }, index) => svg === again[index])).toBe(true);
  const seen = new Map<string, string>();
  for (const { key, svg } of drawn) {
    expect(seen.get(svg), key).toBeUndefined();
    seen.set(svg, key);
  }
}, 120_000);

test('pictures need nothing from outside: no fonts, no links, no undefined numbers', () => {
  for (const { svg, key } of allDrawings()) {
    const markup = svg.replaceAll(/base64,[^"]*/g, '');
    const foreign = /<text|https?:(?!\/\/www\.w3\.org)|NaN|undefined|Infinity|url\(#@\)/;
    expect(markup.match(foreign)?.[0], key).toBeUndefined();
    for (const [, target] of svg.matchAll(/href="(.{0,22})/g)) expect(target).toBe('data:image/png;base64,');
    for (const [, id] of svg.matchAll(/url\(#(\w+)\)/g))
      expect(svg.includes(`id="${id}"`), `${key} ${id}`).toBe(true);
  }
}, 120_000);

test('each picture belongs to the variants that look like it', () => {
  for (const item of products) {
    const pictures = picturesOf(item);
    const skus = pictures.flatMap((picture) => picture.skus);
    expect(skus.toSorted()).toEqual(item.variants.map(({ sku }) => sku).toSorted());
    expect(pictures[0]?.draw()).toBe(drawProduct(item));
    for (const picture of pictures) {
      const [variant] = item.variants.filter(({ sku }) => sku === picture.skus.at(-1));
      expect(picture.draw()).toBe(drawProduct(item, variant));
    }
  }
}, 120_000);

test('rendered at 1024 pixels even the busiest pictures stay under 150 kB', async () => {
  const busy = products.filter(({ handle }) => ['care-kit', 'strap-trio', 'coeur-ouvert'].includes(handle));
  expect(busy.length).toBe(3);
  for (const item of busy) {
    for (const [format, render] of [
      ['webp', renderWebp],
      ['jpeg', renderJpeg],
    ] as const) {
      const file = await render(drawProduct(item));
      const meta = await sharp(file).metadata();
      expect({ format: meta.format, width: meta.width, height: meta.height }).toEqual({
        format,
        width: 1024,
        height: 1024,
      });
      expect(file.length, `${item.handle} ${format}`).toBeLessThan(150_000);
    }
  }
}, 120_000);

test('the detail is the same drawing, closer', async () => {
  const [watch] = products;
  if (!watch) throw new Error('no products');
  const [whole, detail] = [drawProduct(watch), drawDetail(watch)];
  expect(detail.replace(/viewBox="[^"]*"/, '')).toBe(whole.replace(/viewBox="[^"]*"/, ''));
  expect(detail).not.toBe(whole);
  expect((await sharp(await renderWebp(detail, 300)).metadata()).width).toBe(300);
});

test('the logo, the cover and the portraits render', async () => {
  const faces = [...demoPeople, ...demoStaff].map(({ portrait }) => drawPortrait(portrait));
  expect(new Set(faces).size).toBe(4);
  for (const svg of [drawLogo(), ...faces]) {
    const { stats } = await look(svg);
    expect(Math.max(...stats.channels.map(({ stdev }) => stdev))).toBeGreaterThan(12);
  }
  const cover = await renderWebp(drawCover(), 1600);
  const { width, height } = await sharp(cover).metadata();
  expect([width, height]).toEqual([1600, 640]);
  expect(cover.length).toBeLessThan(200_000);
}, 60_000);

function allDrawings(): { key: string; svg: string }[] {
  const own = products.map((item) => ({ key: item.handle, svg: drawProduct(item) }));
  const faces = [...demoPeople, ...demoStaff].map(({ handle, portrait }) => ({
    key: handle,
    svg: drawPortrait(portrait),
  }));
  return [...own, ...faces, { key: 'logo', svg: drawLogo() }, { key: 'cover', svg: drawCover() }];
}

/** Renders small: 200 pixels are enough to see whether anything is there. */
async function look(svg: string): Promise<{ info: OutputInfo; stats: Stats }> {
  const { data, info } = await sharp(Buffer.from(svg), { density: 18 })
    .removeAlpha()
    .png()
    .toBuffer({ resolveWithObject: true });
  return { info, stats: await sharp(data).stats() };
}
