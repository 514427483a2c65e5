import { ImagePlus } from 'lucide-react';
import { useRef } from 'react';
import type { ConversationId, MemberView } from '../../../protocol/index.ts';
import { acceptedTypes, ImageDialog, type OutgoingImages, useClient, useDraft } from '../../thread/index.ts';
import { Composer, IconButton, type ShownMessage, summarize, useI18n } from '../../ui/index.ts';

export interface ChatComposerProps {
  id: ConversationId;
  other: MemberView;
  replyTo: ShownMessage | null;
  onReplyDone(): void;
  images: OutgoingImages;
}

export function ChatComposer({ id, other, replyTo, onReplyDone, images }: ChatComposerProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const client = useClient();
  const [draft, setDraft] = useDraft(id);
  const change = (text: string) => {
    setDraft(text);
    client.setTyping(id, text !== '');
  };
  const send = (body: string) => {
    client.send(id, { type: 'text', body }, replyTo?.seq ? { replyTo: replyTo.seq } : {});
    setDraft('');
    onReplyDone();
  };
  const isOther = replyTo?.member === other.member;
  const quoted = replyTo && {
    name: isOther ? other.name : t('conversation.you'),
    text: summarize(replyTo.content, i18n),
  };
  return (
    <>
      <Composer
        placeholder={t('chat.conversation.write', { name: other.name })}
        value={draft}
        onChange={change}
        onSend={send}
        onFiles={images.choose}
        replyingTo={quoted}
        onCancelReply={onReplyDone}
        before={<AttachButton onFiles={images.choose} />}
      />
      {images.chosen.length > 0 && <ImageDialog images={images} />}
    </>
  );
}

function AttachButton({ onFiles }: { onFiles(files: File[]): void }) {
  const { t } = useI18n();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton label={t('chat.conversation.attach')} onClick={() => input.current?.click()}>
        <ImagePlus size={22} />
      </IconButton>
      <input
        ref={input}
        type="file"
        accept={acceptedTypes.join(',')}
        multiple
        hidden
        data-attach
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}
