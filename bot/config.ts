import { z } from 'zod';
import { LOG_LEVELS } from './logger.ts';
import type { LogLevel } from './logger.ts';

export interface Config {
  port: number;
  host: string;
  publicUrl: string;
  databasePath: string;
  logLevel: LogLevel;
  line: {
    /** The newest first; a second one stays valid while the secret is being changed. */
    channelSecrets: string[];
    channelAccessToken: string;
    loginChannelId: string;
    liffId: string;
    apiBaseUrl: string;
    dataApiBaseUrl: string;
    loginBaseUrl: string;
  };
  promptPayId: string;
  sessionSecret: string;
  piiKey: string;
  /** Who receives the money, as receipts name them. */
  issuer?: { name?: string; address?: string; taxId?: string };
  firstCoordinatorLineUserId: string;
  firstTreasurerLineUserId: string;
  /** Asked what it knows of a slip's transfer; off unless both are set. */
  slipVerifier?: { url: string; token: string };
}

/** Carries the one sentence for the person who starts the service: names and expectations, never a value. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const LINE_API = 'https://api.line.me';
const LINE_DATA_API = 'https://api-data.line.me';

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/u.test(hostname);
}

/** An address without path, query or a slash at its end. */
function origin(expected: string, loopbackOnly: boolean) {
  return z
    .string(expected)
    .refine((text) => {
      if (!URL.canParse(text)) return false;
      const url = new URL(text);
      const isPlain = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
      return isPlain && (url.protocol === 'https:' || (url.protocol === 'http:' && (!loopbackOnly || isLoopback(url.hostname))));
    }, expected)
    .transform((text) => new URL(text).origin);
}

/** Its answers are about money, and the token must not be overheard. */
function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

const pattern = (expression: RegExp, expected: string) => z.string(expected).regex(expression, expected);

const PUBLIC_URL = 'the public address, https://…, without a path (http:// only on loopback)';
const BASE_URL = 'an address http(s)://host:port without a path';
const VERIFIER_URL = 'the address of the verification service, https://… (http:// only on loopback)';
const LINE_USER = 'a LINE user id: U and 32 digits of 0-9a-f';

const Environment = z.object({
  PORT: pattern(/^\d{1,5}$/u, 'a port number, 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'a port number, 0 to 65535')
    .default(3000),
  HOST: pattern(/^[\w.:-]+$/u, 'an address to listen on, such as 0.0.0.0').default('0.0.0.0'),
  PUBLIC_URL: origin(PUBLIC_URL, true),
  DATABASE_URL: pattern(/^sqlite:.+$/u, 'sqlite: and the path of the file').transform((url) => url.slice('sqlite:'.length)),
  LINE_CHANNEL_SECRET: pattern(
    /^[^\s,]+(,[^\s,]+)?$/u,
    "the Messaging API channel's secret (two, separated by a comma, during a change)",
  ).transform((secrets) => secrets.split(',')),
  LINE_CHANNEL_ACCESS_TOKEN: pattern(/^[\x21-\x7e]+$/u, "the Messaging API channel's access token"),
  LINE_LOGIN_CHANNEL_ID: pattern(/^\d{1,20}$/u, 'the LINE Login channel id, digits'),
  LIFF_ID: pattern(/^[\w-]{1,64}$/u, 'the LIFF id, such as 1234567890-AbCdEfGh'),
  LINE_API_BASE_URL: origin(BASE_URL, false).default(LINE_API),
  LINE_DATA_API_BASE_URL: origin(BASE_URL, false).default(LINE_DATA_API),
  LINE_LOGIN_BASE_URL: origin(BASE_URL, false).default(LINE_API),
  PROMPTPAY_ID: pattern(/^(0\d{9}|\d{13}|\d{15})$/u, 'a PromptPay id: phone (10 digits), tax id (13) or e-wallet (15)'),
  SESSION_SECRET: pattern(/^.{32,}$/u, 'at least 32 characters of chance'),
  PII_KEY: pattern(/^[0-9a-fA-F]{64}$/u, '64 hexadecimal digits'),
  FIRST_COORDINATOR_LINE_USER_ID: pattern(/^U[0-9a-f]{32}$/u, LINE_USER),
  FIRST_TREASURER_LINE_USER_ID: pattern(/^U[0-9a-f]{32}$/u, LINE_USER),
  RECEIPT_ISSUER_NAME: pattern(/^.{2,80}$/u, 'up to 80 characters').optional(),
  RECEIPT_ISSUER_ADDRESS: pattern(/^.{2,160}$/u, 'up to 160 characters').optional(),
  RECEIPT_ISSUER_TAX_ID: pattern(/^\d{13}$/u, '13 digits').optional(),
  SLIP_VERIFIER_URL: z.string(VERIFIER_URL).refine(isSafeUrl, VERIFIER_URL).optional(),
  SLIP_VERIFIER_TOKEN: pattern(/^[\x21-\x7e]{8,}$/u, 'the token of the verification service, at least 8 characters').optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `one of ${LOG_LEVELS.join(', ')}`).default('info'),
});

