import { useEffect, useState } from 'react';
import { createSandboxApi } from '../../../client/sandbox.ts';
import type { SandboxStaff, StaffView } from '../../../protocol/index.ts';
import { Avatar, useI18n } from '../../ui/index.ts';
import { useAction } from '../base/use-action.ts';
import { api } from '../session.tsx';
import { FaultNote } from '../shell/Page.tsx';

const sandbox = createSandboxApi({ url: '' });

/** In a sandbox: one press instead of a password. Elsewhere there is nothing here. */
export function DemoStaff({ onSignedIn }: { onSignedIn(staff: StaffView): void }) {
  const { t } = useI18n();
  const [staff, setStaff] = useState<SandboxStaff[]>([]);
  const signIn = useAction(async (email: string) => {
    await sandbox.signInAsStaff(email);
    onSignedIn(await api.me());
  });
  useEffect(() => {
    sandbox
      .world()
      .then((world) => setStaff(world.staff))
      .catch(() => setStaff([]));
  }, []);
  if (staff.length === 0) return null;
  return (
    <section className="flex w-full max-w-sm animate-appear flex-col gap-2">
      <h2 className="text-center text-soft text-s">{t('console.sign_in.demo')}</h2>
      {staff.map((member) => (
        <button
          key={member.email}
          type="button"
          disabled={signIn.isBusy}
          onClick={() => signIn.run(member.email)}
          className="flex min-h-14 items-center gap-3 rounded-l bg-panel px-3 py-2 text-start outline-1 outline-line hover:bg-sunken focus-visible:outline-2 focus-visible:outline-petrol disabled:opacity-60"
        >
          <Avatar name={member.name} size="s" />
          <span className="min-w-0 flex-1">
            <span className="block font-semibold">
              {t('console.sign_in.as', { name: member.name, role: t(`console.role.${member.role}`) })}
            </span>
            <span dir="ltr" className="block truncate text-soft text-xs rtl:text-right">
              {member.email}
            </span>
          </span>
        </button>
      ))}
      <FaultNote fault={signIn.fault} className="text-center" />
    </section>
  );
}
