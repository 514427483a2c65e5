import { type RefCallback, useCallback, useRef } from 'react';
import { useLocation } from 'wouter';

let depth = 0;
addEventListener('pushState', () => {
  depth += 1;
});
addEventListener('popstate', () => {
  depth = Math.max(0, depth - 1);
});

/** Goes where the browser's own back button goes; to `fallback` when that would leave the app. */
export function useGoBack(fallback: string): () => void {
  const [, navigate] = useLocation();
  return useCallback(() => {
    if (depth > 0) history.back();
    else navigate(fallback, { replace: true });
  }, [navigate, fallback]);
}

const keptScroll = new Map<string, number>();

/** Puts a scroller back where it was when it was last on the page. */
export function useKeptScroll(key: string | undefined): RefCallback<HTMLElement> {
  const latestKey = useRef(key);
  latestKey.current = key;
  return useCallback((element: HTMLElement | null) => {
    if (!element) return;
    const kept = latestKey.current && keptScroll.get(latestKey.current);
    if (kept) element.scrollTop = kept;
    const keep = () => {
      if (latestKey.current) keptScroll.set(latestKey.current, element.scrollTop);
    };
    element.addEventListener('scroll', keep, { passive: true });
    return () => element.removeEventListener('scroll', keep);
  }, []);
}
