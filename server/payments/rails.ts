// The ways that money can come in. Each is an adapter: who pays in the ledger, and what the rail says to an attempt.
import type { Rail } from '../../protocol/index.ts';
import type { LedgerAccountKey } from '../ledger/index.ts';
import type { PaymentRow } from './store.ts';

/** What the sandbox rail is told to do: take, refuse, or take later. */
export const sandboxOutcomes = ['success', 'refusal', 'delay'] as const;
export type SandboxOutcome = (typeof sandboxOutcomes)[number];

export type Verdict =
  | { state: 'captured' }
  /** Decided later, by `settle`; by itself after `settlesAfterMs`. */
  | { state: 'pending'; settlesAfterMs: number }
  | { state: 'refused'; failure: 'payment_refused' };

export interface RailAdapter {
  name: Rail;
  /** The ledger account that money comes from, and goes back to when it is refunded. */
  payer(payment: PaymentRow): LedgerAccountKey;
  authorize(attempt: { payment: PaymentRow; outcome: SandboxOutcome }): Verdict;
  /** Whether a pending attempt can be called back. */
  cancelsPending: boolean;
}

/** A person's own wallet: the ledger itself says at once whether it covers the amount. */
const walletRail: RailAdapter = {
  name: 'wallet',
  payer: ({ personAccountId, currency }) => ({ owner: personAccountId, kind: 'wallet', currency }),
  authorize: () => ({ state: 'captured' }),
  cancelsPending: true,
};

const sandboxDelayMs = 30_000;

/** A provider that does as it is told, so that every outcome can be tried on a laptop. */
const sandboxRail: RailAdapter = {
  name: 'sandbox',
  payer: ({ currency }) => ({ owner: 'house:sandbox-rail', kind: 'clearing', currency }),
  authorize({ outcome }) {
    if (outcome === 'refusal') return { state: 'refused', failure: 'payment_refused' };
    if (outcome === 'delay') return { state: 'pending', settlesAfterMs: sandboxDelayMs };
    return { state: 'captured' };
  },
  cancelsPending: true,
};

/** The rails of a server, in the order in which they are offered. */
export function railsOf(mode: 'sandbox' | 'production'): Map<Rail, RailAdapter> {
  const offered = mode === 'sandbox' ? [walletRail, sandboxRail] : [walletRail];
  return new Map(offered.map((rail) => [rail.name, rail]));
}
