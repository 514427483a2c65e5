/** Wrist watches seen from above: strap running out of the picture, case, bezel, dial, hands, crystal, crown. */
import {
  type Backdrop,
  DIALS,
  LEATHERS,
  type Leather,
  METALS,
  type Metal,
  mix,
  shade,
  WOODS,
} from './palette.ts';
import { type Band, drawBand } from './picture-band.ts';
import { type DialArt, drawDial, drawWellShade } from './picture-dial.ts';
import { drawHands, type Hands } from './picture-hands.ts';
import { letterArc } from './picture-lettering.ts';
import {
  castShadow,
  circle,
  clipped,
  linear,
  num,
  type Point,
  path,
  polar,
  pt,
  type Round,
  radial,
  rect,
  type Scene,
} from './picture-scene.ts';
import {
  conicRing,
  drawBackdrop,
  drawLeafShade,
  drawWindowLight,
  metalRing,
  polishedRing,
  woodFill,
} from './picture-surface.ts';

export type WatchArt = DialArt & {
  readonly kind: 'watch';
  readonly backdrop: Backdrop;
  readonly mood?: 'plain' | 'window' | 'leaf';
  readonly diameterMm: number;
  readonly caseMaterial: 'metal' | 'wood';
  readonly bezel?: 'smooth' | 'coin' | 'diver' | 'tachymeter';
  readonly pushers?: boolean;
  readonly hands: Hands;
  readonly band: Band;
  readonly leather: Leather;
  readonly tilt?: number;
  readonly shape?: 'round' | 'tank' | 'pocket';
};

const CENTRE: Point = [400, 400];

/** A watch on its strap, filling the board; the diameter in millimetres decides its size. */
export function drawWatch(scene: Scene, art: WatchArt): string {
  const radius = 100 + art.diameterMm * 3.3;
  const turn = `rotate(${art.tilt ?? 0} 400 400)`;
  const silhouette = `<g transform="${turn}">${silhouetteOf(radius)}</g>`;
  const mood =
    art.mood === 'window' ? drawWindowLight(scene) : art.mood === 'leaf' ? drawLeafShade(scene) : '';
  const parts = [
    drawBand(scene, { radius, band: art.band, colour: LEATHERS[art.leather], metal: art.metal }),
    drawLugs(scene, radius, art),
    drawCrown(scene, radius, art),
    drawCase(scene, radius, art),
    drawFace(scene, radius, art),
  ];
  return `${drawBackdrop(scene, art.backdrop)}${mood}${castShadow(silhouette, 30)}<g transform="${turn}">${parts.join('')}</g>`;
}

function silhouetteOf(radius: number): string {
  const half = radius * 0.5;
  const lugs = LUG_CORNERS.map(([sx, sy]) =>
    path(lugOutline(radius), `transform="translate(400 400) scale(${sx} ${sy})"`),
  ).join('');
  const crown = rect([400 + radius, 380, radius * 0.12, 40], 'rx="6"');
  return circle([...CENTRE, radius]) + lugs + rect([400 - half, -120, half * 2, 1040]) + crown;
}

const LUG_CORNERS = [
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
] as const;

function lugOutline(radius: number): string {
  const at = (x: number, y: number) => `${num(x * radius)} ${num(y * radius)}`;
  return `M${at(-0.86, -0.4)}C${at(-0.8, -0.72)} ${at(-0.73, -0.92)} ${at(-0.67, -1.09)}Q${at(-0.65, -1.14)} ${at(-0.61, -1.14)}L${at(-0.53, -1.14)}Q${at(-0.5, -1.14)} ${at(-0.5, -1.1)}L${at(-0.5, -0.6)}z`;
}

