/*
 * What every bench is: a function of a context that gives rows of figures, one value a peer and round.
 * `run.ts` sets the context up and prints and keeps what comes back.
 */
import type { Peer } from './peer/peer.ts';
import type { Postgres } from './postgres.ts';

export type BenchContext = {
  /** A temporary folder on a disk, removed afterwards. */
  workspace: string;
  postgres: Postgres;
  peers: Peer[];
  rounds: number;
  warmUpMs: number;
  measureMs: number;
  /** Tells the person who waits what happens. */
  say(line: string): void;
};

export type Row = {
  measure: string;
  unit: string;
  better: 'higher' | 'lower';
  /** One value per round, by the name of the peer. */
  values: Record<string, number[]>;
  /** What ours must reach: as a multiple of the peer's, or by itself. */
  bar?: { ratio: number } | { value: number };
};

export type BenchReport = {
  /** What was done, in words and numbers that belong beside the figures. */
  setting: Record<string, string | number>;
  /** Versions of everything measured. */
  versions: Record<string, string>;
  rows: Row[];
};

/** A bench file exports this as `bench`. */
export type Bench = { run(context: BenchContext): Promise<BenchReport> };

/** The name of our own server among the peers. */
export const oursName = 'comptoir';

/** The order of the peers in a round: turned each time, so that none is always the first. */
export function orderInRound(peers: Peer[], round: number): Peer[] {
  return round % 2 === 0 ? peers : [...peers].reverse();
}

/** Adds a value to a row, which is made when it is not there yet. */
export function recordValue(
  rows: Row[],
  row: Omit<Row, 'values'>,
  at: { peer: string; value: number },
): void {
  const known = rows.find((other) => other.measure === row.measure);
  const target = known ?? { ...row, values: {} };
  if (!known) rows.push(target);
  const values = target.values[at.peer] ?? [];
  target.values[at.peer] = [...values, at.value];
}
