/** Surfaces: wood with rings and pores, grained leather, brushed and polished metal, woven cloth, and the studio behind. */
import { BACKDROPS, type Backdrop, METALS, type Metal, mix, shade, WOODS, type Wood } from './palette.ts';
import {
  addDef,
  BOARD,
  type Box,
  circle,
  feather,
  linear,
  num,
  type Point,
  parseStops,
  path,
  polar,
  pt,
  type Round,
  radial,
  rect,
  type Scene,
  type Stop,
} from './picture-scene.ts';
import { TEXTURE_SIZES, type TextureName, textureTile } from './picture-texture.ts';

/** The studio: a tinted sweep of paper, lit from the top left. */
export function drawBackdrop(scene: Scene, tint: Backdrop): string {
  const colour = BACKDROPS[tint];
  const stops = `0 ${shade(colour, 0.35)}, .55 ${colour}, 1 ${shade(colour, -0.12)}`;
  const sweep = linear(scene, [0, 0, BOARD, BOARD], stops);
  const lamp = '0 #ffffff .5, .62 #ffffff 0, .7 #2a1d10 0, 1 #2a1d10 .15';
  const glow = radial(scene, [280, 240, 800], lamp);
  const whole = [0, 0, BOARD, BOARD] as const;
  return rect(whole, `fill="${sweep}"`) + rect(whole, `fill="${glow}"`);
}

/** Window light thrown over the ground: two blurred panes, drawn over a backdrop and under the product. */
export function drawWindowLight(scene: Scene): string {
  const lean = 60 + scene.random() * 120;
  const panes = [0, 250].map((x) => {
    const left = x - 40 + lean;
    return path(`M${num(left)} -40l200 0l-260 900l-200 0z`);
  });
  return feather(panes.join(''), { spread: 22, opacity: 0.5, colour: '#ffffff' });
}

/** The shadow of a branch from outside the picture, for warmth. */
export function drawLeafShade(scene: Scene): string {
  const leaves: string[] = [];
  for (let index = 0; index < 9; index++) {
    const along = index / 8;
    const [x, y] = [820 - along * 420, -10 + along * 190 + Math.sin(along * 5) * 30];
    const turn = 150 + (index % 2 ? 55 : -40) + scene.random() * 24;
    const long = 120 + scene.random() * 50;
    const d = `M0 0C${num(long * 0.3)} ${num(-long * 0.26)} ${num(long * 0.75)} ${num(-long * 0.2)} ${num(long)} 0C${num(long * 0.75)} ${num(long * 0.16)} ${num(long * 0.3)} ${num(long * 0.24)} 0 0z`;
    leaves.push(path(d, `transform="translate(${num(x)} ${num(y)}) rotate(${num(turn)})"`));
  }
  return feather(leaves.join(''), { spread: 9, opacity: 0.16, colour: '#3a2b18' });
}

/** Fills a box with wood whose fibres run from left to right; the caller clips it. */
export function woodFill(scene: Scene, wood: Wood, box: Box): string {
  return tiled(scene, box, { ...woodTile(wood), turn: 0 });
}

/** Wood whose fibres run from top to bottom. */
export function uprightWoodFill(scene: Scene, wood: Wood, box: Box): string {
  return tiled(scene, box, { ...woodTile(wood), turn: 90 });
}

/** Grained calf in a colour; the caller clips it. */
export function leatherFill(scene: Scene, colour: string, box: Box): string {
  return hideFill(scene, { colour, grain: 'calf' }, box);
}

/** Brushed calf, soft and without gloss. */
export function suedeFill(scene: Scene, colour: string, box: Box): string {
  return hideFill(scene, { colour, grain: 'suede' }, box);
}

/** Metal brushed from top to bottom; the caller clips it. */
export function brushedFill(scene: Scene, metal: Metal, box: Box): string {
  const { base, dark, light } = METALS[metal];
  const [x, y, width] = box;
  const [left, middle, right] = [mix(base, dark, 0.45), mix(base, light, 0.5), mix(base, dark, 0.6)];
  const stops = `0 ${left}, .22 ${light}, .5 ${base}, .78 ${middle}, 1 ${right}`;
  const tone = linear(scene, [x, y, x + width, y], stops);
  return rect(box, `fill="${tone}"`) + brushedLines(scene, box, 'y');
}

/** Milanese mesh; the caller clips it. */
export function meshFill(scene: Scene, metal: Metal, box: Box): string {
  const { base, dark } = METALS[metal];
  const tile = textureTile('mesh', 'relief', reliefRamp);
  return rect(box, `fill="${mix(base, dark, 0.12)}"`) + tiled(scene, box, { tile, name: 'mesh', turn: 0 });
}

/** The fine scratches of brushing alone, to lay over any metal. */
export function brushedLines(scene: Scene, box: Box, along: 'x' | 'y'): string {
  const tile = textureTile('brushed', 'relief', reliefRamp);
  return tiled(scene, box, { tile, name: 'brushed', turn: along === 'x' ? 0 : 90 });
}

/** Felted wool over a colour; the caller clips it. */
export function feltFill(scene: Scene, colour: string, box: Box): string {
  const [x, y, width, height] = box;
  const tile = textureTile('felt', 'relief', reliefRamp);
  return rect([x, y, width, height], `fill="${colour}"`) + tiled(scene, box, { tile, name: 'felt', turn: 0 });
}

/** Woven cloth over a colour; the caller clips it. */
export function clothFill(scene: Scene, colour: string, box: Box): string {
  const [x, y, width, height] = box;
  const tile = textureTile('weave', 'relief', reliefRamp);
  return (
    rect([x, y, width, height], `fill="${colour}"`) + tiled(scene, box, { tile, name: 'weave', turn: 0 })
  );
}

