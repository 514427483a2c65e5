import { ChevronDown } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { MemberView } from '../../../protocol/index.ts';
import { Badge } from '../base/Badge.tsx';
import { IconButton } from '../base/Button.tsx';
import { Skeleton } from '../base/Placeholder.tsx';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { type MessageActions, type MessageScope, MessageScopeProvider } from './actions.tsx';
import { MessageItem } from './MessageItem.tsx';
import { DaySeparator, TypingBubble, UnreadDivider } from './Notes.tsx';
import { buildRows, type Row } from './rows.ts';
import type { ShownMessage } from './types.ts';
import { type ListScroll, useListScroll } from './use-message-list.ts';
import { summarize } from './words.ts';

export interface MessageListProps {
  /** Which conversation it is: its measures are kept under this. */
  cacheKey: string;
  /** "Messages with Atelier Lune" */
  label: string;
  /** Ascending by seq, local echoes last. Objects of messages that did not change stay the same. */
  messages: readonly ShownMessage[];
  me: number;
  members: readonly MemberView[];
  actions: MessageActions;
  /** As it was when the conversation was opened; null when all was read. */
  unread: { afterSeq: number; count: number } | null;
  typingName: string | null;
  hasOlder: boolean;
  onLoadOlder(): void;
  /** Everything up to this seq has been in view; the app decides whether it was also looked at. */
  onSeen(seq: number): void;
}

/** The log of a conversation. Mount it anew (by `key`) for another conversation. */
export function MessageList(props: MessageListProps) {
  const { messages, me, members, actions, unread, typingName } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(
    () => buildRows({ messages, me, unread, typingName }),
    [messages, me, unread, typingName],
  );
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const activeIndex = activeKey === null ? -1 : rows.findIndex((row) => row.key === activeKey);
  const lastSeq = useMemo(() => messages.findLast((message) => message.seq !== null)?.seq ?? 0, [messages]);
  const scroll = useListScroll({ ...props, rows, scroller, activeIndex, lastSeq });
  const { marked, goTo } = useJump(rows, scroll, props);
  const scope = useMemo<MessageScope>(() => {
    const bySeq = new Map(messages.map((message) => [message.seq, message]));
    return { me, members, actions, goTo, find: (seq) => bySeq.get(seq) ?? null };
  }, [me, members, actions, goTo, messages]);
  useFollowOwn(messages, me, scroll);
  const onKeyDown = useArrowKeys({ rows, activeIndex, scroll, scroller });
  return (
    <MessageScopeProvider value={scope}>
      <div className="relative min-h-0 flex-1">
        <div
          ref={scroller}
          role="log"
          aria-live="off"
          aria-label={props.label}
          tabIndex={-1}
          onKeyDown={onKeyDown}
          className="flex h-full flex-col overflow-y-auto overscroll-contain px-3.5 pb-2 [overflow-anchor:none] two:px-6"
        >
          {props.hasOlder && <OlderSkeleton />}
          <VirtualRows
            rows={rows}
            scroll={scroll}
            marked={marked}
            tabStop={activeIndex === -1 ? lastMessageKey(rows) : activeKey}
            onFocus={setActiveKey}
          />
        </div>
        <ToEnd scroll={scroll} messages={messages} me={me} />
        <Announcer messages={messages} members={members} me={me} />
      </div>
    </MessageScopeProvider>
  );
}

interface VirtualRowsProps {
  rows: readonly Row[];
  scroll: ListScroll;
  marked: string | null;
  tabStop: string | null;
  onFocus(key: string): void;
}

function VirtualRows({ rows, scroll: { virtualizer }, marked, tabStop, onFocus }: VirtualRowsProps) {
  return (
    <div className="relative mt-auto w-full flex-none" style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ index, key, start }) => {
        const row = rows[index];
        if (!row) return null;
        return (
          <div
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            className="absolute inset-x-0 top-0 pb-0.5"
            style={{ transform: `translateY(${start}px)` }}
          >
            {row.kind === 'message' ? (
              <MessageItem
                row={row}
                tabStop={row.key === tabStop}
                marked={row.key === marked}
                onFocus={onFocus}
              />
            ) : (
              <OtherRow row={row} />
            )}
          </div>
        );
      })}
    </div>
  );
}

function OtherRow({ row }: { row: Exclude<Row, { kind: 'message' }> }) {
  switch (row.kind) {
    case 'day':
      return <DaySeparator at={row.at} />;
    case 'unread':
      return <UnreadDivider count={row.count} />;
    case 'typing':
      return <TypingBubble name={row.name} />;
  }
}

function OlderSkeleton() {
  return (
    <div className="flex flex-none flex-col gap-2 pt-3">
      <Skeleton className="h-10 w-48 rounded-l" />
      <Skeleton className="h-10 w-64 self-end rounded-l" />
      <Skeleton className="h-10 w-56 rounded-l" />
    </div>
  );
}

