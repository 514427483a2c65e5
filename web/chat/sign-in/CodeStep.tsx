import { type FormEvent, useEffect, useRef, useState } from 'react';
import { type CodeRequested, Fault, limits, type SignedIn } from '../../../protocol/index.ts';
import { Button, TextField, useI18n, wordError } from '../../ui/index.ts';
import { api, codeOf } from '../app/api.ts';

export interface CodeStepProps {
  request: CodeRequested;
  isSandbox: boolean;
  onDone(result: SignedIn): void;
  /** A new code was sent. */
  onRequest(request: CodeRequested): void;
  onBack(): void;
}

/** Takes the code as typed, pasted or offered by the system, and goes on by itself when it is whole. */
export function CodeStep({ request, isSandbox, onDone, onRequest, onBack }: CodeStepProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const [code, setCode] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const send = async (whole: string) => {
    setBusy(true);
    setError(null);
    try {
      onDone(await api.signIn({ request_id: request.request_id, code: whole }));
    } catch (fault) {
      setError(wordError(codeOf(fault), i18n));
      setCode('');
      setBusy(false);
      field.current?.focus();
    }
  };
  const change = (text: string) => {
    const digits = text.replace(/\D/g, '').slice(0, limits.codeDigits);
    setCode(digits);
    if (digits.length === limits.codeDigits && !busy) void send(digits);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(code);
  };
  return (
    <form onSubmit={submit} className="mt-6 flex flex-col gap-4">
      <header>
        <h1 className="font-bold text-xl">{t('chat.sign_in.code_title')}</h1>
        <p className="mt-1 text-soft">
          {isSandbox ? t('chat.sign_in.code_in_sandbox') : t('chat.sign_in.code_sent')}{' '}
          <bdi dir="ltr" className="num font-semibold text-ink">
            {request.phone}
          </bdi>
        </p>
        {isSandbox && (
          <a
            href="/sandbox"
            target="_blank"
            rel="noopener"
            className="text-petrol underline underline-offset-2"
          >
            {t('chat.sign_in.open_sandbox')}
          </a>
        )}
      </header>
      <TextField
        ref={field}
        label={t('chat.sign_in.code')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        dir="ltr"
        value={code}
        error={error}
        readOnly={busy}
        onChange={(event) => change(event.target.value)}
        inputClassName="num text-center text-xl tracking-[0.4em]"
      />
      <Button type="submit" wide busy={busy} disabled={code.length < limits.codeDigits}>
        {t('chat.sign_in.go_on')}
      </Button>
      <div className="flex flex-wrap justify-between">
        <Button variant="quiet" size="s" onClick={onBack}>
          {t('chat.sign_in.other_number')}
        </Button>
        <Resend request={request} onRequest={onRequest} onError={setError} />
      </div>
    </form>
  );
}

const resendAfterS = 30;

function Resend({ request, onRequest, onError }: ResendProps) {
  const i18n = useI18n();
  const [wait, setWait] = useState(resendAfterS);
  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1_000);
    return () => clearTimeout(timer);
  }, [wait]);
  const resend = async () => {
    setWait(resendAfterS);
    onError(null);
    try {
      onRequest(await api.requestCode(request.phone, undefined, i18n.locale));
    } catch (fault) {
      const pauseMs = fault instanceof Fault ? fault.retryAfterMs : undefined;
      setWait(Math.ceil((pauseMs ?? 0) / 1_000));
      onError(wordError(codeOf(fault), i18n));
    }
  };
  return (
    <Button variant="quiet" size="s" disabled={wait > 0} onClick={resend}>
      {wait > 0 ? i18n.t('chat.sign_in.resend_in', { seconds: wait }) : i18n.t('chat.sign_in.resend')}
    </Button>
  );
}

interface ResendProps {
  request: CodeRequested;
  onRequest(request: CodeRequested): void;
  onError(text: string | null): void;
}
