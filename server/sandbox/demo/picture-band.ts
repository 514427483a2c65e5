/** The band a watch hangs on, from lug to the edge of the picture: leather, mesh, rubber, canvas, cloth or steel links. */
import { METALS, type Metal, mix, shade } from './palette.ts';
import { addDef, type Box, circle, clipped, linear, num, path, rect, type Scene } from './picture-scene.ts';
import { clothFill, leatherFill, meshFill, suedeFill } from './picture-surface.ts';

export type Band = 'calf' | 'suede' | 'alligator' | 'perforated' | 'mesh' | 'links' | 'rubber' | 'canvas';
export type BandArt = {
  readonly radius: number;
  readonly band: Band;
  readonly colour: string;
  readonly metal: Metal;
};

/** Both halves of a band around a case of that radius at the middle of the board. */
export function drawBand(scene: Scene, art: BandArt): string {
  const upper = drawHalf(scene, art);
  const lower = drawHalf(scene, art);
  return `<g transform="translate(400 400)">${upper}<g transform="scale(1 -1)">${lower}</g></g>`;
}

function drawHalf(scene: Scene, art: BandArt): string {
  const { radius } = art;
  const [near, far] = [
    radius * 0.485,
    radius * (art.band === 'mesh' || art.band === 'canvas' ? 0.48 : 0.415),
  ];
  const top = -560;
  const start = -radius * 0.86;
  const outline = `M${num(-near)} ${num(start)}L${num(-near)} ${num(-radius * 1.08)}L${num(-far)} ${top}H${num(far)}L${num(near)} ${num(-radius * 1.08)}V${num(start)}z`;
  const box = [-near, top, near * 2, start - top] as const;
  return clipped(
    scene,
    path(outline),
    fillBand(scene, art, box) + shadeBand(scene, [near, start, top], art.band),
  );
}

function fillBand(scene: Scene, art: BandArt, box: Box): string {
  const { band, colour, metal, radius } = art;
  switch (band) {
    case 'calf':
      return leatherFill(scene, colour, box) + stitches(radius, shade(colour, 0.45));
    case 'suede':
      return suedeFill(scene, mix(colour, '#9a8f80', 0.12), box) + stitches(radius, shade(colour, 0.35));
    case 'alligator':
      return scales(scene, box, colour) + stitches(radius, shade(colour, 0.2));
    case 'perforated':
      return leatherFill(scene, colour, box) + perforations(radius, colour) + stitches(radius, '#e9dfcd');
    case 'rubber':
      return rect(box, `fill="${colour}"`) + grooves(radius, colour);
    case 'canvas':
      return clothFill(scene, colour, box) + stitches(radius, shade(colour, 0.4));
    case 'mesh':
      return meshFill(scene, metal, box);
    case 'links':
      return linkRows(scene, metal, box);
  }
}

/** The material of a band in any box, without seams, for straps that lie on the bench. */
export function fillWithBand(
  scene: Scene,
  { band, colour, metal }: Omit<BandArt, 'radius'>,
  box: Box,
): string {
  switch (band) {
    case 'calf':
    case 'perforated':
      return leatherFill(scene, colour, box);
    case 'suede':
      return suedeFill(scene, mix(colour, '#9a8f80', 0.12), box);
    case 'alligator':
      return scales(scene, box, colour);
    case 'rubber':
      return rect(box, `fill="${colour}"`);
    case 'canvas':
      return clothFill(scene, colour, box);
    case 'mesh':
      return meshFill(scene, metal, box);
    case 'links':
      return linkRows(scene, metal, box);
  }
}

function shadeBand(scene: Scene, [near, start, top]: readonly [number, number, number], band: Band): string {
  const soft = band === 'mesh' || band === 'links' || band === 'canvas' ? 0.6 : 1;
  const across = linear(
    scene,
    [-near, 0, near, 0],
    `0 #000000 ${0.5 * soft}, .13 #000000 .06, .3 #ffffff ${0.17 * soft}, .45 #ffffff .06,
      .8 #000000 .06, 1 #000000 ${0.55 * soft}`,
  );
  const along = linear(
    scene,
    [0, start, 0, top],
    '0 #000000 .75, .14 #000000 .28, .26 #ffffff .12, .45 #ffffff .02, 1 #000000 .3',
  );
  return [across, along]
    .map((fill) => rect([-near - 4, top, near * 2 + 8, start - top], `fill="${fill}"`))
    .join('');
}

