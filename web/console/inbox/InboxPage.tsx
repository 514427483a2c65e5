import { MessagesSquare } from 'lucide-react';
import type { ConversationId } from '../../../protocol/index.ts';
import { cx, EmptyState, useI18n } from '../../ui/index.ts';
import { ContextPane } from './ContextPane.tsx';
import { ConversationPane } from './ConversationPane.tsx';
import { InboxList } from './InboxList.tsx';

/** The list, the conversation and who it is with: one, two or three of them, as the screen has room. */
export function InboxPage({ conversationId }: { conversationId: string | null }) {
  const { t } = useI18n();
  const id = conversationId as ConversationId | null;
  return (
    <div className="flex min-h-0 flex-1">
      <div
        className={cx(
          'min-h-0 w-full flex-none flex-col border-line bg-panel two:flex two:w-72 two:border-e three:w-80',
          id ? 'hidden' : 'flex',
        )}
      >
        <InboxList openId={id} />
      </div>
      {id ? (
        <>
          <div className="flex min-h-0 min-w-0 flex-1 flex-col">
            <ConversationPane key={id} id={id} />
          </div>
          <aside
            aria-label={t('console.context')}
            className="hidden w-82 flex-none overflow-y-auto border-line border-s bg-panel three:block"
          >
            <ContextPane key={id} id={id} />
          </aside>
        </>
      ) : (
        <div className="hidden flex-1 place-items-center two:grid">
          <EmptyState
            icon={<MessagesSquare size={26} />}
            title={t('console.inbox.choose')}
            text={t('console.inbox.choose_text')}
          />
        </div>
      )}
    </div>
  );
}
