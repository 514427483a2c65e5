/** Things to give: cards, tickets, an engraved case back, a ribboned box, a print of the moon, a tote, a pin. */
import { type Backdrop, METALS, type Metal, mix, shade, type Wood } from './palette.ts';
import { drawMoonFace, drawStars } from './picture-complication.ts';
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
  polar,
  radial,
  rect,
  type Scene,
  sunkenEdge,
} from './picture-scene.ts';
import { disc, drawGround, type Mood, pillow, roundRect, seam, turned } from './picture-solid.ts';
import { clothFill, metalKnob, metalRing, polishedRing, uprightWoodFill } from './picture-surface.ts';

export type GiftShape = 'card' | 'ticket' | 'engraving' | 'gift-box' | 'print' | 'tote' | 'pin';
export type GiftArt = {
  readonly kind: 'gift';
  readonly shape: GiftShape;
  readonly backdrop: Backdrop;
  readonly mood?: Mood;
  readonly colour: string;
  readonly metal: Metal;
  readonly wood: Wood;
  readonly label: string;
};

/** One gift; `label` is what is printed or engraved on it, in capitals and digits. */
export function drawGift(scene: Scene, art: GiftArt): string {
  return drawGround(scene, art.backdrop, art.mood) + SHAPES[art.shape](scene, art);
}

const SHAPES: Record<GiftShape, (scene: Scene, art: GiftArt) => string> = {
  card: drawCard,
  ticket: drawTicket,
  engraving: drawEngraving,
  'gift-box': drawGiftBox,
  print: drawPrint,
  tote: drawTote,
  pin: drawPin,
};

const PAPER = '#fbf8f3';
const INK = '#1b1a17';

function drawCard(scene: Scene, art: GiftArt): string {
  const d = roundRect([150, 250], [500, 310], 26);
  const night = linear(
    scene,
    [150, 250, 650, 560],
    `0 ${shade(art.colour, 0.16)}, .5 ${art.colour}, 1 ${shade(art.colour, -0.4)}`,
  );
  const envelope = roundRect([190, 300], [500, 330], 10);
  const flap = 'M190 310L440 480L690 310';
  const foil = METALS.brass;
  const stars = clipped(scene, path(d), drawStars(scene, [420, 256, 220, 290], 30));
  return [
    turned(
      9,
      [440, 460],
      castShadow(path(envelope), 16) +
        path(envelope, 'fill="#efe3cb"') +
        path(flap, 'fill="none" stroke="#b9a684" stroke-width="3" opacity=".8"'),
    ),
    turned(
      -7,
      [400, 400],
      [
        castShadow(path(d), 18),
        pillow(scene, { d, depth: 3 }, rect([150, 250, 500, 310], `fill="${night}"`)),
        stars,
        drawMoonFace(scene, [540, 350, 62]),
        crescent([206, 306], 15, foil.light),
        letter('ATELIER LUNE', {
          at: [236, 306],
          capHeight: 17,
          colour: foil.light,
          weight: 1.5,
          anchor: 'start',
        }),
        letter(art.label, { at: [196, 448], capHeight: 66, colour: PAPER, weight: 1.3, anchor: 'start' }),
        letter('CARTE CADEAU', {
          at: [198, 518],
          capHeight: 16,
          colour: foil.light,
          weight: 1.4,
          tracking: 5,
          anchor: 'start',
        }),
      ].join(''),
    ),
  ].join('');
}

