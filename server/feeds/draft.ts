// A product as somebody wants it to be: what feeds, the console and the Cloud API all hand to the catalogue.

export interface VariantDraft {
  sku: string;
  /** Value by axis name: `{Colour: "Walnut"}`. */
  options: Record<string, string>;
  priceMinor: bigint;
  saleMinor: bigint | null;
  /** Unix ms; null is open on that side. */
  saleFrom: number | null;
  saleUntil: number | null;
  /** Units in the house; null when stock is not counted. */
  onHand: number | null;
  availability: 'in_stock' | 'out_of_stock' | 'backorder' | 'preorder';
  gtin: string | null;
  /** The `source` of one of the product's pictures. */
  pictureSource: string | null;
}

export interface PictureDraft {
  /** A media id, or an address to fetch from later. */
  source: string;
  alt: string;
}

export interface TranslationDraft {
  title: string;
  description: string;
  /** Words of options: `{"Colour": "Couleur", "Walnut": "Noyer"}`. */
  labels?: Record<string, string>;
}

export interface ProductDraft {
  /** What groups its variants: unique in the catalogue. */
  handle: string;
  title: string;
  description: string;
  brand: string | null;
  /** Axis names in their order, three at most. */
  optionNames: string[];
  state: 'active' | 'hidden';
  link: string | null;
  condition: 'new' | 'refurbished' | 'used';
  productType: string | null;
  pictures: PictureDraft[];
  /** Titles of collections; one that does not exist is made. */
  collections: string[];
  translations?: Record<string, TranslationDraft>;
  variants: VariantDraft[];
}
