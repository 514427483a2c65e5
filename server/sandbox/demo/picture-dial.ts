/** Dials of watches and clocks: ground, minute track, hour marks, maker's name. The small complications are drawn beside. */
import { DIALS, type Dial, isDark, METALS, type Metal, mix, shade, type Wood } from './palette.ts';
import { drawFeature, type Feature } from './picture-complication.ts';
import { letter, romanNumeral } from './picture-lettering.ts';
import {
  circle,
  clipped,
  dropShadow,
  num,
  type Point,
  path,
  polar,
  pt,
  radial,
  rect,
  type Scene,
} from './picture-scene.ts';
import { conicRing, uprightWoodFill } from './picture-surface.ts';

export type DialFinish = 'matte' | 'sunray' | 'guilloche' | 'wood';
export type Indices =
  | 'batons'
  | 'romans'
  | 'arabics'
  | 'mixed'
  | 'dots'
  | 'railway'
  | 'diver'
  | 'quarters'
  | 'triangles';
export type DialArt = {
  readonly dial: Dial;
  readonly finish: DialFinish;
  readonly indices: Indices;
  readonly metal: Metal;
  readonly wood?: Wood;
  readonly features?: readonly Feature[];
  readonly accent?: string;
  readonly unsigned?: boolean;
};
export type DialPlace = { readonly centre: Point; readonly radius: number };

/** Draws a round dial; everything on it scales with the radius. */
export function drawDial(scene: Scene, place: DialPlace, art: DialArt): string {
  const features = art.features ?? [];
  return [
    drawGround(scene, place, art),
    drawTrack(place, art),
    drawIndices(scene, place, art),
    art.unsigned ? '' : signDial(place, art),
    ...features.map((feature) => drawFeature(scene, place, { ...art, feature, ink: inkOf(art) })),
  ].join('');
}

/** The colour print takes on a dial. */
export function inkOf({ dial, finish, wood }: Pick<DialArt, 'dial' | 'finish' | 'wood'>): string {
  const dark = finish === 'wood' ? wood === 'walnut' || wood === 'ebony' : isDark(DIALS[dial]);
  return dark ? '#f4efe4' : '#26221d';
}

/** The shade that a raised bezel throws on the dial under it. */
export function drawWellShade(scene: Scene, { centre, radius }: DialPlace): string {
  const light: Point = [centre[0] + radius * 0.035, centre[1] + radius * 0.055];
  const shadeOf = radial(
    scene,
    [...light, radius * 1.05],
    '.82 #160e05 0, .9 #160e05 .16, .96 #160e05 .42, 1 #160e05 .6',
  );
  return circle([...centre, radius], `fill="${shadeOf}"`);
}

function drawGround(scene: Scene, { centre, radius }: DialPlace, { dial, finish, wood }: DialArt): string {
  const colour = DIALS[dial];
  const [x, y] = centre;
  const disc = circle([x, y, radius]);
  if (finish === 'wood' && wood) {
    return clipped(
      scene,
      disc,
      uprightWoodFill(scene, wood, [x - radius, y - radius, radius * 2, radius * 2]),
    );
  }
  const edge = radial(scene, [...centre, radius], `.55 #000000 0, 1 #000000 ${isDark(colour) ? 0.38 : 0.1}`);
  const vignette = circle([x, y, radius], `fill="${edge}"`);
  if (finish === 'sunray') return clipped(scene, disc, sunray(centre, radius, colour)) + vignette;
  const lit = radial(
    scene,
    [x - radius * 0.4, y - radius * 0.5, radius * 1.7],
    `0 ${shade(colour, 0.14)}, 1 ${shade(colour, -0.07)}`,
  );
  const plain = circle([x, y, radius], `fill="${lit}"`);
  if (finish !== 'guilloche') return plain + vignette;
  return plain + clipped(scene, circle([x, y, radius * 0.68]), guilloche(centre, radius, colour)) + vignette;
}

function sunray(centre: Point, radius: number, colour: string): string {
  const [light, dark] = [shade(colour, 0.34), shade(colour, -0.3)];
  const [dusk, dim] = [mix(colour, dark, 0.5), mix(colour, dark, 0.6)];
  return conicRing(
    centre,
    [0, radius + 2],
    `0 ${dusk}, .08 ${colour}, .125 ${light}, .18 ${colour}, .3 ${dark}, .42 ${dim},
      .5 ${dusk}, .58 ${colour}, .625 ${light}, .68 ${colour}, .8 ${dark}, .92 ${dim}, 1 ${dusk}`,
  );
}

