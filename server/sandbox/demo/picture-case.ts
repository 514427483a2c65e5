/** The watches that are not round wrist watches: the rectangular one and the one for a waistcoat pocket. */
import { DIALS, LEATHERS, METALS, mix, shade } from './palette.ts';
import { drawBand } from './picture-band.ts';
import { drawClockFace } from './picture-clock.ts';
import { crescent, inkOf } from './picture-dial.ts';
import { drawHands } from './picture-hands.ts';
import { letter, romanNumeral } from './picture-lettering.ts';
import {
  castShadow,
  circle,
  clipped,
  linear,
  num,
  type Point,
  path,
  rect,
  type Scene,
  sunkenEdge,
} from './picture-scene.ts';
import { drawGround, pillow, roundRect } from './picture-solid.ts';
import { metalRing, polishedRing } from './picture-surface.ts';
import type { WatchArt } from './picture-watch.ts';

/** A rectangular watch with straight sides that run into the strap. */
export function drawTank(scene: Scene, art: WatchArt): string {
  const { base, dark, light, deep } = METALS[art.metal];
  const across = linear(
    scene,
    [236, 0, 564, 0],
    `0 ${dark}, .04 ${light}, .1 ${base}, .16 ${dark}, .5 ${base}, .84 ${dark},
      .88 ${light}, .95 ${base}, 1 ${deep}`,
  );
  const outer = roundRect([236, 170], [328, 460], 26);
  const rails = [236, 512].map((x) => roundRect([x, 128], [52, 544], 22));
  const inner = roundRect([284, 216], [232, 368], 8);
  const railLight = (x: number) =>
    linear(
      scene,
      [x, 0, x + 52, 0],
      `0 ${dark}, .22 ${light}, .5 ${base}, .8 ${mix(base, dark, 0.5)}, 1 ${deep}`,
    );
  return [
    drawGround(scene, art.backdrop, art.mood),
    castShadow(path(outer) + rails.map((rail) => path(rail)).join('') + rect([290, -60, 220, 920]), 30),
    `<g>${drawBand(scene, { radius: 228, band: art.band, colour: LEATHERS[art.leather], metal: art.metal })}</g>`,
    rect([560, 378, 30, 44], `rx="7" fill="${base}"`),
    circle([592, 400, 13], 'fill="#23408a"') + circle([588, 395, 5], 'fill="#b9c9f2"'),
    path(outer, `fill="${across}"`),
    ...rails.map((rail, index) =>
      pillow(scene, { d: rail, depth: 3 }, path(rail, `fill="${railLight(index ? 512 : 236)}"`)),
    ),
    clipped(scene, path(inner), tankDial(scene, art)),
    sunkenEdge(scene, inner, { depth: 12, strength: 0.75 }),
    path(inner, `fill="none" stroke="${deep}" stroke-width="2" opacity=".6"`),
    path(
      'M284 216H500L300 470H284z',
      `fill="${linear(scene, [284, 216, 420, 400], '0 #ffffff .34, 1 #ffffff .02')}"`,
    ),
  ].join('');
}

function tankDial(scene: Scene, art: WatchArt): string {
  const colour = DIALS[art.dial];
  const ink = inkOf(art);
  const ground = linear(scene, [284, 216, 516, 584], `0 ${shade(colour, 0.2)}, 1 ${shade(colour, -0.08)}`);
  const places: readonly (readonly [number, number, number])[] = [
    [0, 0, -152],
    [1, 50, -150],
    [2, 88, -82],
    [3, 92, 0],
    [4, 88, 82],
    [5, 50, 150],
    [6, 0, 152],
    [7, -50, 150],
    [8, -88, 82],
    [9, -92, 0],
    [10, -88, -82],
    [11, -50, -150],
  ];
  const numerals = places.map(([hour, dx, dy]) => {
    const turn = hour === 0 || hour === 6 ? 0 : (Math.atan2(dx, -dy) * 180) / Math.PI;
    const upright = hour > 3 && hour < 9 && hour !== 6 ? turn + 180 : turn;
    return `<g transform="translate(${400 + dx} ${400 + dy}) rotate(${num(upright)})" fill="${ink}">${romanNumeral(hour, hour % 6 ? 30 : 34)}</g>`;
  });
  const track = roundRect([340, 296], [120, 208], 3);
  return [
    rect([284, 216, 232, 368], `fill="${ground}"`),
    numerals.join(''),
    path(track, `fill="none" stroke="${ink}" stroke-width="6" stroke-dasharray="1.6 7.6" opacity=".85"`),
    path(track, `fill="none" stroke="${ink}" stroke-width="1.2" opacity=".8"`),
    crescent([400, 322], 8, ink),
    letter('ATELIER LUNE', { at: [400, 342], capHeight: 8.5, colour: ink, weight: 1.7, tracking: 2.4 }),
    drawHands(scene, [[400, 400], 132], art.hands),
  ].join('');
}

