/** The watchmaker's small tools: bar tool, screwdrivers, loupe, tweezers. */

import { METALS, mix, WOODS } from './palette.ts';
import type { CareArt } from './picture-care.ts';
import { crescent } from './picture-dial.ts';
import { letterArc } from './picture-lettering.ts';
import {
  castShadow,
  circle,
  linear,
  type Point,
  path,
  radial,
  rect,
  type Scene,
  sunkenEdge,
} from './picture-scene.ts';
import { disc, groundShadow, pillow, roundRect, slab, turned } from './picture-solid.ts';
import {
  brushedLines,
  metalKnob,
  metalRing,
  polishedRing,
  uprightWoodFill,
  woodFill,
} from './picture-surface.ts';

export function drawBarTool(scene: Scene, art: CareArt): string {
  const { base, light, dark, deep } = METALS[art.metal];
  const across = linear(
    scene,
    [0, 372, 0, 428],
    `0 ${dark}, .25 ${light}, .5 ${base}, .8 ${dark}, 1 ${deep}`,
  );
  const thin = linear(scene, [0, 388, 0, 412], `0 ${dark}, .3 ${light}, 1 ${deep}`);
  const knurls = [...Array(26).keys()].map((line) =>
    path(`M${266 + line * 10} 374l-14 52M${252 + line * 10} 374l14 52`),
  );
  const body = roundRect([236, 372], [310, 56], 14);
  const tips = 'M236 388H150L110 396H84V404H110L150 412H236z';
  const fork = 'M546 388H632L676 394H712V386H724V414H712V406H676L632 412H546z';
  const bars = (
    [
      [250, 560, 20],
      [330, 590, -12],
      [420, 560, 8],
      [530, 590, -24],
    ] as const
  ).map(([x, y, turn]) =>
    turned(
      turn,
      [x, y],
      castShadow(rect([x - 46, y - 7, 92, 14], 'rx="5"'), 5) +
        rect([x - 54, y - 3, 108, 6], `fill="${dark}"`) +
        rect(
          [x - 42, y - 7, 84, 14],
          `rx="4" fill="${linear(scene, [0, y - 7, 0, y + 7], `0 ${dark}, .3 ${light}, 1 ${deep}`)}"`,
        ),
    ),
  );
  return [
    turned(
      -18,
      [400, 400],
      castShadow(path(body) + path(tips) + path(fork), 16) +
        path(tips, `fill="${thin}"`) +
        path(fork, `fill="${thin}"`) +
        path(body, `fill="${across}"`) +
        `<g stroke="${deep}" stroke-width="1.6" opacity=".45">${knurls.join('')}</g>` +
        rect([236, 372, 14, 56], `rx="6" fill="${METALS.brass.base}"`) +
        rect([532, 372, 14, 56], `rx="6" fill="${METALS.brass.base}"`),
    ),
    ...bars,
  ].join('');
}

export function drawScrewdrivers(scene: Scene, art: CareArt): string {
  const { light, base, dark, deep } = METALS[art.metal];
  const tones = ['#b3412e', '#c8963e', '#0e5a63', '#2e7d4f', '#26365a'];
  const tools = tones.map((tone, index) => {
    const x = 232 + index * 84;
    const steel = linear(scene, [x - 17, 0, x + 17, 0], `0 ${dark}, .28 ${light}, .55 ${base}, 1 ${deep}`);
    const knurls = [...Array(22).keys()].map((line) => path(`M${x - 16} ${286 + line * 9}h32`));
    return [
      rect([x - 5, 500, 10, 110], `fill="${steel}"`),
      rect([x - 17, 270, 34, 236], `rx="6" fill="${steel}"`),
      `<g stroke="${deep}" stroke-width="1.6" opacity=".4">${knurls.join('')}</g>`,
      rect([x - 17, 470, 34, 20], `fill="${tone}"`),
      rect([x - 21, 236, 42, 30], `rx="10" fill="${steel}"`),
      rect([x - 15, 262, 30, 10], `fill="${dark}"`),
    ].join('');
  });
  const block = roundRect([160, 560], [480, 116], 14);
  return (
    groundShadow(scene, [400, 676], 500) +
    tools.join('') +
    pillow(scene, { d: block, depth: 7 }, woodFill(scene, art.wood, [160, 560, 480, 116])) +
    crescent([400, 618], 20, mix(WOODS[art.wood].dark, '#000000', 0.2))
  );
}

