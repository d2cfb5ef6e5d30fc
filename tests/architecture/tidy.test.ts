import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { sourcesBelow } from './sources.ts';
import type { Source } from './sources.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CODE = /\.(?:ts|tsx|js)$/u;
const code = ['bot', 'db', 'liff', 'simulator', 'tests'].flatMap((folder) => sourcesBelow(folder, CODE));
const ours = code.filter(({ path }) => !path.startsWith('tests/'));
const everything = sourcesBelow('.').filter(({ path }) => path !== 'package-lock.json');

/** Where a pattern stands, as `path:line`, so that a failing test can be clicked. */
function places(sources: readonly Source[], pattern: RegExp): string[] {
  return sources.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim().slice(0, 100)}`] : [])),
  );
}

function outside(sources: readonly Source[], homes: readonly string[]): Source[] {
  return sources.filter(({ path }) => !homes.some((home) => path === home || path.startsWith(`${home}/`)));
}

/** The words that must not stand in the tree are broken here, where they must be named. */
const unbroken = (word: string): string => word.replace('-', '');

/** Examples in comments may be in Thai; lines stay lines, so that numbers fit. */
function withoutComments({ path, text }: Source): Source {
  const blank = (comment: string): string => comment.replaceAll(/[^\n]/gu, ' ');
  return { path, text: text.replaceAll(/\/\*[\s\S]*?\*\//gu, blank).replaceAll(/(?<=^|\s)\/\/ .*$/gmu, blank) };
}

test('words that people read live in the catalogues', () => {
  const homes = [
    'bot/messages/text',
    'bot/messages/rich-menu-text.ts',
    'bot/receipts/receipt-words.ts',
    'bot/statements/column-words.ts',
    'bot/intents',
    'liff/text',
    'simulator/page/text.js',
    'simulator/city/people/words.ts',
  ];
  const found = places(outside(ours, homes).map(withoutComments), /\p{Script=Thai}/u);
  // The one line that the demo prints for whoever started it.
  expect(found.filter((place) => !place.startsWith('simulator/demo.ts:'))).toEqual([]);
  expect(found.length).toBeLessThanOrEqual(1);
});

test('nobody writes to the console; the logger and the command line have their own ways out', () => {
  expect(places(ours, /\bconsole\s*\.\s*(?:log|info|warn|error|debug)\b/u)).toEqual([]);
});

test('settings are read in one place', () => {
  const homes = ['bot/config.ts', 'bot/commands', 'simulator/demo.ts'];
  expect(places(outside(ours, homes), /\bprocess\s*\.\s*env\b/u)).toEqual([]);
});

test('time, ids and chance come in through deps', () => {
  // service.ts and the commands make the real clock, chance.ts the real chance.
  const homes = ['bot/service.ts', 'bot/chance.ts', 'bot/commands'];
  const bot = ours.filter(({ path }) => path.startsWith('bot/') || path.startsWith('db/'));
  expect(places(outside(bot, homes), /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(|\brandomBytes\(/u)).toEqual([]);
});

test('nothing is left half done', () => {
  const words = ['TO-DO', 'FIX-ME', 'XX-X', 'HA-CK'].map(unbroken).join('|');
  expect(places(code, new RegExp(String.raw`(?:\/\/|\/\*|\*)\s.*\b(?:${words})\b`, 'u'))).toEqual([]);
  const suppressions = ['@ts', 'oxlint', 'eslint'].map((tool) => `${tool}-(?:ignore|expect-error|nocheck|disable)`);
  expect(places(code, new RegExp(suppressions.join('|'), 'u'))).toEqual([]);
  expect(places(code, /\b(?:test|describe|it)\.(?:skip|only|todo|fails)\b/u)).toEqual([]);
});

test('the repository stands alone', () => {
  const elsewhere = ['/wo-rk/', 'sha-red/', 'DES-IGN', '/tmp/bri-ef'].map(unbroken);
  expect(places(everything, new RegExp(elsewhere.join('|'), 'u'))).toEqual([]);
});

test('no file grows past 400 lines', () => {
  const long = ours.filter(({ text }) => text.split('\n').length > 401).map(({ path, text }) => `${path}: ${text.split('\n').length - 1}`);
  expect(long).toEqual([]);
});

test('no file is a drawer for everything', () => {
  const drawers = /^(?:utils?|helpers?|common|misc|index)\.(?:ts|tsx|js)$/u;
  // The list of migrations is the one index: kysely is given it as it stands.
  expect(ours.map(({ path }) => path).filter((path) => drawers.test(basename(path)) && path !== 'db/migrations/index.ts')).toEqual([]);
});

/** The words of a name, singular and plural counted as one. */
function words(name: string): string[] {
  const parts = name
    .replaceAll(/(?<=[a-z])(?=[A-Z])/gu, '-')
    .toLowerCase()
    .split(/[-_.]/u);
  return parts.map((part) => part.replace(/(?:ies|y|s)$/u, ''));
}

/** Types that several files share. */
const NAMED_OTHERWISE = ['bot/domain/shown-coupon.ts'];

test('the files of the use cases are called by what they do', () => {
  const strangers = ours
    .filter(({ path }) => path.startsWith('bot/usecases/') && !NAMED_OTHERWISE.includes(path))
    .filter(({ path, text }) => {
      const exported = [...text.matchAll(/^export (?:async )?(?:function|const|interface|type|class) (\w+)/gmu)].map(
        (match) => match[1] ?? '',
      );
      // `riders/carry-trip.ts` may export `riderPickedUp`: the folder is part of the name.
      const called = new Set([...words(basename(path, '.ts')), ...words(basename(dirname(path)))]);
      return !exported.some((name) => words(name).some((word) => called.has(word)));
    });
  expect(strangers.map(({ path }) => path)).toEqual([]);
});

test('settings of a machine stay out of the repository', () => {
  const names = readdirSync(ROOT);
  const ignored = sourcesBelow('.', /(?:^|\/)\.gitignore$/u)
    .map(({ text }) => text)
    .join('\n');
  for (const name of ['.env', 'node_modules/', '*.sqlite']) expect(ignored.split('\n')).toContain(name);
  expect(names).toContain('.env.example');
});
