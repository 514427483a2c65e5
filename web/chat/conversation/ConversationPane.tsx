import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
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
  Button,
  createShownMessages,
  EmptyState,
  MessageList,
  type ShownMessage,
  useI18n,
} from '../../ui/index.ts';
import { api } from '../app/api.ts';
import { ConnectionBanner } from '../app/ConnectionBanner.tsx';
import { otherOf } from '../list/filter.ts';
import { ChatComposer } from './ChatComposer.tsx';
import { ConversationHeader } from './ConversationHeader.tsx';
import { ConversationSkeleton } from './ConversationSkeleton.tsx';
import { useChatActions } from './use-chat-actions.tsx';

/** One conversation: mounted anew for each. */
export function ConversationPane({ id }: { id: ConversationId }) {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  const opened = useOpenConversation(id);
  if (opened.isGone) {
    return (
      <div className="grid h-full place-items-center">
        <EmptyState
          level={1}
          title={t('chat.conversation.gone')}
          action={<Button onClick={() => navigate('/')}>{t('chat.to_chats')}</Button>}
        />
      </div>
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
  const { actions, viewedImage, closeImage, payDialog } = useChatActions(id, { onReply: setReplyTo, images });
  const onSeen = useReadReceipts(id);
  const view = conversation?.view;
  const other = conversation && otherOf(conversation);
  if (!conversation || !view || !other || !isReady) return <ConversationSkeleton />;
  const typing = conversation.typing.includes(other.member) ? other.name : null;
  return (
    <DropZone onFiles={images.choose} className="relative flex h-full flex-col bg-paper">
      <ConversationHeader id={id} other={other} />
      <ConnectionBanner />
      <MessageList
        cacheKey={id}
        label={t('chat.conversation.log', { name: other.name })}
        messages={messages}
        me={view.me}
        members={view.members}
        actions={actions}
        unread={unread}
        typingName={typing}
        hasOlder={conversation.hasOlder}
        onLoadOlder={() => client.loadOlder(id).catch(() => {})}
        onSeen={onSeen}
      />
      <ChatComposer
        id={id}
        other={other}
        replyTo={replyTo}
        onReplyDone={() => setReplyTo(null)}
        images={images}
      />
      {viewedImage && <ImageViewer mediaId={viewedImage} onClose={closeImage} />}
      {payDialog}
    </DropZone>
  );
}
