/** What a dial can carry besides the time: moon, small seconds, date, chronograph counters, an open heart, a second zone. */
import { DIALS, type Dial, METALS, type Metal, mix, shade } from './palette.ts';
import { letter } from './picture-lettering.ts';
import {
  type Box,
  circle,
  clipped,
  dropShadow,
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
  sunkenEdge,
} from './picture-scene.ts';
import { conicRing, metalRing } from './picture-surface.ts';

export type Feature = 'moon' | 'seconds' | 'date' | 'chrono' | 'heart' | 'gmt';
export type FeatureArt = {
  readonly feature: Feature;
  readonly dial: Dial;
  readonly metal: Metal;
  readonly ink: string;
  readonly accent?: string;
};
type Place = { readonly centre: Point; readonly radius: number };

/** Draws one complication where it belongs on a dial of that centre and radius. */
export function drawFeature(scene: Scene, place: Place, art: FeatureArt): string {
  switch (art.feature) {
    case 'moon':
      return drawMoon(scene, lower(place, [0, 0.42, 0.3]), art);
    case 'seconds':
      return drawCounter(scene, lower(place, [0, 0.45, 0.27]), { ...art, turn: 216, marks: 12 });
    case 'date':
      return drawDate(scene, place, art);
    case 'chrono':
      return [
        drawCounter(scene, lower(place, [-0.43, 0, 0.245]), { ...art, turn: 300, marks: 12 }),
        drawCounter(scene, lower(place, [0.43, 0, 0.245]), { ...art, turn: 40, marks: 10 }),
        drawCounter(scene, lower(place, [0, 0.45, 0.245]), { ...art, turn: 150, marks: 12 }),
      ].join('');
    case 'heart':
      return drawOpenHeart(scene, lower(place, [0, 0.43, 0.28]), art);
    case 'gmt':
      return drawSecondZone(place, art);
  }
}

/** A full golden moon with its seas. */
export function drawMoonFace(
  scene: Scene,
  [x, y, radius]: Round,
  metal: 'brass' | 'steel' = 'brass',
): string {
  const { base, light, dark } = METALS[metal];
  const face = radial(
    scene,
    [x - radius * 0.35, y - radius * 0.4, radius * 1.5],
    `0 ${light}, .55 ${mix(base, light, 0.3)}, 1 ${mix(base, dark, 0.5)}`,
  );
  const seas = (
    [
      [-0.35, -0.2, 0.26],
      [0.2, -0.42, 0.16],
      [0.34, 0.14, 0.22],
      [-0.16, 0.36, 0.2],
      [-0.02, -0.02, 0.12],
    ] as const
  )
    .map(([dx, dy, size]) => circle([x + dx * radius, y + dy * radius, size * radius]))
    .join('');
  return `${circle([x, y, radius], `fill="${face}"`)}<g fill="${dark}" opacity=".2">${seas}</g>`;
}

/** Small stars strewn over a box, from the scene's own chance. */
export function drawStars(scene: Scene, [x, y, width, height]: Box, count: number): string {
  const stars: string[] = [];
  for (let index = 0; index < count; index++) {
    const [sx, sy] = [x + scene.random() * width, y + scene.random() * height];
    const size = (0.5 + scene.random()) * Math.min(width, height) * 0.012;
    stars.push(
      path(
        `M${num(sx)} ${num(sy - size * 2)}L${num(sx + size * 0.5)} ${num(sy - size * 0.5)}L${num(sx + size * 2)} ${num(sy)}L${num(sx + size * 0.5)} ${num(sy + size * 0.5)}L${num(sx)} ${num(sy + size * 2)}L${num(sx - size * 0.5)} ${num(sy + size * 0.5)}L${num(sx - size * 2)} ${num(sy)}L${num(sx - size * 0.5)} ${num(sy - size * 0.5)}z`,
      ),
    );
  }
  return `<g fill="#f6e3b0">${stars.join('')}</g>`;
}

function lower({ centre, radius }: Place, [dx, dy, size]: readonly [number, number, number]): Place {
  return { centre: [centre[0] + dx * radius, centre[1] + dy * radius], radius: radius * size };
}

