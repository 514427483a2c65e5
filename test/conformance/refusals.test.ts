// What is refused at once and what only later, each with its code; and that no refusal tells whose a number is.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import {
  type ApiPerson,
  type ApiWorld,
  type Json,
  type Listener,
  startApiWorld,
} from '../support/api-world.ts';

let world: ApiWorld;
let listener: Listener;
let amara: ApiPerson;
let boris: ApiPerson;

beforeAll(async () => {
  world = await startApiWorld();
  listener = await world.listen();
  amara = await world.addPerson('Amara', { sharesPhone: true });
  boris = await world.addPerson('Boris');
  for (const person of [amara, boris]) await person.say('Hello');
});
afterAll(() => world.close());

const text = { text: { body: 'Hi' } };

/** A send that is answered with an id and fails later. */
async function failedLater(body: object): Promise<Json> {
  const { status, json } = await world.send(body);
  expect([status, json.error]).toEqual([200, undefined]);
  const wamid = json.messages[0].id;
  const update = await listener.find((one) => one.status?.id === wamid);
  expect(update.status.status).toBe('failed');
  return { ...update, answer: json };
}

test('a number that was not shared looks like one that nobody has', async () => {
  const unknown = await failedLater({ to: '+33612121212', ...text });
  const hidden = await failedLater({ to: boris.phone, ...text });
  for (const [{ answer, status, value }, phone] of [
    [unknown, '+33612121212'],
    [hidden, boris.phone],
  ] as const) {
    expect(answer.contacts).toEqual([{ input: phone, wa_id: phone.slice(1) }]);
    expect(status.errors[0]).toMatchObject({ code: 131026, title: 'Message undeliverable' });
    expect(status.recipient_user_id).toBeUndefined();
    expect(value.contacts).toBeUndefined();
  }
  expect((await boris.chat()).filter((row) => row.role === 'business')).toEqual([]);
});

test('somebody who never wrote is out of the window; the data given comes back', async () => {
  const stranger = await world.addPerson('Chidi');
  const { status } = await failedLater({ ...stranger.address, ...text, biz_opaque_callback_data: 'd1' });
  expect(status.errors[0]).toMatchObject({ code: 131047, title: 'Re-engagement message' });
  expect(status.biz_opaque_callback_data).toBe('d1');
  expect(status.recipient_id).toBeUndefined();
  expect(status.recipient_user_id).toBe(stranger.userId);
});

test('whoever blocked the shop is not written to', async () => {
  const dora = await world.addPerson('Dora');
  await dora.say('Hello');
  await world.app.modules.accounts.block(dora.accountId, world.shop.accountId);
  const { status } = await failedLater({ ...dora.address, ...text });
  expect(status.errors[0].code).toBe(131026);
  expect((await dora.chat()).filter((row) => row.role === 'business')).toEqual([]);
});

test('a picture that cannot be fetched fails later', async () => {
  for (const link of [
    'http://127.0.0.1:9/none.png',
    'http://10.0.0.1/inside.png',
    `${world.baseUrl}/healthz`,
  ]) {
    const { status } = await failedLater({ ...amara.address, type: 'image', image: { link } });
    expect(status.errors[0].code).toBe(131053);
  }
});