/** A paper ticket with a perforated foot, as the shop's receipts have. */
function drawTicket(scene: Scene, art: GiftArt): string {
  const [left, right, top, foot] = [220, 580, 110, 670];
  let edge = '';
  for (let x = right; x > left; x -= 24) edge += 'a9 9 0 0 1-18 0h-6';
  const d = `M${left} ${top + 14}q0-14 14-14H${right - 14}q14 0 14 14V${foot}${edge}z`;
  const paper = linear(scene, [left, top, right, foot], '0 #fffdf8, 1 #efe7d8');
  const rule = (y: number) =>
    path(`M252 ${y}H548`, 'stroke="#b9ab93" stroke-width="2.5" stroke-dasharray="7 7"');
  const words = art.label.split('/');
  const line = (text: string, [y, size]: Point, colour = INK) =>
    letter(text, { at: [400, y], capHeight: size, colour, weight: 1.5, tracking: 4.4 });
  return turned(
    -6,
    [400, 400],
    [
      castShadow(path(d), 20),
      path(d, `fill="${paper}"`),
      crescent([400, 178], 34, art.colour),
      line('ATELIER LUNE', [246, 22]),
      line('LYON · CROIX-ROUSSE', [280, 11], '#6d6455'),
      rule(314),
      line(words[0] ?? '', [366, 27], art.colour),
      line(words[1] ?? '', [410, 19]),
      line(words[2] ?? '', [446, 14], '#6d6455'),
      rule(486),
      ticketGears(scene, [400, 566]),
    ].join(''),
  );
}

function ticketGears(scene: Scene, [x, y]: Point): string {
  const gear = (cx: number, cy: number, radius: number) => {
    const teeth = [...Array(20).keys()]
      .map((tooth) => rect([cx - 3, cy - radius - 7, 6, 12], `transform="rotate(${tooth * 18} ${cx} ${cy})"`))
      .join('');
    return `<g fill="${METALS.brass.base}">${teeth}</g>${metalRing([cx, cy], [radius * 0.28, radius], 'brass')}${circle([cx, cy, radius * 0.28], `fill="#efe7d8"`)}${metalKnob(scene, 'steel', [cx, cy, radius * 0.13])}`;
  };
  return (
    castShadow(circle([x - 40, y, 44]) + circle([x + 46, y + 12, 32]), 5) +
    gear(x - 40, y, 44) +
    gear(x + 46, y + 12, 32)
  );
}

function drawEngraving(_scene: Scene, art: GiftArt): string {
  const centre: Point = [400, 400];
  const { dark, deep, light } = METALS[art.metal];
  const notches = [...Array(6).keys()].map((step) => {
    const [x, y] = polar(centre, 262, step * 60);
    return rect(
      [x - 16, y - 12, 32, 24],
      `rx="5" transform="rotate(${step * 60} ${num(x)} ${num(y)})" fill="${deep}" opacity=".75"`,
    );
  });
  const cut = (text: string, y: number, size: number) =>
    letter(text, { at: [401.5, y + 2], capHeight: size, colour: light, weight: 1.5, tracking: 4.4 }) +
    letter(text, { at: [400, y], capHeight: size, colour: deep, weight: 1.5, tracking: 4.4 });
  const words = art.label.split('/');
  return [
    castShadow(circle([...centre, 300]), 40),
    metalRing(centre, [226, 300], art.metal),
    circle([...centre, 299], 'fill="none" stroke="#000" stroke-width="2" opacity=".3"'),
    notches.join(''),
    polishedRing(centre, [218, 230], art.metal),
    metalRing(centre, [0, 220], art.metal),
    letterArc(
      'ATELIER LUNE · LYON',
      { centre, radius: 190, degrees: 0 },
      { at: [0, 0], capHeight: 16, colour: dark, weight: 1.5, tracking: 5 },
    ),
    letterArc(
      'ACIER 316L · 5 ATM',
      { centre, radius: 190, degrees: 180 },
      { at: [0, 0], capHeight: 14, colour: dark, weight: 1.5, tracking: 5 },
    ),
    crescent([400, 292], 26, deep),
    cut(words[0] ?? '', 376, 54),
    path('M330 430H470', `stroke="${deep}" stroke-width="2.5"`),
    cut(words[1] ?? '', 472, 24),
  ].join('');
}

