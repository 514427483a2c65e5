/** Letters drawn as single strokes, like an engraver's: no font file decides how a picture looks. Capitals are 14 units high. */
import { num, type Point, polar } from './picture-scene.ts';

export type Lettering = {
  readonly at: Point;
  readonly capHeight: number;
  readonly colour: string;
  readonly weight?: number;
  readonly tracking?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
};

/** Writes capitals and digits on a straight line; `at` is the middle of the capitals' height. */
export function letter(text: string, style: Lettering): string {
  const { at, capHeight, colour, weight = 1.4, tracking = 3.2, anchor = 'middle' } = style;
  const scale = capHeight / GLYPH_HEIGHT;
  const width = textWidth(text, tracking);
  const shift = anchor === 'middle' ? -width / 2 : anchor === 'end' ? -width : 0;
  let pen = 0;
  const strokes = [...text].map((sign) => {
    const [advance, d] = glyphOf(sign);
    const place = `<path d="${d}" transform="translate(${num(pen)} 0)"/>`;
    pen += advance + tracking;
    return d ? place : '';
  });
  const move = `translate(${num(at[0])} ${num(at[1])}) scale(${num4(scale)}) translate(${num(shift)} -7)`;
  return `<g transform="${move}" ${penStroke(colour, weight)}>${strokes.join('')}</g>`;
}

/** Writes around a circle; `degrees` is where the middle of the text stands (0 = twelve o'clock). */
export function letterArc(
  text: string,
  ring: { centre: Point; radius: number; degrees: number },
  style: Lettering,
): string {
  const { capHeight, colour, weight = 1.4, tracking = 3.2 } = style;
  const scale = capHeight / GLYPH_HEIGHT;
  const below = ring.degrees > 90 && ring.degrees < 270;
  const degreesPerUnit = ((scale / ring.radius) * 180) / Math.PI;
  const width = textWidth(text, tracking);
  let pen = -width / 2;
  const strokes = [...text].map((sign) => {
    const [advance, d] = glyphOf(sign);
    const middle = (pen + advance / 2) * degreesPerUnit;
    const angle = ring.degrees + (below ? -middle : middle);
    const [x, y] = polar(ring.centre, ring.radius, angle);
    pen += advance + tracking;
    const turn = below ? angle + 180 : angle;
    const move = `translate(${num(x)} ${num(y)}) rotate(${num(turn)}) scale(${num4(scale)}) translate(${num(-advance / 2)} -7)`;
    return `<path d="${d}" transform="${move}"/>`;
  });
  return `<g ${penStroke(colour, weight)}>${strokes.join('')}</g>`;
}

/** A roman numeral with serifs, filled, `height` units high around its middle. */
export function romanNumeral(hour: number, height: number): string {
  const signs = [...(ROMAN[hour] ?? '')];
  const widths = signs.map((sign) => ROMAN_WIDTH[sign] ?? 0);
  const whole = widths.reduce((sum, width) => sum + width, 0);
  let pen = -whole / 2;
  const shapes = signs.map((sign, index) => {
    const shape = `<path d="${ROMAN_SHAPE[sign] ?? ''}" transform="translate(${num(pen)} 0)"/>`;
    pen += widths[index] ?? 0;
    return shape;
  });
  return `<g transform="scale(${num4(height / 14)}) translate(0 -7)">${shapes.join('')}</g>`;
}

function textWidth(text: string, tracking: number): number {
  return [...text].reduce((sum, sign) => sum + glyphOf(sign)[0] + tracking, -tracking);
}

function glyphOf(sign: string): readonly [number, string] {
  return GLYPHS[sign] ?? [4, ''];
}

function penStroke(colour: string, weight: number): string {
  return `fill="none" stroke="${colour}" stroke-width="${num(weight)}" stroke-linecap="round" stroke-linejoin="round"`;
}

function num4(value: number): string {
  return String(Math.round(value * 10000) / 10000);
}