function stitches(radius: number, thread: string): string {
  const [near, far] = [radius * 0.485 - radius * 0.055, radius * 0.415 - radius * 0.055];
  const from = -radius * 1.08;
  const lines = [-1, 1]
    .map(
      (side) =>
        `M${num(side * near)} ${num(-radius * 0.9)}L${num(side * near)} ${num(from)}L${num(side * far)} -560`,
    )
    .join('');
  const dash = `stroke-dasharray="${num(radius * 0.055)} ${num(radius * 0.032)}" stroke-linecap="round" fill="none"`;
  const wide = num(radius * 0.019);
  return (
    path(
      lines,
      `${dash} stroke="#000" stroke-width="${num(radius * 0.03)}" opacity=".35" transform="translate(.8 1.6)"`,
    ) + path(lines, `${dash} stroke="${thread}" stroke-width="${wide}"`)
  );
}

function scales(scene: Scene, [x, y, width, height]: Box, colour: string): string {
  const tiles: string[] = [];
  for (let at = y + height; at > y; ) {
    const high = 40 + scene.random() * 8;
    const cuts = [0, 0.19, 0.5, 0.81, 1].map(
      (cut, index) => cut + (index % 4 ? (scene.random() - 0.5) * 0.06 : 0),
    );
    for (let column = 0; column < 4; column++) {
      const left = x + (cuts[column] ?? 0) * width;
      const wide = ((cuts[column + 1] ?? 1) - (cuts[column] ?? 0)) * width;
      const lift = column === 0 || column === 3 ? high * 0.42 : 0;
      tiles.push(
        rect([left + 2.5, at - high + 2.5 - lift, wide - 5, high - 5], `rx="${num(8 + scene.random() * 6)}"`),
      );
    }
    at -= high;
  }
  const shapes = tiles.join('');
  const crease = rect([x, y, width, height], `fill="${shade(colour, -0.42)}"`);
  const bulge = addDef(
    scene,
    `<linearGradient id="@" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${shade(colour, 0.26)}"/><stop offset=".35" stop-color="${shade(colour, 0.04)}"/><stop offset="1" stop-color="${shade(colour, -0.24)}"/></linearGradient>`,
  );
  return `${crease}<g fill="${bulge}">${shapes}</g>`;
}

function perforations(radius: number, colour: string): string {
  const holes: string[] = [];
  for (let row = 0; row < 7; row++) {
    const y = -radius * (1.36 + row * 0.19);
    for (const x of row % 2 ? [-0.12, 0.12] : [-0.22, 0, 0.22])
      holes.push(circle([x * radius, y, radius * 0.04]));
  }
  return `<g fill="${shade(colour, 0.25)}" transform="translate(1 1.6)">${holes.join('')}</g><g fill="#14110e">${holes.join('')}</g>`;
}

function grooves(radius: number, colour: string): string {
  const lines: string[] = [];
  for (let y = -radius * 1.2; y > -560; y -= radius * 0.12)
    lines.push(path(`M${num(-radius * 0.26)} ${num(y)}H${num(radius * 0.26)}`));
  const holes = [...Array(5).keys()]
    .map((row) => circle([0, -radius * (1.5 + row * 0.24), radius * 0.045]))
    .join('');
  const [dark, light] = [shade(colour, -0.5), shade(colour, 0.25)];
  return `<g stroke="${dark}" stroke-width="5" stroke-linecap="round">${lines.join('')}</g><g stroke="${light}" stroke-width="1.5" transform="translate(0 3.6)" opacity=".6">${lines.join('')}</g><g fill="${dark}">${holes}</g>`;
}

function linkRows(scene: Scene, metal: Metal, [x, y, width, height]: Box): string {
  const { base, dark, light, deep } = METALS[metal];
  const high = width * 0.21;
  const across = linear(
    scene,
    [x, 0, x + width, 0],
    `0 ${dark}, .06 ${light}, .2 ${base}, .34 ${dark}, .36 ${light}, .5 ${base},
      .64 ${dark}, .66 ${light}, .85 ${base}, 1 ${deep}`,
  );
  const [side, middle] = [width * 0.335, width * 0.33];
  const rows: string[] = [];
  for (let at = y + height; at > y - high; at -= high) {
    rows.push(
      linkAt([x, at - high, side, high - 3], across, deep),
      linkAt([x + width - side, at - high, side, high - 3], across, deep),
    );
    rows.push(linkAt([x + side + 2, at - high * 1.5, middle - 4, high - 3], across, deep));
  }
  return rect([x, y, width, height], `fill="${deep}"`) + rows.join('');
}

function linkAt([x, y, width, height]: Box, fill: string, edge: string): string {
  const body = rect([x, y, width, height], `rx="4" fill="${fill}" stroke="${edge}" stroke-width="1.2"`);
  const gleam = rect([x + 2, y + 1.5, width - 4, height * 0.16], 'rx="2" fill="#fff" opacity=".5"');
  const under = rect([x + 1, y + height * 0.76, width - 2, height * 0.2], 'rx="2" fill="#000" opacity=".22"');
  return body + gleam + under;
}
