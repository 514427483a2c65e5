// Reads of catalogues and products. Whatever is shown of a product comes from one loader, however it is shown.
import type { AccountId, CatalogId, CollectionId, MediaId, ProductId } from '../../protocol/index.ts';
import type { Reader } from '../kit/index.ts';

export interface CatalogRecord {
  catalogId: CatalogId;
  /** The number by which the Cloud API knows the catalogue. */
  graphId: string;
  businessAccountId: AccountId;
  name: string;
  currency: string;
  language: string;
  productCount: number;
  /** Of products on show. */
  activeCount: number;
}

export type Availability = 'in_stock' | 'out_of_stock' | 'backorder' | 'preorder';
export type ProductState = 'active' | 'hidden';

export interface VariantRecord {
  sku: string;
  graphId: string;
  options: Record<string, string>;
  priceMinor: bigint;
  saleMinor: bigint | null;
  /** Unix ms; null is open on that side. */
  saleFrom: number | null;
  saleUntil: number | null;
  onHand: number | null;
  reserved: number;
  availability: Availability;
  gtin: string | null;
  pictureSource: string | null;
}

export interface PictureRecord {
  source: string;
  mediaId: MediaId | null;
  /** Lasting addresses on this origin; null while it waits to be fetched. */
  url: string | null;
  thumbnailUrl: string | null;
  width: number | null;
  height: number | null;
  alt: string;
  failure: string | null;
}

export interface ProductRecord {
  productId: ProductId;
  catalogId: CatalogId;
  currency: string;
  handle: string;
  title: string;
  description: string;
  brand: string | null;
  optionNames: string[];
  /** Words of options in the language asked for. */
  labels: Record<string, string>;
  state: ProductState;
  link: string | null;
  condition: 'new' | 'refurbished' | 'used';
  productType: string | null;
  variants: VariantRecord[];
  pictures: PictureRecord[];
  collectionIds: CollectionId[];
}

export interface CollectionRecord {
  collectionId: CollectionId;
  graphId: string;
  title: string;
  titles: Record<string, string>;
  /** The picture chosen for it; without one, that of a product stands in. */
  mediaId: MediaId | null;
  url: string | null;
  thumbnailUrl: string | null;
  productCount: number;
}

interface CatalogRow {
  catalog_id: CatalogId;
  graph_id: number;
  business_account_id: AccountId;
  name: string;
  currency: string;
  language: string;
  product_count: number;
  active_count: number;
}
interface ProductRow {
  product_id: ProductId;
  catalog_id: CatalogId;
  currency: string;
  handle: string;
  title: string;
  description: string;
  brand: string | null;
  option_names: string[];
  state: ProductState;
  link: string | null;
  condition: ProductRecord['condition'];
  product_type: string | null;
  translated_title: string | null;
  translated_description: string | null;
  labels: Record<string, string> | null;
}
interface VariantRow {
  product_id: ProductId;
  sku: string;
  graph_id: number;
  options: Record<string, string>;
  price_minor: number;
  sale_minor: number | null;
  sale_from: number | null;
  sale_until: number | null;
  on_hand: number | null;
  reserved: number;
  availability: Availability;
  gtin: string | null;
  picture_source: string | null;
}
interface PictureRow {
  product_id: ProductId;
  source: string;
  media_id: MediaId | null;
  url: string | null;
  thumbnail_url: string | null;
  width: number | null;
  height: number | null;
  alt: string;
  failure: string | null;
}

interface CollectionRow {
  collection_id: CollectionId;
  graph_id: number;
  title: string;
  titles: Record<string, string>;
  media_id: MediaId | null;
  url: string | null;
  thumbnail_url: string | null;
  product_count: number;
}

export async function findCatalog(reader: Reader, catalogId: string): Promise<CatalogRecord | null> {
  const rows = await reader.sql<CatalogRow>`select * from catalogs where catalog_id = ${catalogId}`;
  return rows[0] ? toCatalog(rows[0]) : null;
}

export async function findCatalogByGraphId(reader: Reader, graphId: string): Promise<CatalogRecord | null> {
  if (!/^\d{1,15}$|^\d{16}$/.test(graphId)) return null;
  const rows = await reader.sql<CatalogRow>`select * from catalogs where graph_id = ${graphId}::bigint`;
  return rows[0] ? toCatalog(rows[0]) : null;
}

/** The catalogue of a business: the first it made. */
export async function findCatalogOf(reader: Reader, businessId: AccountId): Promise<CatalogRecord | null> {
  const rows = await reader.sql<CatalogRow>`select * from catalogs where business_account_id = ${businessId}
    order by created_at, catalog_id limit 1`;
  return rows[0] ? toCatalog(rows[0]) : null;
}

