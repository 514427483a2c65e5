/** Straps laid flat: the buckle half and the long half side by side, or one long piece. */
import { type Backdrop, LEATHERS, type Leather, METALS, type Metal, mix, shade } from './palette.ts';
import { type Band, fillWithBand } from './picture-band.ts';
import { crescent } from './picture-dial.ts';
import {
  type Box,
  castShadow,
  circle,
  linear,
  num,
  type Point,
  path,
  rect,
  type Scene,
} from './picture-scene.ts';
import { drawGround, type Mood, pillow, roundRect, seam, turned } from './picture-solid.ts';
import { brushedLines } from './picture-surface.ts';

export type StrapArt = {
  readonly kind: 'strap';
  readonly backdrop: Backdrop;
  readonly mood?: Mood;
  readonly band: Band;
  readonly leather: Leather;
  readonly metal: Metal;
  readonly widthMm?: number;
  readonly thread?: string;
  readonly cut?: 'pair' | 'single' | 'bracelet' | 'trio';
};

/** A strap as it lies on the workbench; `widthMm` decides how broad it is. */
export function drawStrap(scene: Scene, art: StrapArt): string {
  const wide = 74 + (art.widthMm ?? 20) * 4;
  const body = CUTS[art.cut ?? 'pair'](scene, art, wide);
  return (
    drawGround(scene, art.backdrop, art.mood) +
    `<g transform="translate(28 0)">${turned(14, [400, 400], body)}</g>`
  );
}

const CUTS = { pair: drawPair, single: drawSinglePass, bracelet: drawBracelet, trio: drawTrio };

function drawPair(scene: Scene, art: StrapArt, wide: number): string {
  const long = longOutline([292, 40], wide, 720);
  const short = shortOutline([520, 190], wide, 440);
  const silhouette =
    path(long) + path(short) + path(buckleFrame([520, 190], wide * 0.86), 'fill-rule="evenodd"');
  return [
    castShadow(silhouette, 20),
    drawPiece(scene, art, { d: long, box: [292 - wide / 2, 40, wide, 720], taper: [292, 40, 720] }),
    art.band === 'perforated' ? rallyHoles(292, wide) : '',
    holesOf([292, 0], 760, wide),
    drawPiece(scene, art, { d: short, box: [520 - wide / 2, 190, wide, 440], taper: [520, 630, -440] }),
    drawBuckle(scene, [520, 190], { wide: wide * 0.86, metal: art.metal }),
    keeper(scene, art, [520, 268, wide * 0.94]),
    keeper(scene, art, [520, 338, wide * 0.97]),
  ].join('');
}

type Piece = {
  d: string;
  box: Box;
  taper: readonly [number, number, number];
};

function drawPiece(scene: Scene, art: StrapArt, { d, box, taper }: Piece): string {
  const colour = LEATHERS[art.leather];
  const fill = fillWithBand(scene, { band: art.band, colour, metal: art.metal }, box);
  const across = linear(
    scene,
    [box[0], 0, box[0] + box[2], 0],
    '0 #000000 .3, .2 #ffffff .04, .36 #ffffff .14, .6 #ffffff 0, 1 #000000 .32',
  );
  const light = rect([box[0], box[1] - 60, box[2], box[3] + 120], `fill="${across}"`);
  const sewn = art.band !== 'rubber' && art.thread !== 'none';
  const thread = art.thread ?? shade(colour, 0.45);
  return (
    pillow(scene, { d, depth: 5 }, fill + light) + (sewn ? seam(seamOf(taper, box[2]), thread, 3.2) : '')
  );
}

/** Broad at the lugs (`from`), tapering and pointed at the other end. */
function longOutline([x, y]: Point, wide: number, long: number): string {
  const [half, end] = [wide / 2, wide * 0.41];
  return `M${num(x - half)} ${y + 6}Q${num(x - half)} ${y} ${num(x - half + 6)} ${y}H${num(x + half - 6)}Q${num(x + half)} ${y} ${num(x + half)} ${y + 6}L${num(x + end)} ${num(y + long - 60)}C${num(x + end)} ${num(y + long - 24)} ${num(x + end * 0.5)} ${num(y + long)} ${num(x)} ${num(y + long)}C${num(x - end * 0.5)} ${num(y + long)} ${num(x - end)} ${num(y + long - 24)} ${num(x - end)} ${num(y + long - 60)}z`;
}

