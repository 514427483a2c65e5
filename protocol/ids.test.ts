import { expect, test } from 'bun:test';
import { deriveId } from '../server/kit/derive.ts';
import { isId, newId } from './ids.ts';

test('ID1 an id names its kind and passes for no other', () => {
  const id = newId('message');
  expect(id).toMatch(/^msg_[0-9a-hjkmnp-tv-z]{26}$/);
  expect(isId('message', id)).toBe(true);
  expect(isId('order', id)).toBe(false);
  expect(isId('message', `${id}x`)).toBe(false);
  expect(isId('message', 42)).toBe(false);
});

test('ID2 ids sort by the time they were made', () => {
  const times = [0, 1, 255, 256, 1_700_000_000_000, 1_700_000_000_001, 2 ** 47];
  const ids = times.map((at) => newId('message', at));
  expect([...ids].sort()).toEqual(ids);
});

test('ID3 no two ids are the same', () => {
  expect(new Set(Array.from({ length: 10_000 }, () => newId('device', 5))).size).toBe(10_000);
});

test('ID4 a derived id is well-formed and depends on its parts alone', () => {
  expect(deriveId('message', 'order', 'ord_1', 2)).toBe(deriveId('message', 'order', 'ord_1', 2));
  expect(deriveId('message', 'order', 'ord_1', 2)).not.toBe(deriveId('message', 'order', 'ord_12'));
  expect(isId('message', deriveId('message', 'x'))).toBe(true);
});
