import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton, useI18n } from '../../ui/index.ts';
import { useGoBack } from '../app/navigation.ts';

/** A page in the place of the conversation: settings, wallet. */
export function PageFrame({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useI18n();
  const goBack = useGoBack('/');
  return (
    <section aria-label={title} className="flex h-full flex-col bg-paper">
      <header className="flex min-h-15 items-center gap-1 border-line border-b bg-panel px-1.5 two:px-5">
        <IconButton label={t('common.back')} onClick={goBack} className="two:hidden">
          <ArrowLeft size={22} className="rtl:-scale-x-100" />
        </IconButton>
        <h1 className="font-semibold text-l">{title}</h1>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="mx-auto grid max-w-xl gap-6 px-5 py-6">{children}</div>
      </div>
    </section>
  );
}

/** A named group of settings. */
export function SettingsGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="rounded-l bg-panel p-5 outline-1 outline-line">
      <h2 className="mb-3 font-semibold text-l">{title}</h2>
      {children}
    </section>
  );
}