/** Products by id, worded in `language` as far as there is a translation. Unknown ids are left out. */
export async function loadProducts(
  reader: Reader,
  ids: readonly string[],
  language: string | null,
): Promise<Map<ProductId, ProductRecord>> {
  const products = new Map<ProductId, ProductRecord>();
  if (ids.length === 0) return products;
  const short = language?.slice(0, 2) ?? '';
  const rows = await reader.sql<ProductRow>`
    select p.*, c.currency, t.title as translated_title, t.description as translated_description, t.labels
    from products p join catalogs c using (catalog_id)
    left join lateral (
      select * from product_translations t where t.product_id = p.product_id and t.language in (${language}, ${short})
      order by length(t.language) desc limit 1
    ) t on true
    where p.product_id = any(${ids})`;
  for (const row of rows) products.set(row.product_id, toProduct(row));
  const variants = await reader.sql<VariantRow>`
    select * from variants where product_id = any(${ids}) order by product_id, position, sku`;
  for (const row of variants) products.get(row.product_id)?.variants.push(toVariant(row));
  const pictures = await reader.sql<PictureRow>`
    select * from product_pictures where product_id = any(${ids}) order by product_id, position, source`;
  for (const row of pictures) products.get(row.product_id)?.pictures.push(toPicture(row));
  return products;
}

/** Adds to each product the collections it stands in. */
export async function loadCollectionIds(
  reader: Reader,
  products: Map<ProductId, ProductRecord>,
): Promise<void> {
  const rows = await reader.sql<{ product_id: ProductId; collection_id: CollectionId }>`
    select m.product_id, m.collection_id from collection_products m join collections c using (collection_id)
    where m.product_id = any(${[...products.keys()]}) order by c.position, c.collection_id`;
  for (const row of rows) products.get(row.product_id)?.collectionIds.push(row.collection_id);
}

/** Which product each sku belongs to. */
export async function findProductsOfSkus(
  reader: Reader,
  catalogId: string,
  skus: readonly string[],
): Promise<Map<string, ProductId>> {
  const rows = await reader.sql<{ sku: string; product_id: ProductId }>`
    select sku, product_id from variants where catalog_id = ${catalogId} and sku = any(${skus})`;
  return new Map(rows.map((row) => [row.sku, row.product_id]));
}

/** Collections in the merchant's order, with a picture and the number of products on show. */
export async function listCollections(
  reader: Reader,
  catalogId: string,
  language: string | null,
): Promise<CollectionRecord[]> {
  const short = language?.slice(0, 2) ?? '';
  const rows = await reader.sql<CollectionRow>`
    select c.collection_id, c.graph_id, c.titles, c.media_id,
      coalesce(c.titles ->> ${language}, c.titles ->> ${short}, c.title) as title,
      coalesce(c.url, first.url) as url, coalesce(c.thumbnail_url, first.thumbnail_url) as thumbnail_url,
      c.product_count
    from collections c left join lateral (
      select i.url, i.thumbnail_url from (
        select product_id, position from collection_products m where m.collection_id = c.collection_id
        order by position limit 24
      ) m join product_pictures i using (product_id) where i.url is not null order by m.position, i.position limit 1
    ) first on true
    where c.catalog_id = ${catalogId} order by c.position, c.collection_id`;
  return rows.map((row) => ({
    collectionId: row.collection_id,
    graphId: String(row.graph_id),
    title: row.title,
    titles: row.titles,
    mediaId: row.media_id,
    url: row.url,
    thumbnailUrl: row.thumbnail_url,
    productCount: row.product_count,
  }));
}

function toCatalog(row: CatalogRow): CatalogRecord {
  return {
    catalogId: row.catalog_id,
    graphId: String(row.graph_id),
    businessAccountId: row.business_account_id,
    name: row.name,
    currency: row.currency,
    language: row.language,
    productCount: row.product_count,
    activeCount: row.active_count,
  };
}

function toProduct(row: ProductRow): ProductRecord {
  return {
    productId: row.product_id,
    catalogId: row.catalog_id,
    currency: row.currency,
    handle: row.handle,
    title: row.translated_title ?? row.title,
    description: row.translated_description ?? row.description,
    brand: row.brand,
    optionNames: row.option_names,
    labels: row.labels ?? {},
    state: row.state,
    link: row.link,
    condition: row.condition,
    productType: row.product_type,
    variants: [],
    pictures: [],
    collectionIds: [],
  };
}

function toVariant(row: VariantRow): VariantRecord {
  return {
    sku: row.sku,
    graphId: String(row.graph_id),
    options: row.options,
    priceMinor: BigInt(row.price_minor),
    saleMinor: row.sale_minor === null ? null : BigInt(row.sale_minor),
    saleFrom: row.sale_from,
    saleUntil: row.sale_until,
    onHand: row.on_hand,
    reserved: row.reserved,
    availability: row.availability,
    gtin: row.gtin,
    pictureSource: row.picture_source,
  };
}

function toPicture(row: PictureRow): PictureRecord {
  return {
    source: row.source,
    mediaId: row.media_id,
    url: row.url,
    thumbnailUrl: row.thumbnail_url,
    width: row.width,
    height: row.height,
    alt: row.alt,
    failure: row.failure,
  };
}
