import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { cx, useI18n } from '../../ui/index.ts';
import { useSession } from '../session.tsx';
import { fillReply, findReplies, type QuickReply, useQuickReplies } from './quick-replies.ts';

export interface QuickReplyPicker {
  isOpen: boolean;
  found: QuickReply[];
  active: number;
  choose(reply: QuickReply): void;
  onKey(event: KeyboardEvent): boolean;
}

/** While the draft is `/word`: arrow keys choose, Enter or Tab takes, Esc gives up. */
export function useQuickReplyPicker(
  draft: string,
  name: string,
  setDraft: (text: string) => void,
): QuickReplyPicker {
  const i18n = useI18n();
  const { staff } = useSession();
  const replies = useQuickReplies(staff.shop.account_id, i18n);
  const [active, setActive] = useState(0);
  const [givenUp, setGivenUp] = useState('');
  const typed = /^\/(\S*)$/.exec(draft)?.[1];
  const found = typed === undefined ? [] : findReplies(replies, typed);
  const isOpen = typed !== undefined && givenUp !== draft;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other letters, other choices.
  useEffect(() => setActive(0), [typed]);
  const choose = (reply: QuickReply) => setDraft(fillReply(reply.text, name));
  const onKey = (event: KeyboardEvent) => {
    if (!isOpen) return false;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const chosen = found[active];
    if (step !== 0 && found.length > 0) setActive((active + step + found.length) % found.length);
    else if (event.key === 'Escape') setGivenUp(draft);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && chosen) choose(chosen);
    else return false;
    event.preventDefault();
    return true;
  };
  return { isOpen, found, active, choose, onKey };
}

export function QuickReplyList({ picker, onManage }: { picker: QuickReplyPicker; onManage(): void }) {
  const { t } = useI18n();
  const { found, active, choose } = picker;
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the active one is brought into view.
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <section
      aria-label={t('console.replies')}
      className="absolute inset-x-2 bottom-full z-10 mb-1 max-h-72 animate-appear overflow-y-auto rounded-m bg-raised p-1.5 shadow-over outline-1 outline-line two:inset-x-4"
    >
      <div ref={list} role="listbox" aria-label={t('console.replies')} tabIndex={-1}>
        {found.map((reply, index) => (
          <button
            key={reply.word}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(reply)}
            className={cx(
              'flex min-h-11 w-full items-baseline gap-3 rounded-s px-3 py-2 text-start',
              index === active ? 'bg-tint' : 'hover:bg-sunken',
            )}
          >
            <span dir="auto" className="flex-none font-semibold text-s">
              /{reply.word}
            </span>
            <span dir="auto" className="line-clamp-2 text-s text-soft">
              {reply.text}
            </span>
          </button>
        ))}
      </div>
      {found.length === 0 && <p className="px-3 py-2 text-s text-soft">{t('console.replies.none')}</p>}
      <button
        type="button"
        onClick={onManage}
        className="min-h-9 w-full rounded-s px-3 text-start font-semibold text-petrol text-s hover:bg-sunken pointer-coarse:min-h-11"
      >
        {t('console.replies.manage')}
      </button>
    </section>
  );
}
