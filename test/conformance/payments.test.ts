// Orders and payments by the API: asking, paying, the payment's status, how the order goes; for a person who shared
// the number and for one who did not.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { ContentOf } from '../../protocol/index.ts';
import { type ApiPerson, type ApiWorld, type Listener, startApiWorld } from '../support/api-world.ts';

let world: ApiWorld;
let listener: Listener;
let people: ApiPerson[];

beforeAll(async () => {
  world = await startApiWorld();
  listener = await world.listen();
  people = [await world.addPerson('Amara', { sharesPhone: true }), await world.addPerson('Boris')];
  for (const person of people) await person.say('Hello');
});
afterAll(() => world.close());

const euros = (value: number) => ({ value, offset: 100 });

function orderDetails(referenceId: string, over: object = {}) {
  const order = {
    status: 'pending',
    items: [{ retailer_id: 'sku-1', name: 'A strap', amount: euros(1_990), quantity: 2 }],
    subtotal: euros(3_980),
    tax: euros(0),
    shipping: euros(500),
    discount: euros(80),
  };
  return {
    type: 'interactive',
    biz_opaque_callback_data: 'pay-me',
    interactive: {
      type: 'order_details',
      body: { text: 'Please pay' },
      action: {
        name: 'review_and_pay',
        parameters: {
          reference_id: referenceId,
          type: 'physical-goods',
          currency: 'EUR',
          total_amount: euros(4_400),
          order,
          ...over,
        },
      },
    },
  };
}
const orderStatus = (referenceId: string, status: string) => ({
  type: 'interactive',
  interactive: {
    type: 'order_status',
    body: { text: 'News of your order' },
    action: { name: 'review_order', parameters: { reference_id: referenceId, order: { status } } },
  },
});

for (const index of [0, 1]) {
  const who = index === 0 ? 'a person who shared the number' : 'a person who did not';

  test(`${who} orders, is asked to pay, pays, and the program hears of it`, async () => {
    const person = people[index]!;
    const reference = `R-${index}`;
    await person.order([{ sku: 'sku-1', quantity: 2 }]);
    const order = await listener.find(
      ({ message }) => message?.type === 'order' && message.from_user_id === person.userId,
    );
    const asked = await world.send({
      ...person.address,
      context: { message_id: order.message.id },
      ...orderDetails(reference),
    });
    expect(asked.json.error).toBeUndefined();
    const wamid = asked.json.messages[0].id;
    const row = (await person.chat()).find((one) => one.type === 'payment_request')!;
    const content = row.content as ContentOf<'payment_request'>;
    expect(content.payment).toMatchObject({ reference_id: reference, amount: { amount_minor: '4400' } });
    // The order that was sent is the one that is paid: not a second one beside it.
    expect((await person.chat()).filter((one) => one.type === 'order')).toHaveLength(1);
    expect(content.order!.number).toBe(
      ((await person.chat()).find((one) => one.type === 'order')!.content as ContentOf<'order'>).order.number,
    );
    const sent = await listener.find(({ status }) => status?.id === wamid && status.status === 'sent');
    expect(sent.status.biz_opaque_callback_data).toBe('pay-me');

    await person.pay(content.payment.payment_id);
    const { status, value } = await listener.find(
      (update) => update.status?.type === 'payment' && update.status.id === wamid,
    );
    expect(status).toMatchObject({
      status: 'captured',
      recipient_user_id: person.userId,
      payment: {
        reference_id: reference,
        amount: euros(4_400),
        currency: 'EUR',
        transaction: { id: content.payment.payment_id, type: 'wallet', status: 'success' },
      },
    });
    expect(status.recipient_id).toBe('to' in person.address ? person.phone.slice(1) : undefined);
    expect(value.contacts[0].user_id).toBe(person.userId);

    for (const step of ['processing', 'shipped', 'completed']) {
      const told = await world.send({ ...person.address, ...orderStatus(reference, step) });
      expect(told.json.error).toBeUndefined();
      await listener.find((update) => update.status?.id === told.json.messages[0].id);
    }
    const states = (await person.chat())
      .filter((one) => one.type === 'order_status')
      .map((one) => (one.content as ContentOf<'order_status'>).order.state);
    expect(states.slice(-3)).toEqual(['paid', 'shipped', 'completed']);
  });
}

test('the same request twice asks once and gets the same answer', async () => {
  const [person] = people;
  const body = { ...person!.address, ...orderDetails('R-twice') };
  const [first, second] = [await world.send(body), await world.send(body)];
  expect(second.json.messages).toEqual(first.json.messages);
});

test('wrong sums, foreign references and steps that are not open are refused at once', async () => {
  const [amara, boris] = people as [ApiPerson, ApiPerson];
  await world.send({ ...amara.address, ...orderDetails('R-amara') });
  const refused: [object, RegExp][] = [
    [orderDetails('R-x', { total_amount: euros(1) }), /total_amount/],
    [orderDetails('R-x', { total_amount: { value: 440, offset: 10 } }), /offset of EUR is 100/],
    [orderStatus('R-amara', 'shipped'), /no order of that reference/],
    [orderStatus('R-nowhere', 'shipped'), /no order of that reference/],
    [orderDetails('R-amara'), /order_state_forbids/],
  ];
  for (const [body, details] of refused) {
    const { json, status } = await world.send({ ...boris.address, ...body });
    expect([status, json.error?.code]).toEqual([400, 131009]);
    expect(json.error.message).toBe('(#131009) Parameter value is not valid');
    expect(json.error.error_data.details).toMatch(details);
  }
});
