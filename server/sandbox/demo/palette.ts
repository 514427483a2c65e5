/** The materials of the workshop as colours. Names are what the catalogue speaks, values are what the pictures paint. */

export const WOODS = {
  walnut: { base: '#80522f', dark: '#432612', light: '#ad7b49' },
  maple: { base: '#dfb983', dark: '#b07f45', light: '#f3dcb2' },
  oak: { base: '#c29a66', dark: '#8d6534', light: '#dfc193' },
  olive: { base: '#b98f51', dark: '#5a3a18', light: '#dcb97e' },
  ebony: { base: '#332824', dark: '#120d0b', light: '#54443b' },
  cherry: { base: '#a9613b', dark: '#6c3216', light: '#cf8c60' },
  beech: { base: '#d9aa7c', dark: '#ab7545', light: '#eccaa3' },
} as const;

export const LEATHERS = {
  cognac: '#a8622f',
  chestnut: '#6b3f26',
  black: '#2a2826',
  petrol: '#17606a',
  honey: '#c98f47',
  burgundy: '#74252f',
  sand: '#cfb38e',
  olive: '#5f6740',
  navy: '#26365a',
  grey: '#7f7b74',
  forest: '#27503f',
  blush: '#cd958b',
  ivory: '#e8decd',
} as const;

export const METALS = {
  steel: { base: '#c3c7ca', dark: '#5b6267', light: '#fbfcfc', deep: '#2f3437' },
  brass: { base: '#d9ae62', dark: '#94692a', light: '#fff1cb', deep: '#5c3d10' },
  rose: { base: '#dba88f', dark: '#94604a', light: '#fce3d6', deep: '#4e2a1b' },
  black: { base: '#3a3b3d', dark: '#17181a', light: '#7d8083', deep: '#08090a' },
} as const;

export const DIALS = {
  cream: '#f6eedd',
  white: '#fafaf7',
  petrol: '#0f5a64',
  night: '#17233f',
  black: '#1f1f20',
  salmon: '#e0a184',
  sage: '#8ea48a',
  forest: '#1f4a3a',
  silver: '#d7d9d9',
  champagne: '#e6cfa0',
  burgundy: '#6d2029',
  sky: '#a9c6d2',
  sunny: '#f0c04a',
} as const;

export const BACKDROPS = {
  paper: '#efe6d6',
  petrol: '#cfe2e1',
  brass: '#f1dfbd',
  blush: '#f0dbd0',
  sage: '#d9e2d3',
  stone: '#dedad3',
  slate: '#3c4a4e',
  deep: '#164850',
  ink: '#2d2926',
} as const;

export type Wood = keyof typeof WOODS;
export type Leather = keyof typeof LEATHERS;
export type Metal = keyof typeof METALS;
export type Dial = keyof typeof DIALS;
export type Backdrop = keyof typeof BACKDROPS;

/** Mixes two `#rrggbb` colours; `share` is the part of the second, 0 to 1. */
export function mix(first: string, second: string, share: number): string {
  const channel = (at: number) => {
    const from = Number.parseInt(first.slice(at, at + 2), 16);
    const to = Number.parseInt(second.slice(at, at + 2), 16);
    return Math.round(from + (to - from) * share)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

/** Lightens by a positive amount and darkens by a negative one, −1 to 1. */
export function shade(colour: string, amount: number): string {
  return amount >= 0 ? mix(colour, '#ffffff', amount) : mix(colour, '#000000', -amount);
}

/** Tells whether print on this colour should be light. */
export function isDark(colour: string): boolean {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return (red ?? 0) * 0.3 + (green ?? 0) * 0.59 + (blue ?? 0) * 0.11 < 140;
}
