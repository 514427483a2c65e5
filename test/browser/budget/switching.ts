// How long it takes from the press on a chat until its messages are painted, with long chats.
import type { Browser } from 'playwright-core';
import { newId } from '../../../protocol/index.ts';
import { openScreen } from '../../support/browser.ts';
import type { World, WorldPerson } from '../../support/world.ts';

const shops = 12;
const messagesPerChat = 300;
const switches = 60;

/** A person with chats of a dozen shops, each with a history. */
export async function fillShops(world: World): Promise<WorldPerson> {
  const { accounts, conversations } = world.app.modules;
  const person = await world.person('Noor Switching');
  for (let shop = 0; shop < shops; shop++) {
    const business = await accounts.createBusiness({
      handle: `shop-${shop}`,
      name: `Shop number ${shop}`,
      displayPhone: `+331990055${String(10 + shop)}`,
      currency: 'EUR',
    });
    const chat = { personAccountId: person.accountId, businessAccountId: business.accountId };
    const { conversationId } = await conversations.open(chat);
    const author = { accountId: person.accountId, deviceId: null, staffId: null, via: 'system' } as const;
    const messages = Array.from({ length: messagesPerChat }, (_, index) =>
      conversations.append({
        conversationId,
        messageId: newId('message'),
        author,
        content: { type: 'text', body: `Message ${index}. ${'A few more words. '.repeat(index % 7)}` },
      }),
    );
    await Promise.all(messages);
  }
  return person;
}

export async function measureSwitching(browser: Browser, world: World, person: WorldPerson) {
  const screen = await openScreen(browser, { url: world.url });
  await screen.context.addCookies([{ name: 'comptoir', value: person.token, url: world.url }]);
  const { page } = screen;
  await page.goto('/', { waitUntil: 'networkidle' });
  await page.getByText('Shop number 0').first().waitFor();
  const times: number[] = [];
  for (let i = 0; i < shops + switches; i++) {
    const took = await page.evaluate(switchTo, `Shop number ${i % shops}`);
    // The first visit to each chat fetches its page; what people do all day is go back and forth.
    if (i >= shops) times.push(took);
    await page.waitForTimeout(30);
  }
  await screen.close();
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))]!);
  return { count: times.length, p50: at(0.5), p95: at(0.95) };
}

/** Runs in the page: presses the row and waits until the conversation's messages stand in a painted frame. */
async function switchTo(name: string): Promise<number> {
  const rows = [...document.querySelectorAll('a, button')];
  const row = rows.find((one) => one.textContent?.includes(name)) as HTMLElement;
  const startedAt = performance.now();
  row.click();
  const isShown = () => {
    const log = document.querySelector('[role=log]');
    return log?.getAttribute('aria-label')?.includes(name) && /Message 299\./.test(log.textContent ?? '');
  };
  while (!isShown()) {
    if (performance.now() - startedAt > 10_000) throw new Error(`${name} was not shown`);
    await new Promise((painted) => requestAnimationFrame(painted));
  }
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  return performance.now() - startedAt;
}
