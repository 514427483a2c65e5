/** Clocks that hang on a wall or stand on a table, and the two older ways of telling time: sand and sun. */
import { type Backdrop, DIALS, METALS, type Metal, mix, shade, WOODS, type Wood } from './palette.ts';
import { type DialArt, drawDial, drawWellShade } from './picture-dial.ts';
import { drawHands, type Hands } from './picture-hands.ts';
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
  radial,
  rect,
  type Scene,
} from './picture-scene.ts';
import { disc, drawGround, drawTable, groundShadow, type Mood, pillow, roundRect } from './picture-solid.ts';
import {
  brushedLines,
  metalKnob,
  metalRing,
  polishedRing,
  uprightWoodFill,
  woodFill,
} from './picture-surface.ts';

export type ClockShape =
  | 'wall-wood'
  | 'wall-metal'
  | 'sunburst'
  | 'regulator'
  | 'porthole'
  | 'mantel'
  | 'alarm'
  | 'desk'
  | 'travel';
export type ClockArt = DialArt & {
  readonly kind: 'clock';
  readonly shape: ClockShape;
  readonly backdrop: Backdrop;
  readonly mood?: Mood;
  readonly wood: Wood;
  readonly hands: Hands;
  readonly colour?: string;
};

/** A clock hanging or standing, whole in the picture. */
export function drawClock(scene: Scene, art: ClockArt): string {
  return SHAPES[art.shape](scene, art);
}

const SHAPES: Record<ClockShape, (scene: Scene, art: ClockArt) => string> = {
  'wall-wood': drawWallWood,
  'wall-metal': drawWallMetal,
  sunburst: drawSunburst,
  regulator: drawRegulator,
  porthole: drawPorthole,
  mantel: drawMantel,
  alarm: drawAlarm,
  desk: drawDesk,
  travel: drawTravel,
};

type Face = { readonly centre: Point; readonly radius: number };

/** Dial, hands, the shade of the rim and the gleam of the glass. */
export function drawClockFace(
  scene: Scene,
  { centre, radius }: Face,
  art: DialArt & { readonly hands: Hands },
): string {
  const [x, y] = centre;
  const gleam = linear(
    scene,
    [x - radius, y - radius, x + radius * 0.3, y + radius * 0.4],
    '0 #ffffff .3, .55 #ffffff .04, .56 #ffffff 0',
  );
  const glare = `M${pt(polar(centre, radius, -105))}A${num(radius)} ${num(radius)} 0 0 1 ${pt(polar(centre, radius, 25))}Q${num(x - radius * 0.1)} ${num(y - radius * 0.25)} ${pt(polar(centre, radius, -105))}z`;
  return [
    drawDial(scene, { centre, radius }, art),
    drawHands(scene, [centre, radius * 0.97], art.hands),
    drawWellShade(scene, { centre, radius }),
    path(glare, `fill="${gleam}"`),
  ].join('');
}

function drawWallWood(scene: Scene, art: ClockArt): string {
  const centre: Point = [400, 396];
  const d = disc(centre, 316);
  const fill = uprightWoodFill(scene, art.wood, [80, 76, 640, 640]);
  const cup = radial(scene, [380, 370, 320], '.76 #ffffff 0, .9 #ffffff .16, 1 #000000 .3');
  return [
    drawGround(scene, art.backdrop, art.mood),
    castShadow(path(d), 40),
    pillow(scene, { d, depth: 9 }, fill + circle([...centre, 316], `fill="${cup}"`)),
    drawClockFace(scene, { centre, radius: 262 }, art),
    circle([...centre, 263], `fill="none" stroke="${WOODS[art.wood].dark}" stroke-width="4" opacity=".7"`),
  ].join('');
}

