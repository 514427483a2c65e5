import { type FormEvent, useState } from 'react';
import type { CodeRequested } from '../../../protocol/index.ts';
import { Button, Dialog, TextField, useI18n, wordError } from '../../ui/index.ts';
import { api, codeOf } from '../app/api.ts';
import { signOut } from './sign-out.ts';

/** Cannot be undone, so it says what goes and asks for a code. */
export function DeleteAccount() {
  const { t } = useI18n();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button variant="quiet" className="text-bad" onClick={() => setIsOpen(true)}>
        {t('chat.settings.delete')}
      </Button>
      {isOpen && <DeleteDialog onClose={() => setIsOpen(false)} />}
    </>
  );
}

function DeleteDialog({ onClose }: { onClose(): void }) {
  const i18n = useI18n();
  const { t } = i18n;
  const [request, setRequest] = useState<CodeRequested | null>(null);
  const [code, setCode] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const go = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      if (!request) setRequest(await api.requestDeletionCode());
      else {
        await api.deleteMe({ request_id: request.request_id, code });
        await signOut();
      }
    } catch (fault) {
      setError(wordError(codeOf(fault), i18n));
    }
    setBusy(false);
  };
  return (
    <Dialog title={t('chat.settings.delete')} onClose={onClose}>
      <form onSubmit={go} className="flex flex-col gap-4">
        <p>{t('chat.settings.delete_text')}</p>
        {request && (
          <TextField
            label={t('chat.sign_in.code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            dir="ltr"
            value={code}
            error={error}
            onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
          />
        )}
        {!request && error && (
          <p role="alert" className="text-bad text-s">
            {error}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="danger" busy={busy} disabled={request !== null && code.length < 6}>
            {request ? t('chat.settings.delete_now') : t('chat.sign_in.send_code')}
          </Button>
          <Button variant="secondary" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
