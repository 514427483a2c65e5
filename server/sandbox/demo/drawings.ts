/** Every picture of the demo world by its name, with the size that it is shown at. */
import { demoCatalogue } from './catalogue.ts';
import { detailKey } from './looks.ts';
import { drawCover, drawLogo } from './picture-brand.ts';
import { drawPortrait } from './picture-people.ts';
import { drawDetail, picturesOf } from './pictures.ts';
import { demoPeople } from './world.ts';

export type Drawing = { readonly widthPx: number; readonly draw: () => string };

const productWidthPx = 800;

export const drawings: ReadonlyMap<string, Drawing> = new Map<string, Drawing>([
  ['shop-logo', { widthPx: 480, draw: drawLogo }],
  ['shop-cover', { widthPx: 1_200, draw: drawCover }],
  ...demoPeople.map(({ handle, portrait }): [string, Drawing] => [
    `portrait-${handle}`,
    { widthPx: 320, draw: () => drawPortrait(portrait) },
  ]),
  ...demoCatalogue.products.flatMap((product): [string, Drawing][] => [
    ...picturesOf(product).map(({ key, draw }): [string, Drawing] => [
      key,
      { widthPx: productWidthPx, draw },
    ]),
    [detailKey(product), { widthPx: productWidthPx, draw: () => drawDetail(product) }],
  ]),
]);
