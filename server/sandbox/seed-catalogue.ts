// The demo catalogue as the drafts that every door of the catalogue takes.
import type { AccountId, CatalogId, MediaId } from '../../protocol/index.ts';
import type { ProductDraft } from '../catalog/index.ts';
import { demoCatalogue } from './demo/catalogue.ts';
import type { DemoOption, DemoProduct, DemoVariant } from './demo/types.ts';
import type { SandboxParts } from './index.ts';
import { type HostedPicture, hostedPictures } from './pictures.ts';

/** Products whose first picture is there from the start, for the first look into the shop; the rest follows soon. */
const picturedAtOnce = 6;

/** Where a picture comes from: stored already, or fetched from the demo's host by and by. */
type SourceOf = (picture: HostedPicture) => string;

export async function fillCatalogue(parts: SandboxParts, accountId: AccountId): Promise<CatalogId> {
  const { accounts, catalog, kit } = parts;
  const { name, currency, collections, products } = demoCatalogue;
  const catalogId = await catalog.createCatalog(accountId, { name: name.en, currency, language: 'en' });
  await catalog.saveCollections(
    catalogId,
    collections.map(({ title }) => ({ title: title.en, titles: { fr: title.fr }, media_id: null })),
  );
  const stored = kit.config.demoPictures ? await storeFirst(parts, accountId) : new Map<string, MediaId>();
  const sourceOf: SourceOf = ({ url }) => stored.get(url) ?? url;
  const drafts = products.map((product) =>
    toDraft(product, kit.config.demoPictures ? hostedPictures(product) : [], sourceOf),
  );
  await catalog.upsertProducts(catalogId, drafts);
  await accounts.updateBusiness(accountId, { catalogId });
  return catalogId;
}

async function storeFirst(
  { media, pictureHost }: SandboxParts,
  accountId: AccountId,
): Promise<Map<string, MediaId>> {
  const first = demoCatalogue.products.slice(0, picturedAtOnce).map((product) => hostedPictures(product)[0]!);
  const stored = await Promise.all(
    first.map(async (picture) => {
      const bytes = await pictureHost.draw(picture.name);
      const { id } = await media.store({ accountId, bytes, origin: 'shop', isPublic: true });
      return [picture.url, id] as const;
    }),
  );
  return new Map(stored);
}

const collectionTitles = new Map(demoCatalogue.collections.map(({ handle, title }) => [handle, title.en]));

function toDraft(product: DemoProduct, pictures: HostedPicture[], sourceOf: SourceOf): ProductDraft {
  const sourceOfSku = new Map(
    pictures.flatMap((picture) => picture.skus.map((sku) => [sku, sourceOf(picture)] as const)),
  );
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
    pictures: pictures.map((picture) => ({ source: sourceOf(picture), alt: picture.alt })),
    collections: product.collections.map((handle) => collectionTitles.get(handle) ?? handle),
    translations: {
      fr: {
        title: product.title.fr,
        description: product.description.fr,
        labels: frenchLabels(product.options),
      },
    },
    variants: product.variants.map((variant) => ({
      ...toVariant(product.options, variant),
      pictureSource: sourceOfSku.get(variant.sku) ?? null,
    })),
  };
}

function toVariant(
  options: readonly DemoOption[],
  variant: DemoVariant,
): Omit<ProductDraft['variants'][number], 'pictureSource'> {
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
  };
}

function frenchLabels(options: readonly DemoOption[]): Record<string, string> {
  const words = options.flatMap((option) => [option.name, ...option.values.map(({ name }) => name)]);
  return Object.fromEntries(words.map(({ en, fr }) => [en, fr]));
}
