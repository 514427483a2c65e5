/** Solid things seen from above or from the front: slabs with an edge, bevels, seams, tables to stand on. */
import { BACKDROPS, type Backdrop, mix, shade } from './palette.ts';
import {
  BOARD,
  castShadow,
  clipped,
  linear,
  num,
  type Point,
  path,
  radial,
  rect,
  type Scene,
} from './picture-scene.ts';
import { drawBackdrop, drawLeafShade, drawWindowLight } from './picture-surface.ts';

export type Mood = 'plain' | 'window' | 'leaf';

/** The ground of a picture of things lying flat. */
export function drawGround(scene: Scene, tint: Backdrop, mood: Mood = 'plain'): string {
  const light = mood === 'window' ? drawWindowLight(scene) : mood === 'leaf' ? drawLeafShade(scene) : '';
  return drawBackdrop(scene, tint) + light;
}

/** A wall and a table top, for things that stand; the table begins at `horizon`. */
export function drawTable(scene: Scene, tint: Backdrop, horizon = 590): string {
  const colour = BACKDROPS[tint];
  const table = linear(
    scene,
    [0, horizon, 0, BOARD],
    `0 ${shade(colour, -0.14)}, .12 ${shade(colour, 0.02)}, 1 ${shade(colour, 0.28)}`,
  );
  const bend = linear(scene, [0, horizon - 40, 0, horizon + 30], '0 #2a1d10 0, .55 #2a1d10 .1, 1 #2a1d10 0');
  return [
    drawBackdrop(scene, tint),
    rect([0, horizon, BOARD, BOARD - horizon], `fill="${table}"`),
    rect([0, horizon - 40, BOARD, 70], `fill="${bend}"`),
  ].join('');
}

/** The shadow under a thing that stands: dark at the foot, drawn out to the right. */
export function groundShadow(scene: Scene, [x, y]: Point, width: number): string {
  const half = width / 2;
  const pool = radial(scene, [0, 0, 1], '0 #1c1208 .62, .55 #1c1208 .34, 1 #1c1208 0');
  const far = `<circle r="1" fill="${pool}" transform="translate(${num(x + half * 0.28)} ${num(y + 6)}) scale(${num(half * 1.35)} ${num(half * 0.16 + 12)})" opacity=".75"/>`;
  const near = `<circle r="1" fill="${pool}" transform="translate(${num(x + 4)} ${num(y)}) scale(${num(half * 1.04)} ${num(10 + half * 0.02)})"/>`;
  return far + near;
}

export type Pillow = { readonly d: string; readonly depth: number };

/** Fills an outline and rounds its edge: light from the top left, shade at the bottom right. */
export function pillow(scene: Scene, { d, depth }: Pillow, fill: string): string {
  const rims = [
    ['#000', 2.4, 0.16, -0.55],
    ['#000', 1.2, 0.22, -0.32],
    ['#fff', 1.1, 0.2, 0.37],
    ['#fff', 0.5, 0.3, 0.17],
  ] as const;
  const strokes = rims.map(([colour, wide, opacity, move]) => {
    const place = `translate(${num(depth * move)} ${num(depth * move * 1.15)})`;
    const pen = `stroke="${colour}" stroke-width="${num(depth * wide)}" opacity="${opacity}"`;
    return path(d, `fill="none" ${pen} transform="${place}"`);
  });
  return clipped(scene, path(d), fill + strokes.join(''));
}

export type Slab = {
  readonly d: string;
  readonly fill: string;
  readonly edge: string;
  readonly depth: number;
  readonly height?: number;
};

/** A board with a visible edge below, lying on the ground with its shadow. */
export function slab(scene: Scene, { d, fill, edge, depth, height = 14 }: Slab): string {
  const side: string[] = [];
  for (let step = depth; step > 0; step -= 1.5) {
    side.push(
      path(
        d,
        `fill="${mix(edge, '#000000', 0.25 * (step / depth))}" transform="translate(${num(step * 0.25)} ${num(step)})"`,
      ),
    );
  }
  return (
    castShadow(path(d, `transform="translate(2 ${num(depth)})"`), height) +
    side.join('') +
    pillow(scene, { d, depth: 3 }, fill)
  );
}

/** A row of stitches along a path, each casting its own small shade. */
export function seam(d: string, thread: string, wide = 3.4): string {
  const dash = `fill="none" stroke-dasharray="${num(wide * 3)} ${num(wide * 1.8)}" stroke-linecap="round"`;
  return (
    path(
      d,
      `${dash} stroke="#000" stroke-width="${num(wide * 1.5)}" opacity=".32" transform="translate(.9 1.7)"`,
    ) + path(d, `${dash} stroke="${thread}" stroke-width="${num(wide)}"`)
  );
}

/** A rounded rectangle as a path. */
export function roundRect([x, y]: Point, [width, height]: Point, radius: number): string {
  const r = num(radius);
  const [w, h] = [num(width - radius * 2), num(height - radius * 2)];
  return `M${num(x + radius)} ${num(y)}h${w}a${r} ${r} 0 0 1 ${r} ${r}v${h}a${r} ${r} 0 0 1-${r} ${r}h-${w}a${r} ${r} 0 0 1-${r}-${r}v-${h}a${r} ${r} 0 0 1 ${r}-${r}z`;
}

/** A circle as a path, so that it can be sunken, pillowed or made a slab. */
export function disc([x, y]: Point, radius: number): string {
  const r = num(radius);
  return `M${num(x - radius)} ${num(y)}a${r} ${r} 0 1 1 ${num(radius * 2)} 0a${r} ${r} 0 1 1-${num(radius * 2)} 0z`;
}

/** Turns a part of the picture around a point. */
export function turned(degrees: number, [x, y]: Point, inside: string): string {
  return `<g transform="rotate(${num(degrees)} ${num(x)} ${num(y)})">${inside}</g>`;
}
