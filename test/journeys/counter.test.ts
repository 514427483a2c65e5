// The main job, as people do it: a person and a merchant, each in a real browser, from the shop's code to a paid and
// shipped order. Everything is found by what a person reads or hears.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openScreen, phoneSize, type Screen } from '../support/browser.ts';
import { demoShop, startWorld, type World } from '../support/world.ts';

let world: World;
let browser: Browser;
let person: Screen;
let merchant: Screen;
let chat: Page;
let desk: Page;

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
  const goOn = chat.getByRole('button', { name: 'Go on' });
  if (await goOn.isVisible().catch(() => false)) await goOn.click().catch(() => {});
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
  await chat.getByRole('button', { name: 'Catalogue' }).click();
  await chat.getByRole('searchbox', { name: 'Search the catalogue' }).fill('noyer');
  await chat
    .getByRole('link', { name: /Noyer 38/ })
    .or(chat.getByRole('button', { name: /Noyer 38/ }))
    .first()
    .click();
  await chat.getByRole('button', { name: 'Add to basket' }).click();
  await chat
    .getByRole('button', { name: /^(Look|Basket)/ })
    .first()
    .click();
  await chat.getByRole('button', { name: 'Send order' }).click();
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
  await chat.getByRole('button', { name: /^Pay / }).last().click();
  const dialog = chat.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Pay / }).click();
  await chat.getByText('Paid').last().waitFor();
  await world.settle();
  const after = await balances();
  expect(before.person - after.person).toBe(25_800n);
  expect(after.shop - before.shop).toBe(25_800n);
  await desk.getByRole('button', { name: 'Mark as shipped' }).last().click();
  const back = chat.getByRole('button', { name: 'Back to the chat' });
  if (await back.isVisible().catch(() => false)) await back.click();
  await chat.getByText('Shipped').last().waitFor();
}, 60_000);

test('all of it is there after a reload, and nothing went wrong on either screen', async () => {
  await chat.reload();
  await chat.getByText('Shipped').last().waitFor();
  await chat.getByText('We do, up to twenty letters.').last().waitFor();
  expect(person.troubles).toEqual([]);
  expect(merchant.troubles).toEqual([]);
}, 60_000);

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