/** "↓ 3 new": appears away from the end, counts what came since. */
function ToEnd({
  scroll,
  messages,
  me,
}: {
  scroll: ListScroll;
  messages: readonly ShownMessage[];
  me: number;
}) {
  const { t } = useI18n();
  const lastSeq = messages.findLast((message) => message.seq !== null)?.seq ?? 0;
  const seenSeq = useRef(lastSeq);
  if (scroll.atEnd) seenSeq.current = lastSeq;
  if (scroll.atEnd) return null;
  const isFresh = ({ member, seq }: ShownMessage) => member !== me && seq !== null && seq > seenSeq.current;
  const fresh = messages.filter(isFresh).length;
  const label = fresh > 0 ? t('conversation.to_new', { count: fresh }) : t('conversation.to_end');
  return (
    <div className="absolute end-4 bottom-3 animate-appear">
      <IconButton label={label} variant="panel" onClick={scroll.scrollToEnd}>
        <ChevronDown size={22} />
      </IconButton>
      <Badge count={fresh} label="" className="pointer-events-none absolute -end-1 -top-1.5" />
    </div>
  );
}

/** Says new messages aloud, once, and never those of one's own or of the past. */
function Announcer({
  messages,
  members,
  me,
}: {
  messages: readonly ShownMessage[];
  members: readonly MemberView[];
  me: number;
}) {
  const i18n = useI18n();
  const [text, setText] = useState('');
  const saidSeq = useRef<number | null>(null);
  useEffect(() => {
    const last = messages.findLast((message) => message.seq !== null);
    if (!last) return;
    const isNew = saidSeq.current !== null && last.seq! > saidSeq.current;
    saidSeq.current = Math.max(saidSeq.current ?? 0, last.seq!);
    if (!isNew || last.member === me) return;
    const name = members.find((member) => member.member === last.member)?.name ?? '';
    setText(`${name}: ${summarize(last.content, i18n)}`);
  }, [messages, members, me, i18n]);
  return (
    <div role="status" className="sr-only">
      {text}
    </div>
  );
}

/** What one just sent, ordered or paid is always shown, wherever one was reading. */
function useFollowOwn(messages: readonly ShownMessage[], me: number, scroll: ListScroll): void {
  const last = messages.at(-1);
  const isOwnAct = last?.member === me && (last.seq === null || ownActs.has(last.content.type));
  const ownKey = isOwnAct ? last.key : null;
  const { scrollToEnd } = scroll;
  const seen = useRef(ownKey);
  useEffect(() => {
    if (ownKey !== null && ownKey !== seen.current) scrollToEnd();
    seen.current = ownKey;
  });
}

const ownActs: ReadonlySet<string> = new Set(['order', 'payment']);

/** Jumps to a quoted or folded message; when its page is not loaded yet, asks for older ones until it is there. */
function useJump(rows: readonly Row[], scroll: ListScroll, props: MessageListProps) {
  const [marked, setMarked] = useState<string | null>(null);
  const [target, setTarget] = useState<{ seq: number } | { key: string } | null>(null);
  const { hasOlder, onLoadOlder } = props;
  useEffect(() => {
    if (!target) return;
    const index = rows.findIndex((row) => row.kind === 'message' && matches(row, target));
    if (index === -1) return hasOlder ? onLoadOlder() : setTarget(null);
    scroll.virtualizer.scrollToIndex(index, { align: 'center' });
    setMarked(rows[index]!.key);
    setTarget(null);
  }, [target, rows, hasOlder, onLoadOlder, scroll.virtualizer]);
  useEffect(() => {
    if (marked === null) return;
    const timer = setTimeout(() => setMarked(null), 1_600);
    return () => clearTimeout(timer);
  }, [marked]);
  return { marked, goTo: useCallback((to: { seq: number } | { key: string }) => setTarget(to), []) };
}

function matches(row: Extract<Row, { kind: 'message' }>, target: { seq: number } | { key: string }): boolean {
  return 'seq' in target ? row.message.seq === target.seq : row.key === target.key;
}

function lastMessageKey(rows: readonly Row[]): string | null {
  return rows.findLast((row) => row.kind === 'message')?.key ?? null;
}

interface ArrowKeysInput {
  rows: readonly Row[];
  activeIndex: number;
  scroll: ListScroll;
  scroller: React.RefObject<HTMLDivElement | null>;
}

/** Up and down go from message to message, Home and End to the first and last loaded. */
function useArrowKeys({ rows, activeIndex, scroll, scroller }: ArrowKeysInput) {
  return (event: KeyboardEvent) => {
    const isOnMessage = (event.target as HTMLElement).hasAttribute('data-message');
    const next = isOnMessage ? nextMessage(rows, activeIndex, event.key) : null;
    if (next === null) return;
    event.preventDefault();
    scroll.virtualizer.scrollToIndex(next, { align: 'auto' });
    focusWhenDrawn(scroller, rows[next]!.key, 10);
  };
}

function nextMessage(rows: readonly Row[], from: number, key: string): number | null {
  const isMessage = (index: number) => rows[index]?.kind === 'message';
  if (key === 'Home') return rows.findIndex((row) => row.kind === 'message');
  if (key === 'End') return rows.findLastIndex((row) => row.kind === 'message');
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return null;
  const step = key === 'ArrowUp' ? -1 : 1;
  for (let index = from + step; index >= 0 && index < rows.length; index += step) {
    if (isMessage(index)) return index;
  }
  return null;
}

/** The row may be drawn a few frames after the scroll. */
function focusWhenDrawn(
  scroller: React.RefObject<HTMLDivElement | null>,
  key: string,
  framesLeft: number,
): void {
  const item = scroller.current?.querySelector<HTMLElement>(`[data-message="${CSS.escape(key)}"]`);
  if (item) item.focus({ preventScroll: true });
  else if (framesLeft > 0) requestAnimationFrame(() => focusWhenDrawn(scroller, key, framesLeft - 1));
}
