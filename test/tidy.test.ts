// The architecture as a test: who may import whom, who owns which table, how large a room may be. Every message
// says how to mend what it found.
import { expect, test } from 'bun:test';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';

const root = join(import.meta.dirname, '..');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '');
const sources = files
  .filter((path) => /\.(ts|tsx|mjs)$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

const isTest = (path: string) => /\.test\.tsx?$/.test(path) || path.startsWith('test/');
const check = (name: string, find: () => string[]) => test(name, () => expect(find()).toEqual([]));

/** `server/accounts/store.ts` → `accounts`, `web/chat/App.tsx` → `web/chat`, `client/http.ts` → `client`. */
function moduleOf(path: string): string {
  const parts = path.split('/');
  if (parts[0] === 'server') return parts.length > 2 ? parts[1]! : 'app';
  if (parts[0] === 'web') return parts.length > 2 ? `web/${parts[1]}` : 'web';
  return parts[0]!;
}

function importsOf(source: { path: string; text: string }): string[] {
  const found = source.text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*'(\.[^']+)'|import\('(\.[^']+)'\)/g,
  );
  return [...found].map((match) => normalize(join(dirname(source.path), match[1] ?? match[2]!)));
}

/** The table of ARCHITECTURE.md: module → what it may import. */
function readImportTable(): Map<string, Set<string>> {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const start = text.indexOf('| module | may import |');
  const rows = start < 0 ? [] : text.slice(start).split('\n\n')[0]!.split('\n').slice(2);
  const names = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
  return new Map(
    rows.flatMap((row) => {
      const cells = row.split('|');
      return names(cells[1] ?? '').map((name) => [name, new Set(names(cells[2] ?? ''))] as const);
    }),
  );
}

check('every import is one that the table in ARCHITECTURE.md allows', () => {
  const table = readImportTable();
  const wrong: string[] = [];
  for (const source of sources) {
    const from = moduleOf(source.path);
    if (isTest(source.path) || ['test', 'bench', 'bin', 'examples', 'app'].includes(from)) continue;
    const allowed = table.get(from);
    if (!allowed) {
      wrong.push(`${source.path}: module "${from}" has no row in the table of ARCHITECTURE.md; add one`);
      continue;
    }
    for (const target of importsOf(source)) {
      const to = moduleOf(target);
      if (to === from || allowed.has(to) || target === 'server/config.ts') continue;
      wrong.push(
        `${source.path} imports ${target}: ${from} may not import ${to}; call down, or write an event and let it be heard`,
      );
    }
  }
  return wrong;
});

check('a server module is entered through its door', () => {
  return sources
    .filter((source) => !isTest(source.path) && source.path.startsWith('server/'))
    .flatMap((source) =>
      importsOf(source)
        .filter((target) => target.startsWith('server/') && moduleOf(target) !== moduleOf(source.path))
        .filter((target) => target.split('/').length > 2 && basename(target) !== 'index.ts')
        .filter((target) => !isGrantOfPermit(source.path, target))
        .map(
          (target) => `${source.path} imports ${target}: import server/${moduleOf(target)}/index.ts instead`,
        ),
    );
});

/** The one import past a door: only the policy may mint what lets a business send. */
function isGrantOfPermit(from: string, to: string): boolean {
  return from === 'server/business/policy.ts' && to === 'server/conversations/permit.ts';
}

check('only the policy mints a permit for a business to send', () => {
  return sources
    .filter((source) => /\bgrantPermit\b/.test(source.text) && !isTest(source.path))
    .map((source) => source.path)
    .filter(
      (path) =>
        !['server/business/policy.ts', 'server/conversations/permit.ts', 'test/tidy.test.ts'].includes(path),
    );
});

check('a table has one owner: only its module names it in SQL', () => {
  const owners = new Map<string, string>();
  for (const path of files.filter((file) => /^server\/.*\.sql$/.test(file))) {
    const text = readFileSync(join(root, path), 'utf8');
    for (const match of text.matchAll(/create table (?:if not exists )?"?(\w+)"?/gi))
      owners.set(match[1]!, moduleOf(path));
  }
  const wrong: string[] = [];
  for (const { path, text } of sources) {
    if (!path.startsWith('server/') || isTest(path)) continue;
    for (const match of text.matchAll(/\b(?:from|join|into|update|table|truncate)\s+"?([a-z_]+)"?\b/g)) {
      const owner = owners.get(match[1]!);
      if (owner === undefined || owner === moduleOf(path) || !isInSql(text, match.index)) continue;
      wrong.push(`${path} names the table ${match[1]} of ${owner}: ask its door`);
    }
  }
  return wrong;
});

