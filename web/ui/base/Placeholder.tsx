import type { ReactNode } from 'react';
import { cx } from '../class-names.ts';

/** A grey shape where something will stand; its size is the size of what comes, so that nothing jumps. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx('block animate-breathe rounded-s bg-line', className)} />;
}

export interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  text?: ReactNode;
  /** The one thing to do here. */
  action?: ReactNode;
}

export function EmptyState({ icon, title, text, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center gap-2 px-6 py-10 text-center">
      {icon && (
        <span
          aria-hidden
          className="mb-2 grid size-16 place-items-center rounded-full bg-brass-tint text-ink"
        >
          {icon}
        </span>
      )}
      <h2 className="font-semibold text-l">{title}</h2>
      {text && <p className="text-soft text-s">{text}</p>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
