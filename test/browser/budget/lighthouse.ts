// Lighthouse in its default mobile mode, as its own process on Node: it is not made for other runtimes.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Scores {
  /** 0 to 100. */
  performance: number;
  accessibility: number;
  bestPractices: number;
  /** What cost points outside performance. */
  notes: string[];
}

interface Report {
  categories: Record<string, { score: number; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { score: number | null; title: string; displayValue?: string }>;
}

const cli = join(import.meta.dirname, '..', '..', '..', 'node_modules', 'lighthouse', 'cli', 'index.js');
const flags =
  '--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

export async function runLighthouse(url: string): Promise<Scores> {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-lighthouse-'));
  const file = join(folder, 'report.json');
  const args = [cli, url, '--quiet', '--output=json', `--output-path=${file}`, `--chrome-flags=${flags}`];
  args.push('--only-categories=performance,accessibility,best-practices');
  const env = { ...process.env, CHROME_PATH: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium' };
  const code = await new Promise<number | null>((done) => {
    spawn('node', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).on('exit', done);
  });
  if (code !== 0) throw new Error(`Lighthouse ended with ${code}`);
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  rmSync(folder, { recursive: true, force: true });
  const score = (name: string) => Math.round(report.categories[name]!.score * 100);
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    bestPractices: score('best-practices'),
    notes: [...describeTimes(report), ...describeFailures(report)],
  };
}

function describeTimes({ audits }: Report): string[] {
  const shown = [
    'first-contentful-paint',
    'largest-contentful-paint',
    'total-blocking-time',
    'cumulative-layout-shift',
  ];
  return [shown.map((id) => `${audits[id]?.title} ${audits[id]?.displayValue}`).join(' · ')];
}

function describeFailures({ categories, audits }: Report): string[] {
  return ['accessibility', 'best-practices'].flatMap((name) =>
    categories[name]!.auditRefs.filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1).map(
      ({ id }) => `${name}: ${audits[id]!.title}`,
    ),
  );
}