function drawGiftBox(scene: Scene, art: GiftArt): string {
  const d = roundRect([160, 170], [480, 480], 12);
  const paper = linear(
    scene,
    [160, 170, 640, 650],
    `0 ${shade(art.colour, 0.18)}, .5 ${art.colour}, 1 ${shade(art.colour, -0.3)}`,
  );
  const { base, light, dark } = METALS.brass;
  const across = linear(
    scene,
    [368, 0, 432, 0],
    `0 ${mix(base, dark, 0.4)}, .3 ${light}, .6 ${base}, 1 ${mix(base, dark, 0.5)}`,
  );
  const down = linear(scene, [0, 378, 0, 442], `0 ${light}, .4 ${base}, 1 ${mix(base, dark, 0.5)}`);
  const loop = (side: number) =>
    `M400 410C${400 + side * 40} 300 ${400 + side * 190} 270 ${400 + side * 176} 366C${400 + side * 168} 430 ${400 + side * 70} 424 400 410z`;
  const hole = (side: number) =>
    `M${400 + side * 28} 398C${400 + side * 60} 340 ${400 + side * 150} 310 ${400 + side * 146} 362C${400 + side * 142} 400 ${400 + side * 80} 406 ${400 + side * 28} 398z`;
  const tail = (side: number) =>
    `M400 414C${400 + side * 40} 450 ${400 + side * 60} 510 ${400 + side * 116} 540L${400 + side * 70} 556L${400 + side * 66} 590C${400 + side * 20} 540 ${400 - side * 6} 470 400 414z`;
  const satin = linear(
    scene,
    [220, 300, 580, 560],
    `0 ${light}, .3 ${base}, .5 ${mix(base, light, 0.7)}, .8 ${base}, 1 ${dark}`,
  );
  const bow = [
    path(tail(1), `fill="${satin}"`),
    path(tail(-1), `fill="${satin}"`),
    path(loop(1), `fill="${satin}"`),
    path(loop(-1), `fill="${satin}"`),
  ].join('');
  const shadows = castShadow(path(loop(1)) + path(loop(-1)) + path(tail(1)) + path(tail(-1)), 12);
  const stars = clipped(scene, path(d), `<g opacity=".5">${drawStars(scene, [170, 180, 460, 460], 60)}</g>`);
  return turned(
    -10,
    [400, 400],
    [
      castShadow(path(d), 34),
      pillow(scene, { d, depth: 5 }, rect([160, 170, 480, 480], `fill="${paper}"`)),
      stars,
      castShadow(rect([368, 170, 64, 480]) + rect([160, 378, 480, 64]), 3, 0.6),
      rect([368, 170, 64, 480], `fill="${across}"`),
      rect([160, 378, 480, 64], `fill="${down}"`),
      shadows,
      bow,
      path(hole(1), `fill="${dark}" opacity=".75"`),
      path(hole(-1), `fill="${dark}" opacity=".75"`),
      castShadow(path(roundRect([370, 380], [60, 54], 16)), 4),
      path(roundRect([370, 380], [60, 54], 16), `fill="${across}"`),
    ].join(''),
  );
}

function drawPrint(scene: Scene, art: GiftArt): string {
  const frame = roundRect([170, 60], [460, 640], 4);
  const sheet = roundRect([200, 90], [400, 580], 2);
  const sky = linear(scene, [0, 90, 0, 670], `0 ${shade(art.colour, -0.3)}, 1 ${shade(art.colour, 0.06)}`);
  const phases = [-0.92, -0.55, 0, 0.55, 0.92].map((phase, index) =>
    moonPhase([256 + index * 72, 500], 25, phase),
  );
  const gleam = linear(scene, [200, 90, 520, 480], '0 #ffffff .2, .45 #ffffff .02, .46 #ffffff 0');
  return [
    castShadow(path(frame), 30),
    pillow(scene, { d: frame, depth: 5 }, uprightWoodFill(scene, art.wood, [170, 60, 460, 640])),
    path(sheet, `fill="${sky}"`),
    clipped(scene, path(sheet), drawStars(scene, [206, 96, 388, 370], 90)),
    drawMoonFace(scene, [400, 300, 118]),
    circle([400, 300, 152], `fill="none" stroke="${METALS.brass.base}" stroke-width="2" opacity=".7"`),
    phases.join(''),
    letter('LUNAISON', { at: [400, 578], capHeight: 24, colour: PAPER, weight: 1.3, tracking: 8 }),
    letter('29 J 12 H 44 M', {
      at: [400, 624],
      capHeight: 11,
      colour: METALS.brass.light,
      weight: 1.4,
      tracking: 5,
    }),
    sunkenEdge(scene, sheet, { depth: 9, strength: 0.7 }),
    path(sheet, `fill="${gleam}"`),
  ].join('');
}

