import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { ConversationId } from '../../../protocol/index.ts';
import {
  DropZone,
  ImageViewer,
  useClient,
  useConversation,
  useOpenConversation,
  useOutgoingImages,
  useReadReceipts,
} from '../../thread/index.ts';
import {
  createShownMessages,
  EmptyState,
  MessageList,
  type ShownMessage,
  Skeleton,
  useI18n,
} from '../../ui/index.ts';
import { api } from '../session.tsx';
import { ConsoleComposer } from './ConsoleComposer.tsx';
import { personOf } from './inbox-rows.ts';
import { PaneHeader } from './PaneHeader.tsx';
import { useMerchantActions } from './use-merchant-actions.tsx';
import { WindowBar } from './WindowBar.tsx';

/** One conversation as the shop sees it: mounted anew for each. */
export function ConversationPane({ id }: { id: ConversationId }) {
  const { t } = useI18n();
  const opened = useOpenConversation(id);
  if (opened.isGone) {
    return (
      <EmptyState
        title={t('console.conversation.gone')}
        action={
          <Link href="/inbox" className="font-semibold text-petrol">
            {t('console.inbox.show_all')}
          </Link>
        }
      />
    );
  }
  return <LoadedConversation id={id} isReady={opened.isReady} unread={opened.unread} />;
}

interface LoadedProps {
  id: ConversationId;
  isReady: boolean;
  unread: { afterSeq: number; count: number } | null;
}

function LoadedConversation({ id, isReady, unread }: LoadedProps) {
  const { t } = useI18n();
  const client = useClient();
  const conversation = useConversation(id);
  const [replyTo, setReplyTo] = useState<ShownMessage | null>(null);
  const toShown = useMemo(createShownMessages, []);
  const images = useOutgoingImages(id, api.upload);
  const kept = conversation?.messages;
  const messages = useMemo(() => images.mergeInto(toShown(kept ?? [])), [kept, toShown, images.mergeInto]);
  const { actions, viewedImage, closeImage } = useMerchantActions(id, { onReply: setReplyTo, images });
  const onSeen = useReadReceipts(id);
  const view = conversation?.view;
  const person = view && personOf(view);
  if (!conversation || !view || !person || !isReady) return <PaneSkeleton />;
  const name = person.name || t('console.nameless');
  return (
    <DropZone onFiles={images.choose} className="relative flex min-h-0 flex-1 flex-col bg-paper">
      <PaneHeader id={id} person={person} />
      <WindowBar view={view} name={name} />
      <MessageList
        cacheKey={id}
        label={t('console.conversation.log', { name })}
        messages={messages}
        me={view.me}
        members={view.members}
        actions={actions}
        unread={unread}
        typingName={conversation.typing.includes(person.member) ? name : null}
        hasOlder={conversation.hasOlder}
        onLoadOlder={() => void client.loadOlder(id).catch(() => {})}
        onSeen={onSeen}
      />
      <ConsoleComposer
        id={id}
        view={view}
        name={name}
        replyTo={replyTo}
        onReplyDone={() => setReplyTo(null)}
        images={images}
      />
      {viewedImage && <ImageViewer mediaId={viewedImage} onClose={closeImage} />}
    </DropZone>
  );
}

function PaneSkeleton() {
  return (
    <div className="flex flex-1 flex-col">
      <div className="flex items-center gap-3 border-line border-b bg-panel px-4 py-2.5">
        <Skeleton className="size-11 rounded-full" />
        <Skeleton className="h-5 w-40" />
      </div>
      <div className="flex flex-1 flex-col justify-end gap-2 p-5">
        <Skeleton className="h-12 w-56 rounded-l" />
        <Skeleton className="h-10 w-44 self-end rounded-l" />
        <Skeleton className="h-20 w-64 rounded-l" />
      </div>
      <div className="h-15 border-line border-t bg-panel" />
    </div>
  );
}
