// The main pages under axe, light and dark, left to right and right to left.
import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { openScreen, phoneSize } from '../../support/browser.ts';
import { demoShop, type World } from '../../support/world.ts';
import { signInAsDemoPerson } from './weigh.ts';

export interface Audit {
  name: string;
  mode: string;
  /** Rule and the first element that breaks it. */
  violations: string[];
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const modes = [
  { colorScheme: 'light', locale: 'en-GB' },
  { colorScheme: 'dark', locale: 'en-GB' },
  { colorScheme: 'light', locale: 'ar' },
  { colorScheme: 'dark', locale: 'ar' },
] as const;

export async function auditPages(browser: Browser, world: World): Promise<Audit[]> {
  const person = await world.demoPerson(0);
  const chat = await person.openChat();
  const audits: Audit[] = [];
  for (const mode of modes) {
    const screen = await openScreen(browser, { url: world.url, locale: mode.locale, viewport: phoneSize });
    await screen.page.emulateMedia({ colorScheme: mode.colorScheme, reducedMotion: 'reduce' });
    for (const [name, path, isSignedIn] of [
      ['sign-in', '/', false],
      ['shop', `/b/${demoShop}`, false],
      ['console', '/console', false],
      ['chat', `/c/${chat}`, true],
    ] as const) {
      if (isSignedIn) await signInAsDemoPerson(screen.page, world);
      await screen.page.goto(path, { waitUntil: 'networkidle' });
      const { violations } = await new AxeBuilder({ page: screen.page }).withTags(tags).analyze();
      audits.push({
        name,
        mode: `${mode.colorScheme} ${mode.locale}`,
        violations: violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`),
      });
    }
    await screen.close();
  }
  return audits;
}
