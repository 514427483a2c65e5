// Meta's and Google's product feed: a row is a variant; those of one item_group_id are one product.
import { limits } from '../../protocol/index.ts';
import { type Row, readAddress, readGtin, readPeriod, readPrice, readUnits } from './cells.ts';
import type { PictureDraft, ProductDraft, VariantDraft } from './draft.ts';
import { type FeedProduct, type FeedRow, refuseRow, takeRow } from './feed-product.ts';

/** Axes of a group, in the order people choose. */
const axes = { color: 'Color', size: 'Size', pattern: 'Pattern', material: 'Material' } as const;

/** What groups the rows of a product. */
export function metaHandleOf(row: Row): string {
  return row.text('item_group_id', limits.skuCharsMax) || row.text('id', limits.skuCharsMax);
}

/** Reads neighbouring rows of one product, in their order. */
export function readMetaProduct(rows: readonly Row[], currency: string): FeedProduct {
  const isGrouped = rows[0]!.raw('item_group_id') !== '';
  const optionNames: string[] = [];
  const variants: VariantDraft[] = [];
  const pictures = new Map<string, PictureDraft>();
  let head: Row | null = null;
  const feedRows = rows.map((row): FeedRow => {
    const variant = readVariant(row, { currency, isGrouped, optionNames, pictures });
    if ('refusal' in variant) return refuseRow(row, variant.refusal, variant);
    head ??= row;
    variants.push(variant);
    return takeRow(row, { sku: variant.sku, variant: variants.length - 1 });
  });
  const draft = head && writeProduct(head, { optionNames, pictures: [...pictures.values()], variants });
  return { draft, rows: feedRows, isGrouped };
}

function writeProduct(
  head: Row,
  rest: Pick<ProductDraft, 'optionNames' | 'pictures' | 'variants'>,
): ProductDraft {
  const link = head.raw('link');
  const category = head.text('google_product_category', 250);
  const productType = head.text('product_type', 250) || (/^\d*$/.test(category) ? '' : category);
  const leaf = productType.split('>').at(-1)!.trim();
  return {
    handle: metaHandleOf(head),
    title: head.text('title', limits.productTitleCharsMax),
    description: head.prose('description', limits.productDescriptionCharsMax),
    brand: head.text('brand', 100) || null,
    state: readState(head),
    link: link === '' ? null : readAddress(link),
    condition: readCondition(head),
    productType: productType || null,
    collections: leaf === '' ? [] : [leaf.slice(0, 100)],
    ...rest,
  };
}

interface VariantPlace {
  currency: string;
  isGrouped: boolean;
  /** Axes and pictures of the product so far; a row adds its own. */
  optionNames: string[];
  pictures: Map<string, PictureDraft>;
}
type Refusal = { refusal: string; column: string; sku?: string };

function readVariant(row: Row, place: VariantPlace): VariantDraft | Refusal {
  const sku = row.text('id', 1_000);
  if (sku === '') return { refusal: 'id_missing', column: 'id' };
  if (sku.length > limits.skuCharsMax) return { refusal: 'sku_too_long', column: 'id' };
  const title = row.raw('title');
  if (title === '') return { refusal: 'title_missing', column: 'title', sku };
  const price = readPrice(row.raw('price'), place.currency);
  if ('failure' in price) return { refusal: price.failure, column: 'price', sku };
  const gtinCell = row.raw('gtin');
  const gtin = gtinCell === '' ? null : readGtin(gtinCell);
  if (gtin === null && gtinCell !== '') row.note('gtin_invalid', 'gtin', gtinCell);
  return {
    sku,
    options: place.isGrouped ? readOptions(row, place.optionNames) : {},
    priceMinor: price.amountMinor,
    ...readSale(row, price.amountMinor, place.currency),
    ...readStock(row),
    gtin,
    pictureSource: readPictures(row, place.pictures),
  };
}

