import type { ReactNode } from 'react';
import { Time } from '../base/Value.tsx';
import { cx } from '../class-names.ts';
import { Ticks } from './Ticks.tsx';
import type { Tick } from './types.ts';

export type Side = 'start' | 'end';

export interface BubbleProps {
  side: Side;
  /** The last of a run of messages by one author bears the corner. */
  tail?: boolean;
  /** Pictures reach to the edge. */
  flush?: boolean;
  children: ReactNode;
  className?: string;
}

export function Bubble({ side, tail = true, flush = false, children, className }: BubbleProps) {
  return (
    <div
      data-side={side}
      data-tail={tail}
      className={cx('bubble w-fit max-w-full', flush ? 'overflow-hidden p-1' : 'px-3 py-2', className)}
    >
      {children}
    </div>
  );
}

export interface MetaProps {
  at: number;
  /** On one's own messages. */
  tick?: Tick | undefined;
  className?: string;
}

/** Time and ticks, at the end of a bubble or below a ticket. */
export function Meta({ at, tick, className }: MetaProps) {
  return (
    <span
      className={cx(
        'inline-flex flex-none select-none items-center gap-1 whitespace-nowrap text-soft text-xs',
        className,
      )}
    >
      <Time at={at} />
      {tick && <Ticks tick={tick} />}
    </span>
  );
}

export interface QuoteProps {
  /** Who wrote what is quoted. */
  name: string;
  text: string;
  onOpen?: (() => void) | undefined;
}

/** The message that this one answers, in two lines at most. */
export function Quote({ name, text, onOpen }: QuoteProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      disabled={!onOpen}
      onClick={onOpen}
      className="mb-1 flex w-full flex-col rounded-s border-petrol border-s-3 bg-sunken px-2.5 py-1 text-start text-s"
    >
      <span className="max-w-full truncate font-semibold text-petrol">
        <bdi>{name}</bdi>
      </span>
      <span className="line-clamp-2 text-soft">
        <bdi>{text}</bdi>
      </span>
    </button>
  );
}

export interface ReactionCount {
  emoji: string;
  count: number;
  mine: boolean;
}

/** What was put on a message; a press puts one's own there or takes it away. */
export function Reactions({ items, label, onToggle }: ReactionsProps) {
  if (items.length === 0) return null;
  return (
    <div className="relative z-1 -mt-1.5 flex flex-wrap gap-1">
      {items.map(({ emoji, count, mine }) => (
        <button
          key={emoji}
          type="button"
          tabIndex={-1}
          aria-pressed={mine}
          aria-label={label(emoji, count)}
          onClick={() => onToggle(mine ? '' : emoji)}
          className={cx(
            'num inline-flex min-h-7 items-center gap-1 rounded-full border px-2 text-s',
            mine ? 'border-petrol bg-tint' : 'border-line bg-panel',
          )}
        >
          {emoji}
          {count > 1 && <span className="text-xs">{count}</span>}
        </button>
      ))}
    </div>
  );
}

export interface ReactionsProps {
  items: ReactionCount[];
  label(emoji: string, count: number): string;
  onToggle(emoji: string): void;
}
