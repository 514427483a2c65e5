import { expect, test } from 'bun:test';
import { parsePhoneNumberWithError } from 'libphonenumber-js';
import { demoCatalogue } from './catalogue.ts';
import { demoConversations, demoOrders } from './opening.ts';
import { demoPeople, demoQuickReplies, demoShop, demoStaff } from './world.ts';

const skus = new Map(
  demoCatalogue.products.flatMap((item) => item.variants.map((variant) => [variant.sku, variant])),
);
const handles = [...demoPeople, ...demoStaff].map(({ handle }) => handle);

test('numbers are well-formed and lie in the ranges that are kept for fiction', () => {
  const fiction = /^\+33(19900|26191|35301|46571|53649|63998)\d{4}$/;
  for (const phone of [demoShop.displayPhone, ...demoPeople.map((person) => person.phone)]) {
    expect(phone).toMatch(fiction);
    expect(parsePhoneNumberWithError(phone).isValid(), phone).toBe(true);
  }
  expect(new Set(demoPeople.map(({ phone }) => phone)).size).toBe(demoPeople.length);
});

test('one person shares the number and one does not; the shop has an owner and an agent', () => {
  expect(demoPeople.map(({ sharesNumber }) => sharesNumber).toSorted()).toEqual([false, true]);
  expect(demoStaff.map(({ role }) => role).toSorted()).toEqual(['agent', 'owner']);
  for (const { email } of demoStaff) expect(email).toMatch(/^[a-z]+@example\.com$/);
});

test('the profile fits the limits of a business profile in both languages', () => {
  for (const language of ['en', 'fr'] as const) {
    expect(demoShop.about[language].length).toBeLessThanOrEqual(139);
    expect(demoShop.description[language].length).toBeLessThanOrEqual(512);
    expect(demoShop.greeting[language].length).toBeLessThanOrEqual(1024);
  }
  expect(demoShop.address.length).toBeLessThanOrEqual(256);
  for (const { opens, closes } of demoShop.hours) expect(opens < closes).toBe(true);
});

test('what has been said names people, products and buttons that exist, in order of time', () => {
  for (const { person, messages } of demoConversations) {
    expect(demoPeople.some(({ handle }) => handle === person)).toBe(true);
    const times = messages.map(({ minutesAgo }) => minutesAgo);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(new Set(messages.map(({ from }) => from)).size).toBeGreaterThanOrEqual(2);
    const offered = new Set(
      messages.flatMap((message) => (message.type === 'buttons' ? message.buttons.map(({ id }) => id) : [])),
    );
    for (const [index, message] of messages.entries()) {
      expect(handles).toContain(message.from);
      if (message.type === 'product') expect(skus.has(message.sku), message.sku).toBe(true);
      if (message.type === 'button_reply') expect(offered.has(message.id)).toBe(true);
      if (message.type === 'reaction') expect(messages[index - message.back]?.from).not.toBe(message.from);
      if (message.type !== 'product_list') continue;
      for (const sku of message.sections.flatMap((section) => section.skus))
        expect(skus.has(sku), sku).toBe(true);
    }
  }
});

test('interactive messages keep the Cloud API’s limits', () => {
  for (const message of demoConversations.flatMap(({ messages }) => messages)) {
    if (message.type === 'buttons') {
      expect(message.buttons.length).toBeLessThanOrEqual(3);
      for (const { title } of message.buttons)
        expect(Math.max(title.en.length, title.fr.length)).toBeLessThanOrEqual(20);
    }
    if (message.type === 'product_list') {
      expect(Math.max(message.header.en.length, message.header.fr.length)).toBeLessThanOrEqual(60);
      for (const { title } of message.sections)
        expect(Math.max(title.en.length, title.fr.length)).toBeLessThanOrEqual(24);
    }
  }
});

test('the order under way can be fulfilled and delivered', () => {
  expect(demoOrders.length).toBeGreaterThan(0);
  for (const { person, lines, delivery } of demoOrders) {
    expect(demoPeople.some(({ handle }) => handle === person)).toBe(true);
    expect(demoShop.deliveries.map(({ id }) => id as string)).toContain(delivery);
    for (const { sku, quantity } of lines) expect(skus.get(sku)?.stock ?? 0, sku).toBeGreaterThan(quantity);
  }
});

test('quick replies have short names, once each, and both languages', () => {
  const names = demoQuickReplies.map(({ shortcut }) => shortcut);
  expect(new Set(names).size).toBe(names.length);
  for (const { shortcut, text } of demoQuickReplies) {
    expect(shortcut).toMatch(/^[a-z]{2,20}$/);
    expect(Math.min(text.en.length, text.fr.length)).toBeGreaterThan(40);
  }
});
