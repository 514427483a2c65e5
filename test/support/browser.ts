// Real Chromium, Debian's, driven as a person would drive it.
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const phoneSize = { width: 390, height: 844 };
export const deskSize = { width: 1440, height: 900 };

export async function launchBrowser(): Promise<Browser> {
  if (!existsSync(executablePath))
    throw new Error('Chromium is not installed; `npm test` says how to install it');
  return chromium.launch({ executablePath, headless: true, args: flags });
}

export interface Screen {
  page: Page;
  context: BrowserContext;
  /** What went wrong on the page: errors, refused requests, requests to other hosts. */
  troubles: string[];
  close(): Promise<void>;
}

/** A window of its own cookies and storage. */
export async function openScreen(
  browser: Browser,
  options: { url: string; viewport?: { width: number; height: number }; locale?: string },
): Promise<Screen> {
  const { url, viewport = deskSize, locale = 'en-GB' } = options;
  const context = await browser.newContext({ baseURL: url, viewport, locale, timezoneId: 'Europe/Paris' });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const target = new URL(request.url());
    if (/^(http|ws)s?:$/.test(target.protocol) && target.host !== new URL(url).host) {
      troubles.push(`foreign host: ${target.host}`);
    }
  });
  return { page, context, troubles, close: () => context.close() };
}
