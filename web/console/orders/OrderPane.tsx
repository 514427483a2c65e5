import { MessageSquareText } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { ConsoleOrder, OrderId, PaymentTicket } from '../../../protocol/index.ts';
import { Avatar, OrderCard, Skeleton, useI18n } from '../../ui/index.ts';
import { useResource } from '../base/resource.ts';
import { api } from '../session.tsx';
import { BackLink, FaultState } from '../shell/Page.tsx';
import { OrderCommands } from './OrderCommands.tsx';
import { OrderEditor } from './OrderEditor.tsx';
import { OrderHistory } from './OrderHistory.tsx';
import { orderKey, paymentKey } from './order-cache.ts';

export function OrderPane({ orderId }: { orderId: OrderId }) {
  const order = useResource(orderKey(orderId), () => api.order(orderId));
  return (
    <div className="min-h-0 min-w-0 flex-1 overflow-y-auto overscroll-contain bg-paper">
      {order.data ? (
        <OrderView item={order.data} />
      ) : order.fault ? (
        <FaultState fault={order.fault} onRetry={order.reload} />
      ) : (
        <div className="p-6">
          <Skeleton className="mb-6 h-8 w-48" />
          <Skeleton className="h-96 max-w-md rounded-l" />
        </div>
      )}
    </div>
  );
}

function OrderView({ item }: { item: ConsoleOrder }) {
  const { order } = item;
  const [isEditing, setEditing] = useState(false);
  const payment = usePayment(item);
  return (
    <div className="mx-auto max-w-4xl px-4 pb-16 two:px-6">
      <OrderHead item={item} />
      <div className="grid items-start gap-x-6 gap-y-4 three:grid-cols-[minmax(0,1fr)_17rem]">
        <div className="min-w-0">
          {isEditing ? (
            <OrderEditor order={order} onDone={() => setEditing(false)} />
          ) : (
            <OrderCard order={order} payment={payment} linesMax={0} className="w-full!" />
          )}
        </div>
        <div className="flex flex-col gap-5">
          {!isEditing && <OrderCommands order={order} payment={payment} onEdit={() => setEditing(true)} />}
          <OrderHistory order={order} />
        </div>
      </div>
    </div>
  );
}

function OrderHead({ item: { order, person, conversation_id } }: { item: ConsoleOrder }) {
  const { t } = useI18n();
  const name = person.name || t('console.nameless');
  return (
    <header className="flex items-center gap-3 py-4 two:py-5">
      <BackLink to="/orders" className="two:hidden" />
      <Avatar name={name} />
      <div className="min-w-0 flex-1">
        <h1 className="truncate font-semibold text-l leading-tight">
          {t('order.title', { number: String(order.number) })}
        </h1>
        <p className="truncate text-soft text-s">
          <bdi>{name}</bdi>
        </p>
      </div>
      <Link
        href={`/inbox/${conversation_id}`}
        className="inline-flex min-h-11 flex-none items-center gap-2 rounded-m border-[1.5px] border-line bg-panel px-4 font-semibold text-s hover:bg-sunken"
      >
        <MessageSquareText aria-hidden size={17} />
        <span className="max-two:sr-only">{t('console.order.conversation')}</span>
      </Link>
    </header>
  );
}

function usePayment({ order }: ConsoleOrder): PaymentTicket | null {
  const id = order.payment_id;
  const { data } = useResource(id && `${paymentKey(id)} ${order.revision}`, () => api.payment(id!));
  return data ?? null;
}
