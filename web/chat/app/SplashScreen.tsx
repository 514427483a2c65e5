import { useI18n } from '../../ui/index.ts';
import { Logo } from './Logo.tsx';

/** Shown while the first page loads. */
export function SplashScreen() {
  const { t } = useI18n();
  return (
    <main className="grid h-dvh animate-appear place-items-center">
      <div role="status" className="animate-breathe">
        <Logo size={64} />
        <span className="sr-only">{t('common.loading')}</span>
      </div>
    </main>
  );
}
