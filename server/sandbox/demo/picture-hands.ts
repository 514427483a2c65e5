/** Hands of watches and clocks, set at eight minutes past ten, where they frame the maker's name. */
import { METALS, type Metal, mix } from './palette.ts';
import { circle, dropShadow, num, type Point, path, type Scene } from './picture-scene.ts';

export type HandShape = 'dauphine' | 'baton' | 'leaf' | 'sword' | 'breguet' | 'spade';
export type Hands = {
  readonly shape: HandShape;
  readonly colour: string;
  readonly seconds?: string;
  readonly lume?: string;
  readonly single?: boolean;
};

export const HOUR_DEGREES = 304;
export const MINUTE_DEGREES = 48;

/** Draws the hands over a dial of the given radius. */
export function drawHands(scene: Scene, [centre, radius]: readonly [Point, number], hands: Hands): string {
  const hour = { turn: HOUR_DEGREES, long: radius * 0.56, wide: radius * 0.062 };
  const minute = { turn: MINUTE_DEGREES, long: radius * 0.86, wide: radius * 0.05 };
  const pair = hands.single ? [{ ...hour, long: radius * 0.84 }] : [hour, minute];
  const parts = pair.map((hand, index) => drawHand(scene, { centre, ...hand, level: index }, hands));
  if (hands.seconds) parts.push(drawSeconds(centre, { radius, colour: hands.seconds }));
  const cap = radius * 0.045;
  parts.push(circle([...centre, cap], `fill="${hands.seconds ?? hands.colour}"`));
  parts.push(circle([...centre, cap * 0.45], `fill="${mix(hands.colour, '#ffffff', 0.45)}"`));
  return parts.join('');
}

/** The colour of polished hands in a metal, dark enough to be read. */
export function handColour(metal: Metal): string {
  return METALS[metal].base;
}

type Hand = { centre: Point; turn: number; long: number; wide: number; level: number };

function drawHand(scene: Scene, hand: Hand, { shape, colour, lume }: Hands): string {
  const { centre, turn, long, wide, level } = hand;
  const outline = OUTLINES[shape](long, wide);
  const place = `translate(${num(centre[0])} ${num(centre[1])}) rotate(${num(turn)})`;
  const drop = 1.6 + level;
  const shadow = dropShadow(path(outline, `transform="${place}"`), [drop * 1.6, drop * 2.6], 0.4);
  const lit = path(outline, `fill="${mix(colour, '#ffffff', 0.2)}"`);
  const dark = path(halfOf(long, wide), `fill="${mix(colour, '#000000', 0.32)}" clip-path="url(#@)"`);
  const facet = dark.replace('url(#@)', facetClip(scene, outline));
  const glow = lume ? path(lumeOf(shape, long, wide), `fill="${lume}"`) : '';
  return `${shadow}<g transform="${place}">${lit}${facet}${glow}</g>`;
}

function facetClip(scene: Scene, outline: string): string {
  const markup = `<clipPath id="@">${path(outline)}</clipPath>`;
  const id = scene.defs.get(markup) ?? `d${scene.defs.size}`;
  scene.defs.set(markup, id);
  return `url(#${id})`;
}

const halfOf = (long: number, wide: number) =>
  `M0 ${num(long * 0.3)}V${num(-long)}H${num(wide * 3)}V${num(long * 0.3)}z`;

