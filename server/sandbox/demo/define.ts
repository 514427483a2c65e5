/** Builds products from short entries: every combination of option values becomes a variant with SKU, price, stock, GTIN. */
import type { DIALS, Dial, LEATHERS, Leather, METALS, Metal, WOODS, Wood } from './palette.ts';
import type { Art, DemoOption, DemoProduct, DemoValue, DemoVariant, Look, Words } from './types.ts';

type Pair = readonly [en: string, fr: string];
export type Entry = {
  readonly handle: string;
  /** The SKU without the option codes; every SKU begins with the shop's "AL-". */
  readonly code: string;
  readonly collections: readonly string[];
  readonly title: Pair;
  readonly about: Pair;
  readonly material: Pair;
  readonly colour: Pair;
  /** Euro cents, VAT included. */
  readonly price: bigint;
  readonly sale?: bigint;
  /** One number per variant, the first option's values outermost. */
  readonly stock: readonly number[];
  readonly options?: readonly DemoOption[];
  /** Three digits; given, the variants carry GTINs. */
  readonly serial?: string;
  readonly brand?: string;
  readonly art: Art;
};

/** Makes one product; throws when the stock list does not fit the options, so that a slip never ships. */
export function product(entry: Entry): DemoProduct {
  const options = entry.options ?? [];
  const combinations = combine(options);
  if (combinations.length !== entry.stock.length) {
    throw new Error(`${entry.handle}: ${combinations.length} variants, ${entry.stock.length} stock figures`);
  }
  return {
    handle: entry.handle,
    collections: entry.collections,
    title: words(entry.title),
    description: words(entry.about),
    brand: entry.brand ?? 'Atelier Lune',
    material: words(entry.material),
    colour: words(entry.colour),
    options,
    variants: combinations.map((values, index) => variantOf(entry, { values, options, index })),
    art: entry.art,
  };
}

