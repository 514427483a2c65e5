import { PanelRight } from 'lucide-react';
import { useState } from 'react';
import type { ConversationId, MemberView } from '../../../protocol/index.ts';
import { Avatar, Dialog, IconButton, useI18n } from '../../ui/index.ts';
import { BackLink } from '../shell/Page.tsx';
import { ContextPane } from './ContextPane.tsx';

/** Who it is, and how much of them is known: a number is shown only when the person shared it. */
export function PaneHeader({ id, person }: { id: ConversationId; person: MemberView }) {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  const name = person.name || t('console.nameless');
  return (
    <header className="flex min-h-15 flex-none items-center gap-3 border-line border-b bg-panel px-3.5 py-1.5 two:px-5">
      <BackLink to="/inbox" className="two:hidden" />
      <Avatar name={name} url={person.avatar_url} />
      <div className="min-w-0 flex-1">
        {/* Beside the list its heading leads; on a phone this one is the page's. */}
        <h1 className="sr-only two:hidden">{name}</h1>
        <h2 className="truncate font-semibold text-l leading-tight">
          <bdi>{name}</bdi>
        </h2>
        <p className="truncate text-soft text-xs">
          {person.phone ? <bdi>{person.phone}</bdi> : t('console.number_not_shared')}
        </p>
      </div>
      <span className="three:hidden">
        <IconButton label={t('console.context.open', { name })} onClick={() => setOpen(true)}>
          <PanelRight size={20} className="rtl:-scale-x-100" />
        </IconButton>
      </span>
      {isOpen && (
        <Dialog title={name} kind="sheet" hideTitle onClose={() => setOpen(false)}>
          <div className="-mx-5 -mb-5">
            <ContextPane id={id} />
          </div>
        </Dialog>
      )}
    </header>
  );
}
