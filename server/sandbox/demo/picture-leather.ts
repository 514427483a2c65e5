/** Small leather goods on the bench: cut panels, saddle stitches, snaps, and the maker's crescent pressed into the hide. */

import { type Backdrop, LEATHERS, type Leather, METALS, type Metal, mix, shade } from './palette.ts';
import { leatherPanel, pressedMoon, snap } from './picture-hide.ts';
import {
  drawCableTidies,
  drawLuggageTag,
  drawNotebook,
  drawPassport,
  drawValet,
} from './picture-leather-road.ts';
import { castShadow, circle, linear, path, rect, type Scene } from './picture-scene.ts';
import {
  drawGround,
  drawTable,
  groundShadow,
  type Mood,
  pillow,
  roundRect,
  seam,
  turned,
} from './picture-solid.ts';
import { leatherFill } from './picture-surface.ts';

export type LeatherShape =
  | 'roll'
  | 'pouch'
  | 'card-holder'
  | 'key-loop'
  | 'glasses'
  | 'notebook'
  | 'cable-tidy'
  | 'valet'
  | 'passport'
  | 'luggage-tag';
export type LeatherArt = {
  readonly kind: 'leather';
  readonly shape: LeatherShape;
  readonly backdrop: Backdrop;
  readonly mood?: Mood;
  readonly leather: Leather;
  readonly metal: Metal;
};

/** A leather thing lying or standing, whole in the picture. */
export function drawLeather(scene: Scene, art: LeatherArt): string {
  if (art.shape === 'roll') return drawRoll(scene, art);
  const closer = 'translate(400 400) scale(1.12) translate(-400 -400)';
  return `${drawGround(scene, art.backdrop, art.mood)}<g transform="${closer}">${SHAPES[art.shape](scene, art)}</g>`;
}

const SHAPES: Record<Exclude<LeatherShape, 'roll'>, (scene: Scene, art: LeatherArt) => string> = {
  pouch: drawPouch,
  'card-holder': drawCardHolder,
  'key-loop': drawKeyLoop,
  glasses: drawGlassesCase,
  notebook: drawNotebook,
  'cable-tidy': drawCableTidies,
  valet: drawValet,
  passport: drawPassport,
  'luggage-tag': drawLuggageTag,
};

function drawRoll(scene: Scene, art: LeatherArt): string {
  const colour = LEATHERS[art.leather];
  const d = roundRect([110, 330], [580, 260], 34);
  const round = linear(
    scene,
    [0, 330, 0, 590],
    '0 #000000 .28, .14 #ffffff .12, .3 #ffffff .26, .5 #000000 0, 1 #000000 .58',
  );
  const strap = (x: number) => {
    const belt = roundRect([x, 322], [64, 280], 12);
    const tip = roundRect([x + 4, 440], [56, 96], 26);
    const fill =
      leatherFill(scene, shade(colour, -0.22), [x, 322, 64, 280]) +
      rect([x, 322, 64, 280], `fill="${round}"`);
    return (
      castShadow(path(belt), 5) +
      pillow(scene, { d: belt, depth: 4 }, fill) +
      leatherPanel(scene, { d: tip, box: [x + 4, 440, 56, 96], colour: shade(colour, -0.14), height: 5 }) +
      snap(scene, art.metal, [x + 32, 505, 15])
    );
  };
  const flapEdge = `M120 470H680`;
  return [
    drawTable(scene, art.backdrop, 560),
    groundShadow(scene, [400, 590], 610),
    pillow(
      scene,
      { d, depth: 5 },
      leatherFill(scene, colour, [110, 330, 580, 260]) + rect([110, 330, 580, 260], `fill="${round}"`),
    ),
    path(flapEdge, 'stroke="#000" stroke-width="5" opacity=".4"'),
    path('M120 467H680', 'stroke="#fff" stroke-width="2" opacity=".25"'),
    seam('M124 455H676', shade(colour, 0.5), 3.2),
    pressedMoon([400, 400], 24, colour),
    strap(210),
    strap(526),
  ].join('');
}

function drawPouch(scene: Scene, art: LeatherArt): string {
  const colour = LEATHERS[art.leather];
  const body = roundRect([250, 180], [300, 460], 36);
  const flap =
    'M250 216C250 196 266 180 286 180H514C534 180 550 196 550 216V330C550 380 480 400 400 400C320 400 250 380 250 330z';
  const inside = 'M268 230V604Q268 622 286 622H514Q532 622 532 604V230';
  return turned(
    -9,
    [400, 400],
    [
      leatherPanel(scene, { d: body, box: [250, 180, 300, 460], colour, stitch: inside, height: 22 }),
      leatherPanel(scene, {
        d: flap,
        box: [250, 180, 300, 220],
        colour: shade(colour, 0.05),
        stitch: 'M268 222V326C268 362 330 382 400 382C470 382 532 362 532 326V222',
        height: 8,
      }),
      snap(scene, art.metal, [400, 352, 17]),
      pressedMoon([400, 530], 30, colour),
    ].join(''),
  );
}

