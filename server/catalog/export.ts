// The catalogue as a Meta CSV: what it says comes back the same when it is imported again.
import { formatDecimal } from '../../protocol/index.ts';
import { neutralizeCell } from '../feeds/index.ts';
import type { Db } from '../kit/index.ts';
import { type CatalogRecord, loadProducts, type ProductRecord, type VariantRecord } from './store.ts';

const columns = [
  'id',
  'title',
  'description',
  'availability',
  'inventory',
  'condition',
  'price',
  'sale_price',
  'sale_price_effective_date',
  'link',
  'image_link',
  'additional_image_link',
  'brand',
  'gtin',
  'item_group_id',
  'color',
  'size',
  'pattern',
  'material',
  'additional_variant_attribute',
  'product_type',
  'status',
] as const;
type Column = (typeof columns)[number];

/** Axes that have a column of their own. */
const axisColumns: Record<string, Column> = {
  color: 'color',
  colour: 'color',
  size: 'size',
  pattern: 'pattern',
  material: 'material',
};
const pageProducts = 500;

/** The file, a few hundred products a piece. `publicUrl` is put before addresses on this origin. */
export async function* exportMetaCsv(
  db: Db,
  catalog: CatalogRecord,
  publicUrl: string,
): AsyncGenerator<string> {
  yield `${columns.join(',')}\r\n`;
  let after = -1;
  for (;;) {
    const rows = await db.sql<{ product_id: string; seq: number; collection: string | null }>`
      select p.product_id, p.seq, (
        select c.title from collection_products m join collections c using (collection_id)
        where m.product_id = p.product_id order by c.position limit 1
      ) as collection
      from products p where p.catalog_id = ${catalog.catalogId} and p.seq > ${after}
      order by p.seq limit ${pageProducts}`;
    if (rows.length === 0) return;
    const ids = rows.map((row) => row.product_id);
    const products = await loadProducts(db, ids, null);
    const collections = new Map(rows.map((row) => [row.product_id, row.collection]));
    const lines = [...products.values()].sort((a, b) => ids.indexOf(a.productId) - ids.indexOf(b.productId));
    yield lines
      .flatMap((product) =>
        product.variants.map((variant) =>
          writeRow(
            toCells({ product, variant, publicUrl, collection: collections.get(product.productId) ?? null }),
          ),
        ),
      )
      .join('');
    after = rows.at(-1)!.seq;
  }
}

function toCells(input: {
  product: ProductRecord;
  variant: VariantRecord;
  publicUrl: string;
  collection: string | null;
}): Partial<Record<Column, string>> {
  const { product, variant, publicUrl, collection } = input;
  const price = (minor: bigint | null) =>
    minor === null ? '' : `${formatDecimal(minor, product.currency)} ${product.currency}`;
  const addresses = pictureAddresses(product, variant, publicUrl);
  const isGrouped = product.variants.length > 1 || product.handle !== variant.sku;
  return {
    id: variant.sku,
    title: product.title,
    description: product.description,
    availability: variant.availability.replaceAll('_', ' '),
    inventory: variant.onHand === null ? '' : String(variant.onHand),
    condition: product.condition,
    price: price(variant.priceMinor),
    sale_price: price(variant.saleMinor),
    sale_price_effective_date: writePeriod(variant),
    link: product.link ?? '',
    image_link: addresses[0] ?? '',
    additional_image_link: addresses.slice(1).join(','),
    brand: product.brand ?? '',
    gtin: variant.gtin ?? '',
    item_group_id: isGrouped ? product.handle : '',
    ...writeOptions(variant.options),
    product_type: product.productType ?? collection ?? '',
    status: product.state === 'active' ? 'active' : 'archived',
  };
}

/** The variant's own picture first. */
function pictureAddresses(product: ProductRecord, variant: VariantRecord, publicUrl: string): string[] {
  const own = product.pictures.filter((picture) => picture.source === variant.pictureSource);
  const all = [...own, ...product.pictures.filter((picture) => picture.source !== variant.pictureSource)];
  return all.flatMap((picture) => {
    if (/^https?:/.test(picture.source)) return [picture.source];
    return picture.url === null ? [] : [publicUrl + picture.url];
  });
}

function writePeriod({ saleMinor, saleFrom, saleUntil }: VariantRecord): string {
  if (saleMinor === null || (saleFrom === null && saleUntil === null)) return '';
  const date = (at: number) => new Date(at).toISOString();
  // A feed has no open ends: far away on both sides stands for them.
  return `${date(saleFrom ?? 0)}/${date(saleUntil ?? Date.UTC(2100, 0, 1))}`;
}

function writeOptions(options: Record<string, string>): Partial<Record<Column, string>> {
  const cells: Partial<Record<Column, string>> = {};
  const others: string[] = [];
  for (const [axis, value] of Object.entries(options)) {
    const column = axisColumns[axis.toLowerCase()];
    if (column !== undefined && cells[column] === undefined) cells[column] = value;
    else others.push(`${axis}:${value.replaceAll(',', ' ')}`);
  }
  if (others.length > 0) cells.additional_variant_attribute = others.join(',');
  return cells;
}

function writeRow(cells: Partial<Record<Column, string>>): string {
  return `${columns.map((column) => quote(neutralizeCell(cells[column] ?? ''))).join(',')}\r\n`;
}

function quote(cell: string): string {
  return /[",\r\n;\t]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
