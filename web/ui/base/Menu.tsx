import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { cx } from '../class-names.ts';
import { IconButton } from './Button.tsx';
import { Popover } from './Popover.tsx';

export interface MenuItem {
  label: string;
  icon?: ReactNode;
  onSelect(): void;
  danger?: boolean;
  disabled?: boolean;
}

export interface MenuProps {
  label: string;
  icon: ReactNode;
  items: MenuItem[];
  size?: 'm' | 's';
}

/** A button that opens a list of actions; arrow keys, Home, End and first letters move in it. */
export function Menu({ label, icon, items, size = 'm' }: MenuProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <IconButton
        ref={button}
        label={label}
        size={size}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {icon}
      </IconButton>
      {open && (
        <Popover anchor={button} onClose={() => setOpen(false)}>
          <MenuList label={label} items={items} onDone={() => setOpen(false)} />
        </Popover>
      )}
    </>
  );
}

/** The list alone, for a popover that has more than a menu in it. */
export function MenuList({ label, items, onDone }: { label: string; items: MenuItem[]; onDone(): void }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => focusItem(ref, 0), []);
  const move = (event: KeyboardEvent) => {
    const index = nextIndex(event.key, ref.current!);
    if (index === null) return;
    event.preventDefault();
    focusItem(ref, index);
  };
  return (
    <div ref={ref} role="menu" tabIndex={-1} aria-label={label} onKeyDown={move} className="min-w-44 p-1.5">
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          disabled={item.disabled}
          onClick={() => {
            onDone();
            item.onSelect();
          }}
          className={cx(
            'flex min-h-10 w-full items-center gap-3 rounded-s px-3 text-start text-m hover:bg-sunken',
            'focus-visible:bg-sunken disabled:opacity-50 pointer-coarse:min-h-11',
            item.danger && 'text-bad',
          )}
        >
          {item.icon}
          {item.label}
        </button>
      ))}
    </div>
  );
}

function itemsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('[role=menuitem]:not(:disabled)')];
}

function focusItem(list: RefObject<HTMLElement | null>, index: number): void {
  if (list.current) itemsOf(list.current).at(index)?.focus();
}

function nextIndex(key: string, list: HTMLElement): number | null {
  const items = itemsOf(list);
  const present = items.indexOf(document.activeElement as HTMLElement);
  if (key === 'ArrowDown') return (present + 1) % items.length;
  if (key === 'ArrowUp') return (present - 1 + items.length) % items.length;
  if (key === 'Home') return 0;
  if (key === 'End') return items.length - 1;
  if (key.length !== 1) return null;
  const found = items.findIndex((item) =>
    item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()),
  );
  return found === -1 ? null : found;
}
