import { type FormEvent, useId, useState } from 'react';
import type { StaffRole, TeamMemberView } from '../../../protocol/index.ts';
import { Button, Dialog, Segmented, TextField, useI18n } from '../../ui/index.ts';
import { useAction } from '../base/use-action.ts';
import { api } from '../session.tsx';
import { FaultNote } from '../shell/Page.tsx';

export interface AddMemberDialogProps {
  onClose(): void;
  onAdded(member: TeamMemberView): void;
}

const passwordCharsMin = 10;

export function AddMemberDialog({ onClose, onAdded }: AddMemberDialogProps) {
  const { t } = useI18n();
  const formId = useId();
  const [draft, setDraft] = useState({ name: '', email: '', password: '', role: 'agent' as StaffRole });
  const add = useAction(async () => onAdded(await api.addMember(draft)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.run();
  };
  return (
    <Dialog
      title={t('console.team.add')}
      onClose={onClose}
      kind="sheet"
      footer={
        <Button type="submit" form={formId} busy={add.isBusy} wide>
          {t('console.team.add')}
        </Button>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4 pt-2">
        <Segmented<StaffRole>
          label={t('console.team.role')}
          value={draft.role}
          onChange={(role) => setDraft({ ...draft, role })}
          items={[
            { key: 'agent', label: t('console.role.agent') },
            { key: 'owner', label: t('console.role.owner') },
          ]}
        />
        <p className="-mt-2 text-soft text-s">{t(`console.team.${draft.role}_text`)}</p>
        <TextField
          label={t('console.name')}
          required
          autoComplete="off"
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
        />
        <TextField
          label={t('console.email')}
          type="email"
          required
          autoComplete="off"
          value={draft.email}
          onChange={(event) => setDraft({ ...draft, email: event.target.value })}
        />
        <TextField
          label={t('console.password.first')}
          hint={t('console.password.hint', { count: passwordCharsMin })}
          required
          minLength={passwordCharsMin}
          autoComplete="new-password"
          value={draft.password}
          onChange={(event) => setDraft({ ...draft, password: event.target.value })}
        />
        <FaultNote fault={add.fault} />
      </form>
    </Dialog>
  );
}
