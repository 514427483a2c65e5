import {
  CircleHelp,
  EllipsisVertical,
  LogOut,
  MessageCirclePlus,
  Search,
  Settings,
  Store,
  Wallet,
} from 'lucide-react';
import { useDeferredValue, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { LocalConversation } from '../../../client/index.ts';
import type { ConversationId } from '../../../protocol/index.ts';
import { useClient, useConversations } from '../../thread/index.ts';
import { Button, EmptyState, IconButton, Menu, Skeleton, useI18n } from '../../ui/index.ts';
import { ConnectionBanner } from '../app/ConnectionBanner.tsx';
import { useInstance } from '../app/instance.ts';
import { signOut } from '../settings/sign-out.ts';
import { ChatRow } from './ChatRow.tsx';
import { filterConversations } from './filter.ts';
import { OpenShopDialog } from './OpenShopDialog.tsx';

export interface ChatListProps {
  selectedId: ConversationId | null;
  onHelp(): void;
}

export function ChatList({ selectedId, onHelp }: ChatListProps) {
  const { t } = useI18n();
  const [query, setQuery] = useState('');
  const [isOpening, setIsOpening] = useState(false);
  const conversations = useConversations();
  const shown = filterConversations(conversations, useDeferredValue(query));
  return (
    <nav aria-label={t('chat.list.label')} className="flex h-full flex-col bg-panel">
      <header className="flex items-center gap-1 ps-4 pe-2 pt-2">
        <h1 className="flex-1 font-bold text-xl">{t('chat.list.title')}</h1>
        <IconButton label={t('chat.list.open_shop')} onClick={() => setIsOpening(true)}>
          <MessageCirclePlus size={22} />
        </IconButton>
        <ListMenu onHelp={onHelp} />
      </header>
      <SearchField value={query} onChange={setQuery} />
      <ConnectionBanner />
      <Rows
        conversations={shown}
        selectedId={selectedId}
        isFiltered={query.trim() !== ''}
        onOpen={() => setIsOpening(true)}
      />
      {isOpening && <OpenShopDialog onClose={() => setIsOpening(false)} />}
    </nav>
  );
}

function ListMenu({ onHelp }: { onHelp(): void }) {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  return (
    <Menu
      label={t('common.more')}
      icon={<EllipsisVertical size={22} />}
      items={[
        { label: t('chat.wallet.title'), icon: <Wallet size={18} />, onSelect: () => navigate('/wallet') },
        {
          label: t('chat.settings.title'),
          icon: <Settings size={18} />,
          onSelect: () => navigate('/settings'),
        },
        { label: t('chat.keys.title'), icon: <CircleHelp size={18} />, onSelect: onHelp },
        {
          label: t('chat.settings.sign_out'),
          icon: <LogOut size={18} className="rtl:-scale-x-100" />,
          onSelect: () => void signOut(),
        },
      ]}
    />
  );
}

function SearchField({ value, onChange }: { value: string; onChange(text: string): void }) {
  const { t } = useI18n();
  return (
    <label className="mx-3 my-2 flex min-h-11 items-center gap-2 rounded-full bg-sunken px-4 focus-within:outline-2 focus-within:outline-petrol">
      <Search aria-hidden size={18} className="text-soft" />
      <span className="sr-only">{t('chat.list.search')}</span>
      <input
        type="search"
        dir="auto"
        data-chat-search
        value={value}
        placeholder={t('chat.list.search')}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          onChange('');
          event.currentTarget.blur();
        }}
        className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-soft"
      />
    </label>
  );
}

interface RowsProps {
  conversations: readonly LocalConversation[];
  selectedId: ConversationId | null;
  isFiltered: boolean;
  onOpen(): void;
}

function Rows({ conversations, selectedId, isFiltered, onOpen }: RowsProps) {
  const client = useClient();
  const { t } = useI18n();
  const hasMore = client.hasMoreConversations();
  const isLive = client.status().connection === 'live';
  if (conversations.length === 0 && isFiltered)
    return <p className="p-6 text-center text-soft">{t('chat.list.none_found')}</p>;
  if (conversations.length === 0) return isLive && !hasMore ? <NoChats onOpen={onOpen} /> : <RowsSkeleton />;
  return (
    <ul className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
      {conversations.map((conversation) => (
        <ChatRow
          key={conversation.id}
          conversation={conversation}
          isSelected={conversation.id === selectedId}
        />
      ))}
      {hasMore && isLive && !isFiltered && <LoadMore key={conversations.length} />}
    </ul>
  );
}

/** At the end of what is known: coming into view asks for more. */
function LoadMore() {
  const client = useClient();
  const [element, setElement] = useState<HTMLLIElement | null>(null);
  useEffect(() => {
    if (!element) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) client.loadMoreConversations().catch(() => {});
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [client, element]);
  return (
    <li ref={setElement}>
      <RowSkeleton />
    </li>
  );
}

function NoChats({ onOpen }: { onOpen(): void }) {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  const { data: instance } = useInstance();
  const shop = instance?.shops[0];
  return (
    <EmptyState
      icon={<Store size={28} />}
      title={t('chat.list.empty')}
      text={t('chat.list.empty_text')}
      action={
        shop ? (
          <Button onClick={() => navigate(`/b/${shop.handle}`)}>
            {t('chat.list.visit', { shop: shop.name })}
          </Button>
        ) : (
          <Button onClick={onOpen}>{t('chat.list.open_shop')}</Button>
        )
      }
    />
  );
}

function RowsSkeleton() {
  return (
    <div>
      <RowSkeleton />
      <RowSkeleton />
      <RowSkeleton />
    </div>
  );
}

function RowSkeleton() {
  return (
    <div className="flex gap-3 px-4 py-3">
      <Skeleton className="size-11 rounded-full" />
      <div className="flex flex-1 flex-col justify-center gap-2">
        <Skeleton className="h-4 w-32" />
        <Skeleton className="h-3 w-48" />
      </div>
    </div>
  );
}
