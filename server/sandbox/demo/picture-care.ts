/** What keeps a watch well: balms, oils, brushes, cloths, and the watchmaker's small tools. */

import { type Backdrop, type Metal, mix, shade, WOODS, type Wood } from './palette.ts';
import { crescent } from './picture-dial.ts';
import { letter, letterArc } from './picture-lettering.ts';
import {
  castShadow,
  circle,
  clipped,
  linear,
  num,
  type Point,
  path,
  type Round,
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
  seam,
  slab,
  turned,
} from './picture-solid.ts';
import { clothFill, feltFill, metalRing, polishedRing, woodFill } from './picture-surface.ts';
import { drawBarTool, drawLoupe, drawScrewdrivers, drawTweezers } from './picture-tools.ts';

export type CareShape =
  | 'tin'
  | 'bottle'
  | 'brush'
  | 'cloth'
  | 'kit'
  | 'bar-tool'
  | 'screwdrivers'
  | 'loupe'
  | 'tweezers';
export type CareArt = {
  readonly kind: 'care';
  readonly shape: CareShape;
  readonly backdrop: Backdrop;
  readonly mood?: Mood;
  readonly wood: Wood;
  readonly metal: Metal;
  readonly colour: string;
  readonly label: string;
};

/** One care product or tool; `label` is printed on it in capitals, `colour` is its label or its cloth. */
export function drawCare(scene: Scene, art: CareArt): string {
  const stands = art.shape === 'bottle' || art.shape === 'screwdrivers';
  return (
    (stands ? drawTable(scene, art.backdrop, 600) : drawGround(scene, art.backdrop, art.mood)) +
    SHAPES[art.shape](scene, art)
  );
}

const SHAPES: Record<CareShape, (scene: Scene, art: CareArt) => string> = {
  tin: drawTins,
  bottle: (scene, art) => groundShadow(scene, [400, 690], 250) + drawBottle(scene, art),
  brush: (scene, art) => turned(-24, [400, 400], drawBrush(scene, art)),
  cloth: (scene, art) => turned(12, [400, 400], drawCloth(scene, art.colour)),
  kit: drawKit,
  'bar-tool': drawBarTool,
  screwdrivers: drawScrewdrivers,
  loupe: drawLoupe,
  tweezers: drawTweezers,
};

function drawTins(scene: Scene, art: CareArt): string {
  const balm = radial(scene, [300, 460, 150], '0 #f7e8c4, .7 #e4c98f, 1 #c9a663');
  const swirl = 'M214 520C250 440 330 560 376 470C400 430 380 400 350 396';
  return [
    castShadow(circle([300, 492, 168]), 18),
    metalRing([300, 492], [0, 168], art.metal),
    polishedRing([300, 492], [148, 168], art.metal),
    circle([300, 492, 148], `fill="${balm}"`),
    path(swirl, 'fill="none" stroke="#fff" stroke-width="16" opacity=".35" stroke-linecap="round"'),
    path(
      swirl,
      'fill="none" stroke="#a8813c" stroke-width="5" opacity=".35" stroke-linecap="round" transform="translate(4 9)"',
    ),
    sunkenEdge(scene, disc([300, 492], 148), { depth: 16, strength: 0.6 }),
    castShadow(circle([476, 326, 186]), 26),
    tinLid(scene, art, [476, 326, 186]),
  ].join('');
}

function tinLid(scene: Scene, art: CareArt, [x, y, radius]: Round): string {
  const paper = radial(
    scene,
    [x - radius * 0.4, y - radius * 0.5, radius * 1.7],
    `0 ${shade(art.colour, 0.2)}, 1 ${shade(art.colour, -0.22)}`,
  );
  const ink = '#fbf3df';
  const gleam = linear(
    scene,
    [x - radius, y - radius, x + radius * 0.4, y + radius * 0.6],
    '0 #ffffff .34, .5 #ffffff .03, 1 #ffffff 0',
  );
  return [
    polishedRing([x, y], [radius * 0.84, radius], art.metal),
    metalRing([x, y], [0, radius * 0.92], art.metal),
    circle([x, y, radius * 0.86], `fill="${paper}"`),
    circle([x, y, radius * 0.78], `fill="none" stroke="${ink}" stroke-width="2.5" opacity=".8"`),
    crescent([x, y - radius * 0.3], radius * 0.15, ink),
    letter('ATELIER LUNE', {
      at: [x, y + radius * 0.02],
      capHeight: radius * 0.11,
      colour: ink,
      weight: 1.5,
    }),
    letter(art.label, {
      at: [x, y + radius * 0.24],
      capHeight: radius * 0.08,
      colour: ink,
      weight: 1.4,
      tracking: 4,
    }),
    letterArc(
      'LYON · CROIX-ROUSSE',
      { centre: [x, y], radius: radius * 0.65, degrees: 180 },
      { at: [0, 0], capHeight: radius * 0.06, colour: ink, weight: 1.5, tracking: 5 },
    ),
    circle([x, y, radius * 0.95], `fill="${gleam}"`),
  ].join('');
}

