import { ChevronDown, Reply } from 'lucide-react';
import { type KeyboardEvent, memo, useRef, useState } from 'react';
import { cx } from '../class-names.ts';
import { type I18n, useI18n } from '../i18n/I18nProvider.tsx';
import { type MessageScope, useMessageScope } from './actions.tsx';
import { Reactions, type Side } from './Bubble.tsx';
import { MessageContent } from './MessageContent.tsx';
import { MessageMenu } from './MessageMenu.tsx';
import { SystemNote } from './Notes.tsx';
import type { MessageRow } from './rows.ts';
import { tickOf } from './types.ts';
import { useTouch } from './use-touch.ts';
import { summarize, wordError, wordSystem } from './words.ts';

export interface MessageItemProps {
  row: MessageRow;
  /** The one message that Tab reaches; arrow keys move it. */
  tabStop: boolean;
  /** Marked for a moment after a jump. */
  marked: boolean;
  onFocus(key: string): void;
}

/** One message as one focusable item whose name says who, what, when and how far it has come. */
export const MessageItem = memo(function MessageItem({ row, tabStop, marked, onFocus }: MessageItemProps) {
  const i18n = useI18n();
  const scope = useMessageScope();
  const { message } = row;
  const item = useRef<HTMLElement>(null);
  const [menuOpen, setMenuOpen] = useState(false);
  const [isPointedAt, setPointedAt] = useState(false);
  const side: Side = message.member === scope.me ? 'end' : 'start';
  const reply = () => message.seq !== null && scope.actions.reply?.(message);
  const touch = useTouch({ onSwipe: reply, onHold: () => setMenuOpen(true) });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== item.current || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'r') reply();
    else if (event.key === 'Enter' || event.key === 'e') setMenuOpen(true);
    else return;
    event.preventDefault();
  };
  if (message.content.type === 'system') {
    return (
      <Focusable item={item} row={row} tabStop={tabStop} onFocus={onFocus}>
        <SystemNote>{wordSystem(message.content, i18n)}</SystemNote>
      </Focusable>
    );
  }
  return (
    <Focusable item={item} row={row} tabStop={tabStop} onFocus={onFocus} onKeyDown={onKeyDown}>
      <div
        {...touch}
        onPointerEnter={(event) => setPointedAt(event.pointerType === 'mouse')}
        onPointerLeave={() => setPointedAt(false)}
        className={cx(
          'flex touch-pan-y items-center gap-1 rounded-l transition-colors duration-180',
          side === 'end' ? 'flex-row-reverse' : '',
          marked && 'bg-brass-tint',
        )}
      >
        <div
          className={cx(
            'flex max-w-[82%] flex-col two:max-w-[min(72%,34rem)]',
            side === 'end' && 'items-end',
          )}
        >
          <MessageContent row={row} side={side} />
          <MessageFoot row={row} scope={scope} i18n={i18n} />
        </div>
        {isPointedAt && (
          <Toolbar
            onReply={scope.actions.reply && message.seq !== null ? reply : null}
            onMore={() => setMenuOpen(true)}
          />
        )}
      </div>
      {menuOpen && <MessageMenu message={message} anchor={item} onClose={() => setMenuOpen(false)} />}
    </Focusable>
  );
});

interface FocusableProps {
  item: React.RefObject<HTMLElement | null>;
  row: MessageRow;
  tabStop: boolean;
  onFocus(key: string): void;
  onKeyDown?(event: KeyboardEvent): void;
  children: React.ReactNode;
}

function Focusable({ item, row, tabStop, onFocus, onKeyDown, children }: FocusableProps) {
  const i18n = useI18n();
  const scope = useMessageScope();
  return (
    <article
      ref={item}
      tabIndex={tabStop ? 0 : -1}
      data-message={row.key}
      data-seq={row.message.seq ?? undefined}
      aria-label={nameMessage(row, scope, i18n)}
      onFocus={() => onFocus(row.key)}
      onKeyDown={onKeyDown}
      className={cx('rounded-l outline-offset-0', row.first ? 'pt-2' : 'pt-0.5')}
    >
      {children}
    </article>
  );
}

/** Beside the bubble when a mouse is over the message. A finger swipes and holds, a keyboard has its keys. */
function Toolbar({ onReply, onMore }: { onReply: (() => void) | null; onMore(): void }) {
  const { t } = useI18n();
  const look = 'grid size-8 place-items-center rounded-full text-soft hover:bg-sunken hover:text-ink';
  return (
    <div className="flex animate-appear">
      {onReply && (
        <button
          type="button"
          tabIndex={-1}
          title={t('message.reply')}
          aria-label={t('message.reply')}
          onClick={onReply}
          className={look}
        >
          <Reply size={17} className="rtl:-scale-x-100" />
        </button>
      )}
      <button
        type="button"
        tabIndex={-1}
        title={t('message.actions')}
        aria-label={t('message.actions')}
        onClick={onMore}
        className={look}
      >
        <ChevronDown size={17} />
      </button>
    </div>
  );
}

function MessageFoot({ row, scope, i18n }: { row: MessageRow; scope: MessageScope; i18n: I18n }) {
  const { message, reactions } = row;
  const { actions } = scope;
  const { t } = i18n;
  const byline = actions.byline?.(message);
  return (
    <>
      <Reactions
        items={reactions}
        label={(emoji, count) => t('message.reaction_label', { emoji, count })}
        onToggle={(emoji) => actions.react?.(message, emoji)}
      />
      {byline && (
        <span className="px-1 text-soft text-xs">
          <bdi>{byline}</bdi>
        </span>
      )}
      {message.state === 'failed' && (
        <span className="flex flex-wrap items-center gap-x-2 px-1 text-bad text-s">
          {wordError(message.error, i18n)}
          {actions.retry && (
            <button
              type="button"
              className="min-h-8 font-semibold underline"
              onClick={() => actions.retry!(message)}
            >
              {t('message.retry')}
            </button>
          )}
        </span>
      )}
    </>
  );
}

/** "Ana, see you tomorrow, 18:53, read" */
export function nameMessage(row: MessageRow, scope: MessageScope, i18n: I18n): string {
  const { message } = row;
  const text = summarize(message.content, i18n);
  const time = i18n.clock(message.at);
  if (message.content.type === 'system') return `${text}, ${time}`;
  const others = scope.members.filter((member) => member.member !== scope.me);
  if (message.member !== scope.me) {
    const author = others.find((member) => member.member === message.member);
    return i18n.t('message.label', { name: author?.name ?? '', text, time });
  }
  const state = i18n.t(`tick.${tickOf(message, others)}`);
  return i18n.t('message.label_own', { text, time, state });
}
