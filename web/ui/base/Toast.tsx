import { useSyncExternalStore } from 'react';
import { useI18n } from '../i18n/I18nProvider.tsx';

export interface ToastInput {
  text: string;
  /** Usually "Undo": what was done has been done already, and this takes it back. */
  action?: { label: string; run(): void };
  durationMs?: number;
}

interface Toast extends ToastInput {
  id: number;
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Says what happened for a few seconds, without taking the focus. */
export function showToast(input: ToastInput): void {
  const toast = { ...input, id: ++lastId };
  setToasts([...toasts.slice(-2), toast]);
  setTimeout(() => dismiss(toast.id), input.durationMs ?? (input.action ? 8_000 : 5_000));
}

/** Stands once in each app, outside of every screen. */
export function ToastRegion() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  const { t } = useI18n();
  return (
    <section
      aria-label={t('common.notices')}
      className="pointer-events-none fixed inset-x-0 bottom-20 z-50 flex flex-col items-center gap-2 px-4"
    >
      <div role="status" className="contents">
        {shown.map((toast) => (
          <div
            key={toast.id}
            className="pointer-events-auto flex max-w-md animate-rise items-center gap-4 rounded-m bg-ink px-4 py-2.5 text-paper text-s shadow-over"
          >
            <span dir="auto">{toast.text}</span>
            {toast.action && (
              <button
                type="button"
                className="min-h-8 font-semibold underline underline-offset-4 outline-offset-2 focus-visible:outline-paper pointer-coarse:min-h-11"
                onClick={() => {
                  toast.action!.run();
                  dismiss(toast.id);
                }}
              >
                {toast.action.label}
              </button>
            )}
          </div>
        ))}
      </div>
    </section>
  );
}

function dismiss(id: number): void {
  setToasts(toasts.filter((toast) => toast.id !== id));
}

function setToasts(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
