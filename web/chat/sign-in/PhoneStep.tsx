import { type FormEvent, useState } from 'react';
import type { CodeRequested } from '../../../protocol/index.ts';
import { Button, TextField, useI18n, wordError } from '../../ui/index.ts';
import { api, codeOf } from '../app/api.ts';
import { CountrySelect } from './CountrySelect.tsx';
import { guessCountry } from './calling-codes.ts';

export function PhoneStep({ onRequested }: { onRequested(request: CodeRequested): void }) {
  const i18n = useI18n();
  const { t, locale } = i18n;
  const [country, setCountry] = useState(() => guessCountry(navigator.languages));
  const [phone, setPhone] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    setBusy(true);
    try {
      onRequested(await api.requestCode(phone, country, locale));
    } catch (fault) {
      setError(wordError(codeOf(fault), i18n));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit} className="mt-6 flex flex-col gap-4">
      <header>
        <h1 className="font-bold text-xl">{t('chat.sign_in.title')}</h1>
        <p className="mt-1 text-soft">{t('chat.sign_in.intro')}</p>
      </header>
      <TextField
        label={t('chat.sign_in.phone')}
        type="tel"
        name="phone"
        autoComplete="tel"
        inputMode="tel"
        dir="ltr"
        required
        value={phone}
        error={error}
        hint={t('chat.sign_in.phone_hint')}
        onChange={(event) => setPhone(event.target.value)}
        before={<CountrySelect value={country} onChange={setCountry} />}
        inputClassName="num text-start"
      />
      <Button type="submit" wide busy={busy} disabled={phone.replace(/\D/g, '').length < 4}>
        {t('chat.sign_in.send_code')}
      </Button>
    </form>
  );
}
