import { type CollectionId, type ConversationId, isId, type ProductId } from '../../../protocol/index.ts';

/** What the messenger shows for a path: at most a conversation, and something beside or over it. */
export interface MessengerRoute {
  conversationId: ConversationId | null;
  panel: Panel | null;
  page: 'settings' | 'wallet' | null;
}

export type Panel =
  | { name: 'profile' }
  | { name: 'shop'; collectionId: CollectionId | null }
  | { name: 'product'; productId: ProductId }
  | { name: 'basket' };

export function parseRoute(path: string): MessengerRoute {
  const [first, id, panel, argument] = path.split('/').filter(Boolean);
  const none = { conversationId: null, panel: null, page: null };
  if (first === 'settings' || first === 'wallet') return { ...none, page: first };
  if (first !== 'c' || !isId('conversation', id)) return none;
  return { ...none, conversationId: id, panel: parsePanel(panel, argument) };
}

export function pathTo(conversationId: ConversationId, panel?: Panel): string {
  const base = `/c/${conversationId}`;
  switch (panel?.name) {
    case undefined:
      return base;
    case 'shop':
      return panel.collectionId ? `${base}/shop/${panel.collectionId}` : `${base}/shop`;
    case 'product':
      return `${base}/product/${panel.productId}`;
    default:
      return `${base}/${panel?.name}`;
  }
}

function parsePanel(name: string | undefined, argument: string | undefined): Panel | null {
  if (name === 'profile' || name === 'basket') return { name };
  if (name === 'shop') return { name, collectionId: isId('collection', argument) ? argument : null };
  return name === 'product' && isId('product', argument) ? { name, productId: argument } : null;
}
