// A conversation on a real screen: where it opens, what moves and what does not, what is shown before the server
// knows, what survives a reload and the loss of the network.
import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test';
import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import sharp from 'sharp';
import { type Client, connect } from '../../client/index.ts';
import type { ConversationId } from '../../protocol/index.ts';
import { launchBrowser, openScreen, type Screen } from '../support/browser.ts';
import { until as untilWithin } from '../support/until.ts';
import { startWorld, type World, type WorldPerson } from '../support/world.ts';

const until = (check: () => boolean | Promise<boolean>) => untilWithin(check, 20_000);

let world: World;
let browser: Browser;
let amara: WorldPerson;
let chat: ConversationId;
let desk: Client;
let screen: Screen;
let page: Page;
let line: Line;

/** The page's socket, to be cut and joined again. */
interface Line {
  cut(): void;
  join(): void;
}

beforeAll(async () => {
  world = await startWorld({ sendsPerMinute: 100_000 });
  browser = await launchBrowser();
  desk = connect({ url: world.url, token: await signInStaff() });
}, 120_000);

afterAll(async () => {
  desk.close();
  await browser.close();
  await world.close();
});

beforeEach(async () => {
  await screen?.close();
  amara = await world.person('Amara Diallo');
  chat = await amara.openChat();
  // A shop may write freely once it was written to.
  amara.connect().send(chat, { type: 'text', body: 'Hello' });
  await world.settle();
  await desk.open(chat);
  await until(() => textsAtDesk().includes('Hello'));
  screen = await openScreen(browser, { url: world.url });
  page = screen.page;
  line = await holdLine(page);
  await screen.context.addCookies([{ name: 'comptoir', value: amara.token, url: world.url }]);
}, 60_000);

test('it opens at the first unread message, and says "read" of what was in view', async () => {
  await say('first, long ago');
  await amara.connect().open(chat);
  await world.settle();
  await readAll();
  for (let index = 1; index <= 40; index++) await say(`news number ${index}\nwith a second line`);
  await openChat();
  await page.getByText('40 unread messages').waitFor();
  expect(await isInView('news number 1\n')).toBe(true);
  expect(await isInView('news number 40\n')).toBe(false);
  const readBefore = await readCursor();
  expect(readBefore).toBeLessThan(lastSeq());
  await page.getByRole('button', { name: /Go to the newest message/ }).click();
  await until(async () => (await readCursor()) === lastSeq());
}, 90_000);

test('nobody who reads history is moved, by news or by older pages', async () => {
  for (let index = 1; index <= 160; index++) await say(`line ${index}${' and more'.repeat(index % 9)}`);
  await readAll();
  await openChat();
  await until(() => isInView('line 160'));
  const log = page.getByRole('log');
  await log.evaluate((element) => element.scrollBy(0, -1500));
  await page.waitForTimeout(400);
  const held = await firstInView();
  await say('one');
  await say('two');
  await page.getByRole('button', { name: '2 new messages' }).waitFor();
  expect(await firstInView()).toEqual(held);
  await scrollUpTo('line 3');
  await page.getByRole('button', { name: '2 new messages' }).click();
  await until(() => isInView('two'));
}, 120_000);

test('a message stands there at once; its ticks follow the truth', async () => {
  await openChat();
  line.cut();
  await write('Bonjour!');
  await page.getByRole('article', { name: /Bonjour!, .*waiting to be sent/ }).waitFor();
  line.join();
  await page.getByRole('article', { name: /Bonjour!, .*delivered/ }).waitFor();
  desk.markRead(chat);
  await page.getByRole('article', { name: /Bonjour!, .*, read/ }).waitFor();
  await desk.settle();
  expect(textsAtDesk()).toEqual(['Hello', 'Bonjour!']);
}, 60_000);

test('what was written without the network is kept over a reload and sent after it', async () => {
  await openChat();
  line.cut();
  await write('first');
  await write('second');
  await page.getByText('2 messages wait').first().waitFor();
  await page.getByRole('textbox', { name: /Message Atelier Lune/ }).fill('not finished');
  await page.reload();
  await page.getByRole('article', { name: /second, .*waiting/ }).waitFor();
  expect(await page.getByRole('textbox', { name: /Message Atelier Lune/ }).inputValue()).toBe('not finished');
  line.join();
  await page.getByRole('article', { name: /second, .*delivered/ }).waitFor({ timeout: 30_000 });
  expect(textsAtDesk()).toEqual(['Hello', 'first', 'second']);
}, 90_000);

test('who writes is seen writing, and answering quotes what was answered', async () => {
  await say('Which strap?');
  await openChat();
  desk.setTyping(chat, true);
  await page.getByText('Atelier Lune is writing').first().waitFor({ state: 'attached' });
  desk.setTyping(chat, false);
  const question = page.getByRole('article', { name: /Which strap/ });
  await question.focus();
  await page.keyboard.press('r');
  await page.getByText('Reply to Atelier Lune').waitFor();
  await page.keyboard.type('The petrol one');
  await page.keyboard.press('Enter');
  await page.getByRole('article', { name: /The petrol one, .*delivered/ }).waitFor();
  expect(desk.conversation(chat)!.messages.at(-1)!.replyTo).toBe(question ? lastSeq() - 1 : 0);
}, 60_000);

