import { expect, test } from 'bun:test';
import { newId } from '../../protocol/index.ts';
import { createDrafts, type DraftStorage } from './drafts.ts';

const ana = newId('conversation');
const koffi = newId('conversation');

function memory(): DraftStorage & { size(): number } {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    size: () => kept.size,
  };
}

test('each chat keeps its own draft over a reload', () => {
  const storage = memory();
  createDrafts(storage).write(ana, 'Bonjour');
  const reloaded = createDrafts(storage);
  expect(reloaded.read(ana)).toBe('Bonjour');
  expect(reloaded.read(koffi)).toBe('');
});

test('an empty draft leaves nothing behind, and listeners hear of every change', () => {
  const storage = memory();
  const drafts = createDrafts(storage);
  const heard: string[] = [];
  const stop = drafts.subscribe(() => heard.push(drafts.read(ana)));
  drafts.write(ana, 'a');
  drafts.write(ana, '');
  stop();
  drafts.write(ana, 'b');
  expect(heard).toEqual(['a', '']);
  drafts.write(ana, '');
  expect(storage.size()).toBe(0);
});

test('a storage that refuses keeps the draft for this page', () => {
  const refuse = () => {
    throw new Error('full');
  };
  const drafts = createDrafts({ getItem: refuse, setItem: refuse, removeItem: refuse });
  drafts.write(ana, 'still here');
  expect(drafts.read(ana)).toBe('still here');
});