function moonPhase([x, y]: Point, radius: number, phase: number): string {
  const [r, bulge] = [num(radius), num(Math.abs(phase) * radius)];
  const lit = `M${x} ${y - radius}A${r} ${r} 0 0 1 ${x} ${y + radius}A${bulge} ${r} 0 0 ${phase > 0 ? 1 : 0} ${x} ${y - radius}z`;
  return circle([x, y, radius], `fill="#0a1424" opacity=".6"`) + path(lit, `fill="${METALS.brass.light}"`);
}

function drawTote(scene: Scene, art: GiftArt): string {
  const bag = 'M190 300H610L628 716Q628 734 610 734H190Q172 734 172 716z';
  const handle = 'M280 310C276 60 524 60 520 310';
  const light = linear(scene, [172, 300, 628, 734], '0 #ffffff .2, .4 #ffffff 0, 1 #000000 .2');
  const creases = path(
    'M240 320C250 440 226 560 240 730M560 330C548 470 572 600 556 730',
    'fill="none" stroke="#000" stroke-width="10" opacity=".06"',
  );
  const band = (stroke: string, wide: number, extra = '') =>
    path(handle, `fill="none" stroke="${stroke}" stroke-width="${wide}" ${extra}`);
  return [
    metalKnob(scene, 'brass', [400, 112, 17]),
    band('#000', 34, 'opacity=".16" transform="translate(10 18)"'),
    band(shade(art.colour, -0.3), 34),
    band(shade(art.colour, -0.04), 28),
    castShadow(path(bag), 30),
    pillow(
      scene,
      { d: bag, depth: 5 },
      clothFill(scene, art.colour, [170, 290, 460, 450]) + creases + path(bag, `fill="${light}"`),
    ),
    seam('M196 330H604', shade(art.colour, -0.35), 2.6),
    crescent([400, 480], 82, '#0e5a63'),
    letter('ATELIER LUNE', { at: [400, 612], capHeight: 24, colour: '#0e5a63', weight: 1.6 }),
    letter('LYON', { at: [400, 656], capHeight: 13, colour: '#0e5a63', weight: 1.6, tracking: 9 }),
  ].join('');
}

function drawPin(scene: Scene, art: GiftArt): string {
  const card = roundRect([240, 150], [320, 480], 18);
  const paper = linear(scene, [240, 150, 560, 630], '0 #fffdf8, 1 #ece3d2');
  const badge = disc([400, 360], 104);
  const enamel = radial(
    scene,
    [360, 310, 190],
    `0 ${shade(art.colour, 0.3)}, .6 ${art.colour}, 1 ${shade(art.colour, -0.3)}`,
  );
  const gleam = 'M326 330A84 84 0 0 1 400 274';
  return turned(
    6,
    [400, 400],
    [
      castShadow(path(card), 18),
      path(card, `fill="${paper}"`),
      castShadow(path(badge), 10),
      polishedRing([400, 360], [0, 104], art.metal),
      circle([400, 360, 94], `fill="${enamel}"`),
      clipped(scene, circle([400, 360, 94]), drawStars(scene, [310, 270, 180, 180], 20)),
      crescent([392, 360], 60, METALS[art.metal].dark),
      crescent([390, 358], 58, METALS[art.metal].light),
      path(gleam, 'fill="none" stroke="#fff" stroke-width="9" stroke-linecap="round" opacity=".55"'),
      letter('ATELIER LUNE', { at: [400, 536], capHeight: 18, colour: INK, weight: 1.5 }),
      letter('PIN ÉMAILLÉ', { at: [400, 574], capHeight: 10, colour: '#6d6455', weight: 1.5, tracking: 5 }),
      circle([400, 190, 11], 'fill="#d8ccb8"'),
    ].join(''),
  );
}