function drawCardHolder(scene: Scene, art: LeatherArt): string {
  const colour = LEATHERS[art.leather];
  const cards = [
    ['#c8963e', -46],
    ['#0e5a63', -24],
  ] as const;
  const peeking = cards.map(([tone, rise], index) => {
    const d = roundRect([196 + index * 8, 262 + rise], [400, 200], 16);
    return (
      castShadow(path(d), 5) +
      path(d, `fill="${tone}"`) +
      rect([226 + index * 8, 284 + rise, 40, 8], 'rx="4" fill="#fff" opacity=".5"')
    );
  });
  const back = roundRect([176, 256], [448, 312], 26);
  const pocket = (y: number) =>
    `M176 ${y}H360C384 ${y} 380 ${y + 26} 400 ${y + 26}C420 ${y + 26} 416 ${y} 440 ${y}H624V542Q624 568 598 568H202Q176 568 176 542z`;
  return turned(
    -8,
    [400, 400],
    [
      castShadow(path(back), 20),
      ...peeking,
      leatherPanel(scene, {
        d: roundRect([176, 272], [448, 296], 26),
        box: [176, 272, 448, 296],
        colour: shade(colour, -0.14),
        height: 6,
      }),
      leatherPanel(scene, {
        d: pocket(330),
        box: [176, 330, 448, 240],
        colour: shade(colour, -0.05),
        height: 5,
      }),
      leatherPanel(scene, {
        d: pocket(402),
        box: [176, 402, 448, 170],
        colour,
        stitch: 'M192 330V538Q192 552 206 552H594Q608 552 608 538V330',
        height: 5,
      }),
      pressedMoon([570, 514], 17, colour),
    ].join(''),
  );
}

function drawKeyLoop(scene: Scene, art: LeatherArt): string {
  const colour = LEATHERS[art.leather];
  const { base, dark, light } = METALS[art.metal];
  const tag = 'M350 300C350 280 450 280 450 300L462 640C462 690 338 690 338 640z';
  const key = (turn: number, tone: string) => {
    const d = 'M0 40a46 46 0 1 1 .1 0zM0-30a16 16 0 1 0 .1 0z M-13 34V196H16V180H34V160H16V140H28V118H14V34z';
    const place = `transform="translate(400 190) rotate(${turn}) translate(0 26)"`;
    return (
      castShadow(path(d, place), 7) +
      path(d, `${place} fill="${tone}" fill-rule="evenodd" stroke="${dark}" stroke-width="1.4"`)
    );
  };
  const ring = `fill="none" stroke-width="15"`;
  return turned(
    12,
    [400, 400],
    [
      key(118, mix(base, dark, 0.12)),
      key(76, mix(METALS.brass.base, light, 0.15)),
      leatherPanel(scene, {
        d: tag,
        box: [336, 280, 130, 410],
        colour,
        stitch: 'M365 316L354 640C356 668 444 668 446 640L435 316',
        height: 16,
      }),
      `<g opacity=".35" transform="translate(6 10)">${circle([400, 224, 84], `${ring} stroke="#000"`)}</g>`,
      circle([400, 224, 84], `${ring} stroke="${dark}"`),
      circle([399, 223, 84], `fill="none" stroke-width="10" stroke="${base}"`),
      circle([398, 221, 85], `fill="none" stroke-width="4" stroke="${light}"`),
      leatherPanel(scene, {
        d: 'M362 286H438L444 352H356z',
        box: [354, 286, 92, 70],
        colour: shade(colour, 0.03),
        height: 4,
      }),
      snap(scene, art.metal, [400, 330, 16]),
      pressedMoon([400, 560], 26, colour),
    ].join(''),
  );
}

function drawGlassesCase(scene: Scene, art: LeatherArt): string {
  const colour = LEATHERS[art.leather];
  const body = roundRect([110, 290], [580, 236], 100);
  const flap =
    'M150 320C170 296 200 290 210 290H590C600 290 630 296 650 320C640 400 560 438 400 438C240 438 160 400 150 320z';
  return turned(
    -12,
    [400, 400],
    [
      leatherPanel(scene, {
        d: body,
        box: [110, 290, 580, 236],
        colour,
        stitch: 'M150 360C120 420 150 508 210 508H590C650 508 680 420 650 360',
        height: 26,
      }),
      leatherPanel(scene, {
        d: flap,
        box: [150, 290, 500, 150],
        colour: shade(colour, 0.06),
        stitch: 'M172 336C190 392 270 420 400 420C530 420 610 392 628 336',
        height: 8,
      }),
      snap(scene, art.metal, [400, 400, 15]),
      pressedMoon([560, 470], 18, colour),
    ].join(''),
  );
}
