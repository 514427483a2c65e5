/** The whole catalogue of the demo shop, in the order in which it is shown. */
import { care } from './care.ts';
import { clocks } from './clocks.ts';
import { gifts } from './gifts.ts';
import { leatherGoods } from './leather.ts';
import { straps } from './straps.ts';
import { timepieces } from './timepieces.ts';
import type { DemoCatalogue } from './types.ts';
import { sportWatches } from './watches-sport.ts';
import { steelWatches } from './watches-steel.ts';
import { woodWatches } from './watches-wood.ts';
import { woodwork } from './woodwork.ts';

export const demoCatalogue: DemoCatalogue = {
  name: { en: 'Atelier Lune', fr: 'Atelier Lune' },
  currency: 'EUR',
  vatPercent: 20,
  collections: [
    {
      handle: 'watches',
      title: { en: 'Watches', fr: 'Montres' },
      description: {
        en: 'Assembled one at a time on the Croix-Rousse, in wood, steel and brass.',
        fr: 'Assemblées une par une à la Croix-Rousse, en bois, en acier et en laiton.',
      },
    },
    {
      handle: 'straps',
      title: { en: 'Straps', fr: 'Bracelets' },
      description: {
        en: 'A new watch for the price of a strap: leather, canvas, steel, rubber.',
        fr: 'Une nouvelle montre pour le prix d’un bracelet : cuir, toile, acier, caoutchouc.',
      },
    },
    {
      handle: 'clocks',
      title: { en: 'Clocks', fr: 'Horloges' },
      description: {
        en: 'For walls, mantelpieces and bedsides, and an hourglass for eggs.',
        fr: 'Pour les murs, les cheminées et les chevets, et un sablier pour les œufs.',
      },
    },
    {
      handle: 'leather',
      title: { en: 'Small leather goods', fr: 'Petite maroquinerie' },
      description: {
        en: 'Cut from full-grain calf and sewn by hand at the bench by the window.',
        fr: 'Coupée dans du veau pleine fleur et cousue main à l’établi près de la fenêtre.',
      },
    },
    {
      handle: 'wood',
      title: { en: 'Wooden things', fr: 'Objets en bois' },
      description: {
        en: 'Trays, boxes and bowls from French walnut, oak, cherry and olive.',
        fr: 'Plateaux, coffrets et coupes en noyer, chêne, merisier et olivier de France.',
      },
    },
    {
      handle: 'care',
      title: { en: 'Care and tools', fr: 'Entretien et outils' },
      description: {
        en: 'What we use ourselves, in sizes for home.',
        fr: 'Ce que nous utilisons nous-mêmes, en format maison.',
      },
    },
    {
      handle: 'gifts',
      title: { en: 'Gifts', fr: 'Cadeaux' },
      description: {
        en: 'Wrapped by hand; tell us the name and the date.',
        fr: 'Emballés à la main ; dites-nous le prénom et la date.',
      },
    },
    {
      handle: 'moon',
      title: { en: 'Under the moon', fr: 'Sous la lune' },
      description: {
        en: 'Everything with a crescent on it, or in it.',
        fr: 'Tout ce qui porte un croissant, ou en cache un.',
      },
    },
    {
      handle: 'under-50',
      title: { en: 'Under 50 €', fr: 'Moins de 50 €' },
      description: {
        en: 'Small things, made as carefully as the large ones.',
        fr: 'De petites choses, faites avec le même soin que les grandes.',
      },
    },
  ],
  products: [
    ...woodWatches,
    ...steelWatches,
    ...sportWatches,
    ...straps,
    ...clocks,
    ...timepieces,
    ...leatherGoods,
    ...woodwork,
    ...care,
    ...gifts,
  ],
};
