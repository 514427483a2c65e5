import { useVirtualizer, type VirtualItem, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { keepMeasures, latestSize, readMeasures } from './kept-measures.ts';
import type { Row } from './rows.ts';

const endThresholdPx = 80;
const loadAheadPx = 900;

export type ListVirtualizer = Virtualizer<HTMLDivElement, HTMLDivElement>;

export interface ListScroll {
  virtualizer: ListVirtualizer;
  atEnd: boolean;
  scrollToEnd(): void;
}

export interface ListScrollOptions {
  /** Under which its measures are kept for the next time. */
  cacheKey: string;
  rows: readonly Row[];
  scroller: RefObject<HTMLDivElement | null>;
  /** Kept in the page though out of view: it has the focus. */
  activeIndex: number;
  lastSeq: number;
  hasOlder: boolean;
  onLoadOlder(): void;
  /** Called after each scroll and change, with the highest seq in view. */
  onSeen(seq: number): void;
}

/** Opens at the unread divider or the end, stays where one reads, follows new messages only from the end. */
export function useListScroll(options: ListScrollOptions): ListScroll {
  const { cacheKey, rows, scroller, activeIndex, hasOlder, onLoadOlder, onSeen } = options;
  const [atEnd, setAtEnd] = useState(true);
  const [opening] = useState(() => prepareOpening(cacheKey, rows));
  const virtualizer: ListVirtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimate(rows[index]!),
    getItemKey: (index) => rows[index]!.key,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: endThresholdPx,
    overscan: 6,
    ...opening,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) =>
      withActive(Math.max(0, startIndex - overscan), Math.min(count - 1, endIndex + overscan), activeIndex),
  });
  useOpening(virtualizer, options);
  useKeptMeasures(virtualizer, cacheKey, scroller);
  const look = useRef(() => {});
  look.current = () => {
    const isAtEnd = virtualizer.isAtEnd(endThresholdPx);
    setAtEnd(isAtEnd);
    if (hasOlder && (virtualizer.scrollOffset ?? 0) < loadAheadPx) onLoadOlder();
    // Reactions have a seq and no row of their own: at the end everything has been seen.
    const seq = isAtEnd ? options.lastSeq : highestInView(virtualizer, rows, scroller.current);
    if (seq) onSeen(seq);
  };
  useEffect(() => {
    const element = scroller.current!;
    const onScroll = () => look.current();
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [scroller]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows are a reason to look again.
  useEffect(() => {
    const frame = requestAnimationFrame(() => look.current());
    return () => cancelAnimationFrame(frame);
  }, [rows]);
  return { virtualizer, atEnd, scrollToEnd: () => virtualizer.scrollToEnd() };
}

interface Opening {
  initialMeasurementsCache: VirtualItem[];
  initialRect: { width: number; height: number };
  initialOffset: number;
}

/** What is known before the first frame, so that the first frame is the right one. */
function prepareOpening(cacheKey: string, rows: readonly Row[]): Opening {
  const items = readMeasures(cacheKey)?.items ?? [];
  const sizes = new Map(items.map(({ key, size }) => [key, size]));
  const size = latestSize() ?? { width: 0, height: 0 };
  const divider = rows.findIndex((row) => row.kind === 'unread');
  const above = divider === -1 ? rows : rows.slice(0, Math.max(0, divider - 1));
  const heightAbove = above.reduce((sum, row) => sum + (sizes.get(row.key) ?? estimate(row)), 0);
  return {
    initialMeasurementsCache: items,
    initialRect: size,
    initialOffset: divider === -1 ? Math.max(0, heightAbove - size.height) : heightAbove,
  };
}

function useKeptMeasures(
  virtualizer: ListVirtualizer,
  cacheKey: string,
  scroller: RefObject<HTMLDivElement | null>,
): void {
  useLayoutEffect(() => {
    const element = scroller.current!;
    return () => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0) keepMeasures(cacheKey, { width, height, items: virtualizer.takeSnapshot() });
    };
  }, [virtualizer, cacheKey, scroller]);
}

/**
 * The first time there are rows: to the divider if there is one, a little below the top, else to the end. A few rows that
 * do not fill the window yet have no place to keep: older ones that come before them open the list once more.
 */
function useOpening(virtualizer: ListVirtualizer, { rows, scroller, hasOlder }: ListScrollOptions): void {
  const opened = useRef(false);
  useLayoutEffect(() => {
    if (opened.current || rows.length === 0) return;
    opened.current = !hasOlder || virtualizer.getTotalSize() > (scroller.current?.clientHeight ?? 0);
    const divider = rows.findIndex((row) => row.kind === 'unread');
    if (divider === -1 && virtualizer.getDistanceFromEnd() > 1) virtualizer.scrollToEnd();
    else if (divider !== -1) virtualizer.scrollToIndex(Math.max(0, divider - 1), { align: 'start' });
  }, [virtualizer, rows, scroller, hasOlder]);
}

function withActive(from: number, to: number, active: number): number[] {
  const range = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  if (active < 0 || (active >= from && active <= to)) return range;
  return active < from ? [active, ...range] : [...range, active];
}

/** The highest seq whose row's end is inside the window of the list. */
function highestInView(
  virtualizer: ListVirtualizer,
  rows: readonly Row[],
  element: HTMLElement | null,
): number | null {
  if (!element) return null;
  const bottom = (virtualizer.scrollOffset ?? 0) + element.clientHeight + endThresholdPx / 2;
  let highest: number | null = null;
  for (const { index, end } of virtualizer.getVirtualItems()) {
    const row = rows[index];
    if (row?.kind === 'message' && row.message.seq !== null && end <= bottom) {
      highest = Math.max(highest ?? 0, row.message.seq);
    }
  }
  return highest;
}

/** A guess near the truth makes the first paint right; the true size is measured at once. */
function estimate(row: Row): number {
  if (row.kind !== 'message') return 36;
  if (row.place) return row.place.kind === 'whole' ? 320 : 44;
  const { content } = row.message;
  switch (content.type) {
    case 'text':
      return 42 + 21 * Math.floor(content.body.length / 42);
    case 'image':
      return 260;
    case 'product':
      return 290;
    case 'product_list':
      return 250;
    case 'buttons':
      return 100 + 48 * content.buttons.length;
    default:
      return 60;
  }
}
