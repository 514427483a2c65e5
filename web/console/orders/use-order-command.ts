import type { OrderCommand } from '../../../client/console.ts';
import type { OrderState, OrderTicket } from '../../../protocol/index.ts';
import { invalidateResources } from '../base/resource.ts';
import { type Action, useAction } from '../base/use-action.ts';
import { api } from '../session.tsx';
import { orderKey, showAhead, takeOrder } from './order-cache.ts';

const leadsTo: Record<OrderCommand, OrderState> = {
  accept: 'accepted',
  ship: 'shipped',
  complete: 'completed',
  cancel: 'canceled',
};

/** Moves an order on: shown at once, taken back when the server refuses. */
export function useOrderCommand(order: OrderTicket): Action<[command: OrderCommand, body?: string]> {
  return useAction(async (command: OrderCommand, body?: string) => {
    const takeBack = showAhead(order, leadsTo[command]);
    try {
      takeOrder(await api.commandOrder(order.order_id, command, body));
    } catch (error) {
      takeBack();
      invalidateResources(orderKey(order.order_id));
      throw error;
    }
  });
}
