import { ChevronRight, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useI18n } from '../../ui/index.ts';
import { useSession } from '../session.tsx';
import { areas } from '../shell/areas.ts';
import { Page } from '../shell/Page.tsx';

/** What has no place in the bar of a phone. */
export function MorePage() {
  const { t } = useI18n();
  const { staff, isOwner } = useSession();
  const folded = areas.filter((area) => area.folded && (isOwner || !area.ownersOnly));
  return (
    <Page title={t('common.more')} width="narrow">
      <ul className="overflow-hidden rounded-l bg-panel outline-1 outline-line">
        {folded.map(({ path, word, icon: Icon }) => (
          <Row key={path} path={path} icon={<Icon aria-hidden size={21} />} label={t(word)} />
        ))}
        <Row
          path="/account"
          icon={<UserRound aria-hidden size={21} />}
          label={t('console.account')}
          note={staff.name}
        />
      </ul>
    </Page>
  );
}

function Row({ path, icon, label, note }: { path: string; icon: ReactNode; label: string; note?: string }) {
  return (
    <li className="border-line not-first:border-t">
      <Link href={path} className="flex min-h-14 items-center gap-3 px-4 -outline-offset-2 hover:bg-sunken">
        <span className="text-soft">{icon}</span>
        <span className="flex-1">{label}</span>
        {note && (
          <span dir="auto" className="truncate text-soft text-s">
            {note}
          </span>
        )}
        <ChevronRight aria-hidden size={18} className="text-soft rtl:-scale-x-100" />
      </Link>
    </li>
  );
}