/** The thirteenth digit of a GTIN-13 from its first twelve. */
export function gtinCheckDigit(twelve: string): number {
  const sum = [...twelve].reduce((total, digit, index) => total + Number(digit) * (index % 2 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}

export function words([en, fr]: Pair): Words {
  return { en, fr };
}

export function strapColours(...leathers: Leather[]): DemoOption {
  return leatherOption('strap', ['Strap', 'Bracelet'], leathers);
}

export function leatherColours(...leathers: Leather[]): DemoOption {
  return leatherOption('colour', ['Colour', 'Couleur'], leathers);
}

export function woods(...names: Wood[]): DemoOption {
  const values = names.map((wood) => ({
    id: wood,
    code: code(wood),
    name: words(WOOD_NAMES[wood]),
    look: { wood },
  }));
  return { id: 'wood', name: words(['Wood', 'Bois']), values };
}

export function metals(...names: Metal[]): DemoOption {
  const values = names.map((metal) => ({
    id: metal,
    code: code(metal),
    name: words(METAL_NAMES[metal]),
    look: { metal },
  }));
  return { id: 'finish', name: words(['Finish', 'Finition']), values };
}

/** Dials; a value may carry more of the look, such as hands that can be read on it. */
export function dials(...names: (Dial | readonly [Dial, Look])[]): DemoOption {
  const values = names.map((name) => {
    const [dial, more] = typeof name === 'string' ? [name, {}] : name;
    return { id: dial, code: code(dial), name: words(DIAL_NAMES[dial]), look: { dial, ...more } };
  });
  return { id: 'dial', name: words(['Dial', 'Cadran']), values };
}

export function widths(...millimetres: number[]): DemoOption {
  const values = millimetres.map((mm) => ({
    id: `${mm}mm`,
    code: String(mm),
    name: words([`${mm} mm`, `${mm} mm`]),
  }));
  return { id: 'width', name: words(['Width', 'Largeur']), values };
}

export function caseSizes(...millimetres: number[]): DemoOption {
  return { ...widths(...millimetres), id: 'size', name: words(['Case', 'Boîtier']) };
}

export function choice(
  id: string,
  name: Pair,
  values: readonly (Omit<DemoValue, 'name'> & { name: Pair })[],
): DemoOption {
  return { id, name: words(name), values: values.map((value) => ({ ...value, name: words(value.name) })) };
}

function leatherOption(id: string, name: Pair, leathers: readonly Leather[]): DemoOption {
  const values = leathers.map((leather) => ({
    id: leather,
    code: code(leather),
    name: words(LEATHER_NAMES[leather]),
    look: { leather },
  }));
  return { id, name: words(name), values };
}

function combine(options: readonly DemoOption[]): DemoValue[][] {
  return options.reduce<DemoValue[][]>(
    (rows, option) => rows.flatMap((row) => option.values.map((value) => [...row, value])),
    [[]],
  );
}

type Place = {
  readonly values: readonly DemoValue[];
  readonly options: readonly DemoOption[];
  readonly index: number;
};

function variantOf(entry: Entry, { values, options, index }: Place): DemoVariant {
  const extra = values.reduce((sum, value) => sum + (value.extraMinor ?? 0n), 0n);
  const twelve = `2000714${entry.serial}${String(index + 1).padStart(2, '0')}`;
  return {
    sku: ['AL', entry.code, ...values.map((value) => value.code)].join('-'),
    choices: Object.fromEntries(values.map((value, at) => [options[at]?.id ?? '', value.id])),
    title: words([
      values.map(({ name }) => name.en).join(', '),
      values.map(({ name }) => name.fr).join(', '),
    ]),
    priceMinor: entry.price + extra,
    ...(entry.sale === undefined ? {} : { salePriceMinor: entry.sale + extra }),
    stock: entry.stock[index] ?? 0,
    ...(entry.serial === undefined ? {} : { gtin: `${twelve}${gtinCheckDigit(twelve)}` }),
    look: Object.assign({}, ...values.map((value) => value.look)),
  };
}

function code(name: string): string {
  return name.slice(0, 3).toUpperCase();
}

const LEATHER_NAMES: Record<keyof typeof LEATHERS, Pair> = {
  cognac: ['Cognac', 'Cognac'],
  chestnut: ['Chestnut', 'Châtaigne'],
  black: ['Black', 'Noir'],
  petrol: ['Petrol', 'Pétrole'],
  honey: ['Honey', 'Miel'],
  burgundy: ['Burgundy', 'Bordeaux'],
  sand: ['Sand', 'Sable'],
  olive: ['Olive', 'Olive'],
  navy: ['Navy', 'Marine'],
  grey: ['Grey', 'Gris'],
  forest: ['Forest green', 'Vert forêt'],
  blush: ['Blush', 'Rose poudré'],
  ivory: ['Ivory', 'Ivoire'],
};
const WOOD_NAMES: Record<keyof typeof WOODS, Pair> = {
  walnut: ['Walnut', 'Noyer'],
  maple: ['Maple', 'Érable'],
  oak: ['Oak', 'Chêne'],
  olive: ['Olive wood', 'Olivier'],
  ebony: ['Smoked oak', 'Chêne fumé'],
  cherry: ['Cherry', 'Merisier'],
  beech: ['Beech', 'Hêtre'],
};
const METAL_NAMES: Record<keyof typeof METALS, Pair> = {
  steel: ['Steel', 'Acier'],
  brass: ['Brass', 'Laiton'],
  rose: ['Rose gold tone', 'Ton or rose'],
  black: ['Black', 'Noir'],
};
const DIAL_NAMES: Record<keyof typeof DIALS, Pair> = {
  cream: ['Cream', 'Crème'],
  white: ['White', 'Blanc'],
  petrol: ['Petrol', 'Pétrole'],
  night: ['Night blue', 'Bleu nuit'],
  black: ['Black', 'Noir'],
  salmon: ['Salmon', 'Saumon'],
  sage: ['Sage', 'Sauge'],
  forest: ['Forest green', 'Vert forêt'],
  silver: ['Silver', 'Argent'],
  champagne: ['Champagne', 'Champagne'],
  burgundy: ['Burgundy', 'Bordeaux'],
  sky: ['Sky blue', 'Bleu ciel'],
  sunny: ['Sunflower', 'Tournesol'],
};
