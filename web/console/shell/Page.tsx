import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Fault } from '../../../protocol/index.ts';
import { Button, cx, EmptyState, Skeleton, useI18n, wordError } from '../../ui/index.ts';

export interface PageProps {
  title: ReactNode;
  /** Under the title. */
  text?: ReactNode;
  /** Where "back" leads; absent on a page of the first level. */
  backTo?: string;
  /** `phone` shows "back" on a phone alone. */
  backOn?: 'always' | 'phone';
  actions?: ReactNode;
  children: ReactNode;
  width?: 'narrow' | 'wide';
}

/** A page that scrolls by itself, with its name and its actions at the top. */
export function Page({
  title,
  text,
  backTo,
  backOn = 'always',
  actions,
  children,
  width = 'wide',
}: PageProps) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain print:overflow-visible">
      <div className={cx('mx-auto w-full px-4 pb-16 two:px-8', width === 'wide' ? 'max-w-6xl' : 'max-w-2xl')}>
        <header className="print:hidden flex flex-wrap items-center gap-x-3 gap-y-2 py-4 two:pt-7">
          {backTo && <BackLink to={backTo} className={backOn === 'phone' ? 'two:hidden' : ''} />}
          <div className="min-w-40 flex-1">
            <h1 dir="auto" className="font-semibold text-xl">
              {title}
            </h1>
            {text && <p className="text-soft text-s">{text}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
        {children}
      </div>
    </div>
  );
}

export function BackLink({ to, className }: { to: string; className?: string }) {
  const { t } = useI18n();
  return (
    <Link
      href={to}
      aria-label={t('common.back')}
      title={t('common.back')}
      className={cx(
        '-ms-2 grid size-11 flex-none place-items-center rounded-full text-soft hover:bg-sunken hover:text-ink',
        className,
      )}
    >
      <ChevronLeft aria-hidden size={22} className="rtl:-scale-x-100" />
    </Link>
  );
}

/** A part of a page on its own sheet. */
export function Sheet({ title, text, actions, children, className }: SheetProps) {
  return (
    <section className={cx('mb-4 rounded-l bg-panel p-4 outline-1 outline-line two:p-5', className)}>
      {(title || actions) && (
        <header className="mb-3 flex flex-wrap items-center gap-2">
          <div className="min-w-0 flex-1">
            {title && <h2 className="font-semibold text-l">{title}</h2>}
            {text && <p className="text-soft text-s">{text}</p>}
          </div>
          {actions}
        </header>
      )}
      {children}
    </section>
  );
}

export interface SheetProps {
  title?: ReactNode;
  text?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** Why something could not be shown, and the one thing to do about it. */
export function FaultState({ fault, onRetry }: { fault: Fault; onRetry?: () => void }) {
  const i18n = useI18n();
  return (
    <EmptyState
      title={i18n.t('console.not_loaded')}
      text={wordError(fault.code, i18n)}
      action={onRetry && <Button onClick={onRetry}>{i18n.t('common.retry')}</Button>}
    />
  );
}

/** A refusal beside the button that was pressed. */
export function FaultNote({ fault, className }: { fault: Fault | null; className?: string }) {
  const i18n = useI18n();
  if (!fault) return null;
  return (
    <p role="alert" className={cx('text-bad text-s', className)}>
      {wordError(fault.code, i18n)}
    </p>
  );
}

export function PageSkeleton() {
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col gap-3 px-4 pt-7 two:px-8">
      <Skeleton className="h-7 w-40" />
      <Skeleton className="h-14 w-full rounded-l" />
      <Skeleton className="h-14 w-full rounded-l" />
      <Skeleton className="h-14 w-full rounded-l" />
    </div>
  );
}
