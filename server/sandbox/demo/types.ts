/** The shapes of the demo world: a catalogue with pictures to be drawn, and the people who meet over it. */
import type { CareArt } from './picture-care.ts';
import type { ClockArt } from './picture-clock.ts';
import type { GiftArt } from './picture-gift.ts';
import type { LeatherArt } from './picture-leather.ts';
import type { StrapArt } from './picture-strap.ts';
import type { TimeArt } from './picture-time.ts';
import type { WatchArt } from './picture-watch.ts';
import type { WoodArt } from './picture-wood.ts';

export type Language = 'en' | 'fr';
export type Words = { readonly [language in Language]: string };

/** What a product looks like; `kind` picks the drawing. */
export type Art = WatchArt | StrapArt | ClockArt | LeatherArt | WoodArt | CareArt | GiftArt | TimeArt;

/** What a variant changes in its product's art. A field that the drawing does not know changes nothing. */
export type Look = Partial<
  Pick<WatchArt, 'leather' | 'dial' | 'finish' | 'metal' | 'backdrop' | 'band' | 'hands'> &
    Pick<WoodArt, 'wood' | 'places'> &
    Pick<CareArt, 'colour' | 'label'>
>;

export type DemoValue = {
  readonly id: string;
  /** Its part of the SKU. */
  readonly code: string;
  readonly name: Words;
  readonly look?: Look;
  /** Added to the product's price, in minor units. */
  readonly extraMinor?: bigint;
};

export type DemoOption = { readonly id: string; readonly name: Words; readonly values: readonly DemoValue[] };

export type DemoVariant = {
  /** Unique in the shop; the retailer id of the Cloud API. */
  readonly sku: string;
  /** Value id by option id; empty for a product without options. */
  readonly choices: Readonly<Record<string, string>>;
  /** The chosen values, "Cognac, 20 mm"; empty for a product without options. */
  readonly title: Words;
  /** Euro cents, VAT included. */
  readonly priceMinor: bigint;
  readonly salePriceMinor?: bigint;
  readonly stock: number;
  /** GTIN-13 from the range for numbers that never leave one shop (GS1 prefixes 200 to 299). */
  readonly gtin?: string;
  readonly look: Look;
};

export type DemoProduct = {
  readonly handle: string;
  readonly collections: readonly string[];
  readonly title: Words;
  readonly description: Words;
  readonly brand: string;
  readonly material: Words;
  readonly colour: Words;
  readonly options: readonly DemoOption[];
  /** At least one; the first is the one shown when nothing is chosen. */
  readonly variants: readonly DemoVariant[];
  readonly art: Art;
};

export type DemoCollection = { readonly handle: string; readonly title: Words; readonly description: Words };

export type DemoCatalogue = {
  readonly name: Words;
  readonly currency: 'EUR';
  readonly vatPercent: 20;
  readonly collections: readonly DemoCollection[];
  readonly products: readonly DemoProduct[];
};
