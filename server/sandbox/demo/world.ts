/**
 * The people and the words of the demo world. Telephone numbers come from the ranges that the French regulator keeps for
 * fiction, mail addresses from example.com: nobody real is ever called or written to. Passwords are made when it is seeded.
 */
import type { Portrait } from './picture-people.ts';
import type { Language, Words } from './types.ts';

export type DemoPerson = {
  readonly handle: string;
  readonly name: string;
  /** E.164. */
  readonly phone: string;
  readonly language: Language;
  /** Whether the shop may see the number; otherwise it knows the opaque id only. */
  readonly sharesNumber: boolean;
  readonly portrait: Portrait;
};

export type DemoStaff = {
  readonly handle: string;
  readonly name: string;
  readonly email: string;
  readonly role: 'owner' | 'agent';
  readonly language: Language;
  readonly portrait: Portrait;
};

export const demoPeople: readonly DemoPerson[] = [
  {
    handle: 'ana',
    name: 'Ana Ribeiro',
    phone: '+33639981208',
    language: 'en',
    sharesNumber: true,
    portrait: {
      name: 'ana',
      backdrop: 'petrol',
      skin: '#dba27c',
      hair: 'long',
      hairColour: '#3b2418',
      clothes: '#b3563a',
      collar: 'round',
      earrings: '#d9ae62',
    },
  },
  {
    handle: 'koffi',
    name: 'Koffi Mensah',
    phone: '+33639984417',
    language: 'fr',
    sharesNumber: false,
    portrait: {
      name: 'koffi',
      backdrop: 'brass',
      skin: '#7a4a2e',
      hair: 'short-curls',
      hairColour: '#1d1512',
      clothes: '#26365a',
      collar: 'shirt',
      beard: true,
    },
  },
];

export const demoStaff: readonly DemoStaff[] = [
  {
    handle: 'mireille',
    name: 'Mireille Chavant',
    email: 'mireille@example.com',
    role: 'owner',
    language: 'fr',
    portrait: {
      name: 'mireille',
      backdrop: 'blush',
      skin: '#eec3a4',
      hair: 'bun',
      hairColour: '#a9a29a',
      clothes: '#0e5a63',
      collar: 'apron',
      glasses: true,
    },
  },
  {
    handle: 'nour',
    name: 'Nour Haddad',
    email: 'nour@example.com',
    role: 'agent',
    language: 'fr',
    portrait: {
      name: 'nour',
      backdrop: 'sage',
      skin: '#c98f66',
      hair: 'bob',
      hairColour: '#2a1a16',
      clothes: '#e5d6b8',
      collar: 'apron',
    },
  },
];

export const demoShop = {
  name: 'Atelier Lune',
  /** The word in the shop's link and QR code. */
  slug: 'atelier-lune',
  /** Shown on the profile; E.164. */
  displayPhone: '+33465711208',
  vertical: 'RETAIL',
  country: 'FR',
  timeZone: 'Europe/Paris',
  email: 'bonjour@example.com',
  websites: ['https://atelier-lune.example'],
  address: '12 montée de la Grande-Côte, 69001 Lyon, France',
  about: {
    en: 'Watches, clocks, leather and wood, made by hand in Lyon.',
    fr: 'Montres, horloges, cuir et bois, faits main à Lyon.',
  },
  description: {
    en: 'Four benches, one window, a lot of small screws. We assemble watches in wood and steel, sew the straps, turn the boxes, and mend what others have given up on. Write to us: whoever answers is sitting at the bench.',
    fr: 'Quatre établis, une fenêtre, beaucoup de petites vis. Nous assemblons des montres de bois et d’acier, cousons les bracelets, tournons les coffrets et réparons ce que d’autres ont abandonné. Écrivez-nous : qui répond est assis à l’établi.',
  },
  greeting: {
    en: 'Hello and welcome to Atelier Lune. Tell us what you are looking for, or have a look around the catalogue; we answer within the hour when the workshop is open.',
    fr: 'Bonjour et bienvenue à l’Atelier Lune. Dites-nous ce que vous cherchez, ou promenez-vous dans le catalogue ; quand l’atelier est ouvert, nous répondons dans l’heure.',
  },
  away: {
    en: 'The workshop is closed for now and opens Tuesday to Saturday at ten. Your message is safe; we answer first thing.',
    fr: 'L’atelier est fermé pour le moment ; il ouvre du mardi au samedi à dix heures. Votre message est bien gardé, nous répondons dès l’ouverture.',
  },
  /** Local time of day; a day without a row is closed. */
  hours: ['tue', 'wed', 'thu', 'fri', 'sat'].flatMap((day) => [
    { day, opens: '10:00', closes: '12:30' },
    { day, opens: '14:00', closes: day === 'sat' ? '18:00' : '19:00' },
  ]),
  deliveries: [
    { id: 'pickup', title: { en: 'Collect at the workshop', fr: 'Retrait à l’atelier' }, priceMinor: 0n },
    { id: 'post', title: { en: 'Post, 2 to 3 days', fr: 'Poste, 2 à 3 jours' }, priceMinor: 590n },
    { id: 'bike', title: { en: 'Bicycle, Lyon, today', fr: 'À vélo, Lyon, aujourd’hui' }, priceMinor: 790n },
  ],
} as const;

