/** Turned and milled wooden things for the desk and the bedside: trays, boxes, stands, coasters, a calendar, a bowl. */

import { type Backdrop, type Leather, METALS, type Metal, mix, WOODS, type Wood } from './palette.ts';
import { drawBox, drawStand, drawTray, penAt } from './picture-display.ts';
import { letter } from './picture-lettering.ts';
import {
  castShadow,
  circle,
  clipped,
  linear,
  num,
  type Point,
  path,
  radial,
  rect,
  type Scene,
  sunkenEdge,
} from './picture-scene.ts';
import {
  disc,
  drawGround,
  drawTable,
  groundShadow,
  type Mood,
  pillow,
  roundRect,
  slab,
  turned,
} from './picture-solid.ts';
import { polishedRing, uprightWoodFill, woodFill } from './picture-surface.ts';

export type WoodShape =
  | 'tray'
  | 'box'
  | 'stand'
  | 'pen-rest'
  | 'dock'
  | 'coasters'
  | 'calendar'
  | 'bowl'
  | 'bookends';
export type WoodArt = {
  readonly kind: 'wood';
  readonly shape: WoodShape;
  readonly backdrop: Backdrop;
  readonly mood?: Mood;
  readonly wood: Wood;
  readonly metal: Metal;
  readonly leather: Leather;
  readonly places?: number;
};

/** A wooden thing lying or standing, whole in the picture; `places` is how many watches a box holds. */
export function drawWood(scene: Scene, art: WoodArt): string {
  const stands =
    art.shape === 'stand' || art.shape === 'dock' || art.shape === 'calendar' || art.shape === 'bookends';
  const ground = stands ? drawTable(scene, art.backdrop, 590) : drawGround(scene, art.backdrop, art.mood);
  const closer = stands ? 'translate(400 660) scale(1.14) translate(-400 -660)' : '';
  return `${ground}<g transform="${closer}">${SHAPES[art.shape](scene, art)}</g>`;
}

const SHAPES: Record<WoodShape, (scene: Scene, art: WoodArt) => string> = {
  tray: drawTray,
  box: drawBox,
  stand: drawStand,
  'pen-rest': drawPenRest,
  dock: drawDock,
  coasters: drawCoasters,
  calendar: drawCalendar,
  bowl: drawBowl,
  bookends: drawBookends,
};

function drawPenRest(scene: Scene, art: WoodArt): string {
  const d = roundRect([120, 330], [560, 150], 34);
  const groove = roundRect([150, 388], [500, 40], 20);
  return turned(
    -14,
    [400, 400],
    [
      slab(scene, {
        d,
        fill: woodFill(scene, art.wood, [120, 330, 560, 150]),
        edge: WOODS[art.wood].dark,
        depth: 22,
        height: 24,
      }),
      path(groove, 'fill="#000" opacity=".25"'),
      sunkenEdge(scene, groove, { depth: 12, strength: 0.8 }),
      `<g transform="translate(400 404) rotate(90) scale(1.5) translate(-400 -400)">${castShadow(rect([389, 280, 22, 240], 'rx="11"'), 6)}${penAt(scene, [400, 400, 0], art.metal)}</g>`,
    ].join(''),
  );
}

function drawDock(scene: Scene, art: WoodArt): string {
  const block = 'M236 672L276 500Q282 480 304 480H496Q518 480 524 500L564 672z';
  const phone = roundRect([282, 130], [236, 470], 34);
  const screen = roundRect([294, 142], [212, 446], 24);
  const glow = linear(scene, [294, 142, 506, 588], '0 #1d6a75, .6 #0c3b43, 1 #0a2b31');
  const moon = radial(scene, [400, 300, 90], '0 #fff3d2, .55 #eed493, 1 #c8963e');
  const lip = roundRect([250, 580], [300, 92], 16);
  return [
    groundShadow(scene, [400, 672], 400),
    path(block, `fill="${WOODS[art.wood].dark}"`),
    castShadow(path(phone), 14, 0.7),
    path(phone, 'fill="#1a1b1d"'),
    path(screen, `fill="${glow}"`),
    circle([400, 290, 62], `fill="${moon}"`),
    circle([428, 274, 56], 'fill="#115059"'),
    letter('10 08', { at: [400, 432], capHeight: 44, colour: '#fbf8f3', weight: 1.2 }),
    letter('ATELIER LUNE', { at: [400, 500], capHeight: 13, colour: '#fbf8f3', weight: 1.2 }),
    path('M300 150H400L310 580H300z', 'fill="#fff" opacity=".06"'),
    pillow(scene, { d: lip, depth: 7 }, woodFill(scene, art.wood, [250, 580, 300, 92])),
    path(roundRect([376, 622], [48, 14], 7), 'fill="#120b06" opacity=".75"'),
  ].join('');
}

function drawCoasters(scene: Scene, art: WoodArt): string {
  const places = [
    [272, 276, 1],
    [526, 292, 0.5],
    [262, 528, 0],
    [518, 542, -0.5],
  ] as const;
  const brass = METALS[art.metal];
  return places
    .map(([x, y, phase]) => {
      const d = disc([x, y], 118);
      const inlay = linear(
        scene,
        [x - 60, y - 60, x + 60, y + 60],
        `0 ${brass.light}, .5 ${brass.base}, 1 ${brass.dark}`,
      );
      const [r, edge] = [58, num(Math.abs(58 * phase) + 0.01)];
      const lit = `M${x} ${y - r}A${r} ${r} 0 0 1 ${x} ${y + r}A${edge} ${r} 0 0 ${phase > 0 ? 1 : 0} ${x} ${y - r}z`;
      const dark = circle([x, y, r], `fill="${mix(WOODS[art.wood].dark, '#000000', 0.25)}"`);
      return (
        slab(scene, {
          d,
          fill: woodFill(scene, art.wood, [x - 118, y - 118, 236, 236]),
          edge: WOODS[art.wood].dark,
          depth: 14,
          height: 18,
        }) +
        dark +
        path(lit, `fill="${inlay}"`) +
        circle([x, y, r], `fill="none" stroke="${brass.dark}" stroke-width="2" opacity=".6"`)
      );
    })
    .join('');
}

