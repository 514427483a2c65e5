// The main job, as people do it: a person and a merchant, each in a real browser, from the shop's code to a paid and
// shipped order. Everything is found by what a person reads or hears.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { type ShopBot, startShopBot } from '../../examples/shop-bot/bot.ts';
import { launchBrowser, openScreen, phoneSize, type Screen } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { demoShop, startWorld, type World } from '../support/world.ts';

let world: World;
let browser: Browser;
let person: Screen;
let merchant: Screen;
let chat: Page;
let desk: Page;
let bot: ShopBot;

beforeAll(async () => {
  world = await startWorld();
  browser = await launchBrowser();
  person = await openScreen(browser, { url: world.url, viewport: phoneSize });
  merchant = await openScreen(browser, { url: world.url });
  chat = person.page;
  desk = merchant.page;
}, 90_000);

afterAll(async () => {
  await browser.close();
  await bot?.close();
  await world.close();
});

async function readCode(phone: string): Promise<string> {
  const response = await fetch(`${world.url}/sandbox/codes`, {
    headers: { authorization: `Bearer ${world.sandbox.sandbox_token}` },
  });
  const { codes } = (await response.json()) as { codes: { phone: string; code: string }[] };
  return codes.find((one) => one.phone === phone)!.code;
}

test('a visitor opens the shop by its link, signs in by code and lands in the chat', async () => {
  await chat.goto(`/b/${demoShop}`);
  await chat.getByRole('heading', { name: 'Atelier Lune' }).first().waitFor();
  await chat.getByRole('button', { name: 'Message' }).click();
  await chat.getByLabel('Country').selectOption('FR');
  await chat.getByLabel('Phone number').fill('06 39 98 77 66');
  await chat.getByRole('button', { name: 'Send a code' }).click();
  await chat.getByRole('heading', { name: 'Enter the code' }).waitFor();
  await chat.getByLabel('Code', { exact: true }).fill(await readCode('+33639987766'));
  await chat.getByLabel('Name').fill('Léa Martin');
  await chat.getByRole('button', { name: 'Begin' }).click();
  await chat.getByRole('textbox', { name: 'Message Atelier Lune' }).waitFor();
  expect(new URL(chat.url()).pathname).toMatch(/^\/c\/cnv_/);
  const readers = chat.getByText('Read by Atelier Lune and the service that hosts its inbox');
  await readers.locator('visible=true').first().waitFor();
}, 60_000);

test('the merchant sits behind the counter and answers', async () => {
  await chat.getByRole('textbox', { name: 'Message Atelier Lune' }).fill('Bonjour! Do you engrave?');
  await chat.getByRole('button', { name: 'Send', exact: true }).click();
  await desk.goto('/console');
  const owner = world.sandbox.staff.find((member) => member.role === 'owner')!;
  await desk.getByLabel('E-mail').fill(owner.email);
  await desk.getByLabel('Password').fill(owner.password);
  await desk.getByRole('button', { name: 'Sign in', exact: true }).click();
  await desk.getByText('Léa Martin').first().click();
  await desk.getByText('Bonjour! Do you engrave?').last().waitFor();
  await desk.getByText('Number not shared').first().waitFor();
  await desk.getByRole('textbox', { name: /Answer Léa Martin/ }).fill('We do, up to twenty letters.');
  await desk.getByRole('button', { name: 'Send', exact: true }).click();
  await chat.getByText('We do, up to twenty letters.').last().waitFor();
}, 60_000);

test('the person fills a basket in the chat and sends the order', async () => {
  await fund();
  await orderNoyer();
  await chat
    .getByText(/Placed/)
    .last()
    .waitFor();
}, 60_000);

test('the merchant changes a quantity and accepts; the person is asked to pay', async () => {
  await desk
    .getByText(/Order \d+/)
    .last()
    .waitFor();
  await desk
    .getByRole('button', { name: 'Open the order' })
    .or(desk.getByRole('link', { name: 'Open the order' }))
    .last()
    .click();
  await desk.getByRole('button', { name: 'Change the order' }).last().click();
  await desk
    .getByRole('button', { name: /One more of Noyer 38/ })
    .last()
    .click();
  await desk.getByRole('button', { name: 'Save' }).last().click();
  await desk.getByRole('button', { name: 'Accept and ask for €258.00' }).last().waitFor();
  await desk
    .getByRole('button', { name: /Accept and ask for/ })
    .last()
    .click();
  await chat.getByRole('button', { name: /^Pay / }).last().waitFor();
}, 60_000);

