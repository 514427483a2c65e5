import type { ReactNode } from 'react';
import type { WireMoney } from '../../../protocol/index.ts';
import { Pill } from '../base/Badge.tsx';
import { Money } from '../base/Value.tsx';
import { cx } from '../class-names.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';
import type { StateWord } from './states.ts';

export interface TicketProps {
  /** "Order 2041" */
  caption: string;
  state: StateWord;
  total: WireMoney;
  /** Lines, steps, notes. */
  children?: ReactNode;
  /** Buttons, below everything. */
  actions?: ReactNode;
  className?: string;
}

/** A slip of paper for a basket, an order, a payment, a refund: the total first, one line an item, a torn edge. */
export function Ticket({ caption, state, total, children, actions, className }: TicketProps) {
  const { t, money } = useI18n();
  return (
    <section
      aria-label={`${caption}, ${t(state.word)}, ${money(total)}`}
      className={cx('ticket w-75 max-w-full', className)}
    >
      <div className="ticket-slip">
        <div className="flex items-center justify-between gap-2">
          <span className="truncate text-soft text-xs">
            <bdi>{caption}</bdi>
          </span>
          <Pill key={state.word} tone={state.tone} className="animate-appear">
            {t(state.word)}
          </Pill>
        </div>
        <p className="mt-0.5 mb-2 font-bold text-2xl tracking-tight">
          <Money value={total} />
        </p>
        {children}
        {actions && <div className="mt-3 flex flex-col gap-2">{actions}</div>}
      </div>
    </section>
  );
}

export interface TicketLineProps {
  label: ReactNode;
  /** Below the label, smaller. */
  note?: ReactNode;
  value?: ReactNode;
  quantity?: number;
  quiet?: boolean;
}

export function TicketLine({ label, note, value, quantity, quiet = false }: TicketLineProps) {
  return (
    <div className={cx('ticket-line flex gap-2 py-1.5', quiet ? 'text-soft text-xs' : 'text-s')}>
      {quantity !== undefined && <span className="num whitespace-nowrap text-soft">{quantity} ×</span>}
      <span className="min-w-0 flex-1">
        <span className="block">
          <bdi>{label}</bdi>
        </span>
        {note && (
          <span className="block text-soft text-xs">
            <bdi>{note}</bdi>
          </span>
        )}
      </span>
      <span className="num text-end">{value}</span>
    </div>
  );
}

/** How far along, as bars. The words stand beside or below it. */
export function Steps({ done, of, label }: { done: number; of: number; label: string }) {
  const steps = Array.from({ length: of }, (_, index) => index);
  return (
    <div role="img" aria-label={label} className="mt-2.5 flex gap-1">
      {steps.map((step) => (
        <span
          key={step}
          className={cx(
            'h-1 flex-1 rounded-full transition-colors duration-180',
            step < done ? 'bg-ok' : 'bg-line',
          )}
        />
      ))}
    </div>
  );
}

export interface TicketStubProps {
  /** "Order 2041 accepted" */
  text: string;
  onOpen?(): void;
}

/** What an earlier ticket leaves behind; a press leads to the whole one. */
export function TicketStub({ text, onOpen }: TicketStubProps) {
  return (
    <div className="ticket max-w-full">
      <button
        type="button"
        disabled={!onOpen}
        onClick={onOpen}
        className="ticket-stub block min-h-9 max-w-full py-1.5 text-start text-s text-soft hover:text-ink pointer-coarse:min-h-11"
      >
        <span dir="auto">{text}</span>
      </button>
    </div>
  );
}
