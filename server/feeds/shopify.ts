// Shopify's product export: the rows of one handle are one product, its variants and its further pictures.
import { limits } from '../../protocol/index.ts';
import { type Row, readAddress, readGtin, readPrice, readUnits, slugOf } from './cells.ts';
import type { PictureDraft, ProductDraft, VariantDraft } from './draft.ts';
import { type FeedProduct, type FeedRow, refuseRow, takeRow } from './feed-product.ts';

const optionCount = 3;
const tagCollectionsMax = 3;

/** Reads the rows of one handle, in their order. */
export function readShopifyProduct(rows: readonly Row[], currency: string): FeedProduct {
  const first = rows[0]!;
  const handle = first.text('Handle', 200);
  const title = first.text('Title', limits.productTitleCharsMax);
  if (handle === '') return refuseAll(rows, 'handle_missing', 'Handle');
  if (title === '') return refuseAll(rows, 'title_missing', 'Title');
  const optionNames = readOptionNames(first);
  const variants: VariantDraft[] = [];
  const feedRows = rows.map((row) => readVariantRow(row, { handle, currency, optionNames, variants }));
  if (variants.length === 0) return { draft: null, rows: feedRows.map(refuseRest), isGrouped: false };
  const draft: ProductDraft = {
    handle,
    title,
    description: first.prose('Body (HTML)', limits.productDescriptionCharsMax),
    brand: first.text('Vendor', 100) || null,
    optionNames,
    state: isOnShow(first) ? 'active' : 'hidden',
    link: null,
    condition: readCondition(first),
    productType: first.text('Type', 200) || null,
    pictures: readPictures(rows, title),
    collections: readCollections(first),
    variants,
  };
  return { draft, rows: feedRows, isGrouped: false };
}

function refuseAll(rows: readonly Row[], code: string, column: string): FeedProduct {
  return { draft: null, rows: rows.map((row) => refuseRow(row, code, { column })), isGrouped: false };
}

/** Rows that only bring pictures go with the product that nobody can buy. */
function refuseRest(row: FeedRow): FeedRow {
  if (row.isRefused) return row;
  const notes = [...row.notes, { code: 'product_refused', column: null, value: null }];
  return { ...row, isRefused: true, notes };
}

/** A product without options has one called "Title" with the value "Default Title". */
function readOptionNames(first: Row): string[] {
  const names: string[] = [];
  for (let index = 1; index <= optionCount; index++) {
    const name = first.text(`Option${index} Name`, 50);
    const isNone = name === 'Title' && first.raw(`Option${index} Value`) === 'Default Title';
    if (name === '' || isNone) break;
    names.push(name);
  }
  return names;
}

interface VariantPlace {
  handle: string;
  currency: string;
  optionNames: string[];
  /** Those of the product so far; a row that is taken adds its own. */
  variants: VariantDraft[];
}

function readVariantRow(row: Row, place: VariantPlace): FeedRow {
  const isVariant = ['Variant Price', 'Variant SKU', 'Option1 Value'].some(
    (column) => row.raw(column) !== '',
  );
  // A row that only brings a picture belongs to its product.
  if (!isVariant) return takeRow(row, { sku: null, variant: null });
  const price = readPrice(row.raw('Variant Price'), place.currency);
  if ('failure' in price) return refuseRow(row, price.failure, { column: 'Variant Price' });
  const options = readOptions(row, place.optionNames);
  const sku = readSku(row, place.handle, Object.values(options));
  if (sku === null) return refuseRow(row, 'sku_too_long', { column: 'Variant SKU' });
  const isTwice = place.variants.some((other) => JSON.stringify(other.options) === JSON.stringify(options));
  if (isTwice && place.variants.length > 0)
    return refuseRow(row, 'variant_twice', { column: 'Option1 Value', sku });
  const gtin = readGtin(row.raw('Variant Barcode'));
  if (gtin === null && row.raw('Variant Barcode') !== '')
    row.note('gtin_invalid', 'Variant Barcode', row.raw('Variant Barcode'));
  const picture = row.raw('Variant Image');
  place.variants.push({
    sku,
    options,
    ...readSale(row, price.amountMinor, place.currency),
    ...readStock(row),
    gtin,
    pictureSource: picture === '' ? null : readAddress(picture),
  });
  return takeRow(row, { sku, variant: place.variants.length - 1 });
}

