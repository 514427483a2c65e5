import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { cx } from '../class-names.ts';

export interface TabItem<K extends string> {
  key: K;
  label: ReactNode;
}

export interface TabsProps<K extends string> {
  label: string;
  items: readonly TabItem<NoInfer<K>>[];
  value: K;
  onChange(key: NoInfer<K>): void;
  /** Id of the panel that the tabs switch, when there is one. */
  panelId?: string;
  className?: string;
}

/** One of a few views, as pills in a row; arrow keys move, and the row scrolls when it is too long. */
export function Tabs<K extends string>({ label, items, value, onChange, panelId, className }: TabsProps<K>) {
  const ref = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = stepOf(event.key, ref.current!);
    if (step === 0) return;
    event.preventDefault();
    const index = items.findIndex((item) => item.key === value);
    const next = items[(index + step + items.length) % items.length]!;
    onChange(next.key);
    ref.current!.querySelector<HTMLElement>(`[data-key="${next.key}"]`)?.focus();
  };
  return (
    <div
      ref={ref}
      role="tablist"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={move}
      className={cx('no-scrollbar flex gap-1.5 overflow-x-auto', className)}
    >
      {items.map((item) => (
        <button
          key={item.key}
          type="button"
          role="tab"
          data-key={item.key}
          aria-selected={item.key === value}
          aria-controls={panelId}
          tabIndex={item.key === value ? 0 : -1}
          onClick={() => onChange(item.key)}
          className={cx(
            'min-h-8 flex-none whitespace-nowrap rounded-full px-3.5 text-s transition-colors duration-150',
            '-outline-offset-2 pointer-coarse:min-h-11',
            item.key === value
              ? 'bg-ink font-semibold text-paper'
              : 'text-soft hover:bg-sunken hover:text-ink',
          )}
        >
          {item.label}
        </button>
      ))}
    </div>
  );
}

export interface SegmentedProps<K extends string> {
  label: string;
  items: readonly TabItem<NoInfer<K>>[];
  value: K;
  onChange(key: NoInfer<K>): void;
}

/** A choice among few, all in view: the native radio group, drawn as one control. */
export function Segmented<K extends string>({ label, items, value, onChange }: SegmentedProps<K>) {
  return (
    <fieldset className="flex w-fit max-w-full gap-1 rounded-m bg-sunken p-1">
      <legend className="sr-only">{label}</legend>
      {items.map((item) => (
        <label
          key={item.key}
          className={cx(
            'grid min-h-9 place-items-center rounded-s px-3.5 text-s pointer-coarse:min-h-11',
            'has-focus-visible:outline-2 has-focus-visible:outline-petrol',
            item.key === value ? 'bg-raised font-semibold text-ink shadow-card' : 'text-soft hover:text-ink',
          )}
        >
          <input
            type="radio"
            name={label}
            className="sr-only"
            checked={item.key === value}
            onChange={() => onChange(item.key)}
          />
          {item.label}
        </label>
      ))}
    </fieldset>
  );
}

/** Arrow keys follow what is seen: in a right-to-left row the right arrow goes back. */
function stepOf(key: string, row: HTMLElement): number {
  const forward = getComputedStyle(row).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  if (key === forward) return 1;
  return key === 'ArrowLeft' || key === 'ArrowRight' ? -1 : 0;
}
