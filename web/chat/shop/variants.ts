import type { Product, Variant } from '../../../protocol/index.ts';

export type Choice = Record<string, string>;

export interface OptionValue {
  value: string;
  isChosen: boolean;
  /** `none`: no such variant with what else is chosen · `sold_out`: there is one, but none left. */
  state: 'available' | 'sold_out' | 'none';
}

export interface OptionAxis {
  name: string;
  values: OptionValue[];
}

/** What to begin with: the first variant that can be bought, else the first. */
export function firstChoice(product: Product): Choice {
  return (product.variants.find(isBuyable) ?? product.variants[0])?.options ?? {};
}

/** The variant that `choice` names in full; null when there is none. */
export function variantOf(product: Product, choice: Choice): Variant | null {
  const matching = product.variants.find((variant) =>
    product.option_names.every((name) => variant.options[name] === choice[name]),
  );
  return matching ?? null;
}

/** Every axis with all of its values, and what each value would come to beside the other choices. */
export function listAxes(product: Product, choice: Choice): OptionAxis[] {
  return product.option_names.map((name) => {
    const values = [...new Set(product.variants.flatMap(({ options }) => options[name] ?? []))];
    return {
      name,
      values: values.map((value) => {
        const variant = variantOf(product, { ...choice, [name]: value });
        const state = !variant ? 'none' : isBuyable(variant) ? 'available' : 'sold_out';
        return { value, isChosen: choice[name] === value, state } as const;
      }),
    };
  });
}

/**
 * `choice` with `value` on the axis `name`. When that makes no variant, the other axes move to the variant nearest to
 * what was chosen, one that can be bought if there is one.
 */
export function chooseOption(
  product: Product,
  choice: Choice,
  { name, value }: { name: string; value: string },
): Choice {
  const wanted = { ...choice, [name]: value };
  if (variantOf(product, wanted)) return wanted;
  const candidates = product.variants.filter((variant) => variant.options[name] === value);
  const nearness = (variant: Variant) =>
    product.option_names.filter((axis) => variant.options[axis] === wanted[axis]).length +
    (isBuyable(variant) ? 0.5 : 0);
  const nearest = candidates.toSorted((a, b) => nearness(b) - nearness(a))[0];
  return nearest?.options ?? wanted;
}

export function isBuyable(variant: Variant): boolean {
  return variant.available === null || variant.available > 0;
}
