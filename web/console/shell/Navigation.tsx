import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { Avatar, Badge, cx, useI18n } from '../../ui/index.ts';
import { useUnreadCount } from '../live.ts';
import { useSession } from '../session.tsx';
import { type Area, areas, isInArea } from './areas.ts';

/** Where to go, at the side of a wide screen. */
export function NavRail() {
  const { t } = useI18n();
  const { staff, isOwner } = useSession();
  const [location] = useLocation();
  return (
    <nav
      aria-label={t('console.areas')}
      className="print:hidden hidden w-19 flex-none flex-col items-center gap-1 border-line border-e bg-panel py-3 two:flex"
    >
      <span title={staff.shop.name} className="mb-2">
        <Avatar name={staff.shop.name} url={staff.shop.avatar_url} shape="square" />
      </span>
      {areas
        .filter((area) => isOwner || !area.ownersOnly)
        .map((area) => (
          <RailLink key={area.path} area={area} isCurrent={isInArea(location, area)} />
        ))}
      <span className="flex-1" />
      <RailItem
        path="/account"
        label={staff.name.split(' ')[0]!}
        title={staff.name}
        isCurrent={isInArea(location, { path: '/account' })}
        icon={<Avatar name={staff.name} size="s" />}
      />
    </nav>
  );
}

function RailLink({ area, isCurrent }: { area: Area; isCurrent: boolean }) {
  const { t } = useI18n();
  const Icon = area.icon;
  return (
    <RailItem
      path={area.path}
      label={t(area.word)}
      isCurrent={isCurrent}
      icon={<Icon aria-hidden size={21} strokeWidth={isCurrent ? 2.3 : 1.9} />}
      badge={area.path === '/inbox' && <UnreadBadge />}
    />
  );
}

interface ItemProps {
  path: string;
  label: string;
  title?: string;
  isCurrent: boolean;
  icon: ReactNode;
  badge?: ReactNode;
}

function RailItem({ path, label, title, isCurrent, icon, badge }: ItemProps) {
  return (
    <Link
      href={path}
      title={title}
      aria-current={isCurrent ? 'page' : undefined}
      className={cx(
        'flex w-19 flex-col items-center gap-0.5 rounded-m py-1.5 text-xs transition-colors duration-150',
        isCurrent ? 'font-semibold text-petrol' : 'text-soft hover:text-ink',
      )}
    >
      <span
        className={cx(
          'relative grid h-8 w-12 place-items-center rounded-full transition-colors duration-150',
          isCurrent && 'bg-tint',
        )}
      >
        {icon}
        {badge && <span className="absolute -end-1 -top-1.5">{badge}</span>}
      </span>
      <span dir="auto" className="max-w-full truncate">
        {label}
      </span>
    </Link>
  );
}

/** The same at the bottom of a phone, where the thumb is. */
export function TabBar() {
  const { t } = useI18n();
  const [location] = useLocation();
  const shown = areas.filter((area) => !area.folded);
  const isMore = !shown.some((area) => isInArea(location, area));
  return (
    <nav
      aria-label={t('console.areas')}
      className="print:hidden grid grid-cols-5 border-line border-t bg-panel pb-[env(safe-area-inset-bottom)]"
    >
      {shown.map((area) => {
        const Icon = area.icon;
        return (
          <TabItem
            key={area.path}
            path={area.path}
            label={t(area.word)}
            isCurrent={isInArea(location, area)}
            icon={<Icon aria-hidden size={21} />}
            badge={area.path === '/inbox' && <UnreadBadge />}
          />
        );
      })}
      <TabItem
        path="/more"
        label={t('common.more')}
        isCurrent={isMore}
        icon={<Ellipsis aria-hidden size={21} />}
      />
    </nav>
  );
}

function TabItem({ path, label, isCurrent, icon, badge }: ItemProps) {
  return (
    <Link
      href={path}
      aria-current={isCurrent ? 'page' : undefined}
      className={cx(
        'flex min-h-14 flex-col items-center justify-center gap-0.5 text-xs -outline-offset-2',
        isCurrent ? 'font-semibold text-petrol' : 'text-soft',
      )}
    >
      <span className="relative">
        {icon}
        {badge && <span className="absolute -end-3.5 -top-2">{badge}</span>}
      </span>
      <span className="max-w-full truncate px-0.5">{label}</span>
    </Link>
  );
}

function UnreadBadge() {
  const { t } = useI18n();
  const count = useUnreadCount();
  return <Badge count={count} label={t('console.unread_chats', { count })} />;
}
