import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useClient } from '../../thread/index.ts';
import { type MessengerRoute, pathTo } from './routes.ts';

/** Keys that a browser leaves free. None of them acts while an input method composes. */
export function useShortcuts(route: MessengerRoute, onHelp: () => void): void {
  const client = useClient();
  const [, navigate] = useLocation();
  const latest = useRef({ route, onHelp });
  latest.current = { route, onHelp };
  useEffect(() => {
    const step = (by: number) => {
      const ids = client.conversations().map((conversation) => conversation.id);
      const index = latest.current.route.conversationId
        ? ids.indexOf(latest.current.route.conversationId)
        : -1;
      const next = ids[index === -1 ? 0 : Math.min(ids.length - 1, Math.max(0, index + by))];
      if (next) navigate(pathTo(next));
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented || document.querySelector('dialog[open]')) return;
      const taken = act(event, { ...latest.current, step, navigate });
      if (taken) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [client, navigate]);
}

interface Acts {
  route: MessengerRoute;
  onHelp(): void;
  step(by: number): void;
  navigate(path: string): void;
}

function act(event: KeyboardEvent, { route, onHelp, step, navigate }: Acts): boolean {
  const { key, altKey, ctrlKey, metaKey } = event;
  const isTyping = (event.target as HTMLElement).matches?.('input, textarea, select');
  if (altKey && key === 'ArrowDown') step(1);
  else if (altKey && key === 'ArrowUp') step(-1);
  else if ((ctrlKey || metaKey) && key === ',') navigate('/settings');
  else if (key === '?' && !isTyping) onHelp();
  else if (key === '/' && !isTyping) document.querySelector<HTMLElement>('[data-chat-search]')?.focus();
  else if (key === 'Escape' && !isTyping) navigate(backFrom(route));
  else return false;
  return true;
}

/** One step out: from a panel to its conversation, from a conversation to the list. */
function backFrom({ conversationId, panel }: MessengerRoute): string {
  return conversationId && panel ? pathTo(conversationId) : '/';
}