function drawMoon(scene: Scene, { centre, radius }: Place, { dial, metal }: FeatureArt): string {
  const [x, y] = centre;
  const r = radius;
  const window = `M${num(x - r)} ${num(y)}A${num(r)} ${num(r)} 0 0 1 ${num(x + r)} ${num(y)}A${num(r * 0.36)} ${num(r * 0.36)} 0 0 0 ${num(x + r * 0.34)} ${num(y + r * 0.2)}A${num(r * 0.36)} ${num(r * 0.22)} 0 0 1 ${num(x - r * 0.34)} ${num(y + r * 0.2)}A${num(r * 0.36)} ${num(r * 0.36)} 0 0 0 ${num(x - r)} ${num(y)}z`;
  const sky = radial(scene, [x - r * 0.3, y - r * 0.7, r * 1.6], '0 #2c4478, 1 #0d1630');
  const inside =
    circle([x, y, r], `fill="${sky}"`) +
    drawStars(scene, [x - r, y - r, r * 2, r], 22) +
    drawMoonFace(scene, [x + r * 0.2, y - r * 0.42, r * 0.38]);
  const scale: string[] = [];
  for (let day = 0; day <= 14; day++) {
    const angle = -84 + day * 12;
    scale.push(
      path(`M${pt(polar(centre, r * 1.07, angle))}L${pt(polar(centre, r * (day % 7 ? 1.13 : 1.19), angle))}`),
    );
  }
  const rim = path(window, `fill="none" stroke="${METALS[metal].base}" stroke-width="${num(r * 0.045)}"`);
  const wellShade = sunkenEdge(scene, window, { depth: r * 0.11, strength: 0.7 });
  const ticks = `<g stroke="${shade(DIALS[dial], dial === 'night' || dial === 'black' ? 0.7 : -0.7)}" stroke-width="${num(r * 0.025)}">${scale.join('')}</g>`;
  return ticks + clipped(scene, path(window), inside + wellShade) + rim;
}

type Counter = FeatureArt & { turn: number; marks: number };

function drawCounter(
  scene: Scene,
  { centre, radius }: Place,
  { dial, ink, metal, accent, turn, marks }: Counter,
): string {
  const colour = DIALS[dial];
  const ground = radial(
    scene,
    [...centre, radius],
    `0 ${shade(colour, -0.04)}, .9 ${shade(colour, -0.12)}, 1 ${shade(colour, -0.22)}`,
  );
  const grooves = [0.2, 0.32, 0.44, 0.56, 0.68].map((part) => circle([...centre, radius * part])).join('');
  const ticks: string[] = [];
  for (let mark = 0; mark < marks * 5; mark++) {
    const angle = (mark * 360) / (marks * 5);
    ticks.push(
      path(
        `M${pt(polar(centre, radius * (mark % 5 ? 0.88 : 0.8), angle))}L${pt(polar(centre, radius * 0.95, angle))}`,
      ),
    );
  }
  const needle = `M0 ${num(-radius * 0.78)}L${num(radius * 0.05)} ${num(radius * 0.2)}H${num(-radius * 0.05)}z`;
  const place = `translate(${pt(centre)}) rotate(${turn})`;
  return [
    circle([...centre, radius], `fill="${ground}"`),
    `<g fill="none" stroke="${shade(colour, 0.2)}" stroke-width=".7" opacity=".5">${grooves}</g>`,
    `<g stroke="${ink}" stroke-width="${num(radius * 0.022)}" opacity=".85">${ticks.join('')}</g>`,
    circle(
      [...centre, radius * 0.99],
      `fill="none" stroke="${METALS[metal].base}" stroke-width="${num(radius * 0.03)}" opacity=".8"`,
    ),
    `<g opacity=".35" transform="translate(2 3)">${path(needle, `transform="${place}"`)}</g>`,
    path(needle, `transform="${place}" fill="${accent ?? ink}"`),
    circle([...centre, radius * 0.07], `fill="${accent ?? ink}"`),
  ].join('');
}

