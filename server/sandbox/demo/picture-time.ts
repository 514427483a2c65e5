/** The older ways of telling time: sand that runs, a shadow that turns, a metronome's swing. */
import { type Backdrop, METALS, type Metal, mix, WOODS, type Wood } from './palette.ts';
import { crescent } from './picture-dial.ts';
import { letter, romanNumeral } from './picture-lettering.ts';
import {
  castShadow,
  circle,
  linear,
  num,
  type Point,
  path,
  polar,
  pt,
  radial,
  rect,
  type Scene,
} from './picture-scene.ts';
import { drawGround, drawTable, groundShadow, type Mood, pillow, roundRect } from './picture-solid.ts';
import { metalKnob, metalRing, polishedRing, uprightWoodFill, woodFill } from './picture-surface.ts';

export type TimeShape = 'hourglass' | 'sundial' | 'metronome';
export type TimeArt = {
  readonly kind: 'time';
  readonly shape: TimeShape;
  readonly backdrop: Backdrop;
  readonly mood?: Mood;
  readonly wood: Wood;
  readonly metal: Metal;
  readonly colour: string;
};

/** An hourglass, a sundial or a metronome, whole in the picture; `colour` is the sand's. */
export function drawTime(scene: Scene, art: TimeArt): string {
  if (art.shape === 'sundial') return drawGround(scene, art.backdrop, art.mood) + drawSundial(scene, art);
  return (
    drawTable(scene, art.backdrop, 600) +
    (art.shape === 'hourglass' ? drawHourglass(scene, art) : drawMetronome(scene, art))
  );
}

function drawHourglass(scene: Scene, art: TimeArt): string {
  const glass =
    'M292 176H508C508 300 420 350 420 400C420 450 508 500 508 636H292C292 500 380 450 380 400C380 350 292 300 292 176z';
  const body = linear(
    scene,
    [292, 0, 508, 0],
    '0 #ffffff .55, .14 #dfeeee .25, .5 #ffffff .12, .86 #9dbcbc .3, 1 #ffffff .5',
  );
  const sand = linear(
    scene,
    [300, 0, 500, 0],
    `0 ${mix(art.colour, '#000000', 0.25)}, .35 ${mix(art.colour, '#ffffff', 0.25)},
      1 ${mix(art.colour, '#000000', 0.3)}`,
  );
  const upper = 'M322 290Q400 318 478 290C460 336 414 360 408 396H392C386 360 340 336 322 290z';
  const lower =
    'M296 632C296 606 330 592 360 560C384 536 394 520 400 516C406 520 416 536 440 560C470 592 504 606 504 632z';
  const plate = (y: number) =>
    pillow(
      scene,
      { d: roundRect([236, y], [328, 40], 14), depth: 6 },
      woodFill(scene, art.wood, [236, y, 328, 40]),
    );
  const post = (x: number) => {
    const round = linear(
      scene,
      [x, 0, x + 20, 0],
      `0 ${WOODS[art.wood].dark}, .35 ${WOODS[art.wood].light}, 1 ${WOODS[art.wood].dark}`,
    );
    return rect([x, 170, 20, 476], `fill="${round}"`) + circle([x + 10, 408, 15], `fill="${round}"`);
  };
  return [
    groundShadow(scene, [400, 674], 350),
    post(390),
    path(glass, 'fill="#eef4f2" opacity=".55"'),
    path(upper, `fill="${sand}"`),
    path('M400 392V520', `stroke="${art.colour}" stroke-width="4"`),
    path(lower, `fill="${sand}"`),
    path(glass, `fill="${body}" stroke="#ffffff" stroke-width="3" stroke-opacity=".8"`),
    path(
      'M312 196C312 280 352 320 372 352M316 610C318 550 350 510 370 480',
      'fill="none" stroke="#fff" stroke-width="9" stroke-linecap="round" opacity=".8"',
    ),
    post(254),
    post(526),
    plate(138),
    plate(636),
  ].join('');
}