/** Words such as "from accounts" also stand in comments; SQL stands in template literals. */
function isInSql(text: string, index: number): boolean {
  const lineStart = text.lastIndexOf('\n', index) + 1;
  const line = text.slice(lineStart, index);
  if (/^\s*(\/\/|\*|\/\*\*|import|export)/.test(line)) return false;
  return (text.slice(0, index).match(/(?<!\\)`/g) ?? []).length % 2 === 1;
}

check('only conversations/append.ts writes to the log', () => {
  return sources
    .filter(
      (source) =>
        /(insert\s+into|copy|update|delete\s+from)\s+messages\b/i.test(source.text) && !isTest(source.path),
    )
    .map((source) => source.path)
    .filter((path) => !path.startsWith('server/conversations/append'));
});

check('only ledger/transfer.ts writes transfers', () => {
  return sources
    .filter(
      (source) =>
        /(insert\s+into|update)\s+(ledger_transfers|ledger_accounts)\b/i.test(source.text) &&
        !isTest(source.path),
    )
    .map((source) => source.path)
    .filter((path) => path !== 'server/ledger/transfer.ts');
});

check('no file is larger than 400 lines, no test than 600', () => {
  return sources
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1, max: isTest(path) ? 600 : 400 }))
    .filter(({ lines, max }) => lines > max)
    .map(
      ({ path, lines, max }) => `${path} has ${lines} lines, ${max} are allowed: it is probably two rooms`,
    );
});

check('folders are at most three deep and server modules are flat', () => {
  return sources
    .filter(({ path }) => {
      const depth = path.split('/').length - 1;
      const flat = path.startsWith('server/') && !path.startsWith('server/sandbox/demo/');
      return depth > 3 || (flat && depth > 2);
    })
    .map(({ path }) => `${path} lies too deep: give it a module of its own`);
});

check('a server module has at most 15 source files', () => {
  const counts = new Map<string, number>();
  for (const { path } of sources) {
    if (!path.startsWith('server/') || isTest(path)) continue;
    counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  }
  return [...counts]
    .filter(([dir, count]) => count > 15 && dir !== 'server/kit' && !dir.endsWith('/demo'))
    .map(([dir, count]) => `${dir} has ${count} files: it is probably two modules`);
});

check('names say what is inside', () => {
  return files
    .filter((path) => !path.includes('/data/'))
    .filter((path) => /(^|\/)(utils?|helpers?|common|managers?|services?|misc)(\.|\/|$)/.test(path))
    .map((path) => `${path}: name it after the noun it is about`);
});

check('Bun is named in server/kit/serve.ts alone', () => {
  return sources
    .filter(
      ({ path, text }) =>
        /\bBun\.\w/.test(text) && path !== 'server/kit/serve.ts' && path !== 'test/tidy.test.ts',
    )
    .filter(({ text }) =>
      text.split('\n').some((line) => /\bBun\.\w/.test(line) && !/^\s*(\/\/|\*)/.test(line)),
    )
    .map(({ path }) => `${path}: use a web-standard or npm API`);
});

check('the protocol is pure', () => {
  return sources
    .filter(({ path }) => path.startsWith('protocol/') && !isTest(path))
    .filter(({ text }) => /from '(node:|bun)|\bwindow\.|\bdocument\.|\bfetch\(/.test(text))
    .map(({ path }) => `${path} does I/O: move that to client or server`);
});

check('the door of a server module says what it owns', () => {
  return sources
    .filter(({ path }) => /^server\/\w[\w-]*\/index\.ts$/.test(path))
    .filter(({ text }) => !text.startsWith('//'))
    .map(({ path }) => `${path}: open with 3 to 8 lines: what it owns, what it promises, which rules`);
});

check('nothing is left to do', () => {
  return sources
    .filter(({ path }) => path !== 'test/tidy.test.ts')
    .filter(({ text }) => /\b(TODO|FIXME|HACK|XXX)\b/.test(text))
    .map(({ path }) => `${path}: do it, or say it in an issue`);
});

check('packages are pinned to exact versions, at most 40 at run time', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }) as [string, string][];
  const loose = all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)).map(([name]) => name);
  const count = Object.keys(manifest.dependencies).length;
  return [...loose, ...(count > 40 ? [`${count} packages at run time`] : [])];
});
