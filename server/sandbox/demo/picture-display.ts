/** What holds watches: boxes with cushions, a stand, the tray for the evening; and the small watches they hold. */

import { type DIALS, LEATHERS, type Leather, METALS, type Metal, shade, WOODS } from './palette.ts';
import { drawClockFace } from './picture-clock.ts';
import {
  type Box,
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
import { disc, groundShadow, pillow, roundRect, slab, turned } from './picture-solid.ts';
import {
  feltFill,
  leatherFill,
  metalRing,
  polishedRing,
  uprightWoodFill,
  woodFill,
} from './picture-surface.ts';
import type { WoodArt } from './picture-wood.ts';

/** A small watch lying on its cushion or its stand, strap up and down. */
export function miniWatch(
  scene: Scene,
  [x, y]: Point,
  look: { size: number; leather: Leather; dial: keyof typeof DIALS; metal: Metal },
): string {
  const { size, leather, dial, metal } = look;
  const colour = LEATHERS[leather];
  const strap = [x - size * 0.46, y - size * 1.9, size * 0.92, size * 3.8] as const;
  const d = roundRect([strap[0], strap[1]], [strap[2], strap[3]], size * 0.14);
  const round = linear(
    scene,
    [0, strap[1], 0, strap[1] + strap[3]],
    '0 #000000 .6, .25 #ffffff .1, .5 #000000 .2, .75 #ffffff .06, 1 #000000 .65',
  );
  return [
    castShadow(path(d) + circle([x, y, size]), 8),
    pillow(scene, { d, depth: 3 }, leatherFill(scene, colour, strap) + rect(strap, `fill="${round}"`)),
    rect([x + size * 0.96, y - size * 0.12, size * 0.16, size * 0.24], `rx="3" fill="${METALS[metal].dark}"`),
    metalRing([x, y], [size * 0.8, size], metal),
    polishedRing([x, y], [size * 0.78, size * 0.86], metal),
    drawClockFace(
      scene,
      { centre: [x, y], radius: size * 0.8 },
      {
        dial,
        finish: 'sunray',
        indices: 'batons',
        metal,
        unsigned: true,
        hands: { shape: 'baton', colour: dial === 'cream' || dial === 'white' ? '#2b2723' : '#f1ede4' },
      },
    ),
  ].join('');
}

export function drawTray(scene: Scene, art: WoodArt): string {
  const d = roundRect([110, 210], [580, 370], 46);
  const well = roundRect([140, 240], [350, 310], 28);
  const dish = disc([588, 395], 72);
  const hide = leatherFill(scene, LEATHERS[art.leather], [140, 240, 350, 310]);
  const bed = radial(scene, [600, 412, 80], '0 #ffffff .16, .7 #000000 .1, 1 #000000 .5');
  return turned(
    -6,
    [400, 400],
    [
      slab(scene, {
        d,
        fill: woodFill(scene, art.wood, [110, 210, 580, 370]),
        edge: WOODS[art.wood].dark,
        depth: 16,
        height: 26,
      }),
      clipped(scene, path(well), hide),
      sunkenEdge(scene, well, { depth: 22, strength: 0.8 }),
      path(dish, `fill="${bed}"`),
      sunkenEdge(scene, dish, { depth: 16, strength: 0.7 }),
      castShadow(path(disc([580, 400], 30), 'fill="none" stroke-width="9"'), 3),
      polishedRing([580, 400], [25, 33], 'brass'),
      miniWatch(scene, [260, 395], { size: 66, leather: 'chestnut', dial: 'cream', metal: 'steel' }),
      castShadow(rect([400, 268, 22, 240], 'rx="11" transform="rotate(9 411 388)"'), 7),
      penAt(scene, [411, 388, 9], art.metal),
    ].join(''),
  );
}

export function penAt(
  scene: Scene,
  [x, y, turn]: readonly [x: number, y: number, degrees: number],
  metal: Metal,
): string {
  const { base, light, dark } = METALS[metal];
  const barrel = linear(scene, [x - 11, 0, x + 11, 0], '0 #0d1a1c, .3 #4d6f73, .6 #143f45, 1 #081416');
  const trim = linear(scene, [x - 11, 0, x + 11, 0], `0 ${dark}, .3 ${light}, .6 ${base}, 1 ${dark}`);
  return `<g transform="rotate(${turn} ${num(x)} ${num(y)})">${rect([x - 11, y - 120, 22, 240], `rx="11" fill="${barrel}"`)}${rect([x - 11, y - 12, 22, 14], `fill="${trim}"`)}${rect([x + 3, y - 108, 6, 86], `rx="3" fill="${trim}"`)}</g>`;
}

export function drawBox(scene: Scene, art: WoodArt): string {
  const places = art.places ?? 4;
  const columns = places > 6 ? 5 : places > 4 ? 3 : 2;
  const wide = columns > 3 ? 640 : columns > 2 ? 600 : 460;
  const high = places > 2 ? 500 : 340;
  const [left, top] = [400 - wide / 2, 385 - high / 2];
  const rows = Math.ceil(places / columns);
  const [cellWide, cellHigh] = [(wide - 60) / columns, (high - 60) / rows];
  const cells: string[] = [];
  for (let place = 0; place < places; place++) {
    const [x, y] = [
      left + 30 + (place % columns) * cellWide,
      top + 30 + Math.floor(place / columns) * cellHigh,
    ];
    cells.push(boxPlace(scene, [x + 7, y + 7, cellWide - 14, cellHigh - 14], { art, place }));
  }
  const d = roundRect([left, top], [wide, high], 18);
  return [
    slab(scene, {
      d,
      fill: woodFill(scene, art.wood, [left, top, wide, high]),
      edge: WOODS[art.wood].dark,
      depth: 30,
      height: 34,
    }),
    ...cells,
  ].join('');
}

const BOX_WATCHES = [
  { leather: 'cognac', dial: 'cream', metal: 'steel' },
  { leather: 'navy', dial: 'petrol', metal: 'steel' },
  { leather: 'black', dial: 'black', metal: 'brass' },
] as const;

function boxPlace(
  scene: Scene,
  [x, y, width, height]: Box,
  { art, place }: { art: WoodArt; place: number },
): string {
  const well = roundRect([x, y], [width, height], 12);
  const side = Math.min(width * 0.9, 150);
  const pad = roundRect([x + (width - side) / 2, y + 14], [side, height - 28], 20);
  const felt = feltFill(scene, LEATHERS[art.leather], [x, y, width, height]);
  const round = linear(
    scene,
    [0, y, 0, y + height],
    '0 #000000 .35, .3 #ffffff .16, .7 #000000 .04, 1 #000000 .45',
  );
  const cushion = pillow(
    scene,
    { d: pad, depth: 6 },
    feltFill(scene, shade(LEATHERS[art.leather], 0.1), [x, y, width, height]) +
      rect([x, y, width, height], `fill="${round}"`),
  );
  const watch = BOX_WATCHES[Math.floor(place / 2)];
  const size = Math.min(side * 0.46, height * 0.23);
  const filled =
    place % 2 === 0 && watch ? miniWatch(scene, [x + width / 2, y + height / 2], { ...watch, size }) : '';
  return (
    clipped(scene, path(well), felt) +
    sunkenEdge(scene, well, { depth: 18, strength: 0.9 }) +
    cushion +
    filled
  );
}

export function drawStand(scene: Scene, art: WoodArt): string {
  const foot = roundRect([210, 620], [380, 52], 18);
  const post = roundRect([378, 330], [44, 300], 6);
  const round = linear(scene, [378, 0, 422, 0], '0 #000000 .3, .3 #ffffff .2, 1 #000000 .45');
  const bar = roundRect([196, 258], [408, 104], 52);
  const barLight = linear(
    scene,
    [0, 258, 0, 362],
    '0 #000000 .18, .28 #ffffff .24, .6 #000000 .06, 1 #000000 .55',
  );
  const watches = [
    miniWatch(scene, [308, 330], { size: 70, leather: 'cognac', dial: 'cream', metal: 'brass' }),
    miniWatch(scene, [492, 330], { size: 70, leather: 'navy', dial: 'petrol', metal: 'steel' }),
  ];
  return [
    groundShadow(scene, [400, 670], 400),
    pillow(
      scene,
      { d: post, depth: 3 },
      uprightWoodFill(scene, art.wood, [378, 330, 44, 300]) + rect([378, 330, 44, 300], `fill="${round}"`),
    ),
    pillow(scene, { d: foot, depth: 6 }, woodFill(scene, art.wood, [210, 620, 380, 52])),
    castShadow(path(bar), 10, 0.6),
    pillow(
      scene,
      { d: bar, depth: 4 },
      leatherFill(scene, LEATHERS[art.leather], [196, 258, 408, 104]) +
        rect([196, 258, 408, 104], `fill="${barLight}"`),
    ),
    ...watches,
  ].join('');
}
