import { ImagePlus, ListChecks, Package, Plus, Zap } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Content, ConversationId, ConversationView } from '../../../protocol/index.ts';
import { acceptedTypes, ImageDialog, type OutgoingImages, useClient, useDraft } from '../../thread/index.ts';
import { Composer, Menu, type ShownMessage, summarize, useI18n, useNow } from '../../ui/index.ts';
import { useSession } from '../session.tsx';
import { windowLeft } from './inbox-rows.ts';
import { ProductPicker } from './ProductPicker.tsx';
import { QuestionDialog } from './QuestionDialog.tsx';
import { QuickReplyDialog } from './QuickReplyDialog.tsx';
import { QuickReplyList, useQuickReplyPicker } from './QuickReplyList.tsx';

export interface ConsoleComposerProps {
  id: ConversationId;
  view: ConversationView;
  name: string;
  replyTo: ShownMessage | null;
  onReplyDone(): void;
  images: OutgoingImages;
}

type Open = 'products' | 'question' | 'replies' | null;

/** Answering as the shop: text, pictures, products, a question with buttons, and `/` for what is said every day. */
export function ConsoleComposer(props: ConsoleComposerProps) {
  const { id, view, name, replyTo, onReplyDone, images } = props;
  const i18n = useI18n();
  const { t } = i18n;
  const client = useClient();
  const now = useNow();
  const [draft, setDraft] = useDraft(id);
  const [open, setOpen] = useState<Open>(null);
  const picker = useQuickReplyPicker(draft, name, setDraft);
  const send = (content: Content) => {
    client.send(id, content, replyTo?.seq ? { replyTo: replyTo.seq } : {});
    onReplyDone();
    setOpen(null);
  };
  const quoted = replyTo && {
    name: replyTo.member === view.me ? t('conversation.you') : name,
    text: summarize(replyTo.content, i18n),
  };
  return (
    <div className="relative flex-none">
      {picker.isOpen && <QuickReplyList picker={picker} onManage={() => setOpen('replies')} />}
      <Composer
        placeholder={t(isTouch() ? 'console.composer.write_short' : 'console.composer.write', { name })}
        value={draft}
        onChange={(text) => {
          setDraft(text);
          client.setTyping(id, text !== '' && !text.startsWith('/'));
        }}
        onSend={(body) => {
          setDraft('');
          send({ type: 'text', body });
        }}
        onFiles={images.choose}
        onKey={picker.onKey}
        replyingTo={quoted}
        onCancelReply={onReplyDone}
        before={<AddMenu onFiles={images.choose} onOpen={setOpen} />}
        blockedText={windowLeft(view, now) > 0 ? null : t('console.window.blocked', { name })}
      />
      {images.chosen.length > 0 && <ImageDialog images={images} />}
      {open === 'products' && <ProductPicker onSend={send} onClose={() => setOpen(null)} />}
      {open === 'question' && <QuestionDialog onSend={send} onClose={() => setOpen(null)} />}
      {open === 'replies' && <QuickReplyDialog onClose={() => setOpen(null)} />}
    </div>
  );
}

function isTouch(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}

function AddMenu({ onFiles, onOpen }: { onFiles(files: File[]): void; onOpen(what: Open): void }) {
  const { t } = useI18n();
  const { staff } = useSession();
  const input = useRef<HTMLInputElement>(null);
  const items = [
    {
      label: t('console.composer.picture'),
      icon: <ImagePlus aria-hidden size={18} />,
      onSelect: () => input.current?.click(),
    },
    ...(staff.shop.catalog_id
      ? [
          {
            label: t('console.composer.products'),
            icon: <Package aria-hidden size={18} />,
            onSelect: () => onOpen('products'),
          },
        ]
      : []),
    {
      label: t('console.composer.question'),
      icon: <ListChecks aria-hidden size={18} />,
      onSelect: () => onOpen('question'),
    },
    {
      label: t('console.replies'),
      icon: <Zap aria-hidden size={18} />,
      onSelect: () => onOpen('replies'),
    },
  ];
  return (
    <>
      <Menu label={t('console.composer.add')} icon={<Plus size={22} />} items={items} />
      <input
        ref={input}
        type="file"
        accept={acceptedTypes.join(',')}
        multiple
        hidden
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}
