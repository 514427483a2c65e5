/**
 * Small repeating maps of wood figure, leather grain and brushed metal, computed once per process and embedded as indexed
 * PNG tiles. An SVG filter would draw the same, twenty times slower, and the first start of the sandbox draws hundreds.
 */
import { crc32, deflateSync } from 'node:zlib';

export type TextureName = 'plank' | 'burl' | 'calf' | 'suede' | 'brushed' | 'felt' | 'weave' | 'mesh';
/** Red, green, blue and alpha, 0 to 255, for the darkest to the lightest of 256 steps. */
export type Ramp = (step: number) => readonly [number, number, number, number];

/** A tile as a `data:` address, coloured by the ramp; the key names the ramp for the memory. */
export function textureTile(name: TextureName, key: string, ramp: Ramp): string {
  const known = tiles.get(`${name}:${key}`);
  if (known) return known;
  const [width, height] = TEXTURE_SIZES[name];
  const tile = encodePng(mapOf(name), [width, height], ramp);
  tiles.set(`${name}:${key}`, tile);
  return tile;
}

/** Board units a tile covers before it repeats. */
export const TEXTURE_SIZES: Record<TextureName, readonly [number, number]> = {
  plank: [640, 400],
  burl: [400, 400],
  calf: [256, 256],
  suede: [256, 256],
  brushed: [256, 256],
  felt: [256, 256],
  weave: [240, 240],
  mesh: [224, 224],
};

const tiles = new Map<string, string>();
const maps = new Map<TextureName, Uint8Array>();

type Painter = (u: number, v: number) => number;

function mapOf(name: TextureName): Uint8Array {
  const known = maps.get(name);
  if (known) return known;
  const [width, height] = TEXTURE_SIZES[name];
  const painter = PAINTERS[name];
  const map = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      map[y * width + x] = Math.max(0, Math.min(255, Math.round(painter(x / width, y / height) * 255)));
    }
  }
  maps.set(name, map);
  return map;
}

const PAINTERS: Record<TextureName, Painter> = {
  plank: (u, v) => {
    const bend = layered([u * 3, v * 4], [3, 4], 11) * 0.3 + noise([u * 2, v * 2], [2, 2], 5) * 0.55;
    const ring = sawtooth(v * 9 + bend * 4.2);
    return paintWood([u, v], ring, 0.34);
  },
  burl: (u, v) => {
    const bend = layered([u * 3, v * 4], [3, 4], 23) * 1.6;
    return paintWood([u, v], sawtooth(v * 6 + bend * 3.2), 0.42);
  },
  calf: (u, v) => 0.5 + slope((x, y) => layered([x * 84, y * 84], [84, 84], 3), [u, v], 0.005) * 0.5,
  suede: (u, v) =>
    0.5 +
    (layered([u * 90, v * 90], [90, 90], 9) - 0.5) * 0.4 +
    (layered([u * 3, v * 3], [3, 3], 4) - 0.5) * 0.3,
  brushed: (u, v) => 0.5 + (layered([u * 3, v * 150], [3, 150], 13) - 0.5) * 0.55,
  felt: (u, v) => 0.5 + (layered([u * 120, v * 120], [120, 120], 31) - 0.5) * 0.6,
  weave: paintWeave,
  mesh: paintMesh,
};

function paintWood([u, v]: readonly [number, number], ring: number, depth: number): number {
  const fibre = layered([u * 9, v * 170], [9, 170], 7) - 0.5;
  const cloud = layered([u * 2, v * 3], [2, 3], 17) - 0.5;
  const pore = noise([u * 34, v * 210], [34, 210], 29);
  const dash = pore > 0.74 ? (pore - 0.74) * 1.6 : 0;
  return 0.56 - (ring - 0.35) * depth + fibre * 0.42 + cloud * 0.42 - dash;
}

/** Over and under: each thread bulges in the middle and goes dark where it dives. */
function paintWeave(u: number, v: number): number {
  const [x, y] = [u * 40, v * 40];
  const over = (Math.floor(x) + Math.floor(y)) % 2 === 0;
  const [along, across] = over ? [x % 1, y % 1] : [y % 1, x % 1];
  const bulge = Math.sin(along * Math.PI) * 0.16 + Math.sin(across * Math.PI) * 0.14;
  return 0.36 + bulge + (over ? 0.03 : -0.03) + (layered([u * 80, v * 80], [80, 80], 37) - 0.5) * 0.2;
}

/** Loops of wire in leaning rows, each row leaning against the one above. */
function paintMesh(u: number, v: number): number {
  const row = Math.floor(v * 32);
  const [across, down] = [u * 25 + (row % 2 ? 0.5 : 0), (v * 32) % 1];
  const [x, y] = [(across % 1) - 0.5, down - 0.5];
  const lean = row % 2 ? 0.45 : -0.45;
  const away = Math.hypot((x + lean * y) * 0.9, y * 1.05);
  return 0.86 - away * 1.35;
}

/** Latewood darkens slowly and ends at once, as a year does. */
function sawtooth(at: number): number {
  const part = at - Math.floor(at);
  return part < 0.88 ? (part / 0.88) ** 2.4 : 1 - (part - 0.88) / 0.12;
}

/** Light from the top left over a height map: the height's difference along the diagonal. */
function slope(
  heightAt: (u: number, v: number) => number,
  [u, v]: readonly [number, number],
  step: number,
): number {
  return heightAt(u + step / 2, v + step / 2) - heightAt(u - step / 2, v - step / 2);
}

function layered(
  [x, y]: readonly [number, number],
  [wrapX, wrapY]: readonly [number, number],
  seed: number,
): number {
  const coarse = noise([x, y], [wrapX, wrapY], seed);
  return coarse * 0.66 + noise([x * 2, y * 2], [wrapX * 2, wrapY * 2], seed + 1) * 0.34;
}

/** Value noise, 0 to 1, repeating after `wrap` cells in each direction. */
function noise([x, y]: readonly [number, number], wrap: readonly [number, number], seed: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [sx, sy] = [smooth(x - left), smooth(y - top)];
  const corner = (dx: number, dy: number) =>
    lattice(modulo(left + dx, wrap[0]), modulo(top + dy, wrap[1]), seed);
  const upper = corner(0, 0) * (1 - sx) + corner(1, 0) * sx;
  const lower = corner(0, 1) * (1 - sx) + corner(1, 1) * sx;
  return upper * (1 - sy) + lower * sy;
}

function lattice(x: number, y: number, seed: number): number {
  let mixed = Math.imul(x, 374761393) ^ Math.imul(y, 668265263) ^ Math.imul(seed, 2147483647);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 1274126177);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296;
}

const smooth = (part: number) => part * part * (3 - 2 * part);
const modulo = (value: number, wrap: number) => ((value % wrap) + wrap) % wrap;

function encodePng(map: Uint8Array, [width, height]: readonly [number, number], ramp: Ramp): string {
  const [palette, alpha] = [new Uint8Array(768), new Uint8Array(256)];
  for (let step = 0; step < 256; step++) {
    const [red, green, blue, opacity] = ramp(step);
    palette.set([red, green, blue], step * 3);
    alpha[step] = opacity;
  }
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++) rows.set(map.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const body = deflateSync(rows, { level: 3 });
  const parts = [
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('tRNS', alpha),
    chunk('IDAT', body),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return `data:image/png;base64,${Buffer.concat([signature, ...parts]).toString('base64')}`;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
