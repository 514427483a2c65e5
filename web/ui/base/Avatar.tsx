import { cx } from '../class-names.ts';
import { monogramOf, shadeOf } from './monogram.ts';

export interface AvatarProps {
  name: string;
  url?: string | null | undefined;
  /** Shops are square, people round. */
  shape?: 'round' | 'square';
  size?: 's' | 'm' | 'l' | 'xl';
  className?: string;
}

const sizes = { s: 'size-8 text-xs', m: 'size-11 text-m', l: 'size-16 text-xl', xl: 'size-24 text-3xl' };
const shades = ['bg-brass-tint', 'bg-tint', 'bg-sunken', 'bg-ok-tint'];

/** A picture, or the initials on a shade that stays the same for the same name. Decorative: the name stands beside. */
export function Avatar({ name, url, shape = 'round', size = 'm', className }: AvatarProps) {
  const form = cx(
    'flex-none select-none',
    sizes[size],
    shape === 'round' ? 'rounded-full' : 'rounded-m',
    className,
  );
  if (url) return <img src={url} alt="" className={cx('bg-sunken object-cover', form)} />;
  return (
    <span
      aria-hidden
      className={cx('grid place-items-center font-semibold text-ink', shades[shadeOf(name)], form)}
    >
      {monogramOf(name)}
    </span>
  );
}
