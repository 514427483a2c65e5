import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { limits } from '../../../protocol/index.ts';
import { Button, Dialog, IconButton, TextField, useI18n } from '../../ui/index.ts';
import { TextArea } from '../base/TextArea.tsx';
import { useSession } from '../session.tsx';
import { type QuickReply, saveReplies, useQuickReplies } from './quick-replies.ts';

export function QuickReplyDialog({ onClose }: { onClose(): void }) {
  const i18n = useI18n();
  const { t } = i18n;
  const shopId = useSession().staff.shop.account_id;
  const [drafts, setDrafts] = useState(useQuickReplies(shopId, i18n));
  const change = (index: number, next: Partial<QuickReply>) =>
    setDrafts(drafts.map((reply, at) => (at === index ? { ...reply, ...next } : reply)));
  const save = () => {
    saveReplies(
      shopId,
      drafts.filter(({ word, text }) => word.trim() && text.trim()),
    );
    onClose();
  };
  return (
    <Dialog
      title={t('console.replies')}
      kind="sheet"
      size="m"
      onClose={onClose}
      footer={
        <>
          <Button onClick={save}>{t('common.save')}</Button>
          <Button variant="secondary" onClick={() => setDrafts([...drafts, { word: '', text: '' }])}>
            <Plus aria-hidden size={17} />
            {t('console.replies.add')}
          </Button>
        </>
      }
    >
      <p className="mb-3 text-soft text-s">{t('console.replies.text', { name: '{name}' })}</p>
      <ul className="flex flex-col gap-4">
        {drafts.map((reply, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are edited in place and never moved.
          <li key={index} className="flex gap-2 border-line border-t pt-3">
            <div className="grid min-w-0 flex-1 gap-2 two:grid-cols-[10rem_1fr]">
              <TextField
                label={t('console.replies.word')}
                before={<span className="text-soft">/</span>}
                value={reply.word}
                maxLength={24}
                onChange={(event) => change(index, { word: event.target.value.replace(/\s/g, '') })}
              />
              <TextArea
                label={t('console.replies.says')}
                value={reply.text}
                rows={2}
                maxLength={limits.textCharsMax}
                onChange={(event) => change(index, { text: event.target.value })}
              />
            </div>
            <IconButton
              label={t('console.replies.remove', { word: reply.word })}
              className="mt-6"
              onClick={() => setDrafts(drafts.filter((_, at) => at !== index))}
            >
              <Trash2 size={18} />
            </IconButton>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