const GLYPH_HEIGHT = 14;
const ROMAN = ['XII', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI'];
const ROMAN_WIDTH: Record<string, number> = { I: 4.4, V: 10.6, X: 10.8 };
const ROMAN_SHAPE: Record<string, string> = {
  I: 'M.4 0h3.6v.8h-.9v12.4h.9v.8h-3.6v-.8h.9v-12.4h-.9z',
  V: 'M0 0h4.4v.8h-.9l2.6 9.6l2.6-9.6h-1v-.8h2.9v.8h-.9l-3.5 13.2h-1.3l-3.9-13.2h-1z',
  X: 'M.2 0h4.3v.8h-.9l2.1 4.4l2.2-4.4h-1v-.8h2.9v.8h-.9l-2.7 5.4l3.2 7h.9v.8h-4.3v-.8h.9l-2.4-5.2l-2.6 5.2h1v.8h-2.9v-.8h.9l3.1-6.1l-3-6.3h-.9z',
};
const GLYPHS: Record<string, readonly [number, string]> = {
  A: [10, 'M0 14L5 0L10 14M1.8 9H8.2'],
  À: [10, 'M0 14L5 0L10 14M1.8 9H8.2M3.4-4.8L5.6-2.8'],
  B: [8.4, 'M0 0V14M0 0H4.5a3.4 3.4 0 0 1 0 6.8H0M0 6.8H4.8a3.6 3.6 0 0 1 0 7.2H0'],
  C: [11.6, 'M11.4 1.9A7 7 0 1 0 11.4 12.1'],
  D: [10, 'M0 0V14H3a7 7 0 0 0 0-14z'],
  E: [7, 'M7 0H0V14H7M0 6.8H6'],
  É: [7, 'M7 0H0V14H7M0 6.8H6M3-2.6L5.6-4.6'],
  F: [7, 'M7 0H0V14M0 6.8H6'],
  G: [13, 'M11.6 1.9A7 7 0 1 0 13.4 7.6H8.6'],
  H: [9, 'M0 0V14M9 0V14M0 6.8H9'],
  I: [0, 'M0 0V14'],
  J: [5, 'M5 0V10.5a3 3 0 0 1-5.6 1.4'],
  K: [8.6, 'M0 0V14M8 0L0 8.4M3 5.6L8.6 14'],
  L: [6.5, 'M0 0V14H6.5'],
  M: [12, 'M0 14V0L6 9.5L12 0V14'],
  N: [9.5, 'M0 14V0L9.5 14V0'],
  O: [14, 'M7 0a7 7 0 1 1 0 14a7 7 0 1 1 0-14z'],
  Ô: [14, 'M7 0a7 7 0 1 1 0 14a7 7 0 1 1 0-14zM4.6-2.6L7-4.4L9.4-2.6'],
  P: [8.3, 'M0 14V0H4.5a3.8 3.8 0 0 1 0 7.6H0'],
  Q: [14, 'M7 0a7 7 0 1 1 0 14a7 7 0 1 1 0-14zM8.6 9.6L13 14.6'],
  R: [8.6, 'M0 14V0H4.5a3.8 3.8 0 0 1 0 7.6H0M4.4 7.6L8.6 14'],
  S: [
    7.4,
    'M7 2.2C6.2.6 4.8 0 3.7 0C1.7 0 .3 1.4.3 3.4C.3 8 7.4 5.8 7.4 10.4C7.4 12.6 5.8 14 3.8 14C2.2 14 .7 13.2 0 11.4',
  ],
  T: [9, 'M0 0H9M4.5 0V14'],
  U: [9.2, 'M0 0V9.4a4.6 4.6 0 0 0 9.2 0V0'],
  V: [10, 'M0 0L5 14L10 0'],
  W: [15, 'M0 0L3.8 14L7.5 2L11.2 14L15 0'],
  X: [8.6, 'M0 0L8.6 14M8.6 0L0 14'],
  Y: [9.2, 'M0 0L4.6 7V14M9.2 0L4.6 7'],
  Z: [8, 'M0 0H8L0 14H8'],
  '0': [8.4, 'M4.2 0C7 0 8.4 3 8.4 7S7 14 4.2 14S0 11 0 7S1.4 0 4.2 0z'],
  '1': [4, 'M0 3L4 0V14'],
  '2': [8.2, 'M.3 3.6C.6 1.4 2.2 0 4.2 0C6.4 0 8 1.6 8 3.8C8 7.4.2 9.8.2 14H8.2'],
  '3': [
    8.2,
    'M.4 2.4C1.2.8 2.6 0 4.2 0C6.4 0 7.8 1.5 7.8 3.4C7.8 5.4 6.2 6.6 4 6.6C6.6 6.6 8.2 8.2 8.2 10.2C8.2 12.4 6.4 14 4.2 14C2.2 14 .7 13 0 11.4',
  ],
  '4': [8.8, 'M6.4 14V0L0 9.8H8.8'],
  '5': [
    8.2,
    'M7.4 0H1.4L.6 6.4C1.6 5.6 2.8 5.2 4 5.2C6.4 5.2 8.2 7 8.2 9.6C8.2 12.2 6.4 14 4 14C2.2 14 .8 13.2 0 11.8',
  ],
  '6': [
    8.4,
    'M6.6.6C3 2 .2 5.6.2 9.6C.2 12.2 2 14 4.3 14C6.6 14 8.4 12.2 8.4 9.7C8.4 7.2 6.6 5.5 4.4 5.5C2.4 5.5.8 6.8.3 8.6',
  ],
  '7': [8, 'M0 0H8L2.6 14'],
  '8': [
    8,
    'M4.1 0a3.3 3.3 0 1 1 0 6.6a3.3 3.3 0 1 1 0-6.6zM4.1 6.6a3.7 3.7 0 1 1 0 7.4a3.7 3.7 0 1 1 0-7.4z',
  ],
  '9': [
    8.4,
    'M2 13.4C5.6 12 8.4 8.4 8.4 4.4C8.4 1.8 6.6 0 4.3 0C2 0 .2 1.8.2 4.3C.2 6.8 2 8.5 4.2 8.5C6.2 8.5 7.8 7.2 8.3 5.4',
  ],
  '€': [9.6, 'M9.6 1.6A7 7 0 1 0 9.6 12.4M-1.6 5.4H7M-1.6 8.6H6.4'],
  '·': [1, 'M.5 6.8V7.2'],
  '+': [7, 'M0 7.4H7M3.5 3.9V10.9'],
  ':': [1, 'M.5 3.8V4.2M.5 10V10.4'],
  '-': [5, 'M0 7.4H5'],
  '/': [6, 'M0 15L6-1'],
  '’': [1, 'M1-.6L.2 2.6'],
  '°': [4, 'M2 0a2 2 0 1 1 0 4a2 2 0 1 1 0-4z'],
  ' ': [5, ''],
};