/** A ring (or disc, with `inner` 0) whose colour turns around the centre, as turned metal and sunray dials do. */
export function conicRing(centre: Point, [inner, outer]: Point, stops: string): string {
  const slices = 180;
  const wheel = parseStops(stops);
  const parts: string[] = [];
  for (let slice = 0; slice < slices; slice++) {
    const [from, to] = [(slice / slices) * 360, ((slice + 1.35) / slices) * 360];
    const colour = colourAt(wheel, slice / slices);
    const [a, b] = [polar(centre, outer, from), polar(centre, outer, to)];
    const [c, d] = [polar(centre, inner, to), polar(centre, inner, from)];
    const back = inner > 0 ? `L${pt(c)}A${num(inner)} ${num(inner)} 0 0 0 ${pt(d)}` : `L${pt(centre)}`;
    parts.push(path(`M${pt(a)}A${num(outer)} ${num(outer)} 0 0 1 ${pt(b)}${back}z`, `fill="${colour}"`));
  }
  return parts.join('');
}

/** A turned ring of brushed metal, calm all around; `radii` are the inner and the outer one. */
export function metalRing(centre: Point, radii: Point, metal: Metal): string {
  const { base, dark, light } = METALS[metal];
  const mid = mix(base, dark, 0.45);
  const [soft, low, deep] = [mix(base, light, 0.4), mix(base, dark, 0.7), mix(base, dark, 0.75)];
  return conicRing(
    centre,
    radii,
    `0 ${base}, .06 ${soft}, .13 ${mid}, .24 ${deep}, .34 ${base}, .39 ${soft}, .45 ${mid}, .55 ${low},
      .64 ${base}, .7 ${mid}, .78 ${base}, .85 ${light}, .89 ${light}, .95 ${soft}, 1 ${base}`,
  );
}

/** A polished ring that mirrors the studio in hard bands. */
export function polishedRing(centre: Point, radii: Point, metal: Metal): string {
  const { base, dark, light, deep } = METALS[metal];
  const mid = mix(base, dark, 0.45);
  return conicRing(
    centre,
    radii,
    `0 ${light}, .05 ${base}, .09 ${dark}, .14 ${base}, .18 ${light}, .22 ${mid}, .3 ${deep}, .36 ${mid},
      .4 ${light}, .43 ${base}, .5 ${dark}, .56 ${deep}, .62 ${mid}, .67 ${light}, .71 ${base}, .76 ${dark},
      .8 ${mid}, .84 ${light}, .9 ${light}, .94 ${base}, .97 ${mid}, 1 ${light}`,
  );
}

/** A soft ball of light and shade, for caps, knobs and screws. */
export function metalKnob(scene: Scene, metal: Metal, [x, y, radius]: Round): string {
  const { base, dark, light } = METALS[metal];
  const ball = radial(
    scene,
    [x - radius * 0.35, y - radius * 0.4, radius * 1.5],
    `0 ${light}, .45 ${base}, 1 ${dark}`,
  );
  return circle([x, y, radius], `fill="${ball}"`);
}

function woodTile(wood: Wood): { tile: string; name: TextureName } {
  const { base, dark, light } = WOODS[wood];
  const ramp = (step: number) =>
    opaque(step < 128 ? mix(dark, base, step / 128) : mix(base, light, (step - 128) / 128));
  const name = wood === 'olive' || wood === 'walnut' ? 'burl' : 'plank';
  return { tile: textureTile(name, wood, ramp), name };
}

function hideFill(scene: Scene, hide: { colour: string; grain: 'calf' | 'suede' }, box: Box): string {
  const [x, y, width, height] = box;
  const { colour, grain } = hide;
  const stops = `0 ${shade(colour, 0.1)}, .5 ${colour}, 1 ${shade(colour, -0.16)}`;
  const tone = linear(scene, [x, y, x + width, y + height], stops);
  const tile = textureTile(grain, 'relief', reliefRamp);
  return rect(box, `fill="${tone}"`) + tiled(scene, box, { tile, name: grain, turn: 0 });
}

type Tiling = { tile: string; name: TextureName; turn: number };

function tiled(scene: Scene, [x, y, width, height]: Box, { tile, name, turn }: Tiling): string {
  const [wide, high] = TEXTURE_SIZES[name];
  const [dx, dy] = [Math.floor(scene.random() * wide), Math.floor(scene.random() * high)];
  const place = `patternTransform="translate(${num(x - dx)} ${num(y - dy)}) rotate(${turn})"`;
  const image = `<image href="${tile}" width="${wide}" height="${high}"/>`;
  const fill = addDef(
    scene,
    `<pattern id="@" patternUnits="userSpaceOnUse" width="${wide}" height="${high}" ${place}>${image}</pattern>`,
  );
  return rect([x, y, width, height], `fill="${fill}"`);
}

function opaque(colour: string): Box {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return [red ?? 0, green ?? 0, blue ?? 0, 255];
}

function reliefRamp(step: number): Box {
  const away = Math.min(160, Math.abs(step - 128) * 1.25);
  return step < 128 ? [0, 0, 0, away] : [255, 255, 255, away];
}

function colourAt(stops: readonly Stop[], at: number): string {
  const after = stops.findIndex(([offset]) => offset >= at);
  const [next, previous] = [stops[Math.max(after, 0)], stops[Math.max(after - 1, 0)]];
  if (!next || !previous || next === previous) return next?.[1] ?? '#000000';
  return mix(previous[1], next[1], (at - previous[0]) / (next[0] - previous[0]));
}
