import { type PointerEvent, useRef } from 'react';

const swipePx = 56;
const slackPx = 10;
const longPressMs = 450;

interface Gesture {
  x: number;
  y: number;
  timer: ReturnType<typeof setTimeout>;
  swiping: boolean;
}

export interface TouchHandlers {
  onPointerDown(event: PointerEvent<HTMLElement>): void;
  onPointerMove(event: PointerEvent<HTMLElement>): void;
  onPointerUp(event: PointerEvent<HTMLElement>): void;
  onPointerCancel(event: PointerEvent<HTMLElement>): void;
}

/** Swipe towards the middle of the screen to reply, hold to see more: for fingers alone, a mouse has buttons. */
export function useTouch(options: { onSwipe(): void; onHold(): void }): TouchHandlers {
  const gesture = useRef<Gesture | null>(null);
  const end = (element: HTMLElement) => {
    if (gesture.current) clearTimeout(gesture.current.timer);
    gesture.current = null;
    element.style.translate = '';
  };
  return {
    onPointerDown(event) {
      if (event.pointerType !== 'touch') return;
      const timer = setTimeout(() => {
        gesture.current = null;
        options.onHold();
      }, longPressMs);
      gesture.current = { x: event.clientX, y: event.clientY, timer, swiping: false };
    },
    onPointerMove(event) {
      const present = gesture.current;
      if (!present) return;
      const along = travelled(event, present);
      const across = Math.abs(event.clientY - present.y);
      if (Math.abs(along) > slackPx || across > slackPx) clearTimeout(present.timer);
      if (!present.swiping && across > slackPx) return end(event.currentTarget);
      if (along < slackPx) return;
      present.swiping = true;
      event.currentTarget.style.translate = `${sign(event.currentTarget) * Math.min(along, swipePx + 12)}px`;
    },
    onPointerUp(event) {
      const present = gesture.current;
      const far = present?.swiping && travelled(event, present) >= swipePx;
      end(event.currentTarget);
      if (far) options.onSwipe();
    },
    onPointerCancel: (event) => end(event.currentTarget),
  };
}

/** How far the finger went in the direction of reading. */
function travelled(event: PointerEvent<HTMLElement>, from: Gesture): number {
  return (event.clientX - from.x) * sign(event.currentTarget);
}

function sign(element: HTMLElement): 1 | -1 {
  return getComputedStyle(element).direction === 'rtl' ? -1 : 1;
}
