import { useEffect, useState } from 'react';
import type { CodeRequested, SignedIn } from '../../../protocol/index.ts';
import { useI18n } from '../../ui/index.ts';
import { useInstance } from '../app/instance.ts';
import { Logo } from '../app/Logo.tsx';
import { setAccount } from '../app/session.ts';
import { CodeStep } from './CodeStep.tsx';
import { DemoPeople } from './DemoPeople.tsx';
import { LanguageChoice } from './LanguageChoice.tsx';
import { NameStep } from './NameStep.tsx';
import { PhoneStep } from './PhoneStep.tsx';

/** A number, a code, a name: three small steps, or one press on a demo person in a sandbox. */
export function SignInPage() {
  const { t } = useI18n();
  const { data: instance } = useInstance();
  const [request, setRequest] = useState<CodeRequested | null>(null);
  const [signedIn, setSignedIn] = useState<SignedIn | null>(null);
  useEffect(() => {
    document.title = `${t('chat.sign_in.title')} · Comptoir`;
  }, [t]);
  const isSandbox = instance?.mode === 'sandbox';
  const finish = (result: SignedIn) => (result.is_new ? setSignedIn(result) : setAccount(result.account));
  return (
    <div className="flex min-h-dvh flex-col items-center bg-paper two:justify-center two:py-8">
      <main className="w-full max-w-md flex-1 bg-panel px-6 py-8 two:flex-none two:rounded-xl two:shadow-card">
        <Logo size={52} />
        {signedIn ? (
          <NameStep account={signedIn.account} />
        ) : request ? (
          <CodeStep
            request={request}
            isSandbox={isSandbox}
            onDone={finish}
            onRequest={setRequest}
            onBack={() => setRequest(null)}
          />
        ) : (
          <>
            <PhoneStep onRequested={setRequest} />
            {isSandbox && instance && <DemoPeople people={instance.people} />}
          </>
        )}
      </main>
      <LanguageChoice />
    </div>
  );
}
