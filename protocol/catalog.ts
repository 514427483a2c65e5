// The catalogue as people, the console and the widget see it over HTTP. `sku` is the Cloud API's `retailer_id`.
import * as v from 'valibot';
import { type CatalogId, idSchema, type ProductId } from './ids.ts';
import { limits } from './limits.ts';
import { moneySchema } from './money.ts';

export const skuSchema = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(limits.skuCharsMax),
  v.regex(/^[^\p{Cc}\p{Cs}]+$/u, 'no control characters'),
);

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

const minorSchema = v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'not minor units'));
const availabilitySchema = v.picklist(['in_stock', 'out_of_stock', 'backorder', 'preorder']);
const timeSchema = v.pipe(v.number(), v.integer(), v.minValue(0));
const wordSchema = (max: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(max));

/** A variant as the merchant sets it. Money is minor units of the catalogue's currency. */
export const variantInputSchema = v.strictObject({
  sku: skuSchema,
  options: v.optional(v.record(wordSchema(50), wordSchema(100)), {}),
  price_minor: minorSchema,
  sale_minor: v.optional(v.nullable(minorSchema), null),
  /** When the sale runs (Unix ms); null is open on that side. */
  sale_from: v.optional(v.nullable(timeSchema), null),
  sale_until: v.optional(v.nullable(timeSchema), null),
  /** Units in the house; null when stock is not counted. */
  on_hand: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9))), null),
  availability: v.optional(availabilitySchema, 'in_stock'),
  gtin: v.optional(v.nullable(v.string()), null),
  /** The `source` of one of the product's pictures. */
  picture_source: v.optional(v.nullable(v.string()), null),
});
export type VariantInput = v.InferInput<typeof variantInputSchema>;

/** `POST /api/console/catalog/products`, `PUT /api/console/catalog/products/{product_id}` → `ConsoleProduct`. */
export const productInputSchema = v.strictObject({
  title: wordSchema(limits.productTitleCharsMax),
  description: v.optional(v.pipe(v.string(), v.maxLength(limits.productDescriptionCharsMax)), ''),
  brand: v.optional(v.nullable(wordSchema(100)), null),
  option_names: v.optional(v.pipe(v.array(wordSchema(50)), v.maxLength(limits.productOptionsMax)), []),
  state: v.optional(v.picklist(['active', 'hidden']), 'active'),
  link: v.optional(v.nullable(v.pipe(v.string(), v.url(), v.maxLength(2_000))), null),
  condition: v.optional(v.picklist(['new', 'refurbished', 'used']), 'new'),
  product_type: v.optional(v.nullable(wordSchema(250)), null),
  /** Titles; a collection that does not exist is made. */
  collections: v.optional(v.pipe(v.array(wordSchema(100)), v.maxLength(20)), []),
  /** `source` is a media id of this business (uploaded as public) or an address to fetch from. */
  pictures: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          source: v.pipe(v.string(), v.minLength(1), v.maxLength(2_000)),
          alt: v.optional(v.pipe(v.string(), v.maxLength(200)), ''),
        }),
      ),
      v.maxLength(limits.productPicturesMax),
    ),
    [],
  ),
  /** By language; `labels` are the words of options. */
  translations: v.optional(
    v.record(
      v.pipe(v.string(), v.regex(/^[a-z]{2}(-[A-Z]{2})?$/)),
      v.strictObject({
        title: wordSchema(limits.productTitleCharsMax),
        description: v.optional(v.pipe(v.string(), v.maxLength(limits.productDescriptionCharsMax)), ''),
        labels: v.optional(v.record(v.string(), v.string()), {}),
      }),
    ),
    {},
  ),
  variants: v.pipe(
    v.array(variantInputSchema),
    v.minLength(1, 'a product has at least one variant'),
    v.maxLength(limits.productVariantsMax),
  ),
});
export type ProductInput = v.InferInput<typeof productInputSchema>;

/** `GET /api/console/catalog/products/{product_id}`: everything the merchant set, and what came of it. */
export interface ConsoleProduct
  extends Omit<Required<v.InferOutput<typeof productInputSchema>>, 'pictures' | 'variants'> {
  product_id: ProductId;
  pictures: (Picture & { source: string; failure: string | null })[];
  variants: (v.InferOutput<typeof variantInputSchema> & {
    /** Units promised to orders. */
    reserved: number;
    /** Units that can be ordered now; null when stock is not counted. */
    available: number | null;
  })[];
}

/** `GET /api/console/catalog/products?query&collection_id&state&after&limit&language`: of both states unless said. */
export interface ConsoleProductCard extends ProductCard {
  state: 'active' | 'hidden';
  variant_count: number;
  /** Units of all variants; null when one is not counted. */
  available: number | null;
}
export interface ConsoleProductPage {
  products: ConsoleProductCard[];
  next: string | null;
  total: number;
}

/** `GET /api/console/catalog`: the business's catalogue, made when it had none. */
export interface ConsoleCatalog {
  catalog_id: CatalogId;
  /** By which the Cloud API knows it. */
  graph_id: string;
  name: string;
  currency: string;
  language: string;
  product_count: number;
  collections: (Collection & { titles: Record<string, string> })[];
}

/** `PATCH /api/console/catalog/products/{product_id}`; `DELETE` takes it away. */
export const productStateSchema = v.strictObject({ state: v.picklist(['active', 'hidden']) });

/** `POST /api/console/catalog/variants` → `{changed}`: prices and stock, up to a hundred at once, all or none. */
export const variantChangesSchema = v.strictObject({
  changes: v.pipe(
    v.array(
      v.strictObject({
        sku: skuSchema,
        price_minor: v.optional(minorSchema),
        sale_minor: v.optional(v.nullable(minorSchema)),
        sale_from: v.optional(v.nullable(timeSchema)),
        sale_until: v.optional(v.nullable(timeSchema)),
        on_hand: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9)))),
        availability: v.optional(availabilitySchema),
      }),
    ),
    v.minLength(1),
    v.maxLength(100),
  ),
});
export type VariantChange = v.InferOutput<typeof variantChangesSchema>['changes'][number];

/** `PUT /api/console/catalog/collections` → `ConsoleCatalog`: all of them in their order; one left out is taken away. */
export const collectionsInputSchema = v.strictObject({
  collections: v.pipe(
    v.array(
      v.strictObject({
        /** Absent for a new one. */
        collection_id: v.optional(idSchema('collection')),
        title: wordSchema(100),
        titles: v.optional(v.record(v.string(), wordSchema(100)), {}),
        /** A public picture of this business; the first product's when null. */
        media_id: v.optional(v.nullable(idSchema('media')), null),
      }),
    ),
    v.maxLength(200),
  ),
});

/**
 * `POST /api/console/catalog/imports?format=auto|shopify|meta` with the file as the body → 202 and an `ImportReport`
 * that is `running`; `GET /api/console/catalog/imports/{import_id}` shows how far it is and what became of each line.
 * `GET /api/console/catalog/imports` lists the last ones without their lines.
 */
export interface ImportList {
  imports: Omit<ImportReport, 'lines' | 'lines_truncated'>[];
}
