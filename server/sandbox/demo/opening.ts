/** What has already been said when the demo world is opened for the first time, so that nothing is empty. */
import type { Words } from './types.ts';

export type DemoMessage = {
  /** The staff member or the person who wrote it, by handle. */
  readonly from: string;
  /** Before the world was made. */
  readonly minutesAgo: number;
} & (
  | { readonly type: 'text'; readonly text: Words }
  | { readonly type: 'product'; readonly sku: string; readonly text: Words }
  | {
      readonly type: 'product_list';
      readonly header: Words;
      readonly text: Words;
      readonly sections: readonly { readonly title: Words; readonly skus: readonly string[] }[];
    }
  | {
      readonly type: 'buttons';
      readonly text: Words;
      readonly buttons: readonly { readonly id: string; readonly title: Words }[];
    }
  | { readonly type: 'button_reply'; readonly id: string; readonly title: Words }
  | {
      readonly type: 'reaction';
      readonly emoji: string /** Counts back: 1 is the message before. */;
      readonly back: number;
    }
);

export type DemoConversation = { readonly person: string; readonly messages: readonly DemoMessage[] };

/** An order that is under way; its messages follow from it as they would for any order. */
export type DemoOrder = {
  readonly person: string;
  readonly minutesAgo: number;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly delivery: string;
  readonly note: Words;
  /** How far it has come. */
  readonly state: 'sent' | 'accepted' | 'paid';
};

/** In the person's own language; the greeting itself is the shop's `greeting`. */
export const demoConversations: readonly DemoConversation[] = [
  {
    person: 'ana',
    messages: [
      {
        from: 'ana',
        minutesAgo: 92,
        type: 'text',
        text: {
          en: 'Hello! I saw your window on the Grande-Côte. Are the walnut watches back?',
          fr: 'Bonjour ! J’ai vu votre vitrine sur la Grande-Côte. Les montres en noyer sont revenues ?',
        },
      },
      {
        from: 'nour',
        minutesAgo: 88,
        type: 'text',
        text: {
          en: 'Good morning Ana! They are, since Tuesday. Here are the three we have on the bench:',
          fr: 'Bonjour Ana ! Oui, depuis mardi. Voici les trois que nous avons sur l’établi :',
        },
      },
      {
        from: 'nour',
        minutesAgo: 87,
        type: 'product_list',
        header: { en: 'Wood and light', fr: 'Bois et lumière' },
        text: {
          en: 'All three come with the strap you like best.',
          fr: 'Les trois partent avec le bracelet que vous préférez.',
        },
        sections: [
          {
            title: { en: 'Watches', fr: 'Montres' },
            skus: ['AL-NOY38-COG', 'AL-NUI40-PET', 'AL-ERA36-HON'],
          },
          {
            title: { en: 'To go with them', fr: 'Pour aller avec' },
            skus: ['AL-VEL-PET-20', 'AL-ETU-COG', 'AL-CIR'],
          },
        ],
      },
      { from: 'ana', minutesAgo: 80, type: 'reaction', emoji: '😍', back: 1 },
      {
        from: 'ana',
        minutesAgo: 79,
        type: 'text',
        text: {
          en: 'The dark one with the petrol dial is beautiful. Can I wear it in the rain?',
          fr: 'La sombre au cadran pétrole est magnifique. On peut la porter sous la pluie ?',
        },
      },
      {
        from: 'nour',
        minutesAgo: 74,
        type: 'text',
        text: {
          en: 'Rain and hand-washing, yes; swimming, no. A little wax twice a year and it will outlive us both. Which strap do you like?',
          fr: 'La pluie et le lavage des mains, oui ; la baignade, non. Un peu de cire deux fois par an et elle nous survivra. Quel bracelet vous plaît ?',
        },
      },
      {
        from: 'nour',
        minutesAgo: 74,
        type: 'buttons',
        text: { en: 'Nuit 40, strap:', fr: 'Nuit 40, bracelet :' },
        buttons: [
          { id: 'strap-petrol', title: { en: 'Petrol', fr: 'Pétrole' } },
          { id: 'strap-black', title: { en: 'Black', fr: 'Noir' } },
          { id: 'strap-chestnut', title: { en: 'Chestnut', fr: 'Châtaigne' } },
        ],
      },
      {
        from: 'ana',
        minutesAgo: 12,
        type: 'button_reply',
        id: 'strap-petrol',
        title: { en: 'Petrol', fr: 'Pétrole' },
      },
      {
        from: 'ana',
        minutesAgo: 11,
        type: 'text',
        text: {
          en: 'Petrol, please! I will put it in the basket this evening.',
          fr: 'Pétrole, s’il vous plaît ! Je la mets au panier ce soir.',
        },
      },
    ],
  },
  {
    person: 'koffi',
    messages: [
      {
        from: 'koffi',
        minutesAgo: 1510,
        type: 'text',
        text: {
          en: 'Good evening, I am looking for a present for my father. He has read the time off his phone for ten years.',
          fr: 'Bonsoir, je cherche un cadeau pour mon père. Il lit l’heure sur son téléphone depuis dix ans.',
        },
      },
      {
        from: 'mireille',
        minutesAgo: 1492,
        type: 'text',
        text: {
          en: 'Then he needs something he will want to take out of a pocket. May I show you this one?',
          fr: 'Alors il lui faut quelque chose qu’il ait envie de sortir d’une poche. Je peux vous montrer celle-ci ?',
        },
      },
      {
        from: 'mireille',
        minutesAgo: 1491,
        type: 'product',
        sku: 'AL-GOU-STE',
        text: {
          en: 'The back has room for his name.',
          fr: 'Le fond attend son prénom.',
        },
      },
      {
        from: 'koffi',
        minutesAgo: 1480,
        type: 'text',
        text: {
          en: 'Perfect. Engraved “Yao, 70 years”, and wrapped?',
          fr: 'Parfait. Gravée « Yao, 70 ans », et emballée ?',
        },
      },
      {
        from: 'mireille',
        minutesAgo: 1474,
        type: 'text',
        text: {
          en: 'With pleasure. Add the engraving and a gift box to the basket and I will send you the drawing tomorrow.',
          fr: 'Avec plaisir. Ajoutez la gravure et une boîte cadeau au panier, je vous envoie le dessin demain.',
        },
      },
    ],
  },
];

export const demoOrders: readonly DemoOrder[] = [
  {
    person: 'koffi',
    minutesAgo: 1460,
    lines: [
      { sku: 'AL-GOU-STE', quantity: 1 },
      { sku: 'AL-GRA', quantity: 1 },
      { sku: 'AL-BOI-NIG', quantity: 1 },
    ],
    delivery: 'post',
    note: { en: 'Engraving: Yao, 70 years', fr: 'Gravure : Yao, 70 ans' },
    state: 'paid',
  },
];