test('the keyboard goes from message to message and reacts', async () => {
  for (const text of ['one', 'two', 'three']) await say(text);
  await openChat();
  await page.getByRole('article', { name: /three/ }).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toContain('one');
  await page.keyboard.press('e');
  await page.getByRole('group', { name: 'React' }).getByRole('button', { name: '❤️' }).click();
  await until(() => desk.conversation(chat)!.messages.some(({ content }) => content.type === 'reaction'));
  const pressed = page.getByRole('button', { name: '❤️, 1' });
  expect(await pressed.getAttribute('aria-pressed')).toBe('true');
}, 60_000);

test('a picture is looked at, sent with its caption, and shown to both', async () => {
  await openChat();
  const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#0e5a63' } })
    .jpeg()
    .toBuffer();
  await page
    .locator('input[data-attach]')
    .setInputFiles({ name: 'strap.jpg', mimeType: 'image/jpeg', buffer: picture });
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Caption').fill('Like this?');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('article', { name: /Like this\?, .*delivered/ }).waitFor();
  const content = desk.conversation(chat)!.messages.at(-1)!.content;
  expect(content).toMatchObject({ type: 'image', caption: 'Like this?', width: 900, height: 600 });
  await page.reload();
  const shown = page.getByRole('img', { name: 'Like this?' });
  await until(() => shown.evaluate((image) => (image as HTMLImageElement).naturalWidth > 0));
}, 60_000);

test('it opens from what was kept when there is no network at all', async () => {
  await say('kept for later');
  await openChat();
  await page.getByText('kept for later').last().waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await until(() =>
    page.evaluate(async () => (await (await caches.open('comptoir-shell')).match('/')) !== undefined),
  );
  await page.waitForTimeout(700);
  line.cut();
  await screen.context.setOffline(true);
  await page.reload();
  await page.getByText('kept for later').last().waitFor();
  await page.getByText('You are offline').first().waitFor();
  await screen.context.setOffline(false);
}, 90_000);

async function signInStaff(): Promise<string> {
  const owner = world.sandbox.staff.find((member) => member.role === 'owner')!;
  const response = await fetch(`${world.url}/api/console/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: owner.email, password: owner.password }),
  });
  return response.headers.get('set-cookie')!.split(';')[0]!.split('=')[1]!;
}

async function holdLine(target: Page): Promise<Line> {
  let isCut = false;
  const open = new Set<WebSocketRoute>();
  await target.routeWebSocket(/\/socket$/, (route) => {
    if (isCut) return void route.close();
    route.connectToServer();
    open.add(route);
  });
  return {
    cut() {
      isCut = true;
      for (const route of open) void route.close();
      open.clear();
    },
    join() {
      isCut = false;
    },
  };
}

async function openChat(): Promise<void> {
  await page.goto(`/c/${chat}`);
  await page.getByRole('textbox', { name: /Message Atelier Lune/ }).waitFor();
}

async function write(text: string): Promise<void> {
  await page.getByRole('textbox', { name: /Message Atelier Lune/ }).fill(text);
  await page.keyboard.press('Enter');
}

/** The shop says something, and the server has it. */
async function say(body: string): Promise<void> {
  const messageId = desk.send(chat, { type: 'text', body });
  await until(() =>
    desk.conversation(chat)!.messages.some((one) => one.messageId === messageId && one.seq !== null),
  );
}

async function readAll(): Promise<void> {
  const device = amara.connect();
  await device.open(chat);
  device.markRead(chat);
  await until(async () => (await readCursor()) === lastSeq());
}

function textsAtDesk(): string[] {
  const { messages } = desk.conversation(chat)!;
  return messages.flatMap(({ content }) => (content.type === 'text' ? [content.body] : []));
}

function lastSeq(): number {
  return desk.conversation(chat)!.view.last_seq;
}

async function readCursor(): Promise<number> {
  const members = await world.app.modules.conversations.members(chat);
  return members.find(({ role }) => role === 'person')!.read;
}

async function isInView(text: string): Promise<boolean> {
  return page.getByRole('log').evaluate((log, wanted) => {
    const box = log.getBoundingClientRect();
    const item = [...log.querySelectorAll('[data-message]')].find((each) =>
      (each as HTMLElement).textContent.includes(wanted),
    );
    if (!item) return false;
    const { top, bottom } = item.getBoundingClientRect();
    return top < box.bottom && bottom > box.top;
  }, text);
}

/** The topmost message in view, and how far below the edge it stands. */
async function firstInView(): Promise<{ key: string; top: number }> {
  return page.getByRole('log').evaluate((log) => {
    const edge = log.getBoundingClientRect().top;
    const items = [...log.querySelectorAll<HTMLElement>('[data-message]')]
      .map((each) => ({
        key: each.dataset.message!,
        top: Math.round(each.getBoundingClientRect().top - edge),
      }))
      .filter(({ top }) => top >= 0);
    return items.sort((a, b) => a.top - b.top)[0]!;
  });
}

/** Scrolls up in steps until `text` is in view; after each step nothing moves by itself. */
async function scrollUpTo(text: string): Promise<void> {
  for (let step = 0; step < 60 && !(await isInView(text)); step++) {
    await page.getByRole('log').evaluate((log) => log.scrollBy(0, -500));
    await page.waitForTimeout(150);
    const before = await firstInView();
    await page.waitForTimeout(150);
    const after = await firstInView();
    expect(Math.abs(after.top - before.top)).toBeLessThanOrEqual(after.key === before.key ? 1 : 0);
  }
  expect(await isInView(text)).toBe(true);
}
