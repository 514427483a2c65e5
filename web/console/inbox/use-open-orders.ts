import { useMemo } from 'react';
import type { ConsoleOrderPage, OrderState, OrderTicket } from '../../../protocol/index.ts';
import { useConversations } from '../../thread/index.ts';
import { useResource } from '../base/resource.ts';
import { ordersKey } from '../orders/order-cache.ts';
import { api } from '../session.tsx';
import { ordersByConversation } from './inbox-rows.ts';

const waiting: OrderState[] = ['placed', 'accepted', 'paid', 'shipped'];

/** The order that each conversation is about now. */
export function useOpenOrders(): Map<string, OrderTicket> {
  const conversations = useConversations();
  const { data } = useResource(ordersKey('open'), loadOpenOrders);
  return useMemo(() => ordersByConversation(data?.orders ?? [], conversations), [data, conversations]);
}

async function loadOpenOrders(): Promise<ConsoleOrderPage> {
  const pages = await Promise.all(waiting.map((state) => api.orders({ state, limit: 99 })));
  return { ...pages[0]!, orders: pages.flatMap((page) => page.orders), next: null };
}