function readOptions(row: Row, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name, index) => [name, row.text(`Option${index + 1} Value`, 100)] as const),
  );
}

/** Shops that sell by hand alone have no skus: then the handle and the options make one, the same in every import. */
function readSku(row: Row, handle: string, values: readonly string[]): string | null {
  const given = row.text('Variant SKU', 1_000);
  if (given !== '') return given.length <= limits.skuCharsMax ? given : null;
  const sku = [handle, ...values].map(slugOf).filter(Boolean).join('-').slice(0, limits.skuCharsMax);
  row.note('sku_made', 'Variant SKU', sku);
  return sku;
}

/** Shopify's price is what is paid, "compare at" what it was: here the regular price and a sale without an end. */
function readSale(row: Row, paidMinor: bigint, currency: string) {
  const none = { priceMinor: paidMinor, saleMinor: null, saleFrom: null, saleUntil: null };
  const cell = row.raw('Variant Compare At Price');
  if (cell === '') return none;
  const regular = readPrice(cell, currency);
  if ('failure' in regular) {
    row.note('compare_price_ignored', 'Variant Compare At Price', cell);
    return none;
  }
  if (regular.amountMinor <= paidMinor) return none;
  return { ...none, priceMinor: regular.amountMinor, saleMinor: paidMinor };
}

function readStock(row: Row): Pick<VariantDraft, 'onHand' | 'availability'> {
  // Without a tracker Shopify counts nothing, whatever the quantity says.
  if (row.raw('Variant Inventory Tracker') === '') return { onHand: null, availability: 'in_stock' };
  const cell = row.raw('Variant Inventory Qty');
  const units = readUnits(cell === '' ? '0' : cell);
  if (units === null || units < 0) row.note('stock_invalid', 'Variant Inventory Qty', cell);
  const policy = row.raw('Variant Inventory Policy').toLowerCase();
  const sellsOn = policy === 'continue' || policy === 'true';
  return { onHand: Math.max(0, units ?? 0), availability: sellsOn ? 'backorder' : 'in_stock' };
}

function isOnShow(first: Row): boolean {
  const published = first.raw('Published').toLowerCase();
  const status = first.raw('Status').toLowerCase();
  return published !== 'false' && status !== 'draft' && status !== 'archived';
}

function readCondition(first: Row): ProductDraft['condition'] {
  const condition = first.raw('Condition').toLowerCase();
  return condition === 'used' || condition === 'refurbished' ? condition : 'new';
}

function readPictures(rows: readonly Row[], title: string): PictureDraft[] {
  const pictures = new Map<string, PictureDraft>();
  for (const row of rows) {
    for (const column of ['Image Src', 'Variant Image']) {
      const cell = row.raw(column);
      if (cell === '') continue;
      const source = readAddress(cell);
      if (source === null) row.note('picture_address_invalid', column, cell);
      else if (pictures.size >= limits.productPicturesMax && !pictures.has(source))
        row.note('pictures_too_many', column);
      else if (!pictures.has(source))
        pictures.set(source, { source, alt: row.text('Image Alt Text', 200) || title });
    }
  }
  return [...pictures.values()];
}

/** The shop's own kinds of products; where it has none, its tags stand in. */
function readCollections(first: Row): string[] {
  const named = [first.text('Collection', 100), first.text('Type', 100)].filter(Boolean);
  if (named.length > 0) return [...new Set(named)];
  const tags = first
    .text('Tags', 1_000)
    .split(',')
    .map((tag) => tag.trim().slice(0, 60))
    .filter(Boolean);
  return tags.slice(0, tagCollectionsMax).map((tag) => tag.charAt(0).toUpperCase() + tag.slice(1));
}
