import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react';
import { cx } from '../class-names.ts';
import { placeBeside } from './place-beside.ts';

export interface PopoverProps {
  anchor: RefObject<HTMLElement | null>;
  onClose(): void;
  children: ReactNode;
  className?: string;
  /** Where to begin: `below` flips above when there is no room. */
  prefer?: 'below' | 'above';
}

/** Something small over the page, beside its anchor. The browser closes it on Esc and on a press outside. */
export function Popover({ anchor, onClose, children, className, prefer = 'below' }: PopoverProps) {
  const ref = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const panel = ref.current!;
    const opener = anchor.current;
    panel.showPopover();
    if (opener) placeBeside(panel, opener, prefer);
    const onToggle = (event: Event) => {
      if ((event as ToggleEvent).newState === 'closed') close.current();
    };
    panel.addEventListener('toggle', onToggle);
    return () => {
      panel.removeEventListener('toggle', onToggle);
      const hadFocus = panel.contains(document.activeElement);
      if (panel.matches(':popover-open')) panel.hidePopover();
      if (hadFocus) opener?.focus();
    };
  }, [anchor, prefer]);
  return (
    <div
      ref={ref}
      popover="auto"
      className={cx(
        'fixed inset-auto m-0 max-w-[calc(100vw-1rem)] animate-appear rounded-m bg-raised shadow-over',
        'outline-1 outline-line',
        className,
      )}
    >
      {children}
    </div>
  );
}
