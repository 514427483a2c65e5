import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { cx, useI18n } from '../../ui/index.ts';
import { ConnectionBar } from './ConnectionBar.tsx';
import { NavRail, TabBar } from './Navigation.tsx';

/** The frame of every page: where to go at the side, or at the bottom of a phone; the page in the rest. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useI18n();
  const [location] = useLocation();
  // On a phone a conversation or an order has the screen for itself; "back" leads to the list.
  const isDetail = /^\/(inbox|orders|catalogue)\/./.test(location);
  return (
    <div className="flex h-dvh flex-col bg-paper two:flex-row print:h-auto">
      <a
        href="#page"
        className="absolute start-2 top-2 z-50 -translate-y-20 rounded-m bg-petrol px-4 py-2 font-semibold text-on-petrol focus:translate-y-0"
      >
        {t('console.skip')}
      </a>
      <NavRail />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <ConnectionBar />
        <main id="page" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
          {children}
        </main>
      </div>
      <div className={cx('two:hidden', isDetail && 'hidden')}>
        <TabBar />
      </div>
    </div>
  );
}