function readOptions(row: Row, optionNames: string[]): Record<string, string> {
  const options: Record<string, string> = {};
  for (const { axis, value, column } of listOptions(row)) {
    if (!optionNames.includes(axis)) {
      if (optionNames.length >= limits.productOptionsMax) {
        row.note('options_too_many', column, value);
        continue;
      }
      optionNames.push(axis);
    }
    options[axis] = value;
  }
  if (Object.keys(options).length > 0) return options;
  // Nothing tells it from its siblings but its own title.
  if (!optionNames.includes('Variant') && optionNames.length < limits.productOptionsMax)
    optionNames.push('Variant');
  return { Variant: row.text('title', 100) };
}

/** The columns that are axes, then "Strap:Leather,Buckle:Steel". */
function listOptions(row: Row): { axis: string; value: string; column: string }[] {
  const named = Object.entries(axes).map(([column, axis]) => ({
    axis,
    value: row.text(column, 100),
    column,
  }));
  const column = 'additional_variant_attribute';
  const others = row
    .text(column, 500)
    .split(',')
    .map((pair) => {
      const at = pair.indexOf(':');
      return {
        axis: pair.slice(0, at).trim().slice(0, 50),
        value: pair
          .slice(at + 1)
          .trim()
          .slice(0, 100),
        column,
      };
    });
  return [...named, ...others].filter(({ axis, value }) => axis !== '' && value !== '');
}

function readSale(
  row: Row,
  priceMinor: bigint,
  currency: string,
): Pick<VariantDraft, 'saleMinor' | 'saleFrom' | 'saleUntil'> {
  const none = { saleMinor: null, saleFrom: null, saleUntil: null };
  const cell = row.raw('sale_price');
  if (cell === '') return none;
  const sale = readPrice(cell, currency);
  if ('failure' in sale || sale.amountMinor >= priceMinor) {
    row.note('sale_price_ignored', 'sale_price', cell);
    return none;
  }
  const dates = row.raw('sale_price_effective_date');
  if (dates === '') return { ...none, saleMinor: sale.amountMinor };
  const period = readPeriod(dates);
  if (period === null) {
    row.note('sale_dates_invalid', 'sale_price_effective_date', dates);
    return none;
  }
  return { saleMinor: sale.amountMinor, saleFrom: period.from, saleUntil: period.until };
}

const availabilities: Record<string, VariantDraft['availability']> = {
  '': 'in_stock',
  'in stock': 'in_stock',
  'available for order': 'backorder',
  backorder: 'backorder',
  preorder: 'preorder',
  'out of stock': 'out_of_stock',
  discontinued: 'out_of_stock',
};

function readStock(row: Row): Pick<VariantDraft, 'onHand' | 'availability'> {
  const word = row.raw('availability');
  const availability = availabilities[word.toLowerCase().replace(/[_\s]+/g, ' ')];
  // What cannot be understood is not promised to anybody.
  if (availability === undefined) row.note('availability_unknown', 'availability', word);
  const cell = row.raw('inventory');
  const units = cell === '' ? null : readUnits(cell);
  if (cell !== '' && (units === null || units < 0)) row.note('stock_invalid', 'inventory', cell);
  const onHand = cell === '' ? null : Math.max(0, units ?? 0);
  return { onHand, availability: availability ?? 'out_of_stock' };
}

/** Adds the row's pictures to the product's. Returns the address of its first. */
function readPictures(row: Row, pictures: Map<string, PictureDraft>): string | null {
  const cells = [row.raw('image_link'), ...row.raw('additional_image_link').split(/[,\s]+(?=https?:)/)];
  let first: string | null = null;
  for (const cell of cells.filter(Boolean)) {
    const source = readAddress(cell);
    if (source === null) {
      row.note('picture_address_invalid', 'image_link', cell);
      continue;
    }
    first ??= source;
    if (pictures.has(source)) continue;
    if (pictures.size >= limits.productPicturesMax) row.note('pictures_too_many', 'additional_image_link');
    else pictures.set(source, { source, alt: row.raw('title').slice(0, 200) });
  }
  return first;
}

function readState(head: Row): ProductDraft['state'] {
  return ['hidden', 'staging', 'archived', 'whitelist_only'].includes(head.raw('status').toLowerCase())
    ? 'hidden'
    : 'active';
}

function readCondition(head: Row): ProductDraft['condition'] {
  const condition = head.raw('condition').toLowerCase();
  if (condition.startsWith('used')) return 'used';
  return condition === 'refurbished' ? 'refurbished' : 'new';
}