test('wrong requests are refused at once, with the field in the message', async () => {
  const button = (id: string, title: string) => ({ type: 'reply', reply: { id, title } });
  const buttons = (list: object[], over: object = {}) => ({
    type: 'interactive',
    interactive: { type: 'button', body: { text: 'x' }, action: { buttons: list }, ...over },
  });
  const rows = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `r${n}`, title: `R${n}` }));
  const list = (sections: object[]) => ({
    type: 'interactive',
    interactive: { type: 'list', body: { text: 'x' }, action: { button: 'Open', sections } },
  });
  const product = (catalog_id: string, sku: string) => ({
    type: 'interactive',
    interactive: { type: 'product', action: { catalog_id, product_retailer_id: sku } },
  });
  const cases: [object, number, string | RegExp][] = [
    [{ text: {} }, 131008, /text\['body'\] is required/],
    [{ text: { body: '' } }, 100, "(#100) Param text['body'] must be at least 1 characters long."],
    [
      { text: { body: 'x'.repeat(4_097) } },
      100,
      "(#100) Param text['body'] must be at most 4096 characters long.",
    ],
    [{ text: { body: 7 } }, 100, "(#100) Param text['body'] must be a string."],
    [{ type: 'text' }, 100, '(#100) The parameter text is required.'],
    [{ type: 'image', image: {} }, 131008, /image\['id'\] or image\['link'\]/],
    [{ type: 'image', image: { link: 'nonsense' } }, 100, "(#100) Param image['link'] is not a valid URI."],
    [
      { type: 'image', image: { id: '123456' } },
      100,
      "(#100) Param image['id'] is not a valid whatsapp business account media attachment ID",
    ],
    [buttons([]), 131009, /buttons'\] must be at least 1 items/],
    [buttons([1, 2, 3, 4].map((n) => button(`${n}`, `B${n}`))), 131009, /at most 3 items/],
    [buttons([button('a', 'A'), button('a', 'B')]), 131009, /Button ids must be unique/],
    [buttons([button('a', 'A title that is far too long')]), 131009, /at most 20 characters/],
    [buttons([button('a', 'A')], { body: undefined }), 131008, /interactive\['body'\] is required/],
    [list([{ rows: rows(11) }]), 131009, /Total row count exceeds/],
    [
      list([{ rows: rows(1) }, { title: 'Two', rows: [{ id: 'z', title: 'Z' }] }]),
      131009,
      /Section title is required/,
    ],
    [product(world.catalogGraphId, 'nothing'), 131009, /Products not found/],
    [product('999999999', 'sku-1'), 131009, /not connected/],
    [
      { ...text, context: { message_id: 'wamid.HBgLMTY1MDU1NTEyMzQ=' } },
      131009,
      /not a message of this conversation/,
    ],
    [{ type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍' } }, 131009, /not a message of this/],
    [{ ...text, biz_opaque_callback_data: 'x'.repeat(513) }, 100, /at most 512/],
    [{ ...text, messaging_product: 'sms' }, 100, /messaging_product/],
  ];
  for (const [body, code, wanted] of cases) {
    const { status, json } = await world.send({ ...amara.address, ...body });
    expect([status, json.error?.code, JSON.stringify(body).slice(0, 200)]).toEqual([
      400,
      code,
      JSON.stringify(body).slice(0, 200),
    ]);
    if (typeof wanted === 'string') expect(json.error.message).toBe(wanted);
    else expect(`${json.error.message} ${json.error.error_data?.details}`).toMatch(wanted);
  }
});

test('a message of another conversation is not answered to, nor one of another shop marked as read', async () => {
  const said = await boris.say('Between us');
  const { json } = await world.send({ ...amara.address, ...text, context: { message_id: said.wamid } });
  expect(json.error.code).toBe(131009);
  const other = await world.addShop('autre');
  const path = `/v23.0/${other.shop.phoneNumberId}/messages`;
  const body = { messaging_product: 'whatsapp', status: 'read', message_id: said.wamid };
  const read = await world.graph('POST', path, { token: other.token, body });
  expect(read.json.error.code).toBe(131009);
});

test('recipients: oneself, nobody named, a user id of no form, digits in every spelling', async () => {
  const bodies: [object, number][] = [
    [{ to: world.shop.displayPhone, ...text }, 131021],
    [text, 100],
    [{ recipient: 'amara', ...text }, 100],
    [{ to: 'amara', ...text }, 131009],
  ];
  for (const [body, code] of bodies) expect((await world.send(body)).json.error.code).toBe(code);
  const national = amara.phone.slice(3);
  const spellings = [
    amara.phone,
    amara.phone.slice(1),
    `+33 (0)${national}`.replace('(0)', ''),
    `0${national}`,
  ];
  for (const to of spellings) {
    const { json } = await world.send({ to, ...text });
    expect(json.contacts).toEqual([{ input: to, wa_id: amara.phone.slice(1), user_id: amara.userId }]);
  }
});

test('hostile bodies get a Graph error', async () => {
  const path = `/v23.0/${world.shop.phoneNumberId}/messages`;
  const deep = `${'['.repeat(1_000)}${']'.repeat(1_000)}`;
  const bodies = ['{', '[]', '"x"', deep, `{"text":${deep}}`, '{"__proto__":{"to":"1"}}', '\0', 'a=b&c=%ZZ'];
  for (const body of bodies) {
    const { status, json } = await world.graph('POST', path, {
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect([status, json.error.code]).toEqual([400, 100]);
  }
  const { status, json } = await world.graph('POST', path, {
    body: `{"text":{"body":"${'x'.repeat(2_000_000)}"}}`,
    headers: { 'content-type': 'application/json' },
  });
  expect([status, json.error.code]).toEqual([413, 100]);
});

test('the window closes 24 hours after the person wrote, and opens with the next word', async () => {
  expect((await world.send({ ...amara.address, ...text })).json.messages).toHaveLength(1);
  world.clock.advance(24 * 3_600_000);
  const { status } = await failedLater({ ...amara.address, ...text });
  expect(status.errors[0].code).toBe(131047);
  await amara.say('I am back');
  const { json } = await world.send({ ...amara.address, ...text });
  await listener.find((one) => one.status?.id === json.messages[0].id && one.status.status === 'sent');
});
