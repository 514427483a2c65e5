import { type FormEvent, useState } from 'react';
import type { StaffView } from '../../../protocol/index.ts';
import { Button, TextField, useI18n, wordError } from '../../ui/index.ts';
import { useAction } from '../base/use-action.ts';
import { api } from '../session.tsx';
import { LanguageChoice } from '../shell/LanguageChoice.tsx';
import { DemoStaff } from './DemoStaff.tsx';

export function SignInPage({ onSignedIn }: { onSignedIn(staff: StaffView): void }) {
  const { t } = useI18n();
  return (
    <main className="grid min-h-dvh content-center justify-items-center gap-6 bg-paper px-4 py-10">
      <header className="flex flex-col items-center gap-3 text-center">
        <img src="/console/icon.svg" alt="" width={56} height={56} />
        <h1 className="font-semibold text-2xl">{t('console.sign_in.title')}</h1>
        <p className="max-w-sm text-soft">{t('console.sign_in.text')}</p>
      </header>
      <div className="ticket w-full max-w-sm">
        <div className="ticket-slip flex flex-col gap-4 pt-5">
          <SignInForm onSignedIn={onSignedIn} />
        </div>
      </div>
      <DemoStaff onSignedIn={onSignedIn} />
      <LanguageChoice />
    </main>
  );
}

function SignInForm({ onSignedIn }: { onSignedIn(staff: StaffView): void }) {
  const i18n = useI18n();
  const { t } = i18n;
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useAction(async () => onSignedIn(await api.signIn(email.trim(), password)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.run();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label={t('console.email')}
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label={t('console.password')}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={signIn.fault && wordError(signIn.fault.code, i18n)}
      />
      <Button type="submit" wide busy={signIn.isBusy}>
        {t('console.sign_in')}
      </Button>
    </form>
  );
}
