// The catalogue as people, the console and the widget see it over HTTP. `sku` is the Cloud API's `retailer_id`.
import * as v from 'valibot';
import { idSchema } from './ids.ts';
import { limits } from './limits.ts';
import { moneySchema } from './money.ts';

export const skuSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

export const pictureSchema = v.object({
  /** Address on this origin; null while a remote picture has not been fetched. */
  url: v.nullable(v.string()),
  thumbnail_url: v.nullable(v.string()),
  alt: v.string(),
  width: v.nullable(v.number()),
  height: v.nullable(v.number()),
});
export type Picture = v.InferOutput<typeof pictureSchema>;

export const variantSchema = v.object({
  sku: skuSchema,
  /** What is chosen on each axis: `{colour: "Walnut", size: "38 mm"}`. Empty when there is but one variant. */
  options: v.record(v.string(), v.string()),
  price: moneySchema,
  /** The price before a running sale, when there is one. */
  regular_price: v.nullable(moneySchema),
  /** Units that can be ordered now; null when stock is not counted. */
  available: v.nullable(v.number()),
  gtin: v.nullable(v.string()),
  picture: v.nullable(pictureSchema),
});
export type Variant = v.InferOutput<typeof variantSchema>;

export const productSchema = v.object({
  product_id: idSchema('product'),
  catalog_id: idSchema('catalog'),
  title: v.string(),
  description: v.string(),
  brand: v.nullable(v.string()),
  pictures: v.array(pictureSchema),
  /** Axis names in their order: `["Strap", "Case"]`. */
  option_names: v.array(v.string()),
  variants: v.array(variantSchema),
  collection_ids: v.array(idSchema('collection')),
  state: v.picklist(['active', 'hidden']),
});
export type Product = v.InferOutput<typeof productSchema>;

/** A product in a list: what a card shows. */
export const productCardSchema = v.object({
  product_id: idSchema('product'),
  sku: skuSchema,
  title: v.string(),
  price_from: moneySchema,
  price_varies: v.boolean(),
  regular_price: v.nullable(moneySchema),
  sold_out: v.boolean(),
  picture: v.nullable(pictureSchema),
});
export type ProductCard = v.InferOutput<typeof productCardSchema>;

export const collectionSchema = v.object({
  collection_id: idSchema('collection'),
  title: v.string(),
  product_count: v.number(),
  picture: v.nullable(pictureSchema),
});
export type Collection = v.InferOutput<typeof collectionSchema>;

/** `GET /api/catalogs/{catalog_id}/products?query&collection_id&after&limit&language` */
export const productPageSchema = v.object({
  products: v.array(productCardSchema),
  next: v.nullable(v.string()),
  total: v.number(),
});
export type ProductPage = v.InferOutput<typeof productPageSchema>;

/** One sellable line as a message card shows it, with its product's title. `GET /api/catalogs/{id}/variants?skus=a,b` */
export const offerSchema = v.object({
  product_id: idSchema('product'),
  title: v.string(),
  variant: variantSchema,
});
export type Offer = v.InferOutput<typeof offerSchema>;

export const cartLineInputSchema = v.strictObject({
  sku: skuSchema,
  quantity: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(limits.lineQuantityMax)),
});
export type CartLineInput = v.InferOutput<typeof cartLineInputSchema>;

/** `PUT /api/carts/{business account id}`: the whole basket. Prices are never taken from a client. */
export const cartInputSchema = v.strictObject({
  lines: v.pipe(v.array(cartLineInputSchema), v.maxLength(limits.cartLinesMax)),
});
export type CartInput = v.InferOutput<typeof cartInputSchema>;

export const cartSchema = v.object({
  lines: v.array(
    v.object({
      sku: skuSchema,
      quantity: v.number(),
      title: v.string(),
      options: v.record(v.string(), v.string()),
      unit_price: moneySchema,
      total: moneySchema,
      available: v.nullable(v.number()),
      /** Why this line cannot be ordered as it stands, if so. */
      problem: v.nullable(v.picklist(['product_unavailable', 'stock_insufficient'])),
      picture: v.nullable(pictureSchema),
    }),
  ),
  total: moneySchema,
});
export type Cart = v.InferOutput<typeof cartSchema>;

/** One line of an import's report. `line` counts from 1, the header included. */
export const importReportLineSchema = v.object({
  line: v.number(),
  outcome: v.picklist(['created', 'updated', 'unchanged', 'changed', 'refused']),
  sku: v.nullable(v.string()),
  /** What was changed on the way in or why it was refused, as a code with the column it concerns. */
  notes: v.array(
    v.object({ code: v.string(), column: v.nullable(v.string()), value: v.nullable(v.string()) }),
  ),
});
export type ImportReportLine = v.InferOutput<typeof importReportLineSchema>;

export const importReportSchema = v.object({
  import_id: idSchema('import'),
  format: v.picklist(['shopify', 'meta']),
  state: v.picklist(['running', 'done', 'failed']),
  rows: v.number(),
  created: v.number(),
  updated: v.number(),
  unchanged: v.number(),
  refused: v.number(),
  error: v.nullable(v.object({ code: v.string(), details: v.nullable(v.string()) })),
  lines: v.array(importReportLineSchema),
  /** True when the report holds fewer lines than there were notes to make. */
  lines_truncated: v.boolean(),
});
export type ImportReport = v.InferOutput<typeof importReportSchema>;

/**
 * The name of the first field by which a client tries to say what something costs; null when there is none. Doors that
 * take a basket answer such a request with `price_not_accepted`.
 */
export function findPriceField(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    if (/price|amount|total|cost|discount|tax|shipping|currency/i.test(key)) return key;
    const found = key === 'lines' ? findPriceField(inner) : null;
    const nested = found ?? (Array.isArray(value) ? findPriceField(inner) : null);
    if (nested !== null) return nested;
  }
  return null;
}
