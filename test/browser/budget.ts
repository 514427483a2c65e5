// `npm run web:budget`: what the web apps weigh, what Lighthouse and axe say, how fast chats are switched, and whether
// any request leaves this origin. `--short` (CI) prints the timed figures without judging them: a busy machine is no bug.
import { launchBrowser } from '../support/browser.ts';
import { startWorld } from '../support/world.ts';
import { auditPages } from './budget/audit.ts';
import { runLighthouse } from './budget/lighthouse.ts';
import { fillShops, measureSwitching } from './budget/switching.ts';
import { weighPages } from './budget/weigh.ts';

const isShort = process.argv.includes('--short');
const failures: string[] = [];

function judge(what: string, value: number, bar: { max?: number; min?: number; timed?: boolean }): void {
  const isMet = value <= (bar.max ?? Infinity) && value >= (bar.min ?? -Infinity);
  const limit = bar.max === undefined ? `≥ ${bar.min}` : `≤ ${bar.max}`;
  const judged = !(bar.timed && isShort);
  console.log(
    `${isMet ? 'ok  ' : judged ? 'FAIL' : 'slow'} ${what.padEnd(58)} ${String(value).padStart(8)}  (${limit})`,
  );
  if (!isMet && judged) failures.push(what);
}

const world = await startWorld({ demoPictures: true });
const browser = await launchBrowser();
try {
  for (const page of await weighPages(browser, world)) {
    judge(`${page.name}: first JavaScript, kB gzip`, page.scriptKb, { max: page.scriptKbMax });
    judge(`${page.name}: requests to foreign hosts`, page.foreign, { max: 0 });
  }
  for (const page of await auditPages(browser, world)) {
    judge(`${page.name}, ${page.mode}: axe violations`, page.violations.length, { max: 0 });
    for (const violation of page.violations) console.log(`     ${violation}`);
  }
  const person = await fillShops(world);
  const switching = await measureSwitching(browser, world, person);
  console.log(`     switching chats, ms: p50 ${switching.p50}, p95 ${switching.p95} of ${switching.count}`);
  judge('switching chats, p95 ms', switching.p95, { max: 100, timed: true });
  await browser.close();
  for (const path of ['/', '/b/atelier-lune']) {
    const scores = await runLighthouse(world.url + path);
    judge(`Lighthouse mobile ${path}: performance`, scores.performance, { min: 95, timed: true });
    judge(`Lighthouse mobile ${path}: accessibility`, scores.accessibility, { min: 100 });
    judge(`Lighthouse mobile ${path}: best practices`, scores.bestPractices, { min: 100 });
    for (const note of scores.notes) console.log(`     ${note}`);
  }
} finally {
  await browser.close().catch(() => {});
  await world.close();
}
console.log(failures.length === 0 ? 'within the budget' : `over the budget: ${failures.join('; ')}`);
process.exit(failures.length === 0 ? 0 : 1);
