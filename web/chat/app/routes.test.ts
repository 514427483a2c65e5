import { expect, test } from 'bun:test';
import { newId } from '../../../protocol/index.ts';
import { parseRoute, pathTo } from './routes.ts';

const conversationId = newId('conversation');

test('every panel has a path of its own and is found again by it', () => {
  for (const panel of [
    { name: 'profile' },
    { name: 'basket' },
    { name: 'shop', collectionId: null },
    { name: 'shop', collectionId: newId('collection') },
    { name: 'product', productId: newId('product') },
  ] as const) {
    expect(parseRoute(pathTo(conversationId, panel))).toEqual({ conversationId, panel, page: null });
  }
  expect(parseRoute(pathTo(conversationId))).toEqual({ conversationId, panel: null, page: null });
});

test('a path that means nothing shows the list', () => {
  for (const path of ['/', '/c/cnv_x', '/c', '/x/y', `/c/${newId('order')}`]) {
    expect(parseRoute(path)).toEqual({ conversationId: null, panel: null, page: null });
  }
  expect(parseRoute('/settings').page).toBe('settings');
});