/** A pocket watch on its chain. */
export function drawPocketWatch(scene: Scene, art: WatchArt): string {
  const centre: Point = [390, 470];
  const { base, dark, light } = METALS[art.metal];
  const bow = `fill="none" stroke-width="16"`;
  const chain = chainAlong(art);
  return [
    drawGround(scene, art.backdrop, art.mood),
    chain,
    castShadow(circle([...centre, 256]) + rect([362, 176, 56, 60]), 34),
    circle([390, 150, 46], `${bow} stroke="${dark}"`),
    circle([389, 148, 46], `fill="none" stroke-width="10" stroke="${base}"`),
    circle([388, 146, 47], `fill="none" stroke-width="4" stroke="${light}"`),
    rect([368, 184, 44, 40], `fill="${dark}"`),
    crown(scene, art),
    metalRing(centre, [226, 256], art.metal),
    polishedRing(centre, [212, 228], art.metal),
    circle([...centre, 255], 'fill="none" stroke="#000" stroke-width="2" opacity=".3"'),
    drawClockFace(scene, { centre, radius: 214 }, art),
  ].join('');
}

function crown(scene: Scene, art: WatchArt): string {
  const { base, dark, light, deep } = METALS[art.metal];
  const across = linear(scene, [354, 0, 426, 0], `0 ${deep}, .25 ${light}, .55 ${base}, 1 ${dark}`);
  const ribs = [...Array(9).keys()].map((rib) =>
    path(`M${362 + rib * 7} 178v34`, `stroke="${deep}" stroke-width="2" opacity=".5"`),
  );
  return rect([354, 174, 72, 42], `rx="10" fill="${across}"`) + ribs.join('');
}

function chainAlong(art: WatchArt): string {
  const { base, dark, light } = METALS[art.metal];
  const [a, b, c, d] = [
    [390, 104],
    [470, -20],
    [760, 60],
    [700, 840],
  ] as const;
  const at = (t: number, axis: 0 | 1) =>
    (1 - t) ** 3 * a[axis] +
    3 * (1 - t) ** 2 * t * b[axis] +
    3 * (1 - t) * t * t * c[axis] +
    t ** 3 * d[axis];
  const links: string[] = [];
  for (let link = 0; link < 34; link++) {
    const t = link / 33;
    const [x, y] = [at(t, 0), at(t, 1)];
    const turn = (Math.atan2(at(t + 0.01, 1) - y, at(t + 0.01, 0) - x) * 180) / Math.PI;
    const place = `transform="translate(${num(x)} ${num(y)}) rotate(${num(turn)})"`;
    const flat = link % 2 === 0;
    const ring = (stroke: string, wide: number) =>
      `<ellipse rx="19" ry="${flat ? 12 : 4}" fill="none" stroke="${stroke}" stroke-width="${wide}" ${place}/>`;
    links.push(
      `<g opacity=".25" transform="translate(6 10)">${ring('#24180c', 8)}</g>`,
      ring(dark, 8),
      ring(base, 5.5),
      `<g transform="translate(-1 -1.5)">${ring(light, 1.8)}</g>`,
    );
  }
  return links.join('');
}