export type DemoQuickReply = { readonly shortcut: string; readonly text: Words };

export const demoQuickReplies: readonly DemoQuickReply[] = [
  {
    shortcut: 'hours',
    text: {
      en: 'We are open Tuesday to Friday 10:00 to 12:30 and 14:00 to 19:00, Saturday until 18:00. The bell works; push hard.',
      fr: 'Nous sommes ouverts du mardi au vendredi de 10 h à 12 h 30 et de 14 h à 19 h, le samedi jusqu’à 18 h. La sonnette marche ; appuyez fort.',
    },
  },
  {
    shortcut: 'delivery',
    text: {
      en: 'Post takes 2 to 3 days in France and costs 5.90 €. In Lyon we can bring it today by bicycle for 7.90 €, or you collect it for nothing.',
      fr: 'La poste met 2 à 3 jours en France et coûte 5,90 €. À Lyon nous livrons aujourd’hui à vélo pour 7,90 €, ou vous passez le prendre, gratuitement.',
    },
  },
  {
    shortcut: 'returns',
    text: {
      en: 'You have 30 days to change your mind. Send it back as it came and we refund the whole price, delivery included. Engraved pieces stay yours.',
      fr: 'Vous avez 30 jours pour changer d’avis. Renvoyez l’objet comme il est venu et nous remboursons tout, livraison comprise. Les pièces gravées restent à vous.',
    },
  },
  {
    shortcut: 'size',
    text: {
      en: 'Measure your wrist with a strip of paper and send us the number in millimetres: we make the strap fit before it leaves.',
      fr: 'Mesurez votre poignet avec une bande de papier et envoyez-nous le nombre en millimètres : le bracelet sera à votre taille avant de partir.',
    },
  },
  {
    shortcut: 'engraving',
    text: {
      en: 'We engrave up to three lines on the back for 25 €. Send the exact words; you get a drawing to approve before we cut.',
      fr: 'Nous gravons jusqu’à trois lignes au dos pour 25 €. Envoyez les mots exacts ; vous recevez un dessin à valider avant la gravure.',
    },
  },
  {
    shortcut: 'water',
    text: {
      en: 'Wooden cases stand rain and hand-washing, not swimming. For the pool, look at the Rhône 200: it is tested to 200 metres.',
      fr: 'Les boîtiers en bois supportent la pluie et le lavage des mains, pas la baignade. Pour la piscine, voyez la Rhône 200 : elle est testée à 200 mètres.',
    },
  },
  {
    shortcut: 'thanks',
    text: {
      en: 'Thank you! It leaves the bench today, with a spare spring bar and our card. Write any time.',
      fr: 'Merci ! Il quitte l’établi aujourd’hui, avec une barrette de rechange et notre carte. Écrivez quand vous voulez.',
    },
  },
];
