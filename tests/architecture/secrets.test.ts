import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { secretsIn } from './secrets.ts';
import { sourcesBelow } from './sources.ts';

/** All that is text; `.env` is where secrets belong, and is not of the repository. Locks hold check sums of packages. */
const TEXTS = /(?:^|\/)(?!\.env$|package-lock\.json$)[^/]+(?<!\.(?:png|jpe?g|webp|woff2?|ttf|pdf|db|sqlite))$/u;

const paths = (): string[] => sourcesBelow('.', TEXTS).map(({ path }) => path);

test('every kind of file is looked at', () => {
  const kinds = [
    '.env.example',
    '.ci/run',
    'bot/public/verify-books.mjs',
    'db/data/communities.csv',
    'docs/runbook.md',
    'liff/mark.svg',
    'package.json',
    'tests/architecture/secrets.ts',
  ];
  expect(paths()).toEqual(expect.arrayContaining(kinds));
});

test('no key, token or person is in the tree', () => {
  expect(sourcesBelow('.', TEXTS).flatMap(secretsIn)).toEqual([]);
});

/** As chance would make it, so that no test carries what looks like a secret. */
const bytes = (length: number): Buffer =>
  Buffer.concat(['a', 'b', 'c'].map((seed) => createHash('sha512').update(seed).digest())).subarray(0, length);
const hex = (digits: number): string => bytes(digits / 2).toString('hex');
const sealed = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const PLANTED: [string, string][] = [
  ['private key', ['-----BEGIN', 'EC PRIVATE KEY-----'].join(' ')],
  ['key of a service', `${['gh', 'p_'].join('')}${hex(36)}`],
  ['key of a service', `${['AK', 'IA'].join('')}${'ABCD'.repeat(4)}`],
  ['signed token', `${sealed({ alg: 'HS256', typ: 'JWT' })}.${sealed({ sub: 'somebody', iat: 1 })}.${bytes(32).toString('base64url')}`],
  ['channel access token', bytes(129).toString('base64')],
  ['channel secret or key', `LINE_CHANNEL_SECRET=${hex(32)}`],
  ['channel secret or key', `PII_KEY="${hex(64)}"`],
  ['LINE id', `userId: 'U${hex(32)}'`],
  ['LINE id', `{"groupId":"C${hex(32)}"}`],
  ['phone number', `โทร ${['081', '246', '1385'].join('-')}`],
  ['phone number', `,${['+66', '92', '461', '3857'].join('')},`],
  ['citizen number', `บัตร ${['1101700', '207030'].join('')}`],
  ['citizen number', ['1-1017', '00207', '03', '0'].join('-')],
  ['key', `SESSION_SECRET=${bytes(48).toString('base64')}`],
];
test.each(PLANTED)('a %s that somebody leaves in a file is found: %#', (kind, planted) => {
  const found = secretsIn({ path: 'tests/some.csv', text: `first line\n${planted}\n` });
  expect(found).toContain(`tests/some.csv:2 ${kind}`);
  expect(found.join('')).not.toContain(planted);
});

test.each([
  `PII_KEY=${'ab'.repeat(32)}`,
  `U${'0'.repeat(29)}a01`,
  `at: ${Date.UTC(2026, 10, 25)}`,
  '0994000165501',
  "'0812345678'",
  '2026-11-25T10:00:00.000+07:00',
  '@expo-google-fonts/noto-sans-thai-looped/700Bold/NotoSansThaiLooped_700Bold.ttf',
])('what is made up or means nothing is left alone: %s', (harmless) => {
  expect(secretsIn({ path: 'x', text: harmless })).toEqual([]);
});
