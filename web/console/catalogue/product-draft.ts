// A product while it is edited: amounts and units as typed, checked when it is saved.
import {
  type ConsoleProduct,
  newId,
  type ProductInput,
  toWireMoney,
  type VariantInput,
} from '../../../protocol/index.ts';
import { readAmount, toAmountText } from '../base/amounts.ts';

export interface VariantDraft {
  /** Stays the same while everything else is edited. */
  key: string;
  sku: string;
  options: Record<string, string>;
  price: string;
  sale: string;
  saleFrom: number | null;
  saleUntil: number | null;
  /** Empty when stock is not counted. */
  onHand: string;
  availability: NonNullable<VariantInput['availability']>;
  gtin: string;
  pictureSource: string | null;
  reserved: number;
}

export interface PictureDraft {
  /** A media id, or an address to be fetched. */
  source: string;
  alt: string;
  url: string | null;
  failure: string | null;
}

export interface TranslationDraft {
  title: string;
  description: string;
  labels: Record<string, string>;
}

export interface ProductDraft {
  title: string;
  description: string;
  brand: string;
  optionNames: string[];
  state: 'active' | 'hidden';
  link: string;
  condition: 'new' | 'refurbished' | 'used';
  productType: string;
  collections: string[];
  pictures: PictureDraft[];
  translations: Record<string, TranslationDraft>;
  variants: VariantDraft[];
}

interface Place {
  currency: string;
  locale: string;
}

export function toDraft(product: ConsoleProduct | null, place: Place): ProductDraft {
  if (!product) return { ...emptyDraft, variants: [newVariant()] };
  return {
    title: product.title,
    description: product.description,
    brand: product.brand ?? '',
    optionNames: product.option_names,
    state: product.state,
    link: product.link ?? '',
    condition: product.condition,
    productType: product.product_type ?? '',
    collections: product.collections,
    pictures: product.pictures.map(({ source, alt, thumbnail_url, url, failure }) => ({
      source,
      alt,
      url: thumbnail_url ?? url,
      failure,
    })),
    translations: product.translations,
    variants: product.variants.map((variant) => toVariantDraft(variant, place)),
  };
}

export function newVariant(like?: VariantDraft): VariantDraft {
  const fresh = { key: newId('message'), sku: '', onHand: '', gtin: '', reserved: 0 };
  if (like) return { ...like, ...fresh, options: {} };
  return {
    ...fresh,
    options: {},
    price: '',
    sale: '',
    saleFrom: null,
    saleUntil: null,
    availability: 'in_stock',
    pictureSource: null,
  };
}

/** Why a draft cannot be saved yet. */
export type DraftProblem =
  | 'title_missing'
  | 'price_wrong'
  | 'sale_wrong'
  | 'stock_wrong'
  | 'sku_twice'
  | 'variant_twice'
  | 'option_missing';

export function findProblems(draft: ProductDraft, currency: string): DraftProblem[] {
  const { variants, optionNames } = draft;
  const skus = variants.map((variant) => variant.sku.trim()).filter(Boolean);
  const choices = variants.map((variant) => optionNames.map((name) => variant.options[name]?.trim() ?? ''));
  const problems: Record<DraftProblem, boolean> = {
    title_missing: draft.title.trim() === '',
    price_wrong: variants.some(({ price }) => price.trim() === '' || readAmount(price, currency) === null),
    sale_wrong: variants.some((variant) => isSaleWrong(variant, currency)),
    stock_wrong: variants.some(({ onHand }) => !/^\d{0,9}$/.test(onHand.trim())),
    sku_twice: new Set(skus).size < skus.length,
    option_missing: choices.some((choice) => choice.includes('')),
    variant_twice: new Set(choices.map((choice) => JSON.stringify(choice))).size < choices.length,
  };
  return (Object.keys(problems) as DraftProblem[]).filter((problem) => problems[problem]);
}

