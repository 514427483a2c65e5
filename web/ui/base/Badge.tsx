import type { ReactNode } from 'react';
import { cx } from '../class-names.ts';

export type Tone = 'neutral' | 'attention' | 'good' | 'bad';

const tones: Record<Tone, string> = {
  neutral: 'bg-sunken text-ink',
  attention: 'bg-brass-tint text-ink',
  good: 'bg-ok-tint text-ink',
  bad: 'bg-bad-tint text-ink',
};
const dots: Record<Tone, string> = {
  neutral: 'bg-line-strong',
  attention: 'bg-brass',
  good: 'bg-ok',
  bad: 'bg-bad',
};

/** A state in a word, with a dot whose colour says the same again. */
export function Pill({ tone = 'neutral', dot = true, children, className }: PillProps) {
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1.5 whitespace-nowrap rounded-full px-2.5 py-0.5 font-semibold text-xs',
        tones[tone],
        className,
      )}
    >
      {dot && <span aria-hidden className={cx('size-1.75 rounded-full', dots[tone])} />}
      {children}
    </span>
  );
}

export interface PillProps {
  tone?: Tone;
  dot?: boolean;
  children: ReactNode;
  className?: string;
}

/** A count; say what it counts in `label`. */
export function Badge({ count, label, className }: { count: number; label: string; className?: string }) {
  if (count === 0) return null;
  return (
    <span
      className={cx(
        'num grid min-w-5.5 place-items-center rounded-full bg-petrol px-1.5 py-0.5 font-bold text-on-petrol text-xs',
        className,
      )}
    >
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}

/** A word put on something by hand: a label, a category. */
export function Tag({ children }: { children: ReactNode }) {
  return <span className="rounded-[6px] bg-brass-tint px-1.75 py-px text-ink text-xs">{children}</span>;
}