function drawCalendar(scene: Scene, art: WoodArt): string {
  const base = roundRect([170, 612], [460, 60], 10);
  const cube = (x: number, digit: string) => {
    const d = roundRect([x, 330], [164, 164], 10);
    return (
      pillow(scene, { d, depth: 5 }, woodFill(scene, art.wood, [x, 330, 164, 164])) +
      letter(digit, { at: [x + 82, 412], capHeight: 92, colour: '#f8efdd', weight: 1.5 })
    );
  };
  const bar = roundRect([230, 500], [340, 58], 6);
  const low = roundRect([230, 560], [340, 54], 6);
  const tone = art.wood === 'maple' || art.wood === 'beech' || art.wood === 'oak' ? '#3a2614' : '#f8efdd';
  return [
    groundShadow(scene, [400, 670], 470),
    cube(232, '1').replaceAll('#f8efdd', tone),
    cube(402, '4').replaceAll('#f8efdd', tone),
    pillow(scene, { d: bar, depth: 4 }, woodFill(scene, art.wood, [230, 500, 340, 58])),
    letter('NOVEMBRE', { at: [400, 530], capHeight: 25, colour: tone, weight: 1.5, tracking: 4.5 }),
    pillow(scene, { d: low, depth: 4 }, woodFill(scene, art.wood, [230, 560, 340, 54])),
    letter('SAMEDI', { at: [400, 588], capHeight: 21, colour: tone, weight: 1.5, tracking: 4.5 }),
    pillow(scene, { d: base, depth: 6 }, woodFill(scene, art.wood, [170, 612, 460, 60])),
    rect([170, 612, 460, 10], 'fill="#000" opacity=".3"'),
  ].join('');
}

function drawBowl(scene: Scene, art: WoodArt): string {
  const centre: Point = [400, 404];
  const outer = disc(centre, 270);
  const inner = disc(centre, 236);
  const depth = radial(scene, [430, 450, 270], '0 #ffffff .22, .5 #ffffff .02, 1 #000000 .55');
  const rings = [60, 104, 150, 196].map((radius) =>
    circle(
      [...centre, radius],
      `fill="none" stroke="${WOODS[art.wood].dark}" stroke-width="1.6" opacity=".28"`,
    ),
  );
  return [
    slab(scene, {
      d: outer,
      fill: woodFill(scene, art.wood, [130, 134, 540, 540]),
      edge: WOODS[art.wood].dark,
      depth: 14,
      height: 36,
    }),
    clipped(
      scene,
      path(inner),
      woodFill(scene, art.wood, [160, 160, 490, 490]) +
        rings.join('') +
        circle([...centre, 240], `fill="${depth}"`),
    ),
    sunkenEdge(scene, inner, { depth: 30, strength: 0.8 }),
    castShadow(circle([360, 430, 40], 'fill="none" stroke-width="12"'), 4),
    polishedRing([360, 430], [36, 46], 'brass'),
    castShadow(circle([452, 468, 34], 'fill="none" stroke-width="10"'), 4),
    polishedRing([452, 468], [31, 38], 'steel'),
  ].join('');
}

function drawBookends(scene: Scene, art: WoodArt): string {
  const brass = METALS[art.metal];
  const books = (
    [
      ['#0e5a63', 60, 300],
      ['#ead9b8', 44, 270],
      ['#74252f', 52, 312],
      ['#c8963e', 38, 256],
      ['#2b2723', 56, 290],
    ] as const
  ).reduce(
    ({ x, drawn }, [tone, wide, high]) => {
      const round = linear(scene, [x, 0, x + wide, 0], '0 #000000 .35, .3 #ffffff .2, 1 #000000 .35');
      const spine =
        rect([x, 664 - high, wide, high], `rx="3" fill="${tone}"`) +
        rect([x, 664 - high, wide, high], `rx="3" fill="${round}"`) +
        rect([x, 664 - high + 30, wide, 5], `fill="${brass.base}" opacity=".8"`) +
        rect([x, 620, wide, 5], `fill="${brass.base}" opacity=".8"`);
      return { x: x + wide + 1, drawn: drawn + spine };
    },
    { x: 276, drawn: '' },
  ).drawn;
  const end = (flip: number) => {
    const half = 'M0 664V420A244 244 0 0 0-190 664z';
    const place = `translate(${flip > 0 ? 274 : 532} 0) scale(${flip} 1)`;
    const plate = linear(
      scene,
      [-190, 420, 0, 664],
      `0 ${brass.light}, .4 ${brass.base}, .7 ${mix(brass.base, brass.light, 0.5)},
      1 ${brass.dark}`,
    );
    const wood = pillow(
      scene,
      { d: half, depth: 7 },
      uprightWoodFill(scene, art.wood, [-200, 410, 210, 260]),
    );
    return `<g transform="${place}">${wood}${rect([-6, 396, 10, 268], `fill="${plate}"`)}</g>`;
  };
  return [groundShadow(scene, [400, 664], 640), books, end(1), end(-1)].join('');
}