function guilloche([x, y]: Point, radius: number, colour: string): string {
  const lines: string[] = [];
  for (let turn = 0; turn < 36; turn++) {
    const [ox, oy] = polar([x, y], radius * 0.34, turn * 10);
    lines.push(circle([ox, oy, radius * 0.34]));
  }
  const [dark, light] = [shade(colour, -0.22), shade(colour, 0.5)];
  const wide = num(radius * 0.006);
  return `<g fill="none" stroke-width="${wide}"><g stroke="${dark}">${lines.join('')}</g><g stroke="${light}" transform="translate(-.8 -.8)" opacity=".7">${lines.join('')}</g></g>`;
}

function drawTrack({ centre, radius }: DialPlace, art: DialArt): string {
  const ink = inkOf(art);
  const ticks: string[] = [];
  const railway = art.indices === 'railway';
  const [inner, outer] = railway ? [0.87, 0.95] : [0.925, 0.965];
  for (let minute = 0; minute < 60; minute++) {
    const strong = minute % 5 === 0;
    const from = polar(centre, radius * (strong && !railway ? inner - 0.01 : inner), minute * 6);
    ticks.push(
      path(
        `M${pt(from)}L${pt(polar(centre, radius * outer, minute * 6))}`,
        strong ? `stroke-width="${num(radius * 0.014)}"` : '',
      ),
    );
  }
  const rails = railway ? circle([...centre, radius * inner]) + circle([...centre, radius * outer]) : '';
  return `<g fill="none" stroke="${ink}" stroke-width="${num(radius * 0.0075)}" opacity=".8">${ticks.join('')}${rails}</g>`;
}

function drawIndices(scene: Scene, place: DialPlace, art: DialArt): string {
  const hidden = hiddenHours(art.features ?? []);
  const hours = [...Array(12).keys()].filter((hour) => !hidden.includes(hour));
  return hours.map((hour) => drawIndex(scene, place, { ...art, hour })).join('');
}

function hiddenHours(features: readonly Feature[]): number[] {
  const hidden: Record<Feature, number[]> = {
    seconds: [6],
    moon: [6],
    date: [3],
    chrono: [3, 6, 9],
    heart: [6],
    gmt: [],
  };
  return features.flatMap((feature) => hidden[feature]);
}

function drawIndex(scene: Scene, place: DialPlace, art: DialArt & { hour: number }): string {
  const { indices, hour } = art;
  const quarter = hour % 3 === 0;
  switch (indices) {
    case 'romans':
      return drawRoman(place, art);
    case 'arabics':
    case 'railway':
      return drawArabic(place, art, indices === 'railway' ? 0.115 : 0.13);
    case 'mixed':
      return quarter && hour !== 3
        ? drawArabic(place, art, 0.15)
        : drawBaton(place, { ...art, long: 0.13, wide: 0.032 });
    case 'quarters':
      return quarter
        ? drawBaton(place, { ...art, long: 0.2, wide: 0.04 })
        : drawDot(scene, place, { ...art, size: 0.018 });
    case 'dots':
      return drawDot(scene, place, { ...art, size: quarter ? 0.036 : 0.026 });
    case 'diver':
      return drawDiverMark(place, art);
    case 'triangles':
      return drawTriangle(place, art);
    case 'batons':
      return drawBaton(place, {
        ...art,
        long: quarter ? 0.19 : 0.15,
        wide: hour === 0 ? 0.06 : 0.034,
      });
  }
}

function drawRoman({ centre, radius }: DialPlace, art: DialArt & { hour: number }): string {
  const [x, y] = polar(centre, radius * 0.745, art.hour * 30);
  const below = art.hour > 3 && art.hour < 9;
  const turn = art.hour * 30 + (below ? 180 : 0);
  return `<g transform="translate(${num(x)} ${num(y)}) rotate(${turn})" fill="${inkOf(art)}">${romanNumeral(art.hour, radius * 0.185)}</g>`;
}

function drawArabic({ centre, radius }: DialPlace, art: DialArt & { hour: number }, size: number): string {
  const at = polar(centre, radius * 0.735, art.hour * 30);
  return letter(String(art.hour || 12), {
    at,
    capHeight: radius * size,
    colour: inkOf(art),
    weight: 1.9,
    tracking: 2.6,
  });
}

type Baton = DialArt & { hour: number; long: number; wide: number };