function drawLugs(scene: Scene, radius: number, art: WatchArt): string {
  const lug = lugOutline(radius);
  const wood = art.caseMaterial === 'wood' ? art.wood : undefined;
  const box = [-radius, -radius * 1.3, radius * 2, radius * 2.6] as const;
  const { base, dark, light } = METALS[art.metal];
  const across = linear(
    scene,
    [-radius * 0.82, 0, -radius * 0.5, 0],
    `0 ${dark}, .3 ${light}, .42 ${base}, .85 ${mix(base, dark, 0.3)}, 1 ${dark}`,
  );
  const along = linear(
    scene,
    [0, -radius * 1.2, 0, -radius * 0.72],
    '0 #000000 .28, .16 #ffffff .2, .5 #000000 .05, 1 #000000 .6',
  );
  const shapes = LUG_CORNERS.map(([sx, sy]) => path(lug, `transform="scale(${sx} ${sy})"`)).join('');
  const fill = wood
    ? clipped(scene, shapes, woodFill(scene, wood, box))
    : `<g fill="${across}">${shapes}</g>`;
  const bevel = wood
    ? linear(
        scene,
        [-radius * 0.82, 0, -radius * 0.5, 0],
        '0 #000000 .45, .3 #ffffff .22, .6 #ffffff 0, 1 #000000 .45',
      )
    : 'none';
  return `<g transform="translate(400 400)">${fill}<g fill="${bevel}">${shapes}</g><g fill="${along}">${shapes}</g></g>`;
}

function drawCrown(scene: Scene, radius: number, art: WatchArt): string {
  const left = 400 + radius - 4;
  const [wide, high] = [radius * 0.13, radius * 0.22];
  const buttons = art.pushers
    ? [-38, 38].map(
        (angle) =>
          `<g transform="rotate(${angle} 400 400)">${crownShape(scene, [left, radius * 0.12, radius * 0.13], { metal: art.metal, ribbed: false })}</g>`,
      )
    : [];
  return buttons.join('') + crownShape(scene, [left, wide, high], { metal: art.metal, ribbed: true });
}

function crownShape(
  scene: Scene,
  [left, wide, high]: Round,
  { metal, ribbed }: { metal: Metal; ribbed: boolean },
): string {
  const { base, dark, light, deep } = METALS[metal];
  const fill = linear(
    scene,
    [0, 400 - high / 2, 0, 400 + high / 2],
    `0 ${dark}, .2 ${light}, .5 ${base}, 1 ${deep}`,
  );
  const body = rect([left, 400 - high / 2, wide, high], `rx="${num(wide * 0.2)}" fill="${fill}"`);
  if (!ribbed)
    return (
      rect([left, 400 - high * 0.28, wide * 0.5, high * 0.56], `fill="${dark}"`) +
      rect([left + wide * 0.4, 400 - high / 2, wide * 0.7, high], `rx="3" fill="${fill}"`)
    );
  const ribs: string[] = [];
  for (let y = -high / 2 + 3; y < high / 2; y += 5)
    ribs.push(path(`M${num(left + 3)} ${num(400 + y)}h${num(wide - 5)}`));
  return `${body}<g stroke="${deep}" stroke-width="1.4" opacity=".55">${ribs.join('')}</g>`;
}

function drawCase(scene: Scene, radius: number, art: WatchArt): string {
  const wood = art.caseMaterial === 'wood' ? art.wood : undefined;
  const box = [400 - radius, 400 - radius, radius * 2, radius * 2] as const;
  const body = wood
    ? clipped(scene, circle([...CENTRE, radius]), woodFill(scene, wood, box))
    : metalRing(CENTRE, [radius * 0.8, radius], art.metal);
  const edge = wood ? WOODS[wood].dark : METALS[art.metal].deep;
  const round = radial(
    scene,
    [...CENTRE, radius],
    '.8 #000000 .3, .86 #000000 0, .94 #000000 .02, 1 #000000 .45',
  );
  const sheen = linear(
    scene,
    [400 - radius * 0.7, 400 - radius * 0.7, 400 + radius * 0.7, 400 + radius * 0.7],
    '0 #ffffff .55, .35 #ffffff 0, .75 #000000 0, 1 #000000 .4',
  );
  return [
    body,
    circle([...CENTRE, radius], `fill="${round}"`),
    circle([...CENTRE, radius * 0.955], `fill="none" stroke="${sheen}" stroke-width="${num(radius * 0.05)}"`),
    circle([...CENTRE, radius - 1], `fill="none" stroke="${edge}" stroke-width="1.6" opacity=".6"`),
    drawBezel(scene, radius, art),
  ].join('');
}

