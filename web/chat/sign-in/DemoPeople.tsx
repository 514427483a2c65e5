import { useState } from 'react';
import type { SandboxFace } from '../../../protocol/index.ts';
import { Avatar, showToast, useI18n, wordError } from '../../ui/index.ts';
import { codeOf, sandboxApi } from '../app/api.ts';
import { setAccount } from '../app/session.ts';

/** In a sandbox: be somebody with one press. */
export function DemoPeople({ people }: { people: SandboxFace[] }) {
  const i18n = useI18n();
  const { t } = i18n;
  const [busy, setBusy] = useState(false);
  const continueAs = async (person: SandboxFace) => {
    setBusy(true);
    try {
      const { account } = await sandboxApi.signInAsPerson(person.phone);
      setAccount(account);
    } catch (fault) {
      showToast({ text: wordError(codeOf(fault), i18n) });
      setBusy(false);
    }
  };
  if (people.length === 0) return null;
  return (
    <section aria-labelledby="demo" className="mt-8 border-line border-t pt-6">
      <h2 id="demo" className="font-semibold">
        {t('chat.sign_in.demo_title')}
      </h2>
      <p className="mt-0.5 text-soft text-s">{t('chat.sign_in.demo_intro')}</p>
      <div className="mt-3 flex flex-col gap-2">
        {people.map((person) => (
          <button
            key={person.phone}
            type="button"
            disabled={busy}
            onClick={() => void continueAs(person)}
            className="flex min-h-14 items-center gap-3 rounded-m border-[1.5px] border-line bg-panel px-3 text-start font-semibold hover:bg-sunken"
          >
            <Avatar name={person.name} size="s" />
            {t('chat.sign_in.continue_as', { name: person.name })}
          </button>
        ))}
      </div>
    </section>
  );
}
