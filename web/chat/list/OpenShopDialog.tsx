import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { Button, Dialog, TextField, useI18n } from '../../ui/index.ts';

/** For who has a shop's link on paper: its last part is enough. */
export function OpenShopDialog({ onClose }: { onClose(): void }) {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const handle = readHandle(text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!handle) return;
    onClose();
    navigate(`/b/${handle}`);
  };
  return (
    <Dialog title={t('chat.list.open_shop')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-soft">{t('chat.list.open_shop_text')}</p>
        <TextField
          label={t('chat.list.shop_link')}
          dir="ltr"
          autoCapitalize="none"
          autoCorrect="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" disabled={!handle}>
          {t('chat.list.open')}
        </Button>
      </form>
    </Dialog>
  );
}

/** "lune" of "lune", "/b/lune" and "https://…/b/lune?source=qr". */
export function readHandle(text: string): string | null {
  const match = /^(?:.*\/b\/)?([a-z0-9][a-z0-9._-]{0,63})(?:[/?#].*)?$/i.exec(text.trim());
  return match ? match[1]!.toLowerCase() : null;
}
