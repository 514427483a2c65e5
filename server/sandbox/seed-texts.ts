// Who lives in the demo world and what they said to each other. Numbers are of blocks kept for fiction.
import type { NewBusiness } from '../accounts/index.ts';

export const demoShop: NewBusiness = {
  handle: 'atelier-lune',
  name: 'Atelier Lune',
  displayPhone: '+33199004270',
  currency: 'EUR',
  taxRateBasisPoints: 2_000,
  language: 'fr',
  verified: true,
  profile: {
    about: 'Watches, leather and wood, made by hand in Lyon',
    description:
      'A workshop of four on the slopes of the Croix-Rousse. We assemble watches and clocks one at a time, sew ' +
      'their straps, turn their boxes, and mend whatever we once sold.',
    address: '12 montée de la Grande-Côte, 69001 Lyon, France',
    email: 'bonjour@atelier-lune.example',
    websites: ['https://atelier-lune.example/'],
    hours: 'Tu-Sa 10:00-19:00',
    vertical: 'RETAIL',
  },
};

export const demoStaff = [
  { name: 'Hélène Lune', email: 'helene@atelier-lune.example', role: 'owner' },
  { name: 'Marc Aubry', email: 'marc@atelier-lune.example', role: 'agent' },
] as const;

/** One who showed the shop the number, and one who did not. */
export const demoPeople = [
  { name: 'Camille Moreau', phone: '+33639980001', language: 'fr', sharesPhone: true },
  { name: 'Priya Nair', phone: '+447700900142', language: 'en', sharesPhone: false },
] as const;

/** `lines` are SKUs with quantities. */
export type HistoryStep =
  | { do: 'says' | 'answers'; text: string }
  | { do: 'shows'; sku: string }
  | { do: 'orders'; lines: readonly (readonly [sku: string, quantity: number])[]; text: string }
  | { do: 'accepts' | 'pays' | 'ships' | 'reads' };

export const demoHistory: readonly { phone: string; steps: readonly HistoryStep[] }[] = [
  {
    phone: demoPeople[0].phone,
    steps: [
      { do: 'says', text: 'Bonjour ! Je cherche une montre en bois pour les quarante ans de mon frère.' },
      { do: 'answers', text: 'Bonjour Camille, quelle belle idée. Porte-t-il plutôt du clair ou du foncé ?' },
      { do: 'says', text: 'Plutôt foncé, et rien de trop grand.' },
      { do: 'answers', text: 'Alors le noyer, en 38 mm : c’est notre plus demandée.' },
      { do: 'shows', sku: 'AL-NOY38-COG' },
      { do: 'says', text: 'Elle est parfaite. Je la prends, avec la boîte cadeau.' },
      {
        do: 'orders',
        lines: [
          ['AL-NOY38-COG', 1],
          ['AL-BOI-NIG', 1],
        ],
        text: 'Ruban bleu, si possible.',
      },
      { do: 'accepts' },
      { do: 'pays' },
      { do: 'answers', text: 'Merci ! Elle part cet après-midi, avec le ruban bleu.' },
      { do: 'ships' },
      { do: 'says', text: 'Merci beaucoup, à bientôt.' },
      { do: 'reads' },
    ],
  },
  {
    phone: demoPeople[1].phone,
    steps: [
      { do: 'says', text: 'Hello! Does the Lunaire clock tick? It would hang in a bedroom.' },
      { do: 'answers', text: 'Hello Priya! It does not: the hand sweeps, you will only hear the moon.' },
      { do: 'reads' },
      { do: 'says', text: 'Then I would love one, and some wax for my old oak table.' },
      {
        do: 'orders',
        lines: [
          ['AL-LNR', 1],
          ['AL-CIR', 2],
        ],
        text: 'No hurry at all.',
      },
    ],
  },
];
