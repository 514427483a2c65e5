import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { cx } from '../class-names.ts';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  size?: 'm' | 's';
  /** Shows that the work is under way and takes no second press. */
  busy?: boolean;
  wide?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

const looks = {
  primary: 'bg-petrol text-on-petrol hover:bg-petrol-hover',
  secondary: 'border-[1.5px] border-line bg-panel text-ink hover:bg-sunken',
  quiet: 'text-petrol hover:bg-sunken',
  danger: 'bg-bad text-on-bad hover:opacity-90',
};
const sizes = {
  m: 'min-h-11 px-5 text-m',
  s: 'min-h-9 px-3.5 text-s pointer-coarse:min-h-11',
};

export function Button(props: ButtonProps) {
  const { variant = 'primary', size = 'm', busy = false, wide = false, className, children, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled || busy}
      aria-busy={busy || undefined}
      className={cx(
        'inline-flex select-none items-center justify-center gap-2 rounded-m font-semibold transition-colors',
        'duration-150 disabled:opacity-60',
        looks[variant],
        sizes[size],
        wide && 'w-full',
        busy && 'animate-breathe',
        className,
      )}
    >
      {children}
    </button>
  );
}

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it does, in words: the accessible name and the tooltip. */
  label: string;
  children: ReactNode;
  variant?: 'quiet' | 'primary' | 'panel';
  size?: 'm' | 's';
  ref?: Ref<HTMLButtonElement>;
}

const iconLooks = {
  quiet: 'text-soft hover:bg-sunken hover:text-ink',
  primary: 'bg-petrol text-on-petrol hover:bg-petrol-hover',
  panel: 'bg-raised text-ink shadow-card hover:bg-sunken',
};

export function IconButton(props: IconButtonProps) {
  const { label, variant = 'quiet', size = 'm', className, children, ...rest } = props;
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={cx(
        'grid flex-none place-items-center rounded-full transition-colors duration-150 disabled:opacity-60',
        size === 'm' ? 'size-11' : 'size-8 pointer-coarse:size-11',
        iconLooks[variant],
        className,
      )}
    >
      {children}
    </button>
  );
}
