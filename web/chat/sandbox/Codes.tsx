import { KeyRound } from 'lucide-react';
import type { SandboxCodeView } from '../../../protocol/index.ts';
import { Time, useI18n } from '../../ui/index.ts';
import { sandboxApi } from '../app/api.ts';
import { CopyButton } from './Copyable.tsx';
import { usePoll } from './use-poll.ts';

const everyMs = 1_500;
const shownMax = 5;

/** Sign-in codes as they are asked for: nothing is sent by SMS from a sandbox. */
export function Codes() {
  const { t } = useI18n();
  const { data } = usePoll(sandboxApi.codes, everyMs);
  const codes = data?.codes.slice(0, shownMax) ?? [];
  if (codes.length === 0) {
    return (
      <p className="flex min-h-16 items-center gap-3 rounded-m bg-sunken px-4 text-soft text-s">
        <KeyRound aria-hidden size={20} />
        {t('sandbox.no_codes')}
      </p>
    );
  }
  return (
    <ul aria-live="polite">
      {codes.map((code) => (
        <CodeRow key={`${code.phone} ${code.at}`} code={code} />
      ))}
    </ul>
  );
}

function CodeRow({ code }: { code: SandboxCodeView }) {
  const { t } = useI18n();
  return (
    <li className="flex min-h-16 animate-appear items-center gap-3 border-line py-2 not-first:border-t">
      <span className="min-w-0 flex-1">
        <span dir="ltr" className="num block w-fit">
          {code.phone}
        </span>
        <span className="block text-soft text-s">
          {t(`sandbox.purpose.${code.purpose}`)} · <Time at={code.at} />
        </span>
      </span>
      <strong dir="ltr" className="num font-mono text-xl tracking-widest">
        {code.code}
      </strong>
      <CopyButton label={t('sandbox.code')} value={code.code} />
    </li>
  );
}
