import { BadgeCheck } from 'lucide-react';
import { memo } from 'react';
import { Link } from 'wouter';
import type { LocalConversation } from '../../../client/index.ts';
import { useDraft } from '../../thread/index.ts';
import { Avatar, Badge, cx, summarize, type Tick, Ticks, Time, useI18n } from '../../ui/index.ts';
import { loadConversationPane } from '../app/pages.ts';
import { pathTo } from '../app/routes.ts';
import { otherOf } from './filter.ts';

export interface ChatRowProps {
  conversation: LocalConversation;
  isSelected: boolean;
}

const preload = () => void loadConversationPane();

export const ChatRow = memo(function ChatRow({ conversation, isSelected }: ChatRowProps) {
  const { t } = useI18n();
  const { id, view } = conversation;
  const other = otherOf(conversation);
  const name = other?.name ?? '';
  const newest = conversation.messages.at(-1);
  return (
    <li>
      <Link
        to={pathTo(id)}
        aria-current={isSelected ? 'page' : undefined}
        onPointerEnter={preload}
        onFocus={preload}
        className={cx(
          'flex gap-3 border-line border-t px-4 py-3 -outline-offset-2 transition-colors duration-150',
          isSelected ? 'bg-tint' : 'hover:bg-sunken',
        )}
      >
        <Avatar name={name} url={other?.avatar_url} shape={other?.role === 'business' ? 'square' : 'round'} />
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1.5">
            <span className="truncate font-semibold">
              <bdi>{name}</bdi>
            </span>
            {other?.verified && <BadgeCheck aria-hidden size={16} className="flex-none text-petrol" />}
            <Time
              at={newest?.at ?? view.changed_at}
              show="brief"
              className="ms-auto flex-none text-soft text-xs"
            />
          </span>
          <span className="mt-0.5 flex items-center gap-2">
            <Preview conversation={conversation} />
            <Badge count={view.unread} label={t('conversation.unread_from_here', { count: view.unread })} />
          </span>
        </span>
      </Link>
    </li>
  );
});

/** A draft, who is writing, or the newest message, in this order. */
function Preview({ conversation }: { conversation: LocalConversation }) {
  const i18n = useI18n();
  const { view, typing, messages } = conversation;
  const [draft] = useDraft(conversation.id);
  const look = cx('line-clamp-1 min-w-0 flex-1 text-s', view.unread > 0 ? 'text-ink' : 'text-soft');
  if (typing.length > 0) {
    return (
      <span className={cx(look, 'text-petrol')}>
        {i18n.t('conversation.typing', { name: otherOf(conversation)?.name ?? '' })}
      </span>
    );
  }
  if (draft) {
    return (
      <span className={look}>
        <span className="font-semibold text-petrol">{i18n.t('chat.list.draft')}</span> <bdi>{draft}</bdi>
      </span>
    );
  }
  const newest = messages.at(-1);
  const content = newest?.content ?? view.last_message?.content;
  return (
    <span className={look}>
      {newest?.mine && newest.state !== 'received' && (
        <span className="me-1 inline-block align-[-2px]">
          <Ticks tick={newest.state === 'pending' ? 'waiting' : (newest.state as Tick)} />
        </span>
      )}
      <bdi>{content ? summarize(content, i18n) : ''}</bdi>
    </span>
  );
}