export function drawLoupe(scene: Scene, art: CareArt): string {
  const cord = 'M330 520C180 560 120 700 260 730C430 760 560 690 640 780';
  const glass = radial(
    scene,
    [380, 330, 210],
    '0 #ffffff .75, .45 #dcebea .35, .85 #8fb3b4 .3, 1 #3b5f62 .6',
  );
  const centre: Point = [420, 360];
  const body = disc(centre, 220);
  return [
    `<g fill="none" stroke-linecap="round"><g opacity=".3" transform="translate(6 10)">${path(cord, 'stroke="#000" stroke-width="14"')}</g>${path(cord, 'stroke="#6b3f26" stroke-width="13"')}${path(cord, 'stroke="#a06a42" stroke-width="5" transform="translate(-2 -2)"')}</g>`,
    slab(scene, {
      d: body,
      fill: uprightWoodFill(scene, art.wood, [200, 140, 440, 440]),
      edge: WOODS[art.wood].dark,
      depth: 20,
      height: 34,
    }),
    polishedRing(centre, [146, 168], art.metal),
    circle([...centre, 147], 'fill="#cfd9d4"'),
    circle([...centre, 147], `fill="${glass}"`),
    path(
      'M310 320A120 120 0 0 1 400 244',
      'fill="none" stroke="#fff" stroke-width="16" stroke-linecap="round" opacity=".85"',
    ),
    path(
      'M520 430A120 120 0 0 1 470 470',
      'fill="none" stroke="#fff" stroke-width="9" stroke-linecap="round" opacity=".5"',
    ),
    sunkenEdge(scene, disc(centre, 147), { depth: 16, strength: 0.7 }),
    letterArc(
      'X10 · ATELIER LUNE',
      { centre, radius: 194, degrees: 0 },
      { at: [0, 0], capHeight: 17, colour: '#f6ecd6', weight: 1.5, tracking: 5 },
    ),
  ].join('');
}

export function drawTweezers(scene: Scene, art: CareArt): string {
  const { light, base, dark, deep } = METALS[art.metal];
  const arm = (side: number) =>
    `M700 400C560 ${400 + side * 6} 420 ${400 + side * 60} 300 ${400 + side * 48}C220 ${400 + side * 38} 140 ${400 + side * 16} 84 ${400 + side * 5}L84 ${400 + side * 9}C150 ${400 + side * 30} 220 ${400 + side * 62} 300 ${400 + side * 74}C430 ${400 + side * 92} 560 ${400 + side * 44} 700 ${400 + side * 26}z`;
  const lower = linear(scene, [0, 380, 0, 310], `0 ${dark}, .5 ${base}, 1 ${light}`);
  const upper = linear(scene, [0, 420, 0, 490], `0 ${light}, .5 ${base}, 1 ${deep}`);
  return turned(
    -20,
    [400, 400],
    [
      castShadow(path(arm(1)) + path(arm(-1)), 18),
      path(arm(-1), `fill="${lower}"`),
      path(arm(1), `fill="${upper}"`),
      rect([596, 372, 106, 56], `rx="6" fill="${base}"`),
      brushedLines(scene, [596, 372, 106, 56], 'x'),
      crescent([650, 400], 13, deep),
      toothedWheel(scene, [300, 590]),
      toothedWheel(scene, [440, 640]),
    ].join(''),
  );
}

export function toothedWheel(scene: Scene, [x, y]: Point): string {
  const teeth = [...Array(24).keys()]
    .map((tooth) => rect([x - 4, y - 58, 8, 16], `transform="rotate(${tooth * 15} ${x} ${y})"`))
    .join('');
  const rim = circle([x, y, 50]);
  const gaps = [45, 135, 225, 315]
    .map((turn) =>
      circle([x, y - 26, 13], `transform="rotate(${turn} ${x} ${y})" fill="#8d7a58" opacity=".55"`),
    )
    .join('');
  return (
    castShadow(rim + teeth, 7) +
    `<g fill="${METALS.brass.base}">${teeth}</g>` +
    metalRing([x, y], [0, 50], 'brass') +
    gaps +
    metalKnob(scene, 'steel', [x, y, 8])
  );
}