function drawSundial(scene: Scene, art: TimeArt): string {
  const centre: Point = [400, 410];
  const { deep, dark, light } = METALS[art.metal];
  const hours = [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6];
  const lines = hours.map((hour) =>
    path(
      `M${pt(polar([400, 470], 60, hour * 15))}L${pt(polar([400, 470], hour % 3 ? 216 : 232, hour * 15))}`,
    ),
  );
  const numerals = hours
    .filter((hour) => Math.abs(hour) < 6)
    .map((hour) => {
      const [x, y] = polar(centre, 262, hour * 16.5);
      return `<g transform="translate(${num(x)} ${num(y)}) rotate(${num(hour * 16.5)})">${romanNumeral((hour + 12) % 12, 30)}</g>`;
    });
  const rays = [...Array(16).keys()].map((ray) =>
    path(`M${pt(polar([400, 580], 34, ray * 22.5))}L${pt(polar([400, 580], ray % 2 ? 44 : 54, ray * 22.5))}`),
  );
  const shadow = 'M400 470L566 300L548 270z';
  const blade = linear(scene, [380, 300, 420, 480], `0 ${light}, .6 ${METALS[art.metal].base}, 1 ${dark}`);
  return [
    castShadow(circle([...centre, 318]), 34),
    metalRing(centre, [0, 318], art.metal),
    polishedRing(centre, [292, 318], art.metal),
    circle([...centre, 290], `fill="none" stroke="${deep}" stroke-width="3" opacity=".7"`),
    circle([...centre, 234], `fill="none" stroke="${deep}" stroke-width="2" opacity=".6"`),
    `<g stroke="${deep}" stroke-width="3" opacity=".75">${lines.join('')}${rays.join('')}</g>`,
    circle([400, 580, 26], `fill="none" stroke="${deep}" stroke-width="3" opacity=".75"`),
    crescent([400, 580], 14, deep),
    `<g fill="${deep}" opacity=".9">${numerals.join('')}</g>`,
    letter('LYON 45° 46’ N', { at: [400, 664], capHeight: 13, colour: deep, weight: 1.6, tracking: 5 }),
    path(shadow, 'fill="#1c1208" opacity=".42"'),
    path('M388 478L394 250L406 250L412 478z', `fill="${blade}" stroke="${deep}" stroke-width="1.2"`),
    path('M400 478V250', `stroke="${light}" stroke-width="2"`),
    metalKnob(scene, art.metal, [400, 470, 20]),
  ].join('');
}

function drawMetronome(scene: Scene, art: TimeArt): string {
  const shell = 'M332 150H468L560 620H240z';
  const face = 'M350 190H450L522 560H278z';
  const { base, light, dark } = METALS[art.metal];
  const gloss = linear(scene, [250, 150, 560, 640], '0 #ffffff .24, .45 #ffffff 0, 1 #000000 .36');
  const plate = radial(scene, [380, 300, 330], `0 ${light}, .6 ${base}, 1 ${dark}`);
  const ticks = [...Array(15).keys()].map((tick) =>
    path(`M${384 - (tick % 3 ? 0 : 10)} ${250 + tick * 17}H${416 + (tick % 3 ? 0 : 10)}`),
  );
  const rod = 'M400 560L448 120';
  return [
    groundShadow(scene, [400, 676], 400),
    pillow(
      scene,
      { d: shell, depth: 8 },
      uprightWoodFill(scene, art.wood, [230, 140, 340, 490]) + path(shell, `fill="${gloss}"`),
    ),
    path(face, 'fill="#000" opacity=".5"'),
    path('M388 226H412V520H388z', `fill="${plate}"`),
    `<g stroke="#3a2610" stroke-width="2.6">${ticks.join('')}</g>`,
    `<g opacity=".35" transform="translate(10 12)">${path(rod, 'stroke="#000" stroke-width="9"')}</g>`,
    path(rod, `stroke="${dark}" stroke-width="9"`),
    path(rod, `stroke="${light}" stroke-width="3"`),
    castShadow(path('M404 262L452 268L444 318L400 312z'), 6),
    path('M404 262L452 268L444 318L400 312z', `fill="${plate}" stroke="${dark}" stroke-width="1.5"`),
    pillow(
      scene,
      { d: roundRect([226, 612], [348, 60], 12), depth: 6 },
      woodFill(scene, art.wood, [226, 612, 348, 60]),
    ),
    crescent([400, 642], 15, base),
  ].join('');
}
