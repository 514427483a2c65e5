import { CodeXml, type LucideIcon, MessagesSquare, Package, Receipt, Store, Wallet } from 'lucide-react';
import type { MessageId } from '../../ui/index.ts';

export interface Area {
  path: string;
  word: MessageId;
  icon: LucideIcon;
  /** Agents do not see it. */
  ownersOnly?: boolean;
  /** Behind "More" on a phone. */
  folded?: boolean;
}

export const areas: Area[] = [
  { path: '/inbox', word: 'console.inbox', icon: MessagesSquare },
  { path: '/orders', word: 'console.orders', icon: Receipt },
  { path: '/catalogue', word: 'console.catalogue', icon: Package },
  { path: '/wallet', word: 'console.wallet', icon: Wallet },
  { path: '/shop', word: 'console.shop', icon: Store, folded: true },
  { path: '/developers', word: 'console.developers', icon: CodeXml, ownersOnly: true, folded: true },
];

export function isInArea(location: string, area: { path: string }): boolean {
  return location === area.path || location.startsWith(`${area.path}/`);
}
