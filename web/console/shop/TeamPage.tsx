import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { TeamMemberView } from '../../../protocol/index.ts';
import { Avatar, Button, Menu, Pill, Skeleton, showToast, useI18n, wordError } from '../../ui/index.ts';
import { MoreIcon } from '../base/icons.tsx';
import { putResource, useResource } from '../base/resource.ts';
import { toFault } from '../base/use-action.ts';
import { api, useSession } from '../session.tsx';
import { FaultState, Page } from '../shell/Page.tsx';
import { AddMemberDialog } from './AddMemberDialog.tsx';

const key = 'team';

export function TeamPage() {
  const { t } = useI18n();
  const { isOwner } = useSession();
  const [adding, setAdding] = useState(false);
  const team = useResource(key, async () => (await api.team()).staff);
  const put = (member: TeamMemberView) => {
    const others = (team.data ?? []).filter((present) => present.staff_id !== member.staff_id);
    putResource(key, sortTeam([...others, member]));
  };
  return (
    <Page
      title={t('console.team')}
      text={t('console.team.text')}
      backTo="/shop"
      width="narrow"
      actions={
        isOwner && (
          <Button onClick={() => setAdding(true)}>
            <UserPlus aria-hidden size={18} />
            {t('console.team.add')}
          </Button>
        )
      }
    >
      {team.data ? (
        <ul className="overflow-hidden rounded-l bg-panel outline-1 outline-line">
          {sortTeam(team.data).map((member) => (
            <MemberRow key={member.staff_id} member={member} onChanged={put} />
          ))}
        </ul>
      ) : team.fault ? (
        <FaultState fault={team.fault} onRetry={team.reload} />
      ) : (
        <Skeleton className="h-40 rounded-l" />
      )}
      {adding && (
        <AddMemberDialog
          onClose={() => setAdding(false)}
          onAdded={(member) => {
            put(member);
            setAdding(false);
            showToast({ text: t('console.team.added', { name: member.name }) });
          }}
        />
      )}
    </Page>
  );
}

function MemberRow({ member, onChanged }: { member: TeamMemberView; onChanged(next: TeamMemberView): void }) {
  const { t } = useI18n();
  const { staff } = useSession();
  const isSelf = member.staff_id === staff.staff_id;
  return (
    <li className="flex min-h-16 items-center gap-3 border-line px-4 py-2.5 not-first:border-t">
      <Avatar name={member.name} className={member.disabled ? 'opacity-50' : ''} />
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block truncate font-semibold">
          {member.name}
        </span>
        <span dir="ltr" className="block truncate text-soft text-s rtl:text-right">
          {member.email}
        </span>
      </span>
      {isSelf && <span className="text-soft text-s">{t('console.team.you')}</span>}
      <Pill tone={member.disabled ? 'bad' : member.role === 'owner' ? 'attention' : 'neutral'}>
        {member.disabled ? t('console.team.disabled') : t(`console.role.${member.role}`)}
      </Pill>
      <MemberMenu member={member} isSelf={isSelf} onChanged={onChanged} />
    </li>
  );
}

interface MemberMenuProps {
  member: TeamMemberView;
  isSelf: boolean;
  onChanged(next: TeamMemberView): void;
}

/** Shutting out is done at once and can be taken back; it ends the member's sessions everywhere. */
function MemberMenu({ member, isSelf, onChanged }: MemberMenuProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const { isOwner } = useSession();
  if (!isOwner || isSelf) return <span className="w-11" />;
  const { staff_id: id, name, disabled, role } = member;
  const change = async (to: { role?: 'owner' | 'agent'; disabled?: boolean }, said: string) => {
    try {
      onChanged(await api.updateMember(id, to));
      const undo = () => void change({ role, disabled }, t('console.undone'));
      showToast({ text: said, action: { label: t('common.undo'), run: undo } });
    } catch (error) {
      showToast({ text: wordError(toFault(error).code, i18n) });
    }
  };
  const next = role === 'owner' ? 'agent' : 'owner';
  const words = disabled ? t('console.team.was_enabled', { name }) : t('console.team.was_disabled', { name });
  return (
    <Menu
      label={t('console.team.actions', { name })}
      icon={<MoreIcon />}
      items={[
        {
          label: t(next === 'owner' ? 'console.team.make_owner' : 'console.team.make_agent'),
          onSelect: () => void change({ role: next }, t('console.saved')),
        },
        {
          label: t(disabled ? 'console.team.enable' : 'console.team.disable'),
          danger: !disabled,
          onSelect: () => void change({ disabled: !disabled }, words),
        },
      ]}
    />
  );
}

function sortTeam(team: TeamMemberView[]): TeamMemberView[] {
  const rank = (member: TeamMemberView) => (member.disabled ? 2 : member.role === 'owner' ? 0 : 1);
  return team.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
