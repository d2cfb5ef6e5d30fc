import { destination, pino, stdSerializers, stdTimeFunctions } from 'pino';
import type { DestinationStream } from 'pino';
import type { Log } from './deps.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Never on purpose in the facts of a line; should one slip in, it is cut out here. */
const CUT = new Set([
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
]);

/** Two deep: facts are flat, and what an error carries has been chosen by `errorFacts`. */
function withoutSecrets(facts: Record<string, unknown>, depth = 2): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const key in facts) {
    const value = facts[key];
    const isNested = depth > 1 && typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Error);
    if (CUT.has(key)) kept[key] = '[cut]';
    else kept[key] = isNested ? withoutSecrets({ ...value }, depth - 1) : value;
  }
  return kept;
}

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

/** Lines of one turn of the event loop go out together, for writing costs more than making them; those of the last turn go out at exit. */
function turnwise(target: DestinationStream): DestinationStream {
  let held = '';
  const flush = (): void => {
    const lines = held;
    held = '';
    if (lines !== '') target.write(lines);
  };
  process.once('exit', flush);
  return {
    write(line) {
      if (held === '') setImmediate(flush);
      held += line;
    },
  };
}

let output: DestinationStream | undefined;

function standardOutput(): DestinationStream {
  output ??= turnwise(destination({ fd: 1, sync: true }));
  return output;
}

/** JSON lines, on standard output unless told otherwise. */
export function createLogger(level: LogLevel, target: DestinationStream = standardOutput()): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: (facts: Record<string, unknown>) => withoutSecrets(facts) },
    serializers: { err: errorFacts },
  };
  return pino(options, target);
}