/** An amber bottle with a paper label, its foot at y = 690. */
export function drawBottle(scene: Scene, art: CareArt): string {
  const d =
    'M290 400C290 340 352 330 352 280V250H448V280C448 330 510 340 510 400V664Q510 690 484 690H316Q290 690 290 664z';
  const amber = linear(
    scene,
    [290, 0, 510, 0],
    '0 #4a2208, .12 #a85a1c, .25 #7d3d10, .6 #8a4614, .85 #c07a35, 1 #3d1c07',
  );
  const cap = linear(scene, [340, 0, 460, 0], '0 #0b0c0d, .25 #5a5d60, .45 #26282a, 1 #0a0b0c');
  const paper = linear(
    scene,
    [290, 0, 510, 0],
    `0 ${shade(art.colour, -0.4)}, .25 ${shade(art.colour, 0.08)}, .6 ${art.colour},
      1 ${shade(art.colour, -0.45)}`,
  );
  const ink = '#fbf3df';
  const ridges = [...Array(11).keys()].map((ridge) =>
    path(`M${350 + ridge * 10} 172V246`, 'stroke="#000" stroke-width="3" opacity=".45"'),
  );
  return [
    path(d, `fill="${amber}"`),
    path('M306 420V650', 'stroke="#ffd9a0" stroke-width="9" opacity=".5" stroke-linecap="round"'),
    rect([340, 166, 120, 86], `rx="8" fill="${cap}"`),
    ...ridges,
    rect([290, 440, 220, 186], `fill="${paper}"`),
    rect([302, 452, 196, 162], `fill="none" stroke="${ink}" stroke-width="2" opacity=".75"`),
    crescent([400, 490], 19, ink),
    letter('ATELIER LUNE', { at: [400, 534], capHeight: 14, colour: ink, weight: 1.5 }),
    letter(art.label, { at: [400, 566], capHeight: 11, colour: ink, weight: 1.4, tracking: 4 }),
    letter('100 ML', { at: [400, 594], capHeight: 8.5, colour: ink, weight: 1.4, tracking: 4 }),
    path('M330 420V660', 'stroke="#fff" stroke-width="5" opacity=".22" stroke-linecap="round"'),
  ].join('');
}

function drawBrush(scene: Scene, art: CareArt): string {
  const d =
    'M90 372C90 320 170 306 300 306H500C630 306 712 330 712 372C712 420 630 432 500 432H300C170 432 90 424 90 372z';
  const hairs: string[] = [];
  for (let x = 128; x < 676; x += 3.2) {
    const lean = (scene.random() - 0.5) * 10;
    const tone = mix('#d8c2a0', '#7d6242', scene.random());
    const long = 96 + scene.random() * 14 - Math.abs(x - 400) * 0.03;
    hairs.push(path(`M${num(x)} 420l${num(lean)} ${num(long)}`, `stroke="${tone}" stroke-width="3"`));
  }
  return [
    castShadow(path(d) + rect([126, 400, 552, 122], 'rx="16"'), 20),
    `<g stroke-linecap="round">${hairs.join('')}</g>`,
    pillow(scene, { d, depth: 9 }, woodFill(scene, art.wood, [90, 306, 624, 128])),
    `<g opacity=".85">${crescent([400, 369], 22, WOODS[art.wood].dark)}</g>`,
  ].join('');
}

function drawCloth(scene: Scene, colour: string): string {
  const back = 'M186 206Q400 186 622 200Q634 400 618 606Q400 622 190 604Q172 400 186 206z';
  const fold = 'M622 200Q634 400 618 606Q420 560 330 420Q300 300 330 206Q500 190 622 200z';
  const soft = linear(
    scene,
    [330, 206, 520, 420],
    '0 #000000 .32, .16 #ffffff .2, .6 #ffffff 0, 1 #000000 .14',
  );
  return [
    castShadow(path(back), 16),
    pillow(scene, { d: back, depth: 4 }, clothFill(scene, shade(colour, -0.12), [170, 180, 470, 450])),
    seam('M202 222Q400 204 606 216Q616 400 604 590Q400 604 206 588Q190 400 202 222z', shade(colour, 0.5), 3),
    castShadow(path(fold), 9, 0.7),
    pillow(
      scene,
      { d: fold, depth: 5 },
      clothFill(scene, colour, [300, 180, 340, 450]) + path(fold, `fill="${soft}"`),
    ),
    seam('M606 216Q618 400 602 588Q434 544 348 414Q318 308 346 222Q500 206 606 216z', shade(colour, 0.5), 3),
    crescent([500, 360], 40, shade(colour, 0.6)),
  ].join('');
}

function drawKit(scene: Scene, art: CareArt): string {
  const d = roundRect([100, 140], [600, 520], 26);
  const well = roundRect([126, 166], [548, 468], 14);
  const small = ([x, y]: Point, [turn, scale]: Point, inside: string) =>
    `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${scale}) translate(-400 -430)">${inside}</g>`;
  const lying = castShadow(
    '<path d="M290 400C290 340 352 330 352 250V166H448V250C448 330 510 340 510 400V690H290z"/>',
    26,
  );
  return [
    slab(scene, {
      d,
      fill: woodFill(scene, art.wood, [100, 140, 600, 520]),
      edge: WOODS[art.wood].dark,
      depth: 22,
      height: 30,
    }),
    clipped(scene, path(well), feltFill(scene, mix(art.colour, '#f4ead6', 0.78), [126, 166, 548, 468])),
    sunkenEdge(scene, well, { depth: 30, strength: 0.8 }),
    small([546, 300], [14, 0.62], drawCloth(scene, art.colour)),
    small([262, 396], [-6, 0.72], lying + drawBottle(scene, art)),
    small([528, 540], [-8, 0.44], drawBrush(scene, art)),
    castShadow(circle([420, 250, 62]), 10),
    tinLid(scene, art, [420, 250, 62]),
  ].join('');
}
