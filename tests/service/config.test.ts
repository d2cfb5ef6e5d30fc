import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ConfigError, emulatorUrl, loadConfig } from '../../bot/config.ts';
import { environmentFor } from './settings.ts';

const good = environmentFor({ databasePath: '/tmp/a.db', lineUrl: 'http://127.0.0.1:9' });

function complaintOf(environment: Record<string, string | undefined>): string {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

test('defaults are LINE itself, port 3000 and all addresses', () => {
  const {
    PORT: _port,
    HOST: _host,
    LINE_API_BASE_URL: _api,
    LINE_DATA_API_BASE_URL: _data,
    LINE_LOGIN_BASE_URL: _login,
    LOG_LEVEL: _level,
    ...rest
  } = good;
  const config = loadConfig(rest);
  expect(config).toMatchObject({ port: 3000, host: '0.0.0.0', logLevel: 'info', databasePath: '/tmp/a.db' });
  expect(config.line).toMatchObject({
    apiBaseUrl: 'https://api.line.me',
    dataApiBaseUrl: 'https://api-data.line.me',
    loginBaseUrl: 'https://api.line.me',
  });
  expect(emulatorUrl(config)).toBeUndefined();
  expect(emulatorUrl(loadConfig(good))).toBe('http://127.0.0.1:9');
});

test('everything that is missing is named at once', () => {
  const complaint = complaintOf({});
  const optional = new Set([
    'PORT',
    'HOST',
    'LINE_API_BASE_URL',
    'LINE_DATA_API_BASE_URL',
    'LINE_LOGIN_BASE_URL',
    'LOG_LEVEL',
    'SLIP_VERIFIER_URL',
    'SLIP_VERIFIER_TOKEN',
    'RECEIPT_ISSUER_NAME',
    'RECEIPT_ISSUER_ADDRESS',
    'RECEIPT_ISSUER_TAX_ID',
  ]);
  for (const name of Object.keys(good)) expect(complaint.includes(`${name} is missing`)).toBe(!optional.has(name));
});

test.each([
  ['PORT', '65536'],
  ['PORT', 'http'],
  ['PUBLIC_URL', 'http://panim.example.org'],
  ['PUBLIC_URL', 'https://panim.example.org/path'],
  ['DATABASE_URL', 'mysql://host'],
  ['LINE_CHANNEL_SECRET', 'one,two,three'],
  ['LINE_API_BASE_URL', 'http://127.0.0.1:9/prefix'],
  ['PROMPTPAY_ID', '12345'],
  ['SESSION_SECRET', 'short'],
  ['PII_KEY', 'ab'.repeat(31)],
  ['FIRST_TREASURER_LINE_USER_ID', 'U1234'],
  ['RECEIPT_ISSUER_TAX_ID', '0812345678'],
  ['LOG_LEVEL', 'loud'],
])('%s = %s is wrong, and its value is not repeated', (name, value) => {
  const complaint = complaintOf({ ...good, [name]: value, LIFF_ID: ' ' });
  expect(complaint).toContain(`${name} is wrong: `);
  expect(complaint).toContain('LIFF_ID is missing: ');
  expect(complaint.split('\n')).toHaveLength(3);
  expect(complaint).not.toContain(value === 'http' ? '= http' : `: ${value}`);
});

test('two secrets, and a slash too many in an address, are understood', () => {
  const config = loadConfig({ ...good, LINE_CHANNEL_SECRET: 'new,old', PUBLIC_URL: 'https://panim.example.org/' });
  expect(config.line.channelSecrets).toEqual(['new', 'old']);
  expect(config.publicUrl).toBe('https://panim.example.org');
});

test('the verification service of slips is off without its settings, and wants both or none', () => {
  const { SLIP_VERIFIER_URL: url, SLIP_VERIFIER_TOKEN: token, ...rest } = good;
  expect(loadConfig(rest).slipVerifier).toBeUndefined();
  expect(loadConfig(good).slipVerifier).toEqual({ url, token });
  expect(complaintOf({ ...rest, SLIP_VERIFIER_URL: url })).toContain('SLIP_VERIFIER_TOKEN is missing');
  expect(complaintOf({ ...rest, SLIP_VERIFIER_TOKEN: token })).toContain('SLIP_VERIFIER_URL is missing');
  expect(complaintOf({ ...good, SLIP_VERIFIER_URL: 'http://verifier.example.org' })).toContain('SLIP_VERIFIER_URL is wrong');
});

test('.env.example has every variable', () => {
  const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const names = [...example.matchAll(/^([A-Z_]+)=/gmu)].map((match) => match[1]);
  expect(new Set(names)).toEqual(new Set(Object.keys(good)));
  expect(names).toHaveLength(Object.keys(good).length);
});
