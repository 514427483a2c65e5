import { expect, test } from 'bun:test';
import type { Content, OrderTicket, PaymentTicket } from '../../../protocol/index.ts';
import { makeOrder, makePayment } from '../gallery/fixtures.ts';
import { foldTickets } from './fold.ts';

const status = (state: OrderTicket['state'], revision: number): Content => ({
  type: 'order_status',
  order: makeOrder(state, revision),
});
const number = (contents: Content[]) => contents.map((content, index) => ({ key: `m${index}`, content }));

test('the newest message bears the whole ticket, the earlier ones are stubs that lead to it', () => {
  const places = foldTickets(
    number([
      { type: 'order', order: makeOrder('placed', 1) },
      { type: 'text', body: 'Thank you' },
      status('accepted', 2),
      { type: 'payment_request', payment: makePayment('requested', 1) },
      { type: 'payment', payment: makePayment('captured', 2) },
      status('shipped', 4),
    ]),
  );
  expect([...places.keys()]).toEqual(['m0', 'm2', 'm3', 'm4', 'm5']);
  for (const key of ['m0', 'm2', 'm3', 'm4'])
    expect(places.get(key)).toEqual({ kind: 'stub', wholeKey: 'm5' });
  const whole = places.get('m5') as { order: OrderTicket; payment: PaymentTicket };
  expect([whole.order.state, whole.payment.state]).toEqual(['shipped', 'captured']);
});

test('a higher revision wins over a later message', () => {
  const places = foldTickets(number([status('paid', 3), status('accepted', 2)]));
  expect((places.get('m1') as { order: OrderTicket }).order.state).toBe('paid');
});

test('orders do not mix, and a payment without an order stands for itself', () => {
  const other: OrderTicket = { ...makeOrder('placed', 1), order_id: 'ord_0000000000000000000000000x' };
  const alone: PaymentTicket = { ...makePayment('requested', 1), payment_id: 'pay_x', order_id: null };
  const places = foldTickets(
    number([
      status('placed', 1),
      { type: 'order', order: other },
      { type: 'payment_request', payment: alone },
      { type: 'payment', payment: { ...alone, state: 'captured', revision: 2 } },
    ]),
  );
  expect([...places.values()].map((place) => place.kind)).toEqual(['whole', 'whole', 'stub', 'whole']);
  expect((places.get('m3') as { order: unknown }).order).toBeNull();
});

test('an order that was changed is asked for again: the later request counts', () => {
  const again: PaymentTicket = {
    ...makePayment('requested', 1),
    payment_id: 'pay_again',
    requested_at: Date.now(),
  };
  const canceled = makePayment('canceled', 5);
  const places = foldTickets(
    number([
      { type: 'payment_request', payment: makePayment('requested', 1) },
      { type: 'payment', payment: canceled },
      { type: 'payment_request', payment: again },
    ]),
  );
  expect((places.get('m2') as { payment: PaymentTicket }).payment.payment_id).toBe('pay_again');
});
