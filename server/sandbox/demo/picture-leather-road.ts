/** Leather for the desk and the road: notebook, cable tidies, valet tray, passport cover, luggage tag. */

import { LEATHERS, METALS, type Metal, shade } from './palette.ts';
import { leatherPanel, pressedMoon, snap } from './picture-hide.ts';
import type { LeatherArt } from './picture-leather.ts';
import {
  castShadow,
  circle,
  clipped,
  linear,
  path,
  type Round,
  rect,
  type Scene,
  sunkenEdge,
} from './picture-scene.ts';
import { disc, roundRect, seam, turned } from './picture-solid.ts';
import { feltFill, metalRing, polishedRing } from './picture-surface.ts';

export function drawNotebook(scene: Scene, art: LeatherArt): string {
  const colour = LEATHERS[art.leather];
  const pages = roundRect([222, 146], [372, 524], 8);
  const sheets = [...Array(6).keys()].map((sheet) =>
    path(`M${588 + sheet * 1.6} 152V664`, 'stroke="#b9a98c" stroke-width="1" opacity=".7"'),
  );
  const cover = roundRect([206, 136], [380, 540], 16);
  const spine = linear(
    scene,
    [206, 0, 260, 0],
    '0 #000000 .4, .5 #000000 .08, .62 #000000 .32, .72 #ffffff .1, 1 #ffffff 0',
  );
  const pen =
    rect([606, 230, 26, 300], 'rx="12" fill="#1d1f21"') +
    rect([610, 232, 5, 290], 'rx="2" fill="#fff" opacity=".35"') +
    rect([604, 300, 30, 12], `fill="${METALS[art.metal].base}"`) +
    path('M608 528L619 566L630 528z', `fill="${METALS[art.metal].base}"`);
  return turned(
    8,
    [400, 400],
    [
      castShadow(path(cover) + rect([604, 230, 28, 330], 'rx="12"'), 22),
      path(pages, 'fill="#efe5d0"'),
      ...sheets,
      pen,
      leatherPanel(scene, {
        d: cover,
        box: [206, 136, 380, 540],
        colour,
        stitch: 'M226 160H562Q568 160 568 166V646Q568 652 562 652H226',
        height: 3,
      }),
      clipped(scene, path(cover), rect([206, 136, 60, 540], `fill="${spine}"`)),
      leatherPanel(scene, {
        d: roundRect([572, 340], [70, 52], 10),
        box: [572, 340, 70, 52],
        colour: shade(colour, -0.05),
        height: 5,
      }),
      path('M520 136V676', `stroke="${shade(colour, -0.55)}" stroke-width="13"`),
      path('M517 136V676', 'stroke="#fff" stroke-width="3" opacity=".22"'),
      pressedMoon([390, 400], 42, colour),
    ].join(''),
  );
}

export function drawCableTidies(scene: Scene, art: LeatherArt): string {
  const tones = [LEATHERS[art.leather], LEATHERS.petrol, LEATHERS.honey];
  const cable = (y: number, tone: string) => {
    const d = `M-140 ${y}C60 ${y - 50} 240 ${y + 46} 400 ${y}C560 ${y - 46} 740 ${y + 50} 940 ${y}`;
    return `<g fill="none"><g opacity=".3" transform="translate(5 9)">${path(d, 'stroke="#000" stroke-width="17"')}</g>${path(d, `stroke="${tone}" stroke-width="16"`)}${path(d, 'stroke="#fff" stroke-width="4" opacity=".4" transform="translate(0 -3)"')}</g>`;
  };
  const rows = tones.map((tone, index) => {
    const y = 210 + index * 190;
    const x = 300 + index * 70;
    const loop = roundRect([x, y - 62], [150, 124], 26);
    const round = linear(
      scene,
      [0, y - 62, 0, y + 62],
      '0 #000000 .3, .25 #ffffff .22, .6 #000000 0, 1 #000000 .42',
    );
    const panel = leatherPanel(scene, {
      d: loop,
      box: [x, y - 62, 150, 124],
      colour: tone,
      stitch: `M${x + 14} ${y - 40}V${y + 40}M${x + 136} ${y - 40}V${y + 40}`,
      height: 14,
    });
    return (
      cable(y, index === 1 ? '#e9e4da' : '#33312f') +
      panel +
      path(loop, `fill="${round}"`) +
      snap(scene, art.metal, [x + 75, y, 17])
    );
  });
  return turned(-10, [400, 400], rows.join(''));
}

