import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { importsOf, sourcesBelow } from './sources.ts';
import type { Import } from './sources.ts';

/**
 * The one-way rule. A part is the first prefix that fits a file; it may import itself and what stands here, nothing
 * else. `types:` in front means by `import type` only: such an import is gone at run time and makes no cycle.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  // Rules without input or output.
  'bot/domain': [],
  'bot/limits.ts': [],
  'bot/backoff.ts': [],
  'bot/metrics.ts': [],
  'bot/headers.ts': [],
  'bot/pace.ts': [],
  // Types only; the words of the whole service.
  'bot/deps.ts': ['types:bot/domain', 'types:bot/pace.ts', 'types:db'],
  // What main puts together.
  'bot/worker.ts': ['types:bot/deps.ts', 'types:bot/pace.ts', 'bot/limits.ts'],
  'bot/wake.ts': ['types:bot/deps.ts'],
  'bot/chance.ts': ['types:bot/deps.ts'],
  'bot/sealer.ts': ['types:bot/deps.ts'],
  'bot/logger.ts': ['types:bot/deps.ts'],
  'bot/config.ts': ['bot/logger.ts'],
  // The hash of the consent text that people are shown.
  'bot/consent-notice.ts': ['types:bot/deps.ts', 'bot/messages'],
  'bot/pages.ts': ['types:bot/liff-api'],
  'bot/observe.ts': ['types:bot/deps.ts', 'types:bot/metrics.ts'],
  'bot/front.ts': [
    'bot/caller-address.ts',
    'bot/limits.ts',
    'types:bot/headers.ts',
    'types:bot/observe.ts',
    'types:bot/read-body.ts',
    'types:bot/webhook',
  ],
  'bot/app.ts': [
    'bot/caller-address.ts',
    'bot/limits.ts',
    'bot/token-bucket.ts',
    'types:bot/deps.ts',
    'types:bot/headers.ts',
    'types:bot/metrics.ts',
    'types:bot/observe.ts',
  ],
  // Pure: words in, data out.
  'bot/intents': ['bot/domain'],
  'bot/conversation': ['bot/domain', 'bot/intents', 'bot/limits.ts'],
  'bot/messages': ['bot/domain'],
  // What the service does. Knows no LINE, no HTTP, no words for people.
  'bot/usecases': ['bot/domain', 'bot/limits.ts', 'types:bot/deps.ts', 'bot/conversation', 'types:bot/intents', 'db', 'db/pages'],
  // The edges.
  'bot/webhook': [
    'types:bot/deps.ts',
    'types:bot/metrics.ts',
    'bot/backoff.ts',
    'bot/domain',
    'bot/intents',
    'bot/limits.ts',
    'bot/token-bucket.ts',
    'bot/usecases',
    'bot/worker.ts',
    'db',
  ],
  'bot/timers': ['types:bot/deps.ts', 'bot/backoff.ts', 'bot/domain', 'bot/limits.ts', 'bot/worker.ts', 'db'],
  'bot/outbox': [
    'types:bot/deps.ts',
    'types:bot/metrics.ts',
    'bot/backoff.ts',
    'bot/domain',
    'bot/limits.ts',
    'types:bot/line',
    'bot/line',
    'bot/worker.ts',
    'db',
  ],
  // Slips that donors photograph.
  'bot/slips': ['types:bot/domain', 'bot/limits.ts'],
  'bot/pictures': [
    'types:bot/deps.ts',
    'types:bot/domain',
    'types:bot/slips',
    'bot/backoff.ts',
    'bot/line',
    'bot/limits.ts',
    'bot/messages',
    'bot/worker.ts',
    'db',
  ],
  // The rich menus draw their words from the catalogue.
  'bot/line': ['types:bot/deps.ts', 'bot/domain', 'bot/limits.ts', 'bot/messages'],
  // Papers for donors, and what banks send.
  'bot/receipts': ['bot/domain'],
  'bot/statements': ['bot/domain', 'bot/limits.ts'],
  'bot/liff-api': [
    'types:bot/deps.ts',
    'bot/domain',
    'bot/caller-address.ts',
    'bot/limits.ts',
    'bot/line',
    'bot/read-body.ts',
    'bot/receipts',
    'bot/statements',
    'bot/token-bucket.ts',
    'bot/usecases',
    'db',
    'db/pages',
  ],
  // What anyone may read: sums and sealed lines alone come in here.
  'bot/public': ['types:bot/deps.ts', 'bot/domain', 'bot/limits.ts', 'bot/messages', 'db', 'db', 'db/pages'],
  'bot/commands': ['bot', 'db'],
  'bot/service.ts': ['bot', 'db'],
  'bot/http-server.ts': ['bot/limits.ts'],
  'bot/read-body.ts': ['bot/limits.ts'],
  'bot/caller-address.ts': [],
  'bot/token-bucket.ts': ['types:bot/deps.ts', 'bot/limits.ts'],
  'bot/close-server.ts': ['bot/limits.ts'],
  'bot/main.ts': ['bot/close-server.ts', 'bot/config.ts', 'bot/http-server.ts', 'bot/limits.ts', 'bot/service.ts'],
  // Memory.
  'db/migrations': [],
  'db/pages': ['bot/domain', 'bot/limits.ts', 'types:bot/deps.ts', 'db'],
  db: ['bot/domain', 'bot/limits.ts', 'types:bot/deps.ts', 'db/migrations'],
  // The phone gets types of the server and nothing of its code.
  liff: ['types:bot/liff-api', 'types:bot/domain'],
  // Stands in for LINE, over HTTP only.
  simulator: [],
  // The city plays the real service in its own process: from outside, but for the seeded database and the settings.
  'simulator/city': [
    'bot/chance.ts',
    'bot/domain',
    'bot/service.ts',
    'bot/usecases',
    'db',
    'simulator',
    'simulator/city/checks',
    'simulator/city/record.ts',
    'simulator/city/report',
    'types:bot/config.ts',
    'types:bot/deps.ts',
    'types:bot/line',
    'types:bot/slips',
  ],
  'simulator/city/record.ts': [],
  // Eyes of their own: of the service they know how to open a seal, and nothing else.
  'simulator/city/checks': ['bot/sealer.ts', 'simulator', 'simulator/city/record.ts'],
  'simulator/city/report': ['bot/limits.ts', 'types:simulator/city/record.ts'],
};

/** Only these parts may use the package; what is not listed may be used by none. */
const PACKAGE_USERS: Record<string, readonly string[]> = {
  '@line/bot-sdk': ['bot/line', 'types:bot/messages', 'types:simulator', 'types:simulator/city', 'types:simulator/city/record.ts'],
  '@line/liff': ['liff'],
  '@resvg/resvg-js': ['bot/line', 'bot/pictures'],
  ajv: ['simulator'],
  bahttext: ['bot/receipts'],
  'better-sqlite3': ['db', 'bot/commands', 'simulator/city', 'simulator/city/checks', 'simulator/city/report'],
  'csv-parse': ['bot/statements'],
  express: ['bot/app.ts', 'bot/liff-api', 'bot/pages.ts', 'bot/public', 'simulator'],
  jose: ['bot/line', 'simulator'],
  kysely: [
    'bot/service.ts',
    'db',
    'db/migrations',
    'db/pages',
    'types:bot/deps.ts',
    'types:bot/outbox',
    'types:bot/commands',
    'simulator/city',
  ],
  'light-my-request': ['simulator/city'],
  pdfkit: ['bot/receipts'],
  pino: ['bot/logger.ts'],
  preact: ['liff'],
  promptparse: ['bot/pictures', 'bot/slips', 'simulator'],
  qrcode: ['bot/pictures', 'bot/liff-api', 'simulator'],
  'ts-json-schema-generator': ['simulator'],
  undici: ['bot/line'],
  'zxing-wasm': ['bot/slips'],
  zod: ['bot/config.ts', 'bot/commands', 'bot/liff-api', 'bot/webhook', 'simulator', 'bot/slips'],
};

