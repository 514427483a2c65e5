/** Things to give, and things to do at the workshop. */
import { choice, product, woods } from './define.ts';
import type { GiftArt } from './picture-gift.ts';
import type { DemoProduct } from './types.ts';

const card: GiftArt = {
  kind: 'gift',
  shape: 'card',
  backdrop: 'paper',
  colour: '#0e5a63',
  metal: 'brass',
  wood: 'oak',
  label: '25 €',
};

export const gifts: readonly DemoProduct[] = [
  product({
    handle: 'gift-card',
    code: 'CDX',
    collections: ['gifts'],
    title: ['Gift card', 'Carte cadeau'],
    about: [
      'For the person who has opinions about straps. Valid three years, in the shop and in this chat; comes on paper in a cream envelope, or by message at once.',
      'Pour qui a des idées arrêtées sur les bracelets. Valable trois ans, en boutique et dans cette conversation ; sur papier sous enveloppe crème, ou par message tout de suite.',
    ],
    material: ['Card', 'Carton'],
    colour: ['Petrol', 'Pétrole'],
    price: 2500n,
    stock: [500, 500, 500, 500],
    options: [
      choice(
        'value',
        ['Value', 'Valeur'],
        [
          { id: '25', code: '25', name: ['25 €', '25 €'], look: { label: '25 €' } },
          {
            id: '50',
            code: '50',
            name: ['50 €', '50 €'],
            look: { label: '50 €', colour: '#17233f' },
            extraMinor: 2500n,
          },
          {
            id: '100',
            code: '100',
            name: ['100 €', '100 €'],
            look: { label: '100 €', colour: '#5a1f2a' },
            extraMinor: 7500n,
          },
          {
            id: '200',
            code: '200',
            name: ['200 €', '200 €'],
            look: { label: '200 €', colour: '#2b2723' },
            extraMinor: 17500n,
          },
        ],
      ),
    ],
    art: card,
  }),
  product({
    handle: 'saturday-workshop-ticket',
    code: 'SAM',
    collections: ['gifts'],
    title: ['A Saturday at the workshop', 'Un samedi à l’atelier'],
    about: [
      'Four hours, six people, one bench each: you assemble a mechanical watch and wear it home. Tools, coffee and patience included. The ticket covers the lesson and the movement.',
      'Quatre heures, six personnes, un établi chacun : vous montez une montre mécanique et repartez avec. Outils, café et patience compris. Le billet couvre le cours et le mouvement.',
    ],
    material: ['Paper ticket', 'Billet papier'],
    colour: ['Paper', 'Papier'],
    price: 24500n,
    stock: [6],
    art: {
      ...card,
      shape: 'ticket',
      backdrop: 'petrol',
      mood: 'window',
      label: 'UN SAMEDI/À L’ATELIER/MONTEZ VOTRE MONTRE',
    },
  }),
  product({
    handle: 'engraving',
    code: 'GRA',
    collections: ['gifts', 'under-50'],
    title: ['Case-back engraving', 'Gravure du fond'],
    about: [
      'Up to three lines cut by pantograph into the back of any watch we sell. Write the words in the chat; we draw them, you say yes, we cut.',
      'Jusqu’à trois lignes gravées au pantographe au dos de toutes nos montres. Écrivez les mots dans la conversation ; nous dessinons, vous dites oui, nous gravons.',
    ],
    material: ['Steel', 'Acier'],
    colour: ['Steel', 'Acier'],
    price: 2500n,
    stock: [100],
    art: { ...card, shape: 'engraving', backdrop: 'brass', metal: 'steel', label: 'A + K/14 · 11 · 2026' },
  }),
  product({
    handle: 'gift-box',
    code: 'BOI',
    collections: ['gifts', 'under-50'],
    title: ['Gift box with ribbon', 'Boîte cadeau et ruban'],
    about: [
      'A cloth-covered box with gilt stars, tissue paper and a satin ribbon tied by hand. Add it to any order; tell us the name and we write the card.',
      'Une boîte entoilée semée d’étoiles dorées, du papier de soie, un ruban de satin noué à la main. À ajouter à toute commande ; donnez-nous le prénom, nous écrivons la carte.',
    ],
    material: ['Cloth-covered board, satin', 'Carton entoilé, satin'],
    colour: ['Petrol', 'Pétrole'],
    price: 600n,
    stock: [60, 45, 38],
    options: [
      choice(
        'colour',
        ['Colour', 'Couleur'],
        [
          { id: 'petrol', code: 'PET', name: ['Petrol', 'Pétrole'], look: { colour: '#0e5a63' } },
          {
            id: 'burgundy',
            code: 'BUR',
            name: ['Burgundy', 'Bordeaux'],
            look: { colour: '#6d2029', backdrop: 'paper' },
          },
          {
            id: 'night',
            code: 'NIG',
            name: ['Night blue', 'Bleu nuit'],
            look: { colour: '#17233f', backdrop: 'petrol' },
          },
        ],
      ),
    ],
    art: { ...card, shape: 'gift-box', backdrop: 'blush' },
  }),
  product({
    handle: 'lunaison-print',
    code: 'AFF',
    collections: ['gifts', 'moon'],
    title: ['Lunaison print, framed', 'Affiche Lunaison, encadrée'],
    about: [
      'Twenty-nine days, twelve hours, forty-four minutes: one moon, printed in three inks on cotton paper, framed in our own oak or walnut. 30 × 42 cm.',
      'Vingt-neuf jours, douze heures, quarante-quatre minutes : une lune, imprimée en trois encres sur papier coton, encadrée de notre chêne ou de notre noyer. 30 × 42 cm.',
    ],
    material: ['Cotton paper, oak or walnut, glass', 'Papier coton, chêne ou noyer, verre'],
    colour: ['Night blue', 'Bleu nuit'],
    price: 6900n,
    stock: [9, 4],
    options: [woods('oak', 'walnut')],
    art: { ...card, shape: 'print', backdrop: 'stone', colour: '#17233f' },
  }),
  product({
    handle: 'tote-bag',
    code: 'TOT',
    collections: ['gifts', 'moon', 'under-50'],
    title: ['Moon tote bag', 'Sac Lune'],
    about: [
      'Heavy unbleached cotton, a crescent printed by a neighbour, handles long enough for a winter coat. Carries a week of market.',
      'Gros coton écru, croissant imprimé par un voisin, anses assez longues pour un manteau d’hiver. Porte une semaine de marché.',
    ],
    material: ['Organic cotton', 'Coton biologique'],
    colour: ['Natural', 'Écru'],
    price: 1800n,
    stock: [27, 13],
    options: [
      choice(
        'colour',
        ['Colour', 'Couleur'],
        [
          { id: 'natural', code: 'NAT', name: ['Natural', 'Écru'], look: { colour: '#e9dfca' } },
          {
            id: 'honey',
            code: 'HON',
            name: ['Honey', 'Miel'],
            look: { colour: '#d9b06a', backdrop: 'petrol' },
          },
        ],
      ),
    ],
    art: { ...card, shape: 'tote', backdrop: 'sage', colour: '#e9dfca' },
  }),
  product({
    handle: 'moon-pin',
    code: 'EPI',
    collections: ['gifts', 'moon', 'under-50'],
    title: ['Enamel moon pin', 'Pin Lune émaillé'],
    about: [
      'A night the size of a coin: hard enamel, raised brass, two pins at the back so the moon stays upright.',
      'Une nuit de la taille d’une pièce : émail dur, laiton en relief, deux attaches au dos pour que la lune reste droite.',
    ],
    material: ['Brass, hard enamel', 'Laiton, émail dur'],
    colour: ['Petrol', 'Pétrole'],
    price: 900n,
    stock: [40, 31],
    options: [
      choice(
        'colour',
        ['Colour', 'Couleur'],
        [
          { id: 'petrol', code: 'PET', name: ['Petrol', 'Pétrole'], look: { colour: '#0e5a63' } },
          {
            id: 'night',
            code: 'NIG',
            name: ['Night blue', 'Bleu nuit'],
            look: { colour: '#1d2f5c', backdrop: 'blush' },
          },
        ],
      ),
    ],
    art: { ...card, shape: 'pin', backdrop: 'petrol' },
  }),
];