test('the person pays to the cent, both get the receipt, and the card follows to shipped', async () => {
  const before = await balances();
  await payLast();
  await chat.getByText('Paid').last().waitFor();
  await world.settle();
  const after = await balances();
  expect(before.person - after.person).toBe(25_800n);
  expect(after.shop - before.shop).toBe(25_800n);
  await desk.getByRole('button', { name: 'Mark as shipped' }).last().click();
  await chat.getByText('Shipped').last().waitFor();
}, 60_000);

test('all of it is there after a reload, and nothing went wrong on either screen', async () => {
  await chat.reload();
  await chat.getByText('Shipped').last().waitFor();
  await chat.getByText('We do, up to twenty letters.').last().waitFor();
  expect(person.troubles).toEqual([]);
  expect(merchant.troubles).toEqual([]);
}, 60_000);

test('a bot on an unmodified client package takes over, and the person never shared the number', async () => {
  bot = await startShopBot({
    graphUrl: world.url,
    appId: world.sandbox.app_id,
    appSecret: world.sandbox.app_secret,
    verifyToken: world.sandbox.verify_token,
    accessToken: world.sandbox.access_token,
    wabaId: world.sandbox.waba_id,
    phoneNumberId: world.sandbox.phone_number_id,
    catalogId: world.sandbox.catalog_id,
    skus: world.sandbox.product_retailer_ids.slice(0, 3),
  });
  await say('Hello again');
  await chat.getByRole('button', { name: 'See the shop' }).last().click();
  await chat.getByRole('button', { name: 'Choose' }).last().click();
  await chat.getByRole('dialog').getByText('Everything').click();
  await chat.getByText('Our choice').last().waitFor();
  await orderNoyer();
  await payLast();
  await chat.getByText('Thank you, your payment has arrived. We are packing.').last().waitFor();
  await until(() => ['sent', 'delivered', 'read'].every((what) => didHear('status', what)));
  for (const what of ['text', 'interactive', 'order']) expect(didHear('message', what)).toBe(true);
  expect(didHear('payment', 'captured')).toBe(true);
  expect(bot.heard.every((heard) => heard.phone === undefined)).toBe(true);
}, 90_000);

test('once the number is shared, the bot sees it', async () => {
  await chat
    .getByRole('button', { name: /Atelier Lune/ })
    .first()
    .click();
  await chat.getByRole('button', { name: 'Share my number' }).click();
  await chat.getByRole('dialog').getByRole('button', { name: 'Share the number' }).click();
  await chat.getByText('The phone number was shared with the shop.').last().waitFor({ state: 'attached' });
  const back = chat.getByRole('button', { name: 'Back' });
  if (await back.isVisible().catch(() => false)) await back.click();
  await say('You can call me');
  await until(() => bot.heard.at(-1)?.phone === '33639987766');
}, 60_000);

const didHear = (kind: string, what: string) =>
  bot.heard.some((heard) => heard.kind === kind && heard.what === what);

async function say(text: string): Promise<void> {
  await chat.getByRole('textbox', { name: 'Message Atelier Lune' }).fill(text);
  await chat.getByRole('button', { name: 'Send', exact: true }).click();
}

async function orderNoyer(): Promise<void> {
  await chat.getByRole('button', { name: 'Catalogue' }).first().click();
  await chat.getByRole('searchbox', { name: 'Search the catalogue' }).fill('noyer');
  const card = chat
    .getByRole('link', { name: /Noyer 38/ })
    .or(chat.getByRole('button', { name: /Noyer 38/ }));
  await card.last().click();
  await chat.getByRole('button', { name: 'Add to basket' }).click();
  await chat
    .getByRole('button', { name: /^(Look|Basket)/ })
    .first()
    .click();
  await chat.getByRole('button', { name: 'Send order' }).click();
}

async function payLast(): Promise<void> {
  await chat.getByRole('button', { name: /^Pay / }).last().click();
  await chat.getByRole('dialog').getByRole('button', { name: /^Pay / }).click();
  await chat
    .getByText(/^You paid/)
    .first()
    .waitFor();
  const back = chat.getByRole('button', { name: 'Back to the chat' });
  if (await back.isVisible()) await back.click();
}

async function fund(): Promise<void> {
  const accountId = (await world.app.modules.accounts.findByPhone('+33639987766'))!;
  await world.app.modules.payments.fundSandboxWallet(accountId, 100_000n, 'EUR');
}

async function balances(): Promise<{ person: bigint; shop: bigint }> {
  const { accounts, ledger } = world.app.modules;
  const personId = (await accounts.findByPhone('+33639987766'))!;
  const shop = (await accounts.businessByHandle(demoShop))!;
  return { person: await ledger.balance(personId, 'EUR'), shop: await ledger.balance(shop.accountId, 'EUR') };
}
