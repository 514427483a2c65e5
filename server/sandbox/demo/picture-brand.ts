/** The shop's own face: its mark for small round places and its bench as a wide picture. */
import { BACKDROPS, METALS } from './palette.ts';
import { drawStars } from './picture-complication.ts';
import { crescent } from './picture-dial.ts';
import { miniWatch, penAt } from './picture-display.ts';
import { leatherPanel } from './picture-hide.ts';
import { letter } from './picture-lettering.ts';
import {
  BOARD,
  castShadow,
  createScene,
  finishScene,
  linear,
  num,
  path,
  polar,
  pt,
  radial,
  rect,
  type Scene,
} from './picture-scene.ts';
import { roundRect, turned } from './picture-solid.ts';
import { drawWindowLight, woodFill } from './picture-surface.ts';
import { toothedWheel } from './picture-tools.ts';

/** The shop's profile picture, 800 × 800; everything that matters stays inside the round crop. */
export function drawLogo(): string {
  const scene = createScene('atelier-lune-logo');
  const night = radial(scene, [300, 260, 720], '0 #1b7783, .5 #0e5a63, 1 #062f35');
  const { base, light } = METALS.brass;
  const foil = linear(scene, [240, 220, 560, 600], `0 ${light}, .45 #efd29a, .7 ${base}, 1 #b98a3c`);
  const ticks = [...Array(60).keys()].map((tick) => {
    const [from, wide] = tick % 5 ? [322, 3] : [304, 9];
    const line = `M${pt(polar([400, 400], from, tick * 6))}L${pt(polar([400, 400], 338, tick * 6))}`;
    return path(line, `stroke-width="${wide}"`);
  });
  const moon = crescent([388, 400], 206, foil);
  return finishScene(
    scene,
    [
      rect([0, 0, BOARD, BOARD], `fill="${night}"`),
      `<g opacity=".8">${drawStars(scene, [440, 260, 190, 280], 16)}</g>`,
      `<g stroke="${light}" stroke-linecap="round" opacity=".85">${ticks.join('')}</g>`,
      `<g opacity=".3" transform="translate(7 11)">${crescent([388, 400], 206, '#021b1f')}</g>`,
      moon,
    ].join(''),
  );
}

/** The shop's wide picture, 1600 × 640: the bench by the window, with the name on the left. */
export function drawCover(): string {
  const scene = createScene('atelier-lune-cover');
  const dusk = linear(scene, [0, 0, 1600, 640], '0 #ffd9a0 .2, .4 #ffd9a0 .04, 1 #160c04 .4');
  const ink = BACKDROPS.paper;
  const name = [
    crescent([142, 206], 42, METALS.brass.light),
    letter('ATELIER LUNE', {
      at: [104, 326],
      capHeight: 66,
      colour: ink,
      weight: 1.25,
      tracking: 4.6,
      anchor: 'start',
    }),
    letter('MONTRES · HORLOGES · CUIR · BOIS', {
      at: [106, 418],
      capHeight: 18,
      colour: ink,
      weight: 1.4,
      tracking: 6,
      anchor: 'start',
    }),
    letter('LYON, CROIX-ROUSSE', {
      at: [106, 462],
      capHeight: 18,
      colour: METALS.brass.light,
      weight: 1.4,
      tracking: 6,
      anchor: 'start',
    }),
  ];
  const body = [
    drawPlanks(scene),
    `<g transform="translate(0 -80) scale(1.3)" opacity=".35">${drawWindowLight(scene)}</g>`,
    ...benchThings(scene),
    rect([0, 0, 1600, 640], `fill="${dusk}"`),
    `<g opacity=".35" transform="translate(2 3)">${name.join('').replaceAll(ink, '#120a04')}</g>`,
    ...name,
  ];
  return finishScene(scene, body.join(''), [1600, 640]);
}

function drawPlanks(scene: Scene): string {
  const planks = [0, 160, 320, 480].map((y) => {
    const edge = linear(scene, [0, y, 0, y + 160], '0 #fff .1, .03 #fff 0, .96 #000 0, 1 #000 .6');
    return woodFill(scene, 'ebony', [0, y, 1600, 160]) + rect([0, y, 1600, 160], `fill="${edge}"`);
  });
  return planks.join('');
}

function benchThings(scene: Scene): string[] {
  const watches = [
    [930, 300, -14, { size: 108, leather: 'cognac', dial: 'cream', metal: 'brass' }],
    [1190, 330, 8, { size: 116, leather: 'petrol', dial: 'petrol', metal: 'steel' }],
    [1440, 290, -6, { size: 104, leather: 'black', dial: 'night', metal: 'brass' }],
  ] as const;
  const mat = roundRect([780, 60], [770, 520], 26);
  const hide = leatherPanel(scene, {
    d: mat,
    box: [780, 60, 770, 520],
    colour: '#d8c6a4',
    stitch: roundRect([798, 78], [734, 484], 16),
    height: 22,
  });
  return [
    turned(-2, [1160, 330], hide),
    ...watches.map(([x, y, turn, look]) => turned(turn, [x, y], miniWatch(scene, [x, y], look))),
    toothedWheel(scene, [1062, 540]),
    `<g transform="translate(${num(1310)} 556) scale(.62) translate(-300 -590)">${toothedWheel(scene, [300, 590])}</g>`,
    turned(
      62,
      [860, 556],
      castShadow(rect([849, 436, 22, 240], 'rx="11"'), 7) + penAt(scene, [860, 556, 0], 'brass'),
    ),
  ];
}
