import { describe, expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileMessage, compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { errorCatalogue, orderStates, paymentStates, rails } from '../../../protocol/index.ts';
import ar from '../locales/ar.json';
import en from '../locales/en.json';
import fr from '../locales/fr.json';
import { createTranslator, type Locale, type MessageId } from './translator.ts';

const catalogues: Record<Locale, Record<string, string>> = { en, fr, ar };
const web = join(import.meta.dir, '..', '..');
const sources = readdirSync(web, { recursive: true })
  .map(String)
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(web, name), 'utf8') }));

describe.each(['fr', 'ar'] as const)('%s', (locale) => {
  test('has the ids of English, no more and no fewer', () => {
    expect(Object.keys(catalogues[locale]).sort()).toEqual(Object.keys(en).sort());
  });

  test('takes the values that English takes', () => {
    const differing = Object.entries(en)
      .filter(([id, text]) => valuesOf(text).join() !== valuesOf(catalogues[locale][id] ?? '').join())
      .map(([id]) => id);
    expect(differing).toEqual([]);
  });
});

test('Arabic has all six plural forms', () => {
  const plurals = Object.entries(ar).filter(([, text]) => text.includes(', plural,'));
  const poor = plurals.filter(
    ([, text]) => !['zero', 'one', 'two', 'few', 'many', 'other'].every((form) => text.includes(`${form} {`)),
  );
  expect(poor.map(([id]) => id)).toEqual([]);
});

test('every id used in the apps exists', () => {
  const missing = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/\bt\(\s*'([\w.]+)'/g)]
      .filter(([, id]) => !(id! in en))
      .map(([, id]) => `${name}: ${id}`),
  );
  expect(missing).toEqual([]);
});

test('every id made from a code exists', () => {
  const made = [
    ...Object.keys(errorCatalogue).map((code) => `error.${code}`),
    ...orderStates.map((state) => `order.${state}`),
    ...paymentStates.map((state) => `payment.${state}`),
    ...rails.map((rail) => `payment.paid_by_${rail}`),
  ];
  expect(made.filter((id) => !(id in en))).toEqual([]);
});

test('no id is left over', () => {
  const all = sources.map(({ text }) => text).join('\n');
  const made = /^(error|order|payment|system|tick)\./;
  const prefixes = [...all.matchAll(/`([\w.]+[._])\$\{/g)].map(([, prefix]) => prefix!);
  const unused = Object.keys(en).filter(
    (id) => !made.test(id) && !all.includes(`'${id}'`) && !prefixes.some((prefix) => id.startsWith(prefix)),
  );
  expect(unused).toEqual([]);
});

test('every text is valid ICU and keeps a foreign name to itself', () => {
  for (const texts of Object.values(catalogues))
    for (const text of Object.values(texts)) compileMessageOrThrow(text);
  const arabic = createTranslator({ locale: 'ar', messages: ar, compile: compileMessage as never });
  expect(arabic.t('conversation.typing', { name: 'Ana' })).toBe('\u2068Ana\u2069 يكتب الآن');
  const english = createTranslator({ locale: 'en', messages: en, compile: compileMessage as never });
  expect(english.t('conversation.typing', { name: 'Ana' })).toBe('Ana is writing');
  expect(english.t('conversation.unread_from_here', { count: 1 })).toBe('1 unread message');
  expect(english.t('no.such.id' as MessageId)).toBe('no.such.id');
});

function valuesOf(text: string): string[] {
  const names = new Set<string>();
  const walk = (tokens: unknown) => {
    if (!Array.isArray(tokens)) return;
    for (const token of tokens) {
      if (!Array.isArray(token)) continue;
      names.add(String(token[0]));
      if (token[2] && typeof token[2] === 'object') Object.values(token[2]).forEach(walk);
    }
  };
  walk(compileMessageOrThrow(text));
  return [...names].sort();
}