function drawWallMetal(scene: Scene, art: ClockArt): string {
  const centre: Point = [400, 396];
  return [
    drawGround(scene, art.backdrop, art.mood),
    castShadow(circle([...centre, 312]), 44),
    metalRing(centre, [286, 312], art.metal),
    polishedRing(centre, [278, 289], art.metal),
    circle([...centre, 311], 'fill="none" stroke="#000" stroke-width="2" opacity=".25"'),
    drawClockFace(scene, { centre, radius: 280 }, art),
  ].join('');
}

function drawSunburst(scene: Scene, art: ClockArt): string {
  const centre: Point = [400, 396];
  const { light, base, dark } = METALS[art.metal];
  const rays: string[] = [];
  for (let ray = 0; ray < 48; ray++) {
    const long = ray % 2 ? 268 : 348;
    const wide = ray % 2 ? 4 : 7;
    const lit = mix(base, light, Math.max(0, Math.cos(((ray * 7.5 + 45) * Math.PI) / 180)));
    const left = `M0 -130L${-wide} -${long * 0.8}L0 -${long}z`;
    const right = `M0 -130L${wide} -${long * 0.8}L0 -${long}z`;
    const place = `transform="translate(${pt(centre)}) rotate(${ray * 7.5})"`;
    rays.push(path(left, `${place} fill="${lit}"`), path(right, `${place} fill="${mix(lit, dark, 0.55)}"`));
  }
  const star = `<g stroke="none">${rays.join('')}</g>`;
  const wood = disc(centre, 158);
  return [
    drawGround(scene, art.backdrop, art.mood),
    castShadow(
      rays.map((ray) => ray.replace(/ fill="[^"]*"/, '')).join('') + circle([...centre, 158]),
      20,
      0.8,
    ),
    star,
    castShadow(path(wood), 10),
    pillow(scene, { d: wood, depth: 7 }, uprightWoodFill(scene, art.wood, [242, 238, 316, 316])),
    polishedRing(centre, [124, 134], art.metal),
    drawClockFace(scene, { centre, radius: 125 }, { ...art, unsigned: true }),
  ].join('');
}

function drawPorthole(scene: Scene, art: ClockArt): string {
  const centre: Point = [400, 400];
  const screws = [...Array(6).keys()].map((step) => {
    const [x, y] = polar(centre, 286, step * 60 + 30);
    const slot = path(
      `M${num(x - 10)} ${num(y - 5)}l20 10`,
      `stroke="${METALS[art.metal].deep}" stroke-width="4"`,
    );
    return (
      circle([x + 2, y + 3, 18], 'fill="#000" opacity=".3"') + metalKnob(scene, art.metal, [x, y, 17]) + slot
    );
  });
  return [
    drawGround(scene, art.backdrop, art.mood),
    castShadow(circle([...centre, 330]), 40),
    metalRing(centre, [244, 330], art.metal),
    circle([...centre, 329], 'fill="none" stroke="#000" stroke-width="2" opacity=".3"'),
    circle([...centre, 247], 'fill="none" stroke="#000" stroke-width="5" opacity=".35"'),
    polishedRing(centre, [222, 246], art.metal),
    screws.join(''),
    drawClockFace(scene, { centre, radius: 224 }, art),
  ].join('');
}

function drawRegulator(scene: Scene, art: ClockArt): string {
  const frame = roundRect([250, 30], [300, 740], 22);
  const well = roundRect([282, 62], [236, 676], 10);
  const inside =
    uprightWoodFill(scene, art.wood, [282, 62, 236, 676]) +
    rect([282, 62, 236, 676], 'fill="#000" opacity=".45"');
  const bob: Point = [424, 612];
  const gleam = linear(scene, [282, 62, 518, 500], '0 #ffffff .26, .4 #ffffff .03, .41 #ffffff 0');
  const edge = linear(scene, [282, 0, 340, 0], '0 #000000 .5, 1 #000000 0');
  return [
    drawGround(scene, art.backdrop, art.mood),
    castShadow(path(frame), 40),
    pillow(scene, { d: frame, depth: 8 }, uprightWoodFill(scene, art.wood, [250, 30, 300, 740])),
    clipped(scene, path(well), inside + rect([282, 62, 60, 676], `fill="${edge}"`)),
    path(
      `M403 340L${bob[0]} ${bob[1]}`,
      'stroke="#000" stroke-width="9" opacity=".35" transform="translate(14 12)"',
    ),
    path(`M403 340L${bob[0]} ${bob[1]}`, `stroke="${METALS[art.metal].base}" stroke-width="8"`),
    path(`M401 340L${bob[0] - 2} ${bob[1]}`, `stroke="${METALS[art.metal].light}" stroke-width="2"`),
    castShadow(circle([...bob, 56]), 18),
    metalRing(bob, [0, 56], art.metal),
    polishedRing(bob, [46, 56], art.metal),
    castShadow(circle([400, 208, 124]), 12),
    polishedRing([400, 208], [104, 124], art.metal),
    drawClockFace(scene, { centre: [400, 208], radius: 106 }, { ...art, unsigned: true }),
    path(well, `fill="${gleam}"`),
    path(well, `fill="none" stroke="${WOODS[art.wood].dark}" stroke-width="4"`),
  ].join('');
}

function drawMantel(scene: Scene, art: ClockArt): string {
  const d =
    'M120 640C120 590 170 560 210 500C250 400 290 262 400 262C510 262 550 400 590 500C630 560 680 590 680 640z';
  const foot = roundRect([104, 636], [592, 44], 8);
  const fill = woodFill(scene, art.wood, [100, 250, 600, 400]);
  const roundness = linear(scene, [160, 260, 640, 660], '0 #ffffff .22, .45 #ffffff 0, 1 #000000 .36');
  return [
    drawTable(scene, art.backdrop, 600),
    groundShadow(scene, [400, 680], 610),
    pillow(
      scene,
      { d: foot, depth: 4 },
      woodFill(scene, art.wood, [104, 636, 592, 44]) + rect([104, 636, 592, 44], 'fill="#000" opacity=".22"'),
    ),
    pillow(scene, { d, depth: 7 }, fill + path(d, `fill="${roundness}"`)),
    castShadow(circle([400, 450, 148]), 8, 0.7),
    polishedRing([400, 450], [132, 150], art.metal),
    drawClockFace(scene, { centre: [400, 450], radius: 133 }, art),
  ].join('');
}

function drawAlarm(scene: Scene, art: ClockArt): string {
  const centre: Point = [400, 458];
  const colour = art.colour ?? DIALS.petrol;
  const shell = radial(
    scene,
    [320, 350, 420],
    `0 ${shade(colour, 0.42)}, .5 ${colour}, 1 ${shade(colour, -0.5)}`,
  );
  const bells = [-31, 31].map((turn) => alarmBell(scene, art.metal, turn));
  const legs = [-1, 1].map((side) =>
    path(
      `M${400 + side * 120} 620L${400 + side * 168} 700`,
      `stroke="${METALS[art.metal].dark}" stroke-width="20" stroke-linecap="round"`,
    ),
  );
  const shine = [-1, 1].map((side) =>
    path(
      `M${397 + side * 120} 620L${397 + side * 168} 698`,
      `stroke="${METALS[art.metal].light}" stroke-width="6" stroke-linecap="round" opacity=".8"`,
    ),
  );
  const hammer =
    path('M400 262V196', `stroke="${METALS[art.metal].dark}" stroke-width="9"`) +
    rect([384, 176, 32, 26], `rx="6" fill="${METALS[art.metal].base}"`);
  const handle =
    path(
      'M318 196C330 96 470 96 482 196',
      `fill="none" stroke="${METALS[art.metal].dark}" stroke-width="13" stroke-linecap="round"`,
    ) +
    path(
      'M318 192C330 92 470 92 482 192',
      `fill="none" stroke="${METALS[art.metal].light}" stroke-width="4" opacity=".9"`,
    );
  return [
    drawTable(scene, art.backdrop, 610),
    groundShadow(scene, [400, 706], 400),
    handle,
    hammer,
    ...legs,
    ...shine,
    ...bells,
    circle([...centre, 214], `fill="${shell}"`),
    circle([...centre, 213], 'fill="none" stroke="#000" stroke-width="2" opacity=".3"'),
    polishedRing(centre, [172, 190], art.metal),
    drawClockFace(scene, { centre, radius: 173 }, art),
  ].join('');
}

function alarmBell(scene: Scene, metal: Metal, turn: number): string {
  const { base, light, dark } = METALS[metal];
  const bowl = radial(scene, [370, 176, 150], `0 ${light}, .4 ${base}, 1 ${dark}`);
  const d = 'M316 252C316 192 352 160 400 160C448 160 484 192 484 252Q484 262 474 262H326Q316 262 316 252z';
  const body =
    path(d, `fill="${bowl}"`) +
    path('M322 252H478', `stroke="${light}" stroke-width="5" opacity=".7"`) +
    circle([400, 156, 11], `fill="${base}"`);
  return `<g transform="rotate(${turn} 400 458)"><g transform="translate(0 -12)">${body}</g></g>`;
}

function drawDesk(scene: Scene, art: ClockArt): string {
  const side = 'M560 300L632 262V620L560 664z';
  const top = 'M240 300L312 262H632L560 300z';
  const front = roundRect([240, 300], [320, 364], 4);
  const dusk = linear(scene, [560, 0, 632, 0], '0 #000000 .5, 1 #000000 .32');
  return [
    drawTable(scene, art.backdrop, 560),
    groundShadow(scene, [430, 662], 430),
    clipped(
      scene,
      path(side),
      uprightWoodFill(scene, art.wood, [550, 250, 100, 420]) + rect([550, 250, 100, 420], `fill="${dusk}"`),
    ),
    clipped(
      scene,
      path(top),
      woodFill(scene, art.wood, [230, 250, 410, 60]) + rect([230, 250, 410, 60], 'fill="#fff" opacity=".22"'),
    ),
    pillow(scene, { d: front, depth: 3 }, woodFill(scene, art.wood, [240, 300, 320, 364])),
    polishedRing([400, 482], [122, 136], art.metal),
    drawClockFace(scene, { centre: [400, 482], radius: 123 }, art),
  ].join('');
}

function drawTravel(scene: Scene, art: ClockArt): string {
  const colour = art.colour ?? '#6b3f26';
  const base = 'M206 640L250 590H560L604 640V668H206z';
  const lid = roundRect([226, 190], [350, 430], 26);
  const box = [226, 190, 350, 430] as const;
  const lit = linear(scene, [226, 190, 576, 620], `0 ${shade(colour, 0.22)}, 1 ${shade(colour, -0.3)}`);
  const plate = roundRect([256, 220], [290, 372], 14);
  const metal = METALS[art.metal];
  const brass = linear(
    scene,
    [256, 220, 546, 592],
    `0 ${metal.light}, .3 ${metal.base}, .5 ${mix(metal.base, metal.light, 0.6)},
      1 ${metal.dark}`,
  );
  return [
    drawTable(scene, art.backdrop, 590),
    groundShadow(scene, [405, 668], 440),
    path(base, `fill="${shade(colour, -0.35)}"`),
    path('M206 640H604V668H206z', `fill="${shade(colour, -0.1)}"`),
    pillow(scene, { d: lid, depth: 8 }, rect(box, `fill="${lit}"`)),
    pillow(
      scene,
      { d: plate, depth: 3 },
      rect([256, 220, 290, 372], `fill="${brass}"`) + brushedLines(scene, [256, 220, 290, 372], 'y'),
    ),
    polishedRing([401, 400], [124, 134], art.metal),
    drawClockFace(scene, { centre: [401, 400], radius: 125 }, art),
    metalKnob(scene, art.metal, [401, 610, 15]),
  ].join('');
}
