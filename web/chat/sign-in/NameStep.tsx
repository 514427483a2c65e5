import { type FormEvent, useState } from 'react';
import { type AccountView, limits } from '../../../protocol/index.ts';
import { Button, TextField, useI18n, wordError } from '../../ui/index.ts';
import { api, codeOf } from '../app/api.ts';
import { setAccount } from '../app/session.ts';

/** What a new person wants to be called: all that a shop sees. */
export function NameStep({ account }: { account: AccountView }) {
  const i18n = useI18n();
  const { t, locale } = i18n;
  const [name, setName] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      setAccount(await api.updateMe({ name: name.trim(), language: locale }));
    } catch (fault) {
      setError(wordError(codeOf(fault), i18n));
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit} className="mt-6 flex flex-col gap-4">
      <header>
        <h1 className="font-bold text-xl">{t('chat.sign_in.name_title')}</h1>
        <p className="mt-1 text-soft">{t('chat.sign_in.name_intro')}</p>
      </header>
      <TextField
        autoFocus
        label={t('chat.sign_in.name')}
        name="name"
        autoComplete="given-name"
        maxLength={limits.nameCharsMax}
        value={name}
        error={error}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" wide busy={busy} disabled={!name.trim()}>
        {t('chat.sign_in.begin')}
      </Button>
      <Button variant="quiet" onClick={() => setAccount(account)}>
        {t('chat.sign_in.later')}
      </Button>
    </form>
  );
}
