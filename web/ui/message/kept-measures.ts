import type { VirtualItem } from '@tanstack/react-virtual';

/** What a list of messages measured while it was on the page. */
export interface Measures {
  /** CSS pixels of the list: at another width the heights are others. */
  width: number;
  height: number;
  items: VirtualItem[];
}

const keptMax = 40;
const kept = new Map<string, Measures>();
let latest: { width: number; height: number } | null = null;

/** A chat that one comes back to opens with the heights it had, and need not be laid out twice. */
export function readMeasures(key: string): Measures | null {
  const measures = kept.get(key);
  return measures && measures.width === latest?.width ? measures : null;
}

/** The size of the list on the page before: the next one will have the same. */
export function latestSize(): { width: number; height: number } | null {
  return latest;
}

export function keepMeasures(key: string, measures: Measures): void {
  latest = { width: measures.width, height: measures.height };
  kept.delete(key);
  kept.set(key, measures);
  const oldest = kept.keys().next();
  if (kept.size > keptMax && !oldest.done) kept.delete(oldest.value);
}
