import { Receipt } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import {
  type ConsoleOrder,
  type ConsoleOrderPage,
  type OrderId,
  type OrderState,
  orderStates,
} from '../../../protocol/index.ts';
import { Button, cx, EmptyState, Money, Pill, Skeleton, Tabs, Time, useI18n } from '../../ui/index.ts';
import { useResource } from '../base/resource.ts';
import { useAction } from '../base/use-action.ts';
import { api } from '../session.tsx';
import { FaultState } from '../shell/Page.tsx';
import { ordersKey } from './order-cache.ts';
import { wordOrderForShop } from './order-words.ts';

type Filter = OrderState | 'all';

/** States that a merchant looks for first; the others are offered when there are orders in them. */
const mainStates: readonly OrderState[] = ['placed', 'accepted', 'paid', 'shipped'];

export function OrderList({ openId }: { openId: OrderId | null }) {
  const { t } = useI18n();
  const [filter, setFilter] = useState<Filter>('all');
  const page = useResource(ordersKey(filter), () => api.orders(filter === 'all' ? {} : { state: filter }));
  const { data } = useResource(ordersKey('all'), () => api.orders());
  const counts = page.data?.counts ?? data?.counts ?? {};
  const states = orderStates.filter((state) => mainStates.includes(state) || counts[state]);
  return (
    <>
      <header className="flex flex-none flex-col gap-2.5 border-line border-b px-3.5 pt-3.5 pb-2.5">
        <h1 className="font-semibold text-l">{t('console.orders')}</h1>
        <Tabs<Filter>
          label={t('console.orders.filter')}
          value={filter}
          onChange={setFilter}
          className="-mx-1"
          items={[
            { key: 'all', label: t('console.orders.all') },
            ...states.map((key) => ({ key, label: <StateLabel state={key} count={counts[key] ?? 0} /> })),
          ]}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        {page.data ? (
          <Pages key={filter} first={page.data} filter={filter} openId={openId} />
        ) : page.fault ? (
          <FaultState fault={page.fault} onRetry={page.reload} />
        ) : (
          <RowsSkeleton />
        )}
      </div>
    </>
  );
}

function StateLabel({ state, count }: { state: OrderState; count: number }) {
  const { t } = useI18n();
  return (
    <>
      {t(state === 'accepted' ? 'payment.requested' : `order.${state}`)}
      {count > 0 && <span className="num opacity-75"> {count}</span>}
    </>
  );
}

interface PagesProps {
  first: ConsoleOrderPage;
  filter: Filter;
  openId: OrderId | null;
}

function Pages({ first, filter, openId }: PagesProps) {
  const { t } = useI18n();
  const [older, setOlder] = useState<ConsoleOrderPage | null>(null);
  const orders = [...first.orders, ...(older?.orders ?? [])].filter(
    ({ order }) => filter === 'all' || order.state === filter || order.order_id === openId,
  );
  const next = older ? older.next : first.next;
  const more = useAction(async () => {
    const page = await api.orders({ ...(filter === 'all' ? {} : { state: filter }), after: next! });
    setOlder({ ...page, orders: [...(older?.orders ?? []), ...page.orders] });
  });
  if (orders.length === 0) {
    return (
      <EmptyState
        icon={<Receipt size={26} />}
        title={t(filter === 'all' ? 'console.orders.empty' : 'console.orders.none')}
        text={filter === 'all' && t('console.orders.empty_text')}
        action={
          filter === 'all' && (
            <Link href="/shop/poster" className="font-semibold text-petrol">
              {t('console.poster')}
            </Link>
          )
        }
      />
    );
  }
  return (
    <>
      <ul>
        {orders.map((item) => (
          <li key={item.order.order_id}>
            <OrderRow item={item} isOpen={item.order.order_id === openId} />
          </li>
        ))}
      </ul>
      {next && (
        <Button variant="quiet" wide busy={more.isBusy} onClick={() => more.run()}>
          {t('console.load_older')}
        </Button>
      )}
    </>
  );
}

function OrderRow({ item, isOpen }: { item: ConsoleOrder; isOpen: boolean }) {
  const { t } = useI18n();
  const { order, person, placed_at } = item;
  const state = wordOrderForShop(order);
  const units = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  return (
    <Link
      href={`/orders/${order.order_id}`}
      aria-current={isOpen ? 'page' : undefined}
      className={cx(
        'flex min-h-19 flex-col justify-center gap-1 border-line border-b px-3.5 py-2.5 -outline-offset-2',
        isOpen ? 'bg-tint' : 'hover:bg-sunken',
      )}
    >
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-semibold">
          <bdi>{person.name || t('console.nameless')}</bdi>
        </span>
        <span className="font-semibold">
          <Money value={order.total} />
        </span>
      </span>
      <span className="flex items-center gap-2 text-soft text-s">
        <span className="min-w-0 flex-1 truncate">
          {t('order.title', { number: String(order.number) })} · {t('console.order.units', { count: units })}{' '}
          · <Time at={placed_at} show="brief" />
        </span>
        <Pill tone={state.tone}>{t(state.word)}</Pill>
      </span>
    </Link>
  );
}

function RowsSkeleton() {
  return [0, 1, 2, 3, 4, 5].map((row) => (
    <div key={row} className="flex min-h-19 flex-col justify-center gap-2 border-line border-b px-3.5">
      <Skeleton className="h-4 w-40" />
      <Skeleton className="h-3.5 w-56" />
    </div>
  ));
}
