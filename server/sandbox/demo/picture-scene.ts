/**
 * The drawing board of every picture: a scene collects gradients, filters and clips once and hands out their references.
 * Coordinates are those of an 800 × 800 board; light falls from the top left. Nothing here reads a clock, a font or
 * Math.random, so the same product always gives the same bytes on every machine.
 */
export const BOARD = 800;

export type Stop = readonly [offset: number, colour: string, opacity: number];
export type Scene = { readonly defs: Map<string, string>; readonly random: () => number };
export type Point = readonly [x: number, y: number];
export type Box = readonly [x: number, y: number, width: number, height: number];
export type Round = readonly [x: number, y: number, radius: number];

export function createScene(seed: string): Scene {
  return { defs: new Map(), random: seededRandom(seed) };
}

/** Closes the scene into a whole SVG document. */
export function finishScene(scene: Scene, body: string, box: Point = [BOARD, BOARD]): string {
  const defs = [...scene.defs].map(([markup, id]) => markup.replace('@', id)).join('');
  const [width, height] = box;
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}><defs>${defs}</defs>${body}</svg>`;
}

/** Keeps one definition (its id written as `@` in the markup) and returns `url(#id)`. */
export function addDef(scene: Scene, markup: string): string {
  const known = scene.defs.get(markup) ?? `d${scene.defs.size}`;
  scene.defs.set(markup, known);
  return `url(#${known})`;
}

export type Line = readonly [fromX: number, fromY: number, toX: number, toY: number];

/** A gradient along a line. Stops are written `offset colour opacity`, apart by commas: `0 #fff .3, 1 #000 0`. */
export function linear(scene: Scene, [fromX, fromY, toX, toY]: Line, stops: string): string {
  const axis = `x1="${num(fromX)}" y1="${num(fromY)}" x2="${num(toX)}" y2="${num(toY)}"`;
  const open = `<linearGradient id="@" gradientUnits="userSpaceOnUse" ${axis}>`;
  return addDef(scene, `${open}${stopTags(stops)}</linearGradient>`);
}

/** A gradient out from a centre; stops as in `linear`. */
export function radial(
  scene: Scene,
  [x, y, radius]: readonly [number, number, number],
  stops: string,
): string {
  const place = `cx="${num(x)}" cy="${num(y)}" r="${num(radius)}"`;
  const open = `<radialGradient id="@" gradientUnits="userSpaceOnUse" ${place}>`;
  return addDef(scene, `${open}${stopTags(stops)}</radialGradient>`);
}

/** Reads stops: `0 #fff .3, 1 #000 0`. */
export function parseStops(stops: string): Stop[] {
  return stops.split(',').map((stop) => {
    const [offset, colour, opacity] = stop.trim().split(/\s+/);
    return [Number(offset), colour ?? '', Number(opacity ?? 1)];
  });
}

export function clip(scene: Scene, shape: string): string {
  return addDef(scene, `<clipPath id="@">${shape}</clipPath>`);
}

export function clipped(scene: Scene, shape: string, inside: string): string {
  return `<g clip-path="${clip(scene, shape)}">${inside}</g>`;
}

/**
 * The shadow of a silhouette lying `height` board units above the ground: wide and faint far away, tight and dark at the
 * contact. Stacked outlines instead of a blur filter: the same softness at a tenth of the time.
 */
export function castShadow(silhouette: string, height = 16, strength = 1): string {
  const layers: string[] = [];
  const steps = Math.min(20, Math.max(8, Math.round(height * 0.6)));
  for (let step = 0; step < steps; step++) {
    const rise = height * (1 - step / (steps - 1)) ** 1.35;
    const move = `translate(${num(rise * 0.55 + 1)} ${num(rise * 0.95 + 1.5)})`;
    const opacity = num3((strength * (0.42 + 0.52 * (step / steps))) / steps);
    layers.push(
      `<g opacity="${opacity}" stroke-width="${num(rise * 1.9 + 1)}" transform="${move}">${silhouette}</g>`,
    );
  }
  return `<g fill="#24180c" stroke="#24180c" stroke-linejoin="round">${layers.join('')}</g>`;
}

type Feather = { readonly spread: number; readonly opacity: number; readonly colour: string };

/** A shape with soft edges, `spread` board units wide. */
export function feather(shape: string, { spread, opacity, colour }: Feather): string {
  const steps = 9;
  const layers = [...Array(steps).keys()].map((step) => {
    const width = num(spread * 2 * (1 - step / (steps - 1)));
    return `<g opacity="${num(opacity / steps + 0.005)}" stroke-width="${width}">${shape}</g>`;
  });
  return `<g fill="${colour}" stroke="${colour}" stroke-linejoin="round">${layers.join('')}</g>`;
}

type Sunken = { readonly depth: number; readonly strength?: number };

/** The shade inside a sunken outline, heavier on the side the light comes from; `d` is the outline's path. */
export function sunkenEdge(scene: Scene, d: string, { depth, strength = 0.5 }: Sunken): string {
  const steps = 6;
  const layers = [...Array(steps).keys()].map((step) => {
    const wide = depth * 2 * (1 - step / steps);
    const move = `translate(${num(depth * 0.22)} ${num(depth * 0.34)})`;
    return path(
      d,
      `stroke-width="${num(wide)}" transform="${move}" opacity="${num(strength / steps + 0.02)}"`,
    );
  });
  return clipped(scene, path(d), `<g fill="none" stroke="#160e05">${layers.join('')}</g>`);
}

/** A small hard-edged thing's shadow on the surface just under it. */
export function dropShadow(shape: string, [dx, dy]: Point, opacity = 0.3): string {
  const half = num(opacity / 2);
  const far = `<g opacity="${half}" transform="translate(${num(dx)} ${num(dy)})">${shape}</g>`;
  const near = `<g opacity="${half}" transform="translate(${num(dx * 0.55)} ${num(dy * 0.55)})">${shape}</g>`;
  return `<g fill="#1a1208">${far}${near}</g>`;
}

export function rect([x, y, width, height]: Box, attributes = ''): string {
  return `<rect x="${num(x)}" y="${num(y)}" width="${num(width)}" height="${num(height)}" ${attributes}/>`;
}

export function circle([x, y, radius]: Round, attributes = ''): string {
  return `<circle cx="${num(x)}" cy="${num(y)}" r="${num(radius)}" ${attributes}/>`;
}

export function path(d: string, attributes = ''): string {
  return `<path d="${d}" ${attributes}/>`;
}

export function polar(centre: Point, radius: number, degrees: number): Point {
  const turn = ((degrees - 90) * Math.PI) / 180;
  return [centre[0] + radius * Math.cos(turn), centre[1] + radius * Math.sin(turn)];
}

/** Rounds for the document: two decimals are finer than a pixel and keep the text small. */
export function num(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Rounds opacities, which are small. */
function num3(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

export function pt([x, y]: Point): string {
  return `${num(x)} ${num(y)}`;
}

function stopTags(stops: string): string {
  return parseStops(stops)
    .map(([offset, colour, opacity]) => {
      const alpha = opacity === 1 ? '' : ` stop-opacity="${num(opacity)}"`;
      return `<stop offset="${num(offset)}" stop-color="${colour}"${alpha}/>`;
    })
    .join('');
}

function seededRandom(seed: string): () => number {
  let state = 2166136261;
  for (const letter of seed) state = Math.imul(state ^ letter.charCodeAt(0), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
