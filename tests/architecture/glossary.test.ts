import { expect, test } from 'vitest';
import type { Database } from '../../db/schema.ts';
import { labels } from '../../bot/messages/text/th/labels.ts';
import { INCIDENT_KINDS, ROLES } from '../../bot/domain/words.ts';
import { ORDER_STATES } from '../../bot/domain/order-machine.ts';
import { read, sourcesBelow } from './sources.ts';

/** The words that chat, code and tables share. */
const WORDS = [
  'member',
  'household',
  'proxy',
  'community',
  'campaign',
  'fund',
  'pledge',
  'receipt of money',
  'slip',
  'gift in kind',
  'coupon',
  'grant',
  'meal plan',
  'order',
  'shop offer',
  'trip',
  'stop',
  'handover',
  'redemption',
  'settlement',
  'incident',
  'referral',
  'resident',
  'donor',
  'shop',
  'rider',
  'coordinator',
  'treasurer',
];
/** One word for one thing: these would be second words for things that have one. */
const NEVER = ['beneficiary', 'voucher'];

const page = read('docs/glossary.md');
const rows = page.split('\n').flatMap((line) => {
  const cells = line.split('|').map((cell) => cell.trim());
  return cells.length >= 6 && /\p{Script=Thai}/u.test(cells[1] ?? '')
    ? [{ thai: cells[1] ?? '', english: cells[2] ?? '', code: cells[3] ?? '', table: cells[4] ?? '' }]
    : [];
});
const ticked = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/gu)].map((match) => match[1] ?? '');

test('every word has one row: Thai, English, name in code, table', () => {
  const english = rows.map((row) => row.english);
  expect(WORDS.filter((word) => !english.includes(word))).toEqual([]);
  expect(english.filter((word, index) => english.indexOf(word) !== index)).toEqual([]);
  expect(rows.filter((row) => row.code === '' || row.table === '').map((row) => row.english)).toEqual([]);
});

test('the tables of the glossary exist', () => {
  const schema = read('db/schema.ts');
  const known = [...schema.slice(schema.indexOf('export interface Database')).matchAll(/^ {2}(\w+): \w+Table;/gmu)].map(
    (match) => match[1] ?? '',
  );
  expect(known.length).toBeGreaterThan(30);
  expect(known).toContain('member' satisfies keyof Database);
  expect(rows.flatMap((row) => ticked(row.table)).filter((table) => !known.includes(table))).toEqual([]);
});

test('the names of the glossary stand in the code', () => {
  const code = ['bot', 'db']
    .flatMap((folder) => sourcesBelow(folder, /\.ts$/u))
    .map(({ text }) => text)
    .join('\n');
  const missing = rows.flatMap((row) => ticked(row.code)).filter((name) => !new RegExp(String.raw`\b${name}\b`, 'u').test(code));
  expect(missing).toEqual([]);
});

test('closed lists of the code are in the glossary with the words of the catalogue', () => {
  const said = [...Object.entries(labels.roles), ...Object.entries(labels.orderStates), ...Object.entries(labels.incidents)];
  expect(said.length).toBe(ROLES.length + ORDER_STATES.length + INCIDENT_KINDS.length);
  const lines = page.split('\n');
  const missing = said.filter(([code, thai]) => !lines.some((line) => line.includes(`\`${code}\``) && line.includes(thai)));
  expect(missing).toEqual([]);
});

test('no second word for the same thing', () => {
  // People may say them; we do not.
  const texts = ['bot', 'db', 'liff', 'docs'].flatMap((folder) => sourcesBelow(folder, /\.(?:ts|tsx|md)$/u));
  const found = texts.filter(
    ({ path, text }) =>
      path !== 'docs/glossary.md' && !path.startsWith('bot/intents/') && NEVER.some((word) => text.toLowerCase().includes(word)),
  );
  expect(found.map(({ path }) => path)).toEqual([]);
});