function drawBezel(_scene: Scene, radius: number, art: WatchArt): string {
  const metal = METALS[art.metal];
  if (art.bezel === 'diver' || art.bezel === 'tachymeter') return drawScaleBezel(radius, art);
  const inner = polishedRing(CENTRE, [radius * 0.8, radius * 0.855], art.metal);
  if (art.bezel !== 'coin') return inner;
  const notches = [...Array(120).keys()].map((step) =>
    path(`M${pt(polar(CENTRE, radius * 0.9, step * 3))}L${pt(polar(CENTRE, radius * 0.99, step * 3))}`),
  );
  return `<g stroke="${metal.deep}" stroke-width="2.2" opacity=".45">${notches.join('')}</g>${polishedRing(CENTRE, [radius * 0.8, radius * 0.9], art.metal)}`;
}

function drawScaleBezel(radius: number, art: WatchArt): string {
  const colour = art.bezel === 'tachymeter' ? '#1d1e20' : mix(DIALS[art.dial], '#101214', 0.35);
  const [inner, outer] = [radius * 0.815, radius * 0.975];
  const insert = conicRing(
    CENTRE,
    [inner, outer],
    `0 ${colour}, .12 ${shade(colour, 0.12)}, .3 ${shade(colour, -0.2)},
      .6 ${shade(colour, -0.1)}, .85 ${shade(colour, 0.35)}, 1 ${colour}`,
  );
  const rim =
    polishedRing(CENTRE, [outer, radius], art.metal) +
    polishedRing(CENTRE, [radius * 0.795, inner], art.metal);
  const middle = (inner + outer) / 2;
  const print = '#f2efe6';
  const words =
    art.bezel === 'diver' ? ['', '10', '20', '30', '40', '50'] : ['', '400', '200', '120', '90', '70'];
  const numbers = words.map((word, step) =>
    letterArc(
      word,
      { centre: CENTRE, radius: middle, degrees: step * 60 },
      { at: [0, 0], capHeight: radius * (art.bezel === 'diver' ? 0.085 : 0.06), colour: print, weight: 2 },
    ),
  );
  const ticks = [...Array(60).keys()]
    .filter((step) => step % 10 !== 0)
    .map((step) =>
      path(
        `M${pt(polar(CENTRE, middle - radius * (step % 5 ? 0.012 : 0.04), step * 6))}L${pt(polar(CENTRE, middle + radius * (step % 5 ? 0.03 : 0.04), step * 6))}`,
        step % 5 ? '' : `stroke-width="${num(radius * 0.03)}"`,
      ),
    );
  const [px, py] = polar(CENTRE, middle, 0);
  const pearl =
    path(
      `M${num(px)} ${num(py + radius * 0.06)}l${num(radius * 0.06)} ${num(-radius * 0.11)}h${num(-radius * 0.12)}z`,
      `fill="${print}"`,
    ) + circle([px, py - radius * 0.012, radius * 0.022], 'fill="#bfe3d0"');
  const shadeEdge = circle([...CENTRE, outer], 'fill="none" stroke="#000" stroke-width="2" opacity=".5"');
  return `${insert}${rim}${shadeEdge}<g stroke="${print}" stroke-width="${num(radius * 0.012)}">${ticks.join('')}</g>${numbers.join('')}${pearl}`;
}

function drawFace(scene: Scene, radius: number, art: WatchArt): string {
  const dialRadius = radius * 0.8;
  const place = { centre: CENTRE, radius: dialRadius };
  return [
    drawDial(scene, place, art),
    drawHands(scene, [CENTRE, dialRadius * 0.97], art.hands),
    drawWellShade(scene, place),
    drawCrystal(scene, dialRadius),
  ].join('');
}

function drawCrystal(scene: Scene, radius: number): string {
  const sheen = linear(
    scene,
    [400 - radius, 400 - radius, 400 + radius * 0.4, 400 + radius * 0.4],
    '0 #ffffff .38, .5 #ffffff .05, .501 #ffffff 0',
  );
  const glare = `M${pt(polar(CENTRE, radius, -100))}A${num(radius)} ${num(radius)} 0 0 1 ${pt(polar(CENTRE, radius, 20))}Q${num(400 - radius * 0.1)} ${num(400 - radius * 0.3)} ${pt(polar(CENTRE, radius, -100))}z`;
  return path(glare, `fill="${sheen}"`);
}
