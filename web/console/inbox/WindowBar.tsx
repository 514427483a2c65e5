import { Timer, TimerOff } from 'lucide-react';
import type { ConversationView } from '../../../protocol/index.ts';
import { useI18n, useNow } from '../../ui/index.ts';
import { splitSpan, windowLeft } from './inbox-rows.ts';

/** How long the shop may still answer freely, or that it may not now and what opens it again. */
export function WindowBar({ view, name }: { view: ConversationView; name: string }) {
  const { t } = useI18n();
  const now = useNow();
  const left = windowLeft(view, now);
  const { hours, minutes } = splitSpan(left);
  return (
    <p className="flex min-h-8 flex-none items-center gap-2 bg-sunken px-4 py-1 text-soft text-xs two:px-6">
      {left > 0 ? (
        <>
          <Timer aria-hidden size={14} className="flex-none" />
          <span>
            <strong className="num font-semibold text-ok-ink">
              {t('console.window.left', { hours, minutes })}
            </strong>{' '}
            {t('console.window.left_text')}
          </span>
        </>
      ) : (
        <>
          <TimerOff aria-hidden size={14} className="flex-none" />
          <span>{t('console.window.closed', { name })}</span>
        </>
      )}
    </p>
  );
}
