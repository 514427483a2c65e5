// Which feed is it? The header line tells, by the names of its columns.
import { Fault } from '../../protocol/index.ts';

export type FeedFormat = 'shopify' | 'meta';

export interface Header {
  format: FeedFormat;
  /** Place of each column that is read, by the name it has in this code. */
  columns: Map<string, number>;
  /** Columns that nothing is done with. */
  ignored: string[];
  width: number;
}

interface Known {
  /** Our name → the names it goes by, folded. */
  columns: Record<string, string[]>;
  required: string[];
}

/** Names as Shopify's export writes them, first the present ones, then those of its new template. */
const shopify: Known = {
  columns: {
    Handle: ['handle', 'url handle'],
    Title: ['title'],
    'Body (HTML)': ['body (html)', 'body html', 'description'],
    Vendor: ['vendor'],
    Type: ['type', 'custom product type'],
    Tags: ['tags'],
    Collection: ['collection'],
    Published: ['published', 'published on online store'],
    Status: ['status'],
    'Option1 Name': ['option1 name'],
    'Option1 Value': ['option1 value'],
    'Option2 Name': ['option2 name'],
    'Option2 Value': ['option2 value'],
    'Option3 Name': ['option3 name'],
    'Option3 Value': ['option3 value'],
    'Variant SKU': ['variant sku', 'sku'],
    'Variant Inventory Tracker': ['variant inventory tracker', 'inventory tracker'],
    'Variant Inventory Qty': ['variant inventory qty', 'inventory quantity'],
    'Variant Inventory Policy': ['variant inventory policy', 'continue selling when out of stock'],
    'Variant Price': ['variant price', 'price'],
    'Variant Compare At Price': ['variant compare at price', 'compare-at price'],
    'Variant Barcode': ['variant barcode', 'barcode'],
    'Image Src': ['image src', 'product image url'],
    'Image Alt Text': ['image alt text'],
    'Variant Image': ['variant image', 'variant image url'],
    Condition: ['google shopping / condition'],
  },
  required: ['Handle', 'Title', 'Variant Price'],
};

/** The field names that Meta's and Google's product feeds share. */
const meta: Known = {
  columns: {
    id: ['id'],
    title: ['title', 'name'],
    description: ['description'],
    availability: ['availability'],
    inventory: ['inventory', 'quantity_to_sell_on_facebook', 'quantity'],
    condition: ['condition'],
    price: ['price'],
    sale_price: ['sale_price'],
    sale_price_effective_date: ['sale_price_effective_date'],
    link: ['link'],
    image_link: ['image_link'],
    additional_image_link: ['additional_image_link'],
    brand: ['brand'],
    gtin: ['gtin'],
    item_group_id: ['item_group_id'],
    color: ['color', 'colour'],
    size: ['size'],
    pattern: ['pattern'],
    material: ['material'],
    additional_variant_attribute: ['additional_variant_attribute'],
    product_type: ['product_type'],
    google_product_category: ['google_product_category'],
    status: ['status', 'visibility'],
  },
  required: ['id', 'title', 'price'],
};

const formats: Record<FeedFormat, Known> = { shopify, meta };

/**
 * Understands a header line as the format wanted, or as the one it has the columns of.
 * Faults: `import_header_invalid`, naming what is missing or stands there twice.
 */
export function readHeader(cells: readonly string[], wanted: FeedFormat | 'auto'): Header {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const candidates = wanted === 'auto' ? (['shopify', 'meta'] as const) : [wanted];
  const headers = candidates.map((format) => matchColumns(format, cells, names));
  const fitting = headers.find((header) => header.missing.length === 0);
  if (fitting) {
    if (fitting.doubled !== null) throw new Fault('import_header_invalid', `twice: ${fitting.doubled}`);
    return fitting;
  }
  const nearest = headers.reduce((best, next) => (next.columns.size > best.columns.size ? next : best));
  throw new Fault('import_header_invalid', `${nearest.format}: missing ${nearest.missing.join(', ')}`);
}

function matchColumns(
  format: FeedFormat,
  cells: readonly string[],
  names: readonly string[],
): Header & { missing: string[]; doubled: string | null } {
  const known = formats[format];
  const nameOf = format === 'meta' ? toMetaName : (name: string) => name;
  const byName = new Map(
    Object.entries(known.columns).flatMap(([column, aliases]) => aliases.map((alias) => [alias, column])),
  );
  const columns = new Map<string, number>();
  const ignored: string[] = [];
  let doubled: string | null = null;
  names.forEach((name, index) => {
    const column = byName.get(nameOf(name));
    if (column === undefined) {
      if (name !== '') ignored.push(cells[index]!.trim());
    } else if (columns.has(column)) {
      // Two names of the same thing: the first holds; the same name twice is a mistake.
      if (names.indexOf(name) !== index) doubled = cells[index]!.trim();
    } else columns.set(column, index);
  });
  const missing = known.required.filter((column) => !columns.has(column));
  return { format, columns, ignored, width: cells.length, missing, doubled };
}

/** "g:sale price" and "Sale_Price" are one name. */
function toMetaName(name: string): string {
  return name.replace(/^g:/, '').replace(/[\s-]+/g, '_');
}
