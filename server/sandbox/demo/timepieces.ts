/** Older ways of telling time: sand, sun, and a pendulum for music. */
import { choice, product, woods } from './define.ts';
import type { TimeArt } from './picture-time.ts';
import type { DemoProduct } from './types.ts';

const timepiece: TimeArt = {
  kind: 'time',
  shape: 'hourglass',
  backdrop: 'brass',
  wood: 'cherry',
  metal: 'brass',
  colour: '#c8963e',
};

export const timepieces: readonly DemoProduct[] = [
  product({
    handle: 'sablier-hourglass',
    code: 'SAB',
    collections: ['clocks', 'wood', 'gifts'],
    title: ['Sablier hourglass', 'Sablier'],
    about: [
      'Hand-blown glass between two turned discs. Three minutes for an egg, fifteen for tea with someone, sixty for a chapter. The sand is from the Étang de Berre.',
      'Verre soufflé à la bouche entre deux disques tournés. Trois minutes pour un œuf, quinze pour un thé à deux, soixante pour un chapitre. Le sable vient de l’étang de Berre.',
    ],
    material: ['Cherry, glass, sand', 'Merisier, verre, sable'],
    colour: ['Gold', 'Or'],
    price: 2900n,
    stock: [12, 8, 3],
    options: [
      choice(
        'time',
        ['Runs for', 'Durée'],
        [
          {
            id: '3min',
            code: '3',
            name: ['3 minutes', '3 minutes'],
            look: { colour: '#c98f86', backdrop: 'blush' },
          },
          {
            id: '15min',
            code: '15',
            name: ['15 minutes', '15 minutes'],
            look: { colour: '#c8963e' },
            extraMinor: 1500n,
          },
          {
            id: '60min',
            code: '60',
            name: ['60 minutes', '60 minutes'],
            look: { colour: '#3f7f88', backdrop: 'petrol' },
            extraMinor: 4000n,
          },
        ],
      ),
    ],
    art: timepiece,
  }),
  product({
    handle: 'sundial',
    code: 'CAD',
    collections: ['clocks'],
    title: ['Garden sundial', 'Cadran solaire'],
    about: [
      'Engraved brass, 24 cm, its blade cut for the 45th parallel: accurate from Bordeaux to Turin. Tell us your town and we adjust the angle for free.',
      'Laiton gravé, 24 cm, style taillé pour le 45e parallèle : juste de Bordeaux à Turin. Dites-nous votre ville, nous ajustons l’angle gratuitement.',
    ],
    material: ['Brass', 'Laiton'],
    colour: ['Brass', 'Laiton'],
    price: 11900n,
    stock: [5],
    art: { ...timepiece, shape: 'sundial', backdrop: 'sage', mood: 'leaf' },
  }),
  product({
    handle: 'metronome',
    code: 'MET',
    collections: ['clocks', 'wood'],
    title: ['Lento metronome', 'Métronome Lento'],
    about: [
      'Clockwork, 40 to 208 beats, no battery to die in the middle of a fugue. The case is walnut because walnut sounds right.',
      'Mécanique, de 40 à 208 battements, sans pile pour lâcher au milieu d’une fugue. La caisse est en noyer parce que le noyer sonne juste.',
    ],
    material: ['Walnut, brass', 'Noyer, laiton'],
    colour: ['Walnut', 'Noyer'],
    price: 9500n,
    stock: [4, 2],
    options: [woods('walnut', 'cherry')],
    art: { ...timepiece, shape: 'metronome', backdrop: 'blush', wood: 'walnut' },
  }),
];
