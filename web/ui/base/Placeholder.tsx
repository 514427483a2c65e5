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
  /** 1 when there is nothing else on the page. */
  level?: 1 | 2;
}

export function EmptyState({ icon, title, text, action, level = 2 }: EmptyStateProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
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
      <Heading className="font-semibold text-l">{title}</Heading>
      {text && <p className="text-soft text-s">{text}</p>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
