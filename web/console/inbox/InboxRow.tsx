import { Timer } from 'lucide-react';
import { memo } from 'react';
import { Link } from 'wouter';
import type { LocalConversation } from '../../../client/index.ts';
import type { OrderTicket } from '../../../protocol/index.ts';
import {
  Avatar,
  Badge,
  cx,
  type I18n,
  Pill,
  summarize,
  Ticks,
  Time,
  tickOf,
  useI18n,
  useNow,
} from '../../ui/index.ts';
import { wordOrderForShop } from '../orders/order-words.ts';
import { isClosing, personOf, splitSpan, windowLeft } from './inbox-rows.ts';

export interface InboxRowProps {
  conversation: LocalConversation;
  order: OrderTicket | null;
  isOpen: boolean;
}

/** One conversation in the list: who, when, the last words, what waits. */
export const InboxRow = memo(function InboxRow({ conversation, order, isOpen }: InboxRowProps) {
  const i18n = useI18n();
  const { id, view } = conversation;
  const person = personOf(view);
  const name = person?.name || i18n.t('console.nameless');
  const isUnread = view.unread > 0;
  return (
    <Link
      href={`/inbox/${id}`}
      aria-current={isOpen ? 'page' : undefined}
      className={cx(
        'flex min-h-19 items-start gap-3 border-line border-b px-3.5 py-3 -outline-offset-2',
        isOpen ? 'bg-tint' : 'hover:bg-sunken',
      )}
    >
      <Avatar name={name} url={person?.avatar_url} {...(isOpen ? { className: 'bg-panel!' } : {})} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate font-semibold">
            <bdi>{name}</bdi>
          </span>
          <Time at={view.changed_at} show="brief" className="text-soft text-xs" />
        </span>
        <span className="flex items-center gap-2">
          <LastLine conversation={conversation} i18n={i18n} isUnread={isUnread} />
          <Badge
            count={view.unread}
            label={i18n.t('conversation.unread_from_here', { count: view.unread })}
          />
        </span>
        <Marks conversation={conversation} order={order} />
      </span>
    </Link>
  );
});

interface LastLineProps {
  conversation: LocalConversation;
  i18n: I18n;
  isUnread: boolean;
}

function LastLine({ conversation: { view, messages, typing }, i18n, isUnread }: LastLineProps) {
  const look = cx('min-w-0 flex-1 truncate text-s', isUnread ? 'text-ink' : 'text-soft');
  if (typing.length > 0) return <span className={cx(look, 'text-petrol')}>{i18n.t('console.typing')}</span>;
  const pending = messages.findLast((message) => message.seq === null);
  const last = view.last_message;
  const content = pending?.content ?? last?.content;
  if (!content) return <span className={look}>{i18n.t('system.conversation_started')}</span>;
  const isMine = pending !== undefined || last?.member === view.me;
  return (
    <>
      {isMine && content.type === 'text' && <OwnTick view={view} failed={pending?.state === 'failed'} />}
      <span dir="auto" className={cx(look, 'rtl:text-right')}>
        {summarize(content, i18n)}
      </span>
    </>
  );
}

function OwnTick({ view, failed }: { view: LocalConversation['view']; failed: boolean }) {
  const last = view.last_message;
  if (!last) return null;
  const shown = { key: '', member: view.me, at: 0, content: last.content, replyTo: null };
  const state = failed ? ('failed' as const) : ('sent' as const);
  const others = view.members.filter((member) => member.member !== view.me);
  return (
    <span className="-me-1 inline-flex">
      <Ticks tick={tickOf({ ...shown, seq: last.seq, state }, others)} />
    </span>
  );
}

/** What the merchant should see without opening: the order's state, and time that runs out. */
function Marks({
  conversation: { view },
  order,
}: {
  conversation: LocalConversation;
  order: OrderTicket | null;
}) {
  const { t } = useI18n();
  const now = useNow();
  const closing = isClosing(view, now);
  if (!order && !closing) return null;
  const state = order && wordOrderForShop(order);
  const { hours, minutes } = splitSpan(windowLeft(view, now));
  return (
    <span className="mt-1 flex flex-wrap items-center gap-1.5">
      {state && <Pill tone={state.tone}>{t(state.word)}</Pill>}
      {closing && (
        <span className="inline-flex items-center gap-1 rounded-full bg-brass-tint px-2 py-0.5 text-xs">
          <Timer aria-hidden size={12} />
          {t('console.window.short', { hours, minutes })}
        </span>
      )}
    </span>
  );
}
