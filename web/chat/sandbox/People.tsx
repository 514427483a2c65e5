import { ExternalLink, Send } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { SandboxPerson, SandboxStaff } from '../../../protocol/index.ts';
import { Avatar, Button, IconButton, Pill, showToast, useI18n, wordError } from '../../ui/index.ts';
import { codeOf, sandboxApi } from '../app/api.ts';
import { Copyable } from './Copyable.tsx';
import { openAs } from './open-as.ts';

export function People({ people }: { people: SandboxPerson[] }) {
  return (
    <ul className="flex flex-col gap-3">
      {people.map((person) => (
        <li key={person.phone} className="rounded-m bg-sunken p-3">
          <PersonCard person={person} />
        </li>
      ))}
    </ul>
  );
}

function PersonCard({ person }: { person: SandboxPerson }) {
  const i18n = useI18n();
  const { t } = i18n;
  const { name, phone, user_id, token } = person;
  const open = () =>
    openAs('/', () => sandboxApi.signInAsPerson(phone)).catch((error) =>
      showToast({ text: wordError(codeOf(error), i18n) }),
    );
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <Avatar name={name} />
        <span dir="auto" className="min-w-28 flex-1 truncate font-semibold">
          {name}
        </span>
        <Button size="s" onClick={() => void open()}>
          {t('sandbox.open_as', { name })}
          <ExternalLink aria-hidden size={15} />
        </Button>
      </div>
      <Values
        values={[
          [t('sandbox.phone'), phone],
          ['user_id', user_id],
          ['token', token],
        ]}
      />
      <SayAs person={person} />
    </>
  );
}

/** Writes to the shop as this person, so that a bot has something to answer. */
function SayAs({ person: { name, phone } }: { person: SandboxPerson }) {
  const i18n = useI18n();
  const { t } = i18n;
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim()) return;
    setBusy(true);
    try {
      await sandboxApi.say(phone, text.trim());
      setText('');
      showToast({ text: t('sandbox.said', { name }) });
    } catch (error) {
      showToast({ text: wordError(codeOf(error), i18n) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void send(event)} className="mt-2 flex items-center gap-1">
      <input
        dir="auto"
        aria-label={t('sandbox.say_as', { name })}
        placeholder={t('sandbox.say_as', { name })}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="min-h-11 min-w-0 flex-1 rounded-full bg-panel px-4 outline-1 outline-line placeholder:text-soft focus-visible:outline-2 focus-visible:outline-petrol"
      />
      <IconButton type="submit" label={t('sandbox.say')} disabled={busy || !text.trim()}>
        <Send size={19} className="rtl:-scale-x-100" />
      </IconButton>
    </form>
  );
}

export function StaffLogins({ staff }: { staff: SandboxStaff[] }) {
  const i18n = useI18n();
  const { t } = i18n;
  const open = (email: string) =>
    openAs('/console/', () => sandboxApi.signInAsStaff(email)).catch((error) =>
      showToast({ text: wordError(codeOf(error), i18n) }),
    );
  return (
    <ul className="flex flex-col gap-3">
      {staff.map(({ name, email, password, role }) => (
        <li key={email} className="rounded-m bg-sunken p-3">
          <div className="flex flex-wrap items-center gap-3">
            <Avatar name={name} />
            <span dir="auto" className="min-w-28 flex-1 truncate font-semibold">
              {name}
            </span>
            <Pill>{t(`sandbox.role.${role}`)}</Pill>
            <Button size="s" onClick={() => void open(email)}>
              {t('sandbox.open_as', { name })}
              <ExternalLink aria-hidden size={15} />
            </Button>
          </div>
          <Values
            values={[
              [t('sandbox.email'), email],
              [t('sandbox.password'), password],
            ]}
          />
        </li>
      ))}
    </ul>
  );
}

export function Values({ values }: { values: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl className="mt-2">
      {values.map(([name, value]) => (
        <div
          key={name}
          className="flex min-h-9 items-center gap-3 border-line border-t pointer-coarse:min-h-11"
        >
          <dt className="w-26 flex-none two:w-36 truncate text-soft text-s">{name}</dt>
          <dd className="min-w-0 flex-1">
            <Copyable label={name} value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
