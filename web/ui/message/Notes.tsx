import type { ReactNode } from 'react';
import { Time } from '../base/Value.tsx';
import { useI18n } from '../i18n/I18nProvider.tsx';

/** A line of the system in the middle of the conversation. */
export function SystemNote({ children }: { children: ReactNode }) {
  return (
    <p className="mx-auto my-1 w-fit max-w-[85%] rounded-m bg-sunken px-3 py-1 text-center text-soft text-xs">
      {children}
    </p>
  );
}

export function DaySeparator({ at }: { at: number }) {
  return (
    <div className="mx-auto my-2 w-fit rounded-full bg-sunken px-3 py-0.5 text-soft text-xs">
      <Time at={at} show="day" className="inline-block first-letter:uppercase" />
    </div>
  );
}

/** Stands where reading stopped the last time. */
export function UnreadDivider({ count }: { count: number }) {
  const { t } = useI18n();
  return (
    <div className="my-2 flex items-center gap-3 font-semibold text-petrol text-xs">
      <span className="h-px flex-1 bg-petrol opacity-40" />
      {t('conversation.unread_from_here', { count })}
      <span className="h-px flex-1 bg-petrol opacity-40" />
    </div>
  );
}

/** Three dots while the other side writes. */
export function TypingBubble({ name }: { name: string }) {
  const { t } = useI18n();
  return (
    <div className="bubble flex w-fit items-center gap-1.5 px-3.5 py-3" data-side="start" data-tail="true">
      <span className="sr-only">{t('conversation.typing', { name })}</span>
      <span aria-hidden className="typing-dot" />
      <span aria-hidden className="typing-dot" />
      <span aria-hidden className="typing-dot" />
    </div>
  );
}
