// A conversation that has everything in it, for looking at.
import {
  type Content,
  type MemberView,
  newId,
  type Offer,
  type OrderTicket,
  type PaymentTicket,
} from '../../../protocol/index.ts';
import type { ShownMessage } from '../index.ts';
import { drawPicture } from './pictures.ts';

const eur = (minor: number) => ({ amount_minor: String(minor), currency: 'EUR' });
const now = Date.now();
const minute = 60_000;
const day = 24 * 60 * minute;
const catalogId = newId('catalog');
const orderId = newId('order');
const paymentId = newId('payment');

const pictures = [
  drawPicture('Walnut watch', '#efe6d6', '#7a4b2a'),
  drawPicture('Night watch', '#dcebea', '#1f3b40'),
  drawPicture('Maple watch', '#f6ebd6', '#b98b4a'),
];

export const offers: Offer[] = [
  makeOffer(0, { title: 'Noyer 38', price: 12_900 }),
  makeOffer(1, { title: 'Nuit 40', price: 14_900, regular: 16_900 }),
  makeOffer(2, {
    title: 'Érable 36, with an uncommonly long name that needs two lines',
    price: 11_900,
    available: 0,
  }),
];

function makeOffer(
  index: number,
  {
    title,
    price,
    regular,
    available = 5,
  }: { title: string; price: number; regular?: number; available?: number },
): Offer {
  return {
    product_id: newId('product'),
    title,
    variant: {
      sku: `W${index}`,
      options: { Strap: 'Petrol', Case: '40 mm' },
      price: eur(price),
      regular_price: regular ? eur(regular) : null,
      available,
      gtin: null,
      picture: pictures[index]!,
    },
  };
}

export function makeOrder(state: OrderTicket['state'], revision: number): OrderTicket {
  const path = ['placed', 'accepted', 'paid', 'shipped', 'completed'] as const;
  const reached = path.indexOf(state as never);
  return {
    order_id: orderId,
    number: 2041,
    reference_id: 'CT-2041',
    state,
    revision,
    lines: [
      {
        sku: 'W1',
        title: 'Nuit 40',
        options: { Strap: 'Petrol' },
        quantity: 1,
        unit_price: eur(14_900),
        total: eur(14_900),
        picture: pictures[1]!,
      },
      {
        sku: 'S2',
        title: 'Strap, honey',
        options: { Width: '20 mm' },
        quantity: 2,
        unit_price: eur(1_950),
        total: eur(3_900),
        picture: null,
      },
    ],
    subtotal: eur(18_800),
    shipping: eur(590),
    discount: eur(0),
    tax_included: eur(3_232),
    tax_rate_basis_points: 2000,
    total: eur(19_390),
    note: null,
    payment_id: paymentId,
    reserved_until: null,
    history: (reached === -1 ? (['placed', state] as const) : path.slice(0, reached + 1)).map(
      (step, index) => ({
        state: step,
        at: now - day + index * 40 * minute,
      }),
    ),
  };
}

export function makePayment(state: PaymentTicket['state'], revision: number): PaymentTicket {
  return {
    payment_id: paymentId,
    reference_id: 'CT-2041',
    state,
    revision,
    amount: eur(19_390),
    refunded: eur(state === 'partially_refunded' ? 1_950 : 0),
    description: 'Order 2041',
    order_id: orderId,
    rail: state === 'captured' ? 'wallet' : null,
    rails: ['wallet', 'sandbox'],
    requested_at: now - day,
    captured_at: state === 'captured' ? now - 20 * minute : null,
    expires_at: now + day,
    failure: null,
  };
}

export const members: MemberView[] = [
  makeMember(1, { role: 'person', name: 'Ana' }),
  {
    ...makeMember(2, { role: 'business', name: 'Atelier Lune' }),
    handle: 'lune',
    verified: true,
    catalog_id: catalogId,
    delivered: 400,
    read: 14,
  },
];

function makeMember(member: number, { role, name }: Pick<MemberView, 'role' | 'name'>): MemberView {
  return {
    member,
    role,
    name,
    avatar_url: null,
    handle: null,
    catalog_id: null,
    business_account_id: null,
    verified: false,
    user_id: null,
    phone: null,
    delivered: 0,
    read: 0,
  };
}

const script: [number, Content, Partial<ShownMessage>?][] = [
  [2, { type: 'system', code: 'conversation_started', parameters: {} }],
  [2, { type: 'text', body: 'Bonjour Ana! The walnut ones are back. Which strap do you like?' }],
  [
    2,
    {
      type: 'product_list',
      catalog_id: catalogId,
      body: 'Here are the three that fit you best',
      footer: 'Prices with VAT',
      sections: [{ skus: offers.map((offer) => offer.variant.sku) }],
    },
  ],
  [1, { type: 'text', body: 'Nuit, with the *petrol* strap please' }, { replyTo: 2 }],
  [1, { type: 'text', body: '🙏' }],
  [2, { type: 'reaction', target_seq: 4, emoji: '👍' }],
  [1, { type: 'order', order: makeOrder('placed', 1), text: 'Can you wrap it as a gift?' }],
  [2, { type: 'order_status', order: makeOrder('accepted', 2) }],
  [2, { type: 'text', body: 'هل تريدين تغليف الهدية؟ With a card, too: https://example.org/cards.' }],
  [
    2,
    {
      type: 'buttons',
      body: 'When shall we deliver?',
      footer: 'You can change this later',
      buttons: [
        { id: 'am', title: 'Morning' },
        { id: 'pm', title: 'Afternoon' },
      ],
    },
  ],
  [1, { type: 'button_reply', id: 'am', title: 'Morning' }, { replyTo: 10 }],
  [
    2,
    {
      type: 'list',
      body: 'And which engraving?',
      button: 'Choose an engraving',
      sections: [
        { title: 'Letters', rows: [{ id: '1', title: 'Initials', description: 'Two letters, free' }] },
      ],
    },
  ],
  [2, { type: 'product', catalog_id: catalogId, sku: 'W0', body: 'This one is *new*.' }],
  [2, { type: 'payment_request', payment: makePayment('requested', 1), order: makeOrder('accepted', 2) }],
  [1, { type: 'text', body: 'Thank you, I pay now' }],
  [1, { type: 'text', body: 'One moment' }, { seq: null, state: 'sending' }],
  [1, { type: 'text', body: 'This one did not go' }, { seq: null, state: 'failed', error: 'rate_limited' }],
];

export const messages: ShownMessage[] = script.map(([member, content, more], index) => ({
  key: `m${index}`,
  seq: index + 1,
  member,
  at: now - (index < 8 ? day : 0) - (script.length - index) * 2 * minute,
  content,
  replyTo: null,
  state: 'sent',
  ...more,
}));