/** What is sent to be saved; only for a draft without problems. */
export function toInput(draft: ProductDraft, currency: string): ProductInput {
  const skus = makeSkus(draft);
  return {
    title: draft.title.trim(),
    description: draft.description.trim(),
    brand: draft.brand.trim() || null,
    option_names: draft.optionNames,
    state: draft.state,
    link: draft.link.trim() || null,
    condition: draft.condition,
    product_type: draft.productType.trim() || null,
    collections: draft.collections,
    pictures: draft.pictures.map(({ source, alt }) => ({ source, alt: alt.trim() })),
    translations: toTranslations(draft),
    variants: draft.variants.map((variant, index) => ({
      ...toVariantInput(draft, variant, currency),
      sku: skus[index]!,
    })),
  };
}

/** Values that each option has, in the order of the variants. */
export function optionValues(draft: ProductDraft, name: string): string[] {
  const values = draft.variants.map((variant) => variant.options[name]?.trim() ?? '');
  return [...new Set(values.filter(Boolean))];
}

const emptyDraft: Omit<ProductDraft, 'variants'> = {
  title: '',
  description: '',
  brand: '',
  optionNames: [],
  state: 'active',
  link: '',
  condition: 'new',
  productType: '',
  collections: [],
  pictures: [],
  translations: {},
};

function toVariantDraft(
  variant: ConsoleProduct['variants'][number],
  { currency, locale }: Place,
): VariantDraft {
  const amount = (minor: string) => toAmountText(toWireMoney(BigInt(minor), currency), locale);
  return {
    key: variant.sku,
    sku: variant.sku,
    options: variant.options,
    price: amount(variant.price_minor),
    sale: variant.sale_minor === null ? '' : amount(variant.sale_minor),
    saleFrom: variant.sale_from,
    saleUntil: variant.sale_until,
    onHand: variant.on_hand === null ? '' : String(variant.on_hand),
    availability: variant.availability,
    gtin: variant.gtin ?? '',
    pictureSource: variant.picture_source,
    reserved: variant.reserved,
  };
}

function toVariantInput(
  draft: ProductDraft,
  variant: VariantDraft,
  currency: string,
): Omit<VariantInput, 'sku'> {
  const sale = variant.sale.trim();
  const onHand = variant.onHand.trim();
  return {
    options: Object.fromEntries(draft.optionNames.map((name) => [name, variant.options[name]!.trim()])),
    price_minor: String(readAmount(variant.price, currency)),
    sale_minor: sale === '' ? null : String(readAmount(sale, currency)),
    sale_from: sale === '' ? null : variant.saleFrom,
    sale_until: sale === '' ? null : variant.saleUntil,
    on_hand: onHand === '' ? null : Number(onHand),
    availability: variant.availability,
    gtin: variant.gtin.trim() || null,
    picture_source: draft.pictures.some(({ source }) => source === variant.pictureSource)
      ? variant.pictureSource
      : null,
  };
}

/** A translation counts when it has a title; words of options that were left empty fall back to the shop's own. */
function toTranslations(draft: ProductDraft): NonNullable<ProductInput['translations']> {
  const said = Object.entries(draft.translations).filter(([, { title }]) => title.trim());
  return Object.fromEntries(
    said.map(([language, { title, description, labels }]) => [
      language,
      {
        title: title.trim(),
        description: description.trim(),
        labels: Object.fromEntries(Object.entries(labels).filter(([, label]) => label.trim())),
      },
    ]),
  );
}

/** The numbers of all variants; an empty one becomes "NOYER-38-2" from the title, unlike any other. */
function makeSkus({ title, variants }: ProductDraft): string[] {
  const stem = toStem(title) || 'ITEM';
  const taken = new Set(variants.map(({ sku }) => sku.trim()));
  return variants.map(({ sku }, index) => {
    if (sku.trim()) return sku.trim();
    let made = variants.length === 1 ? stem : `${stem}-${index + 1}`;
    for (let number = index + 2; taken.has(made); number++) made = `${stem}-${number}`;
    taken.add(made);
    return made;
  });
}

function toStem(title: string): string {
  return title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}

function isSaleWrong({ price, sale }: VariantDraft, currency: string): boolean {
  if (sale.trim() === '') return false;
  const saleMinor = readAmount(sale, currency);
  return saleMinor === null || saleMinor >= (readAmount(price, currency) ?? 0n);
}