function drawBaton({ centre, radius }: DialPlace, { hour, long, wide, metal, dial }: Baton): string {
  const { base, dark, light } = METALS[metal];
  const [length, width] = [radius * long, radius * wide];
  const top = -radius * 0.89;
  const shadow = rect([-width / 2 + 2, top + 3, width, length], `rx="1" fill="#000" opacity=".26"`);
  const lit = isDark(DIALS[dial]) ? light : base;
  const body =
    rect([-width / 2, top, width / 2, length], `fill="${lit}"`) +
    rect([0, top, width / 2, length], `fill="${isDark(DIALS[dial]) ? base : dark}"`);
  return `<g transform="translate(${pt(centre)}) rotate(${hour * 30})">${shadow}${body}</g>`;
}

function drawDot(
  scene: Scene,
  { centre, radius }: DialPlace,
  art: DialArt & { hour: number; size: number },
): string {
  const [x, y] = polar(centre, radius * 0.82, art.hour * 30);
  const { base, light, dark } = METALS[art.metal];
  const bead = radial(scene, [x - 2, y - 3, radius * art.size * 1.4], `0 ${light}, .5 ${base}, 1 ${dark}`);
  const shadow = circle([x + 2, y + 3, radius * art.size], `fill="#000" opacity=".24"`);
  return shadow + circle([x, y, radius * art.size], `fill="${bead}"`);
}

function drawDiverMark(place: DialPlace, art: DialArt & { hour: number }): string {
  const { centre, radius } = place;
  const rim = METALS[art.metal].light;
  const paint = `fill="#f3f1de" stroke="${rim}" stroke-width="${num(radius * 0.014)}"`;
  const turn = `transform="translate(${pt(centre)}) rotate(${art.hour * 30})"`;
  const shadow = (shape: string) => dropShadow(shape, [2.5, 4], 0.5);
  if (art.hour === 0) {
    const d = `M0 ${num(-radius * 0.68)}L${num(radius * 0.085)} ${num(-radius * 0.87)}H${num(-radius * 0.085)}z`;
    return shadow(path(d, turn)) + path(d, `${turn} ${paint}`);
  }
  if (art.hour % 3 === 0) {
    const bar = (extra: string) =>
      rect([-radius * 0.035, -radius * 0.87, radius * 0.07, radius * 0.19], `${turn} ${extra}`);
    return shadow(bar('')) + bar(paint);
  }
  const [x, y] = polar(centre, radius * 0.8, art.hour * 30);
  return shadow(circle([x, y, radius * 0.06])) + circle([x, y, radius * 0.056], paint);
}

function drawTriangle({ centre, radius }: DialPlace, art: DialArt & { hour: number }): string {
  const { base, dark, light } = METALS[art.metal];
  const [outer, inner, half] = [-radius * 0.89, -radius * (art.hour % 3 ? 0.77 : 0.7), radius * 0.032];
  const left = path(
    `M0 ${num(inner)}L${num(-half)} ${num(outer)}H0z`,
    `fill="${isDark(DIALS[art.dial]) ? light : base}"`,
  );
  const right = path(
    `M0 ${num(inner)}L${num(half)} ${num(outer)}H0z`,
    `fill="${isDark(DIALS[art.dial]) ? base : dark}"`,
  );
  const whole = path(
    `M0 ${num(inner)}L${num(half)} ${num(outer)}H${num(-half)}z`,
    `transform="translate(2 3)" opacity=".24"`,
  );
  return `<g transform="translate(${pt(centre)}) rotate(${art.hour * 30})">${whole}${left}${right}</g>`;
}

function signDial({ centre, radius }: DialPlace, art: DialArt): string {
  const [x, y] = centre;
  const colour = inkOf(art);
  const moon = crescent([x, y - radius * 0.47], radius * 0.05, colour);
  const name = letter('ATELIER LUNE', {
    at: [x, y - radius * 0.35],
    capHeight: radius * 0.052,
    colour,
    weight: 1.7,
  });
  const town = letter('LYON', {
    at: [x, y + radius * 0.5],
    capHeight: radius * 0.034,
    colour,
    weight: 1.7,
    tracking: 6,
  });
  const hasRoom = (art.features ?? []).every((feature) => feature === 'date');
  return `<g opacity=".88">${moon}${name}${hasRoom ? `<g opacity=".75">${town}</g>` : ''}</g>`;
}

/** The maker's mark: a crescent open to the right. */
export function crescent([x, y]: Point, size: number, colour: string): string {
  const [top, bottom] = [
    `${num(x + size * 0.45)} ${num(y - size * 0.9)}`,
    `${num(x + size * 0.45)} ${num(y + size * 0.9)}`,
  ];
  const big = num(size);
  const cut = num(size * 1.02);
  return path(`M${top}A${big} ${big} 0 1 0 ${bottom}A${cut} ${cut} 0 0 1 ${top}z`, `fill="${colour}"`);
}
