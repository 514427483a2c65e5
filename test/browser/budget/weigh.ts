// What a first visit loads, cold: the sizes of what was really asked for, as gzip -9 would send it.
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { openScreen } from '../../support/browser.ts';
import { demoShop, type World } from '../../support/world.ts';

export interface Weight {
  name: string;
  /** Kilobytes (1000 bytes) of JavaScript until the page was quiet. */
  scriptKb: number;
  scriptKbMax: number;
  foreign: number;
}

export async function weighPages(browser: Browser, world: World): Promise<Weight[]> {
  const chat = { scriptKbMax: 130 };
  return [
    await weigh(browser, world, { name: '/ signed out', path: '/', ...chat }),
    await weigh(browser, world, { name: `/b/${demoShop}`, path: `/b/${demoShop}`, ...chat }),
    await weigh(browser, world, { name: '/ signed in', path: '/', signIn: true, ...chat }),
    await weigh(browser, world, { name: '/console', path: '/console', scriptKbMax: 200 }),
  ];
}

async function weigh(
  browser: Browser,
  world: World,
  page: { name: string; path: string; scriptKbMax: number; signIn?: boolean },
): Promise<Weight> {
  const screen = await openScreen(browser, { url: world.url });
  if (page.signIn) await signInAsDemoPerson(screen.page, world);
  let bytes = 0;
  const reading: Promise<void>[] = [];
  screen.page.on('response', (response) => {
    if (!/javascript/.test(response.headers()['content-type'] ?? '')) return;
    if (new URL(response.url()).pathname === '/sw.js') return;
    reading.push(
      response.body().then(
        (body) => {
          bytes += gzipSync(body, { level: 9 }).length;
        },
        () => {},
      ),
    );
  });
  await screen.page.goto(page.path, { waitUntil: 'networkidle' });
  await Promise.all(reading);
  const foreign = screen.troubles.filter((trouble) => trouble.startsWith('foreign host')).length;
  await screen.close();
  return { name: page.name, scriptKb: Math.round(bytes / 100) / 10, scriptKbMax: page.scriptKbMax, foreign };
}

/** The session cookie without loading the app, so that the visit that is weighed is the first. */
export async function signInAsDemoPerson(page: Page, world: World): Promise<void> {
  await page
    .context()
    .addCookies([{ name: 'comptoir', value: world.sandbox.people[0]!.token, url: world.url }]);
}