export function drawValet(scene: Scene, art: LeatherArt): string {
  const colour = LEATHERS[art.leather];
  const outer =
    'M170 150Q400 186 630 150Q652 148 650 170Q614 400 650 630Q652 652 630 650Q400 614 170 650Q148 652 150 630Q186 400 150 170Q148 148 170 150z';
  const floor = 'M224 220Q400 236 576 220Q582 400 576 580Q400 566 224 580Q218 400 224 220z';
  const felt = clipped(scene, path(floor), feltFill(scene, '#d8c7a8', [210, 210, 380, 380]));
  const corners = (
    [
      [196, 196],
      [604, 196],
      [196, 604],
      [604, 604],
    ] as const
  ).map((at) => snap(scene, art.metal, [...at, 14]));
  const coin = ([x, y, size]: Round, metal: Metal) =>
    castShadow(circle([x, y, size]), 4) +
    metalRing([x, y], [0, size], metal) +
    polishedRing([x, y], [size * 0.82, size], metal);
  return turned(
    5,
    [400, 400],
    [
      leatherPanel(scene, {
        d: outer,
        box: [148, 148, 504, 504],
        colour,
        stitch:
          'M186 172Q400 206 614 172M628 186Q594 400 628 614M614 628Q400 594 186 628M172 614Q206 400 172 186',
        height: 24,
      }),
      felt,
      sunkenEdge(scene, floor, { depth: 26, strength: 0.7 }),
      path(floor, `fill="none" stroke="${shade(colour, -0.4)}" stroke-width="3"`),
      coin([470, 470, 34], 'brass'),
      coin([420, 512, 28], 'steel'),
      castShadow(path(disc([330, 330], 46), 'fill="none"'), 3),
      polishedRing([330, 330], [38, 48], 'brass'),
      ...corners,
    ].join(''),
  );
}

export function drawPassport(scene: Scene, art: LeatherArt): string {
  const colour = LEATHERS[art.leather];
  const cover = roundRect([226, 140], [348, 500], 18);
  const pass = roundRect([242, 126], [324, 490], 12);
  const globe = `<g fill="none" stroke="${METALS.brass.base}" stroke-width="3">${circle([404, 160, 14])}${path('M390 160H418M404 146V174')}</g>`;
  return turned(
    -7,
    [400, 400],
    [
      castShadow(path(cover), 22),
      path(pass, 'fill="#5a1f2a"'),
      globe,
      leatherPanel(scene, {
        d: cover,
        box: [226, 140, 348, 500],
        colour,
        stitch: 'M244 158H556V622H244z',
        height: 3,
      }),
      pressedMoon([400, 350], 54, colour),
      path(
        'M340 470H460M360 496H440',
        `stroke="${shade(colour, -0.42)}" stroke-width="7" stroke-linecap="round"`,
      ),
      path(
        'M341.400 471.600H461.400M361.400 497.600H441.400',
        `stroke="${shade(colour, 0.3)}" stroke-width="2" stroke-linecap="round" opacity=".8"`,
      ),
    ].join(''),
  );
}

export function drawLuggageTag(scene: Scene, art: LeatherArt): string {
  const colour = LEATHERS[art.leather];
  const tag =
    'M300 300L352 236Q362 226 376 226H424Q438 226 448 236L500 300Q510 312 510 328V640Q510 666 484 666H316Q290 666 290 640V328Q290 312 300 300z';
  const window = roundRect([330, 400], [140, 190], 10);
  const strapD = 'M382 290C340 150 430 60 470 130C500 190 440 240 418 290';
  const hoop = `fill="none" stroke-linecap="round"`;
  return turned(
    14,
    [400, 400],
    [
      `<g opacity=".28" transform="translate(8 13)">${path(strapD, `${hoop} stroke="#000" stroke-width="34"`)}</g>`,
      leatherPanel(scene, {
        d: tag,
        box: [290, 226, 220, 440],
        colour,
        stitch:
          'M310 326V636Q310 648 322 648H478Q490 648 490 636V326Q490 316 484 308L438 252H362L316 308Q310 316 310 326z',
        height: 18,
      }),
      circle([400, 292, 24], 'fill="#1a120b"'),
      polishedRing([400, 292], [20, 30], art.metal),
      path(strapD, `${hoop} stroke="${shade(colour, -0.34)}" stroke-width="34"`),
      path(strapD, `${hoop} stroke="${shade(colour, -0.04)}" stroke-width="27" transform="translate(-2 -2)"`),
      seam(strapD, shade(colour, 0.5), 2.8),
      path(window, 'fill="#f7f1e4"'),
      sunkenEdge(scene, window, { depth: 7, strength: 0.7 }),
      path(
        'M350 450H450M350 486H450M350 522H420',
        'stroke="#8a7b64" stroke-width="4" stroke-linecap="round"',
      ),
      seam('M320 390H480V600H320z', shade(colour, 0.5), 3),
    ].join(''),
  );
}
