const margin = 8;
const gap = 6;

/** Puts a fixed `panel` beside `opener`, inside the window, aligned with its start (its end near the far side). */
export function placeBeside(panel: HTMLElement, opener: HTMLElement, prefer: 'below' | 'above'): void {
  const at = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const { innerWidth, innerHeight } = window;
  const fitsBelow = at.bottom + gap + height <= innerHeight - margin;
  const fitsAbove = at.top - gap - height >= margin;
  const below = prefer === 'below' ? fitsBelow || !fitsAbove : !fitsAbove;
  const top = below ? at.bottom + gap : at.top - gap - height;
  const isRtl = getComputedStyle(panel).direction === 'rtl';
  const start = isRtl ? at.right - width : at.left;
  const end = isRtl ? at.left : at.right - width;
  const fits = start >= margin && start + width <= innerWidth - margin;
  panel.style.top = `${clamp(top, innerHeight - height - margin)}px`;
  panel.style.left = `${clamp(fits ? start : end, innerWidth - width - margin)}px`;
}

function clamp(value: number, most: number): number {
  return Math.max(margin, Math.min(value, most));
}