function drawDate(scene: Scene, { centre, radius }: Place, { metal }: FeatureArt): string {
  const [x, y] = [centre[0] + radius * 0.72, centre[1]];
  const [width, height] = [radius * 0.21, radius * 0.16];
  const frame = rect(
    [x - width / 2 - 3, y - height / 2 - 3, width + 6, height + 6],
    `rx="2" fill="${METALS[metal].base}"`,
  );
  const card = rect([x - width / 2, y - height / 2, width, height], 'fill="#fbfaf5"');
  const dusk = linear(scene, [0, y - height / 2, 0, y + height / 2], '0 #000000 .4, .35 #000000 0');
  const shadow = rect([x - width / 2, y - height / 2, width, height], `fill="${dusk}"`);
  return (
    frame +
    card +
    shadow +
    letter('14', { at: [x, y + 1], capHeight: height * 0.6, colour: '#1f1d1a', weight: 1.9 })
  );
}

function drawOpenHeart(scene: Scene, { centre, radius }: Place, { metal }: FeatureArt): string {
  const [x, y] = centre;
  const well = radial(scene, [...centre, radius], '0 #5a5148, 1 #1c1815');
  const brass = METALS.brass;
  const pit = radial(
    scene,
    [x + radius * 0.08, y + radius * 0.1, radius * 1.1],
    '.6 #000000 0, 1 #000000 .75',
  );
  const wheel = gear(centre, radius * 0.72, 5);
  const far = gear([x + radius * 0.55, y - radius * 0.55], radius * 0.6, 4);
  const spring = [0.1, 0.17, 0.24, 0.31, 0.38]
    .map((part) => circle([x + part * radius * 0.08, y, radius * part]))
    .join('');
  const inside = [
    circle([x, y, radius], `fill="${well}"`),
    `<g fill="none" stroke="${mix(brass.base, brass.dark, 0.5)}" stroke-width="${num(radius * 0.1)}">${far}</g>`,
    `<g fill="none" stroke="#000" opacity=".5" stroke-width="${num(radius * 0.1)}" transform="translate(3 4)">${wheel}</g>`,
    `<g fill="none" stroke="${brass.base}" stroke-width="${num(radius * 0.1)}">${wheel}</g>`,
    `<g fill="none" stroke="#9fb3c8" stroke-width="${num(radius * 0.018)}">${spring}</g>`,
    circle([x, y, radius * 0.12], 'fill="#a3243a"'),
    circle([x - radius * 0.03, y - radius * 0.03, radius * 0.05], 'fill="#e88a9a"'),
    circle([x, y, radius], `fill="${pit}"`),
  ].join('');
  return (
    clipped(scene, circle([x, y, radius]), inside) + metalRing(centre, [radius * 0.97, radius * 1.07], metal)
  );
}

function gear(centre: Point, radius: number, spokes: number): string {
  const arms = [...Array(spokes).keys()].map((arm) =>
    path(`M${pt(centre)}L${pt(polar(centre, radius, 14 + (arm * 360) / spokes))}`),
  );
  return circle([...centre, radius]) + arms.join('');
}

function drawSecondZone({ centre, radius }: Place, { ink, accent = '#b3412e' }: FeatureArt): string {
  const hours = [...Array(12).keys()].map((step) => {
    const at = polar(centre, radius * 0.58, step * 30);
    return letter(String(step * 2 || 24), {
      at,
      capHeight: radius * 0.05,
      colour: ink,
      weight: 1.8,
      tracking: 2.4,
    });
  });
  const ring = conicRing(centre, [radius * 0.52, radius * 0.525], `0 ${ink}, 1 ${ink}`);
  const arrow = `M0 ${num(-radius * 0.66)}L${num(radius * 0.05)} ${num(-radius * 0.56)}H${num(radius * 0.012)}V0H${num(-radius * 0.012)}V${num(-radius * 0.56)}H${num(-radius * 0.05)}z`;
  const place = `translate(${pt(centre)}) rotate(128)`;
  const shadow = dropShadow(path(arrow, `transform="${place}"`), [4, 6]);
  return `<g opacity=".85">${hours.join('')}${ring}</g>${shadow}${path(arrow, `transform="${place}" fill="${accent}"`)}`;
}
