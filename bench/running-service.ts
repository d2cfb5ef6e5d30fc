import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Config } from '../bot/config.ts';

export interface Looked {
  /** Used by the process since the last look. */
  cpuMicroseconds: number;
  /** How long the event loop was not free, beyond a millisecond. */
  delayMs: { p50: number; p99: number; p999: number; max: number };
  /** Processor time that the loop's thread used between two ticks of a millisecond. */
  ownMs: { p999: number; max: number };
}

export interface Memory {
  heapUsed: number;
  rss: number;
  external: number;
}

/** The service in a process of its own. */
export interface RunningService {
  port: number;
  look(): Promise<Looked>;
  /** After a full collection of garbage. */
  memory(): Promise<Memory>;
  stop(): Promise<void>;
}

const SECRET = 'bench-secret';
export const SESSION_SECRET = 's'.repeat(40);
export const CHANNEL_SECRET = SECRET;
const staff = (number: number): string => `U${String(number).padStart(32, '0')}`;
export const COORDINATOR = staff(1);
export const TREASURER = staff(2);

export function benchConfig(databasePath: string, lineUrl: string): Config {
  return {
    port: 0,
    host: '127.0.0.1',
    publicUrl: 'http://127.0.0.1',
    databasePath,
    logLevel: 'warn',
    line: {
      channelSecrets: [SECRET],
      channelAccessToken: 'token',
      loginChannelId: '1',
      liffId: '1-a',
      apiBaseUrl: lineUrl,
      dataApiBaseUrl: lineUrl,
      loginBaseUrl: lineUrl,
    },
    promptPayId: '0812345678',
    sessionSecret: SESSION_SECRET,
    piiKey: 'ab'.repeat(32),
    firstCoordinatorLineUserId: COORDINATOR,
    firstTreasurerLineUserId: TREASURER,
  };
}

/** What service-process.ts says, one of them at a time. */
interface Answers {
  port: number;
  looked: Looked;
  memory: Memory;
}

function isAnswer(message: unknown): message is Partial<Answers> {
  return typeof message === 'object' && message !== null;
}

async function answerOf<Key extends keyof Answers>(child: ChildProcess, key: Key): Promise<Answers[Key]> {
  const { promise, resolve, reject } = Promise.withResolvers<Answers[Key]>();
  const onMessage = (message: unknown): void => {
    const value = isAnswer(message) ? message[key] : undefined;
    if (value !== undefined) resolve(value);
  };
  const onExit = (code: number | null): void => reject(new Error(`the service ended with ${code}`));
  child.on('message', onMessage);
  child.once('exit', onExit);
  try {
    return await promise;
  } finally {
    child.off('message', onMessage);
    child.off('exit', onExit);
  }
}

export async function startService(config: Config, execArgv: readonly string[] = []): Promise<RunningService> {
  const child = fork(join(import.meta.dirname, 'service-process.ts'), [JSON.stringify(config)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--expose-gc', ...execArgv],
  });
  const port = await answerOf(child, 'port');
  const ask = <Key extends keyof Answers>(question: string, key: Key): Promise<Answers[Key]> => {
    const answer = answerOf(child, key);
    child.send(question);
    return answer;
  };
  return {
    port,
    look: () => ask('look', 'looked'),
    memory: () => ask('memory', 'memory'),
    async stop() {
      child.send('stop');
      await once(child, 'exit');
    },
  };
}