/** Docker and shells pass unset variables as empty text: that is missing, not a value. */
function withoutEmpty(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const given = Object.entries(environment).map(([name, value]) => [name, value?.trim() ?? ''] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}

function complaint(error: z.ZodError, given: Record<string, string>): string {
  const lines = new Map<string, string>();
  for (const issue of error.issues) {
    const name = String(issue.path[0]);
    if (!lines.has(name)) lines.set(name, `  ${name} ${name in given ? 'is wrong' : 'is missing'}: ${issue.message}`);
  }
  return `Pan-Im cannot start; its settings (see .env.example) need a look:\n${[...lines.values()].join('\n')}`;
}

/** One without the other is a slip of the pen, not a wish. */
function verifierOf({ SLIP_VERIFIER_URL: url, SLIP_VERIFIER_TOKEN: token }: z.output<typeof Environment>): Config['slipVerifier'] {
  if (url !== undefined && token !== undefined) return { url, token };
  if (url === undefined && token === undefined) return undefined;
  const missing = url === undefined ? 'SLIP_VERIFIER_URL' : 'SLIP_VERIFIER_TOKEN';
  throw new ConfigError(
    `Pan-Im cannot start; its settings (see .env.example) need a look:\n  ${missing} is missing: it goes with the other one`,
  );
}

/** Reads the settings; throws one ConfigError that names every missing or wrong variable. */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = withoutEmpty(environment);
  const parsed = Environment.safeParse(given);
  if (!parsed.success) throw new ConfigError(complaint(parsed.error, given));
  const env = parsed.data;
  const slipVerifier = verifierOf(env);
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL,
    databasePath: env.DATABASE_URL,
    logLevel: env.LOG_LEVEL,
    line: {
      channelSecrets: env.LINE_CHANNEL_SECRET,
      channelAccessToken: env.LINE_CHANNEL_ACCESS_TOKEN,
      loginChannelId: env.LINE_LOGIN_CHANNEL_ID,
      liffId: env.LIFF_ID,
      apiBaseUrl: env.LINE_API_BASE_URL,
      dataApiBaseUrl: env.LINE_DATA_API_BASE_URL,
      loginBaseUrl: env.LINE_LOGIN_BASE_URL,
    },
    promptPayId: env.PROMPTPAY_ID,
    sessionSecret: env.SESSION_SECRET,
    piiKey: env.PII_KEY,
    issuer: {
      ...(env.RECEIPT_ISSUER_NAME === undefined ? {} : { name: env.RECEIPT_ISSUER_NAME }),
      ...(env.RECEIPT_ISSUER_ADDRESS === undefined ? {} : { address: env.RECEIPT_ISSUER_ADDRESS }),
      ...(env.RECEIPT_ISSUER_TAX_ID === undefined ? {} : { taxId: env.RECEIPT_ISSUER_TAX_ID }),
    },
    firstCoordinatorLineUserId: env.FIRST_COORDINATOR_LINE_USER_ID,
    firstTreasurerLineUserId: env.FIRST_TREASURER_LINE_USER_ID,
    ...(slipVerifier === undefined ? {} : { slipVerifier }),
  };
}

/** As for loadConfig, with the file `.env` of the working folder for what the environment does not say. */
export function loadConfigOfProcess(): Config {
  try {
    process.loadEnvFile('.env');
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isAbsent) throw new ConfigError('Pan-Im cannot start; the file .env cannot be read.', { cause: error });
  }
  return loadConfig(process.env);
}

/** The LINE Login host of an emulator; undefined on real LINE. */
export function emulatorUrl(config: Config): string | undefined {
  return config.line.loginBaseUrl === LINE_API ? undefined : config.line.loginBaseUrl;
}