function shortOutline([x, y]: Point, wide: number, long: number): string {
  const [half, end] = [wide / 2, wide * 0.42];
  return `M${num(x - end)} ${num(y)}H${num(x + end)}L${num(x + half)} ${num(y + long - 6)}Q${num(x + half)} ${num(y + long)} ${num(x + half - 6)} ${num(y + long)}H${num(x - half + 6)}Q${num(x - half)} ${num(y + long)} ${num(x - half)} ${num(y + long - 6)}z`;
}

/** Two seams that follow the taper: `long` is negative for a piece whose broad end is at the bottom. */
function seamOf([x, y, long]: readonly [number, number, number], wide: number): string {
  const inset = wide * 0.085;
  const step = Math.sign(long);
  const [near, far] = [wide / 2 - inset, wide * 0.41 - inset];
  const [from, to] = [y + step * 12, y + long - step * (long > 0 ? 62 : 8)];
  const tip =
    long > 0
      ? `C${num(x - far)} ${num(to + 30)} ${num(x - far * 0.5)} ${num(y + long - inset)} ${num(x)} ${num(y + long - inset)}C${num(x + far * 0.5)} ${num(y + long - inset)} ${num(x + far)} ${num(to + 30)} ${num(x + far)} ${num(to)}`
      : `M${num(x + far)} ${num(to)}`;
  return `M${num(x - near)} ${num(from)}L${num(x - far)} ${num(to)}${tip}L${num(x + near)} ${num(from)}`;
}

/** Three long halves side by side, one of each material. */
function drawTrio(scene: Scene, art: StrapArt, wide: number): string {
  const pieces = [
    { x: 196, look: { ...art, band: 'calf' } },
    { x: 376, look: { ...art, band: 'suede', leather: 'petrol' } },
    { x: 556, look: { ...art, band: 'canvas', leather: 'sand', thread: '#fbf3df' } },
  ] as const;
  return pieces
    .map(({ x, look }, index) => {
      const top = 70 + index * 26;
      const d = longOutline([x, top], wide * 0.96, 660);
      const shadow = castShadow(path(d), 18);
      return (
        shadow +
        drawPiece(scene, look, { d, box: [x - wide / 2, top, wide, 660], taper: [x, top, 660] }) +
        holesOf([x, 0], top + 700, wide)
      );
    })
    .join('');
}

function rallyHoles(x: number, wide: number): string {
  const holes = [120, 190, 260, 330]
    .flatMap((y) => [
      circle([x, y, wide * 0.1]),
      circle([x - wide * 0.2, y + 35, wide * 0.06]),
      circle([x + wide * 0.2, y + 35, wide * 0.06]),
    ])
    .join('');
  return `<g fill="#fff" opacity=".25" transform="translate(1.5 2)">${holes}</g><g fill="#15100c">${holes}</g>`;
}

function holesOf([x]: Point, bottom: number, wide: number): string {
  const holes = [...Array(7).keys()].map(
    (hole) =>
      `<ellipse cx="${x}" cy="${bottom - 130 - hole * 38}" rx="${num(wide * 0.043)}" ry="${num(wide * 0.055)}"/>`,
  );
  return `<g fill="#fff" opacity=".28" transform="translate(1.2 1.8)">${holes.join('')}</g><g fill="#120b06" opacity=".9">${holes.join('')}</g>`;
}

function drawBuckle(scene: Scene, [x, y]: Point, { wide, metal }: { wide: number; metal: Metal }): string {
  const { base, dark, light, deep } = METALS[metal];
  const [w, h] = [wide * 1.26, 92];
  const left = x - w / 2;
  const top = y - 66;
  const shine = linear(
    scene,
    [left, top, left + w, top + h],
    `0 ${light}, .25 ${base}, .42 ${dark}, .55 ${light}, .75 ${base}, 1 ${dark}`,
  );
  const frame = buckleFrame([x, y], wide);
  const bar = rect([left + 6, top + h - 15, w - 12, 9], `rx="4" fill="${mix(base, dark, 0.4)}"`);
  const tongue = rect([x - 5, top - 3, 10, h], `rx="5" fill="${shine}" stroke="${deep}" stroke-width="1"`);
  return `${bar}${path(frame, `fill="${shine}" fill-rule="evenodd" stroke="${deep}" stroke-width="1.2" stroke-opacity=".6"`)}${path(roundRect([left + 4, top + 4], [w - 8, h - 8], 15), 'fill="none" stroke="#fff" stroke-width="2" opacity=".5"')}${tongue}`;
}

