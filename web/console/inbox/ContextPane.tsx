import { Link as LinkIcon, Phone, QrCode, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { ConsoleOrder, ConversationId } from '../../../protocol/index.ts';
import { useConversation } from '../../thread/index.ts';
import { Avatar, Money, Pill, Skeleton, Time, useI18n } from '../../ui/index.ts';
import { useResource } from '../base/resource.ts';
import { Timeline } from '../base/Timeline.tsx';
import { ordersKey } from '../orders/order-cache.ts';
import { wordOrderForShop } from '../orders/order-words.ts';
import { api } from '../session.tsx';
import { summarizeCustomer } from './customer.ts';
import { personOf } from './inbox-rows.ts';

/** Who the person is to this shop: what was shared, how they came, what they ordered and paid. */
export function ContextPane({ id }: { id: ConversationId }) {
  const { t } = useI18n();
  const view = useConversation(id)?.view;
  const person = view && personOf(view);
  const { data } = useResource(ordersKey(`of ${id}`), () => api.orders({ conversation_id: id, limit: 99 }));
  if (!view || !person) return null;
  const name = person.name || t('console.nameless');
  return (
    <div className="flex flex-col gap-5 px-5 py-5">
      <header className="flex flex-col items-center gap-2 text-center">
        <Avatar name={name} url={person.avatar_url} size="l" />
        <h2 className="font-semibold text-l">
          <bdi>{name}</bdi>
        </h2>
      </header>
      <ul className="flex flex-col gap-2 text-s">
        <Fact icon={<Phone size={16} />}>
          {person.phone ? (
            <bdi className="num">{person.phone}</bdi>
          ) : (
            <span className="text-soft">{t('console.number_not_shared')}</span>
          )}
        </Fact>
        <Came source={view.source} />
      </ul>
      {data ? <Dealings orders={data.orders} since={view.opened_at} /> : <Skeleton className="h-24" />}
    </div>
  );
}

function Fact({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-center gap-2.5">
      <span aria-hidden className="text-soft">
        {icon}
      </span>
      {children}
    </li>
  );
}

const sourceIcons = { qr: QrCode, link: LinkIcon, search: Search };

function Came({ source }: { source: 'qr' | 'link' | 'search' | null }) {
  const { t } = useI18n();
  if (!source) return null;
  const Icon = sourceIcons[source];
  return <Fact icon={<Icon size={16} />}>{t(`console.came.${source}`)}</Fact>;
}

function Dealings({ orders, since }: { orders: ConsoleOrder[]; since: number | null }) {
  const { t } = useI18n();
  const { spent, count } = summarizeCustomer(orders);
  return (
    <>
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1.5 text-s">
        {since !== null && (
          <>
            <dt className="text-soft">{t('console.customer.since')}</dt>
            <dd className="text-end font-semibold">
              <Time at={since} show="short-day" />
            </dd>
          </>
        )}
        <dt className="text-soft">{t('console.customer.orders')}</dt>
        <dd className="num text-end font-semibold">{count}</dd>
        <dt className="text-soft">{t('console.customer.spent')}</dt>
        <dd className="text-end font-semibold">
          {spent.length === 0
            ? '–'
            : spent.map((money) => <Money key={money.currency} value={money} className="block" />)}
        </dd>
      </dl>
      <section>
        <h3 className="mb-2 font-semibold text-s">{t('console.orders')}</h3>
        {orders.length === 0 ? (
          <p className="text-s text-soft">{t('console.customer.none')}</p>
        ) : (
          <ul className="flex flex-col gap-1.5">
            {orders.slice(0, 4).map((item) => (
              <OrderLink key={item.order.order_id} item={item} />
            ))}
          </ul>
        )}
      </section>
      <CustomerTimeline orders={orders} />
    </>
  );
}

function OrderLink({ item: { order } }: { item: ConsoleOrder }) {
  const { t } = useI18n();
  const state = wordOrderForShop(order);
  return (
    <li>
      <Link
        href={`/orders/${order.order_id}`}
        className="-mx-2 flex min-h-10 flex-wrap items-center gap-x-2 rounded-s px-2 py-1 text-s hover:bg-sunken pointer-coarse:min-h-11"
      >
        <span className="flex-1 whitespace-nowrap">{t('order.title', { number: String(order.number) })}</span>
        <Pill tone={state.tone}>{t(state.word)}</Pill>
        <span className="font-semibold">
          <Money value={order.total} />
        </span>
      </Link>
    </li>
  );
}

const turnsShown = 10;

function CustomerTimeline({ orders }: { orders: ConsoleOrder[] }) {
  const { t } = useI18n();
  const { turns } = summarizeCustomer(orders);
  if (turns.length === 0) return null;
  return (
    <section>
      <h3 className="mb-2 font-semibold text-s">{t('console.timeline')}</h3>
      <Timeline
        items={turns.slice(0, turnsShown).map(({ order, state, at }) => ({
          key: `${order.order_id} ${state} ${at}`,
          title: (
            <>
              {t(`order.${state}`)}
              {state === 'paid' && (
                <strong className="ms-1 font-semibold">
                  <Money value={order.total} />
                </strong>
              )}
            </>
          ),
          note: (
            <>
              <Time at={at} show="moment" /> · {t('order.title', { number: String(order.number) })}
            </>
          ),
        }))}
      />
    </section>
  );
}
