// Every page of the people's app under axe, in light and dark, left to right and right to left.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import type { ConversationId } from '../../protocol/index.ts';
import { launchBrowser, openScreen, phoneSize } from '../support/browser.ts';
import { demoShop, startWorld, type World } from '../support/world.ts';

let world: World;
let browser: Browser;
let chat: ConversationId;
let product: string;

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

beforeAll(async () => {
  world = await startWorld();
  browser = await launchBrowser();
  const person = await world.demoPerson(0);
  const shop = await person.api.shop(demoShop);
  chat = await person.openChat();
  product = (await person.api.products(shop.catalog_id!, { limit: 1 })).products[0]!.product_id;
  const [sku] = world.sandbox.product_retailer_ids;
  await person.api.putCart(shop.account_id, { lines: [{ sku: sku!, quantity: 2 }] });
}, 120_000);

afterAll(async () => {
  await browser.close();
  await world.close();
});

const modes = [
  { theme: 'light', locale: 'en-GB' },
  { theme: 'dark', locale: 'en-GB' },
  { theme: 'light', locale: 'ar' },
  { theme: 'dark', locale: 'ar' },
] as const;

describe.each(modes)('$theme, $locale', ({ theme, locale }) => {
  test('signed out', async () => {
    const found: string[] = [];
    const { page, close } = await openPage(theme, locale);
    for (const path of ['/', `/b/${demoShop}`, '/b/no-such-shop', '/sandbox']) {
      await page.goto(path);
      await page.locator('h1:visible').first().waitFor();
      await page.waitForLoadState('networkidle');
      found.push(...(await findViolations(page, path)));
    }
    await close();
    expect(found).toEqual([]);
  }, 120_000);

  test('signed in', async () => {
    const found: string[] = [];
    const { page, close } = await openPage(theme, locale);
    await signIn(page);
    const panels = ['', '/profile', '/shop', `/product/${product}`, '/basket'].map(
      (panel) => `/c/${chat}${panel}`,
    );
    for (const path of ['/', ...panels, '/settings', '/wallet']) {
      await page.goto(path);
      await page.locator('h1:visible').first().waitFor();
      await page.waitForLoadState('networkidle');
      found.push(...(await findViolations(page, path)));
    }
    await close();
    expect(found).toEqual([]);
  }, 180_000);
});

async function openPage(theme: 'light' | 'dark', locale: string) {
  const screen = await openScreen(browser, { url: world.url, locale, viewport: phoneSize });
  await screen.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  return screen;
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/');
  const { phone } = world.sandbox.people[0]!;
  await page.evaluate(async (number) => {
    const headers = { 'content-type': 'application/json' };
    await fetch('/sandbox/sign-in', { method: 'POST', headers, body: JSON.stringify({ phone: number }) });
  }, phone);
}

async function findViolations(page: Page, path: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${path} ${id} ${target.join(' ')}: ${failureSummary}`),
  );
}