/** Single files that a whole part's permission would be too much for. */
const ONLY_FILES: Record<string, readonly string[]> = {
  '@line/liff': ['liff/line.ts'],
  // Beside the service's own connection: the lock on its file, the check of it, and commands that look at or copy a file.
  'better-sqlite3': [
    'db/open.ts',
    'db/lock.ts',
    'db/checkpoint-thread.ts',
    'db/check-file.ts',
    'db/open-to-read.ts',
    'db/flaw-of-row.ts',
    'db/backup.ts',
    'bot/commands/once-free.ts',
    // Those who look at the city's file from outside, and the fault that holds it.
    'simulator/city/checks/create-checks.ts',
    'simulator/city/report/collect-run.ts',
    'simulator/city/next-due.ts',
    'simulator/city/faults/machine-faults.ts',
  ],
};

/** The mini-app may look at the API's contract, not at what answers it. */
const LIFF_API_FOR_OTHERS = 'bot/liff-api/contract.ts';

const PARTS = Object.keys(MAY_IMPORT).toSorted((a, b) => b.length - a.length);

function partOf(path: string): string | undefined {
  return PARTS.find((part) => path === part || path.startsWith(`${part}/`));
}

const allImports: readonly Import[] = ['bot', 'db', 'liff', 'simulator'].flatMap((folder) =>
  sourcesBelow(folder, /\.(?:ts|tsx|js)$/u).flatMap(importsOf),
);

const say = (found: Import, why: string): string => `${found.from}:${found.line} imports ${found.what}: ${why}`;
const isLocal = (found: Import): boolean => found.what.startsWith('.');
const targetOf = (found: Import): string => posix.join(posix.dirname(found.from), found.what);

