import type { ReactNode } from 'react';

export interface TimelineItem {
  key: string;
  title: ReactNode;
  note: ReactNode;
}

/** Turns of a story along a line, the newest at the top. */
export function Timeline({ items }: { items: TimelineItem[] }) {
  return (
    <ol className="ms-1 flex flex-col gap-2.5 border-line border-s-2 ps-4">
      {items.map(({ key, title, note }) => (
        <li key={key} className="relative text-s">
          <span
            aria-hidden
            className="absolute -start-5.5 top-1.5 size-2.5 rounded-full border-2 border-brass bg-panel"
          />
          <span className="block">{title}</span>
          <span className="block text-soft text-xs">{note}</span>
        </li>
      ))}
    </ol>
  );
}
