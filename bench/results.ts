/* Prints what a bench found and keeps it as JSON, with everything needed to run it again. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type BenchReport, oursName, type Row } from './bench.ts';
import type { MachineLoad } from './machine-load.ts';

/** Writes `bench/results/<name>.json` and returns its path. */
export function writeResults(name: string, report: BenchReport, load: MachineLoad): string {
  const folder = fileURLToPath(new URL('./results/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const path = `${folder}${name}.json`;
  const peers = peersOf(report);
  const content = {
    bench: name,
    date: new Date().toISOString(),
    command: commandTyped(),
    commit: readCommit(),
    machine: { ...describeMachine(), ...load },
    versions: report.versions,
    setting: report.setting,
    rows: report.rows.map((row) => ({
      ...row,
      medians: mediansOf(row, peers),
      ratios: ratiosOf(row, peers),
    })),
  };
  writeFileSync(path, `${JSON.stringify(content, undefined, 2)}\n`);
  return path;
}

/** The table for people: medians, the spread in brackets, ratios of ours to each peer, and the bars. */
export function formatTable(report: BenchReport): string {
  const peers = peersOf(report);
  const others = peers.includes(oursName) ? peers.filter((peer) => peer !== oursName) : [];
  const head = ['measure', 'unit', ...peers, ...others.map((peer) => `${oursName} / ${peer}`), 'bar'];
  const lines = report.rows.map((row) => {
    const ratios = others.map((peer) => formatSpread(ratioValues(row, peer)));
    return [
      row.measure,
      row.unit,
      ...peers.map((peer) => formatSpread(row.values[peer] ?? [])),
      ...ratios,
      formatBar(row),
    ];
  });
  const table = [head, ...lines];
  const widths = head.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  return table
    .map((line) => line.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  '))
    .join('\n');
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

function peersOf(report: BenchReport): string[] {
  const names = new Set(report.rows.flatMap((row) => Object.keys(row.values)));
  return [...names].sort((a, b) => Number(b === oursName) - Number(a === oursName) || a.localeCompare(b));
}

function mediansOf(row: Row, peers: string[]): Record<string, number> {
  return Object.fromEntries(peers.map((peer) => [peer, median(row.values[peer] ?? [])]));
}

function ratiosOf(row: Row, peers: string[]): Record<string, { median: number; min: number; max: number }> {
  const others = peers.filter((peer) => peer !== oursName && row.values[oursName]);
  const spread = (values: number[]) => ({
    median: median(values),
    min: Math.min(...values),
    max: Math.max(...values),
  });
  return Object.fromEntries(others.map((peer) => [peer, spread(ratioValues(row, peer))]));
}

/** Round by round, because both sides of a round ran under the same conditions. */
function ratioValues(row: Row, peer: string): number[] {
  const theirs = row.values[peer] ?? [];
  const ours = row.values[oursName] ?? [];
  return ours.flatMap((value, round) => (theirs[round] === undefined ? [] : [value / theirs[round]]));
}

function formatBar(row: Row): string {
  if (!row.bar) return '';
  const sign = row.better === 'higher' ? '≥' : '≤';
  const wanted = 'ratio' in row.bar ? `${sign} ${row.bar.ratio} ×` : `${sign} ${row.bar.value} ${row.unit}`;
  const verdict = isReached(row);
  return verdict === undefined ? wanted : `${wanted} ${verdict ? 'reached' : 'MISSED'}`;
}

function isReached(row: Row): boolean | undefined {
  if (!row.bar || !row.values[oursName]) return undefined;
  if ('value' in row.bar) return compare(row, median(row.values[oursName]), row.bar.value);
  const others = Object.keys(row.values).filter((peer) => peer !== oursName);
  const wanted = row.bar.ratio;
  return others.length === 0
    ? undefined
    : others.every((peer) => compare(row, median(ratioValues(row, peer)), wanted));
}

function compare(row: Row, value: number, wanted: number): boolean {
  return row.better === 'higher' ? value >= wanted : value <= wanted;
}

function formatSpread(values: number[]): string {
  if (values.length === 0) return '–';
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return `${formatNumber(median(values))} (${formatNumber(low)}–${formatNumber(high)})`;
}

function formatNumber(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toFixed(digits);
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

/** npm keeps options to itself unless a lone `--` stands before them. */
function commandTyped(): string {
  const args = process.argv.slice(2);
  const options = args.findIndex((arg) => arg.startsWith('--'));
  const typed = options < 0 ? args : [...args.slice(0, options), '--', ...args.slice(options)];
  return ['npm run bench', ...typed].join(' ');
}

function describeMachine() {
  const processors = cpus();
  return {
    cores: processors.length,
    cpu: processors[0]?.model ?? 'unknown',
    memory_bytes: totalmem(),
    kernel: release(),
    runtime: `bun ${process.versions.bun}`,
  };
}

function readCommit(): string | undefined {
  try {
    const folder = fileURLToPath(new URL('.', import.meta.url));
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: folder, stdio: 'pipe' }).toString().trim();
    return (
      git('rev-parse', 'HEAD') + (git('status', '--porcelain', '-uno') ? ' and uncommitted changes' : '')
    );
  } catch {
    return undefined;
  }
}
