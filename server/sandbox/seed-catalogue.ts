// The demo catalogue as the drafts that every door of the catalogue takes.
import type { ProductDraft } from '../catalog/index.ts';
import { demoCatalogue } from './demo/catalogue.ts';
import type { DemoOption, DemoProduct, DemoVariant } from './demo/types.ts';

const collectionTitles = new Map(demoCatalogue.collections.map(({ handle, title }) => [handle, title.en]));

export function toDraft(product: DemoProduct): ProductDraft {
  return {
    handle: product.handle,
    title: product.title.en,
    description: product.description.en,
    brand: product.brand,
    optionNames: product.options.map(({ name }) => name.en),
    state: 'active',
    link: null,
    condition: 'new',
    productType: null,
    pictures: [],
    collections: product.collections.map((handle) => collectionTitles.get(handle) ?? handle),
    translations: {
      fr: {
        title: product.title.fr,
        description: product.description.fr,
        labels: frenchLabels(product.options),
      },
    },
    variants: product.variants.map((variant) => toVariant(product.options, variant)),
  };
}

function toVariant(options: readonly DemoOption[], variant: DemoVariant): ProductDraft['variants'][number] {
  const chosen = options.map((option) => {
    const value = option.values.find(({ id }) => id === variant.choices[option.id]);
    return [option.name.en, value?.name.en ?? ''] as const;
  });
  return {
    sku: variant.sku,
    options: Object.fromEntries(chosen),
    priceMinor: variant.priceMinor,
    saleMinor: variant.salePriceMinor ?? null,
    saleFrom: null,
    saleUntil: null,
    onHand: variant.stock,
    availability: 'in_stock',
    gtin: variant.gtin ?? null,
    pictureSource: null,
  };
}

function frenchLabels(options: readonly DemoOption[]): Record<string, string> {
  const words = options.flatMap((option) => [option.name, ...option.values.map(({ name }) => name)]);
  return Object.fromEntries(words.map(({ en, fr }) => [en, fr]));
}