function allows(allowed: readonly string[], part: string, isTypeOnly: boolean): boolean {
  const within = (entry: string): boolean => part === entry || (entry === 'bot' && part.startsWith('bot/'));
  return allowed.some((entry) => (entry.startsWith('types:') ? isTypeOnly && within(entry.slice('types:'.length)) : within(entry)));
}

function whyNotLocal(found: Import): string | undefined {
  const from = partOf(found.from);
  const target = targetOf(found);
  const to = partOf(target);
  if (from === undefined) return `${found.from} belongs to no part of the table`;
  if (to === from) return undefined;
  if (to === undefined) {
    // package.json and the database's own data are nobody's code.
    return target.startsWith('node_modules/') || target.startsWith('tests/') ? 'nobody imports that' : `${target} belongs to no part`;
  }
  if (!allows(MAY_IMPORT[from] ?? [], to, found.isTypeOnly))
    return `${from} may not import ${to}${found.isTypeOnly ? '' : ' (as a value)'}`;
  const isOutsider = from === 'liff' || from === 'bot/pages.ts';
  return isOutsider && to === 'bot/liff-api' && target !== LIFF_API_FOR_OTHERS ? `only ${LIFF_API_FOR_OTHERS} is for others` : undefined;
}

function packageOf(what: string): string {
  return what
    .split('/')
    .slice(0, what.startsWith('@') ? 2 : 1)
    .join('/');
}

function whyNotPackage(found: Import): string | undefined {
  if (found.what.startsWith('node:')) return found.from.startsWith('liff/') ? 'a phone has no node' : undefined;
  const from = partOf(found.from) ?? '';
  const name = packageOf(found.what);
  if (!allows(PACKAGE_USERS[name] ?? [], from, found.isTypeOnly)) return `${from} may not use ${name}`;
  const only = ONLY_FILES[name];
  return only !== undefined && !only.includes(found.from) && !found.isTypeOnly ? `only ${only.join(' and ')} may load it` : undefined;
}

function violations(why: (found: Import) => string | undefined, of: (found: Import) => boolean): string[] {
  return allImports.filter(of).flatMap((found) => {
    const reason = why(found);
    return reason === undefined ? [] : [say(found, reason)];
  });
}

test('parts import one another in one direction only', () => {
  expect(violations(whyNotLocal, isLocal)).toEqual([]);
});

test('packages are used where they belong', () => {
  expect(violations(whyNotPackage, (found) => !isLocal(found))).toEqual([]);
});

test('at run time no part leads back to itself', () => {
  const leadsTo = new Map<string, Set<string>>();
  for (const found of allImports.filter((each) => isLocal(each) && !each.isTypeOnly)) {
    const from = partOf(found.from);
    const to = partOf(targetOf(found));
    if (from === undefined || to === undefined || from === to) continue;
    leadsTo.set(from, (leadsTo.get(from) ?? new Set()).add(to));
  }
  const circles: string[] = [];
  const follow = (part: string, way: string[]): void => {
    if (way.includes(part)) circles.push([...way.slice(way.indexOf(part)), part].join(' → '));
    else for (const next of leadsTo.get(part) ?? []) follow(next, [...way, part]);
  };
  for (const part of leadsTo.keys()) follow(part, []);
  expect([...new Set(circles)]).toEqual([]);
});

test('every permission of the table is used', () => {
  const used = new Set<string>();
  for (const found of allImports) {
    const from = partOf(found.from) ?? '';
    const to = isLocal(found) ? (partOf(targetOf(found)) ?? '') : packageOf(found.what);
    used.add(`${from} ${to}`);
    if (to.startsWith('bot/')) used.add(`${from} bot`);
  }
  const folders = Object.entries(MAY_IMPORT).flatMap(([from, targets]) => targets.map((to) => `${from} ${to.replace('types:', '')}`));
  const packages = Object.entries(PACKAGE_USERS).flatMap(([name, users]) => users.map((from) => `${from.replace('types:', '')} ${name}`));
  expect([...folders, ...packages].filter((permission) => !used.has(permission))).toEqual([]);
});

test('the scanner sees every way to import', () => {
  const text = [
    "import a from 'one';",
    "import type { B } from './two.ts';",
    "import {\n  c,\n  type D,\n} from './three.ts';",
    "import './four.css';",
    "export { e } from './five.ts';",
    "const f = await import('./six.ts');",
    "// a sentence about import from 'nowhere'",
  ].join('\n');
  const seen = importsOf({ path: 'x.ts', text }).map(({ what, line, isTypeOnly }) => ({ what, line, isTypeOnly }));
  expect(seen).toEqual([
    { what: 'one', line: 1, isTypeOnly: false },
    { what: './two.ts', line: 2, isTypeOnly: true },
    { what: './three.ts', line: 3, isTypeOnly: false },
    { what: './four.css', line: 7, isTypeOnly: false },
    { what: './five.ts', line: 8, isTypeOnly: false },
    { what: './six.ts', line: 9, isTypeOnly: false },
  ]);
});
