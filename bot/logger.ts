import { pino, stdSerializers, stdTimeFunctions } from 'pino';
import type { DestinationStream } from 'pino';
import type { Log } from './deps.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Never on purpose in the facts of a line; should one slip in, it is cut out here. */
const REDACTED = [
  'token',
  'replyToken',
  'idToken',
  'lineUserId',
  'text',
  'name',
  'phone',
  'body',
  'headers',
  'cookie',
  'authorization',
].flatMap((key) => [key, `*.${key}`]);

/** LINE ids, and digits that could be a phone or a citizen number, do not leave in an error's words either. */
function withoutPersons(words: string): string {
  return words.replaceAll(/\b[UCR][0-9a-f]{32}\b/gu, '[line id]').replaceAll(/\d{9,}/gu, '[digits]');
}

/** The kind, the words and the place of an error and of its cause; none of the values that hang on it. */
function errorFacts(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { type, message, stack } = stdSerializers.err(error);
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    type,
    message: withoutPersons(message),
    stack: withoutPersons(stack),
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.cause === undefined ? {} : { cause: errorFacts(error.cause) }),
  };
}

/** JSON lines on standard output. */
export function createLogger(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: REDACTED, censor: '[cut]' },
    serializers: { err: errorFacts },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