function buckleFrame([x, y]: Point, wide: number): string {
  const [w, h] = [wide * 1.26, 92];
  return (
    roundRect([x - w / 2, y - 66], [w, h], 18) + roundRect([x - w / 2 + 15, y - 51], [w - 30, h - 34], 8)
  );
}

function keeper(scene: Scene, art: StrapArt, [x, y, wide]: readonly [number, number, number]): string {
  const colour = LEATHERS[art.leather];
  const d = roundRect([x - wide / 2 - 3, y], [wide + 6, 26], 5);
  const fill = fillWithBand(
    scene,
    { band: art.band === 'alligator' ? 'calf' : art.band, colour: shade(colour, -0.06), metal: art.metal },
    [x - wide / 2 - 4, y, wide + 8, 27],
  );
  return castShadow(path(d), 5) + pillow(scene, { d, depth: 4 }, fill);
}

function drawSinglePass(scene: Scene, art: StrapArt, wide: number): string {
  const long = longOutline([330, -60], wide, 830);
  const side = roundRect([490 - wide / 2, 250], [wide, 330], 6);
  const plain = { ...art, thread: 'none' };
  return [
    castShadow(path(long) + path(side), 16),
    drawPiece(scene, plain, { d: side, box: [490 - wide / 2, 250, wide, 330], taper: [490, 250, 300] }),
    drawPiece(scene, plain, { d: long, box: [330 - wide / 2, -60, wide, 830], taper: [330, -60, 830] }),
    holesOf([330, 0], 770, wide),
    metalLoop(scene, [490, 330], { wide, metal: art.metal }),
    metalLoop(scene, [490, 460], { wide, metal: art.metal }),
    drawBuckle(scene, [490, 250], { wide: wide * 0.94, metal: art.metal }),
    metalLoop(scene, [330, 150], { wide, metal: art.metal }),
  ].join('');
}

/** A metal bracelet: one strip with the folding clasp shut in the middle. */
function drawBracelet(scene: Scene, art: StrapArt, wide: number): string {
  const strip = roundRect([400 - wide / 2, 30], [wide, 740], 8);
  const clasp = roundRect([400 - wide * 0.53, 318], [wide * 1.06, 164], 12);
  const { base, dark, light, deep } = METALS[art.metal];
  const across = linear(
    scene,
    [400 - wide / 2, 0, 400 + wide / 2, 0],
    `0 ${dark}, .12 ${light}, .4 ${base}, .7 ${light}, 1 ${dark}`,
  );
  const box = [400 - wide * 0.55, 310, wide * 1.1, 180] as const;
  const plate = rect(box, `fill="${across}"`) + brushedLines(scene, box, 'x');
  const round = linear(
    scene,
    [400 - wide / 2, 0, 400 + wide / 2, 0],
    '0 #000000 .4, .25 #ffffff .15, .6 #ffffff 0, 1 #000000 .45',
  );
  const fill = fillWithBand(scene, { band: art.band, colour: base, metal: art.metal }, [
    400 - wide / 2,
    30,
    wide,
    740,
  ]);
  return [
    castShadow(path(strip) + path(clasp), 20),
    pillow(scene, { d: strip, depth: 4 }, fill + rect([400 - wide / 2, 30, wide, 740], `fill="${round}"`)),
    castShadow(path(clasp), 5),
    pillow(scene, { d: clasp, depth: 5 }, plate),
    crescent([400, 400], wide * 0.13, mix(dark, deep, 0.4)),
  ].join('');
}

function metalLoop(scene: Scene, [x, y]: Point, { wide, metal }: { wide: number; metal: Metal }): string {
  const { base, dark, light, deep } = METALS[metal];
  const shine = linear(
    scene,
    [x - wide / 2, y, x + wide / 2, y + 30],
    `0 ${dark}, .18 ${light}, .5 ${base}, .72 ${light}, 1 ${dark}`,
  );
  const d = roundRect([x - wide / 2 - 7, y], [wide + 14, 30], 9);
  return (
    castShadow(path(d), 6) +
    path(d, `fill="${shine}" stroke="${deep}" stroke-width="1.2"`) +
    rect([x - wide / 2, y + 4, wide, 4], 'rx="2" fill="#fff" opacity=".6"')
  );
}
