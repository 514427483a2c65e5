import { useVirtualizer } from '@tanstack/react-virtual';
import { QrCode, Search, X } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { LocalConversation } from '../../../client/index.ts';
import type { ConversationId, OrderTicket } from '../../../protocol/index.ts';
import { useClient, useConversations, useStatus } from '../../thread/index.ts';
import { EmptyState, IconButton, Skeleton, Tabs, useI18n, useNow } from '../../ui/index.ts';
import { InboxRow } from './InboxRow.tsx';
import { type InboxFilter, inboxFilters, isClosing, selectConversations } from './inbox-rows.ts';
import { useOpenOrders } from './use-open-orders.ts';

export function InboxList({ openId }: { openId: ConversationId | null }) {
  const { t } = useI18n();
  const now = useNow();
  const conversations = useConversations();
  const orders = useOpenOrders();
  const [filter, setFilter] = useState<InboxFilter>('all');
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text);
  const shown = useMemo(
    () => selectConversations(conversations, { filter, text: wanted, now, orders, keepId: openId }),
    [conversations, filter, wanted, now, orders, openId],
  );
  const unread = conversations.filter(({ view }) => view.unread > 0).length;
  const closing = conversations.filter(({ view }) => isClosing(view, now)).length;
  const counts: Partial<Record<InboxFilter, number>> = { unread, closing };
  return (
    <>
      <header className="flex flex-none flex-col gap-2.5 border-line border-b px-3.5 pt-3.5 pb-2.5">
        <h1 className="font-semibold text-l">{t('console.inbox')}</h1>
        <SearchField value={text} onChange={setText} />
        <Tabs<InboxFilter>
          label={t('console.inbox.filter')}
          value={filter}
          onChange={setFilter}
          className="-mx-1"
          items={inboxFilters.map((key) => ({
            key,
            label: <FilterLabel filter={key} count={counts[key] ?? 0} />,
          }))}
        />
      </header>
      <Rows
        shown={shown}
        orders={orders}
        openId={openId}
        isFiltered={filter !== 'all' || wanted !== ''}
        onClear={() => {
          setFilter('all');
          setText('');
        }}
      />
    </>
  );
}

function FilterLabel({ filter, count }: { filter: InboxFilter; count: number }) {
  const { t } = useI18n();
  return (
    <>
      {t(`console.inbox.${filter}`)}
      {count > 0 && <span className="num opacity-75"> {count}</span>}
    </>
  );
}

function SearchField({ value, onChange }: { value: string; onChange(text: string): void }) {
  const { t } = useI18n();
  return (
    <div className="flex min-h-10 items-center gap-2 rounded-full bg-sunken px-3.5 focus-within:outline-2 focus-within:outline-petrol pointer-coarse:min-h-11">
      <Search aria-hidden size={17} className="flex-none text-soft" />
      <input
        dir="auto"
        type="search"
        aria-label={t('console.inbox.search')}
        placeholder={t('console.inbox.search')}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onChange('')}
        className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-soft [&::-webkit-search-cancel-button]:hidden"
      />
      {value && (
        <IconButton
          size="s"
          label={t('console.clear_search')}
          className="-me-2.5"
          onClick={() => onChange('')}
        >
          <X size={16} />
        </IconButton>
      )}
    </div>
  );
}

interface RowsProps {
  shown: LocalConversation[];
  orders: ReadonlyMap<string, OrderTicket>;
  openId: ConversationId | null;
  isFiltered: boolean;
  onClear(): void;
}

const rowHeightPx = 78;

function Rows({ shown, orders, openId, isFiltered, onClear }: RowsProps) {
  const { t } = useI18n();
  const scroller = useRef<HTMLDivElement>(null);
  const isListing = useMoreWhenNeeded(scroller, shown.length, isFiltered);
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => shown[index]!.id,
    overscan: 6,
  });
  if (shown.length === 0) {
    if (isListing) return <ListSkeleton />;
    return <NothingHere isFiltered={isFiltered} onClear={onClear} />;
  }
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
      <nav
        aria-label={t('console.inbox.list')}
        onKeyDown={moveBetweenRows}
        className="relative w-full"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index, key, start }) => (
          <div
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${start}px)` }}
          >
            <InboxRow
              conversation={shown[index]!}
              order={orders.get(shown[index]!.id) ?? null}
              isOpen={shown[index]!.id === openId}
            />
          </div>
        ))}
      </nav>
    </div>
  );
}

/** Asks for more of the list near its end, and for all of it while one searches. Whether more is on its way. */
function useMoreWhenNeeded(
  scroller: React.RefObject<HTMLDivElement | null>,
  count: number,
  isFiltered: boolean,
): boolean {
  const client = useClient();
  const { connection } = useStatus();
  const hasMore = client.hasMoreConversations();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that came is a reason to look again.
  useEffect(() => {
    if (!hasMore || connection !== 'live') return;
    const element = scroller.current;
    const load = () => void client.loadMoreConversations().catch(() => {});
    if (isFiltered || !element) {
      load();
      return;
    }
    const look = () => {
      if (element.scrollHeight - element.scrollTop - element.clientHeight < 600) load();
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [client, hasMore, connection, count, isFiltered]);
  return hasMore;
}

function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a')].sort(
    (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
  );
  const next = links[links.indexOf(document.activeElement as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function NothingHere({ isFiltered, onClear }: { isFiltered: boolean; onClear(): void }) {
  const { t } = useI18n();
  if (isFiltered) {
    return (
      <EmptyState
        title={t('console.inbox.none_found')}
        action={
          <button type="button" onClick={onClear} className="min-h-11 font-semibold text-petrol">
            {t('console.inbox.show_all')}
          </button>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={<QrCode size={26} />}
      title={t('console.inbox.empty')}
      text={t('console.inbox.empty_text')}
      action={
        <Link href="/shop/poster" className="font-semibold text-petrol">
          {t('console.poster')}
        </Link>
      }
    />
  );
}

function ListSkeleton() {
  return (
    <div className="flex flex-col">
      {[0, 1, 2, 3, 4].map((row) => (
        <div key={row} className="flex gap-3 border-line border-b px-3.5 py-3">
          <Skeleton className="size-11 flex-none rounded-full" />
          <div className="flex flex-1 flex-col gap-2 pt-1">
            <Skeleton className="h-4 w-32" />
            <Skeleton className="h-3.5 w-44" />
          </div>
        </div>
      ))}
    </div>
  );
}