const OUTLINES: Record<HandShape, (long: number, wide: number) => string> = {
  dauphine: (long, wide) =>
    poly([
      [0, -long],
      [wide, -long * 0.16],
      [wide * 0.5, long * 0.16],
      [-wide * 0.5, long * 0.16],
      [-wide, -long * 0.16],
    ]),
  baton: (long, wide) =>
    poly([
      [wide * 0.5, -long],
      [wide * 0.55, long * 0.2],
      [-wide * 0.55, long * 0.2],
      [-wide * 0.5, -long],
    ]),
  sword: (long, wide) =>
    poly([
      [0, -long],
      [wide * 0.95, -long * 0.8],
      [wide * 0.45, long * 0.14],
      [-wide * 0.45, long * 0.14],
      [-wide * 0.95, -long * 0.8],
    ]),
  leaf: (long, wide) =>
    `M0 ${num(-long)}C${num(wide * 1.5)} ${num(-long * 0.62)} ${num(wide * 1.1)} ${num(-long * 0.2)} ${num(wide * 0.3)} ${num(long * 0.16)}H${num(-wide * 0.3)}C${num(-wide * 1.1)} ${num(-long * 0.2)} ${num(-wide * 1.5)} ${num(-long * 0.62)} 0 ${num(-long)}z`,
  breguet: (long, wide) => {
    const [eye, at] = [wide * 1.5, -long * 0.72];
    const ring = `M0 ${num(at - eye)}a${num(eye)} ${num(eye)} 0 1 1 -.01 0zM0 ${num(at - eye * 0.45)}a${num(eye * 0.62)} ${num(eye * 0.62)} 0 1 0 .01 0z`;
    const thin = wide * 0.3;
    return `${ring}${poly([
      [0, -long],
      [thin, at - eye * 0.9],
      [-thin, at - eye * 0.9],
    ])}${poly([
      [thin, at + eye * 0.95],
      [thin * 1.7, long * 0.16],
      [-thin * 1.7, long * 0.16],
      [-thin, at + eye * 0.95],
    ])}`;
  },
  spade: (long, wide) => {
    const thin = wide * 0.34;
    const tip = `M0 ${num(-long)}C${num(wide * 0.4)} ${num(-long * 0.86)} ${num(wide * 2.2)} ${num(-long * 0.8)} ${num(wide * 1.7)} ${num(-long * 0.68)}C${num(wide * 1.3)} ${num(-long * 0.6)} ${num(thin)} ${num(-long * 0.62)} ${num(thin)} ${num(-long * 0.58)}L${num(thin * 1.6)} ${num(long * 0.16)}H${num(-thin * 1.6)}L${num(-thin)} ${num(-long * 0.58)}`;
    return `${tip}C${num(-thin)} ${num(-long * 0.62)} ${num(-wide * 1.3)} ${num(-long * 0.6)} ${num(-wide * 1.7)} ${num(-long * 0.68)}C${num(-wide * 2.2)} ${num(-long * 0.8)} ${num(-wide * 0.4)} ${num(-long * 0.86)} 0 ${num(-long)}z`;
  },
};

function lumeOf(shape: HandShape, long: number, wide: number): string {
  const half = wide * (shape === 'sword' ? 0.5 : 0.26);
  return poly([
    [half * 0.5, -long * 0.88],
    [half, -long * 0.76],
    [half * 0.6, -long * 0.3],
    [-half * 0.6, -long * 0.3],
    [-half, -long * 0.76],
    [-half * 0.5, -long * 0.88],
  ]);
}

function drawSeconds(centre: Point, { radius, colour }: { radius: number; colour: string }): string {
  const [long, tail, thin] = [radius * 0.88, radius * 0.26, radius * 0.008];
  const needle = poly([
    [thin * 0.6, -long],
    [thin * 1.4, tail],
    [-thin * 1.4, tail],
    [-thin * 0.6, -long],
  ]);
  const weight = circle([0, tail * 0.72, radius * 0.034]);
  const place = `translate(${num(centre[0])} ${num(centre[1])}) rotate(216)`;
  const shape = `<g transform="${place}">${path(needle)}${weight}</g>`;
  return `${dropShadow(shape, [5, 8], 0.3)}<g fill="${colour}">${shape}</g>`;
}

function poly(points: readonly Point[]): string {
  return `M${points.map(([x, y]) => `${num(x)} ${num(y)}`).join('L')}z`;
}
