import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { environmentFor } from '../tests/service/settings.ts';
import type { LoadOrder, LoadResult } from './webhook-loader.ts';

/** A server in a process of its own. */
export interface MeasuredServer {
  child: ChildProcess;
  port: number;
  /** Of ours, to look what came to rest on disk. */
  databasePath?: string;
}

const SECRET = environmentFor({ databasePath: '', lineUrl: '' })['LINE_CHANNEL_SECRET'] ?? '';
const START_TIME_MAX = 60_000;
const here = (file: string): string => join(import.meta.dirname, file);

async function word<Value>(child: ChildProcess, key: string): Promise<Value> {
  const [message]: unknown[] = await once(child, 'message', { signal: AbortSignal.timeout(START_TIME_MAX) });
  const value: Value | undefined = typeof message === 'object' && message !== null ? Reflect.get(message, key) : undefined;
  if (value === undefined) throw new Error(`expected ${key}, heard ${JSON.stringify(message)}`);
  return value;
}

const environment = (more: Record<string, string>): Record<string, string> => ({
  NODE_ENV: 'production',
  ...more,
});

export async function startYardstick(
  kind: 'nothing-stored' | 'commit-each',
  path: string,
  more: Record<string, string> = {},
): Promise<MeasuredServer> {
  const child = fork(here('webhook-yardsticks.ts'), [kind, SECRET, path], { env: environment(more) });
  return { child, port: await word<number>(child, 'port') };
}

/** bot/main.ts as it runs anywhere, its workers on, its log at info into a file. */
export async function startOurs(folder: string, lineUrl: string, more: Record<string, string> = {}): Promise<MeasuredServer> {
  const databasePath = join(folder, 'pan-im.db');
  const logPath = join(folder, 'server.log');
  const log = await open(logPath, 'w');
  const child = spawn(process.execPath, [here('../bot/main.ts')], {
    cwd: folder,
    env: environment({ ...environmentFor({ databasePath, lineUrl }), ...more }),
    stdio: ['ignore', log.fd, 'inherit'],
  });
  await log.close();
  for (let waited = 0; waited < START_TIME_MAX; waited += 100) {
    const port = /"port":(\d+),"msg":"listening"/u.exec(await readFile(logPath, 'utf8'))?.[1];
    if (port !== undefined) return { child, port: Number(port), databasePath };
    await after(100);
  }
  throw new Error('the service did not start');
}

/** A tick of /proc/…/stat. */
const TICK_MS = 10;

/** Processor time that a process has used so far, all its threads and the system's work for it. */
export async function usedMs({ child }: MeasuredServer): Promise<number> {
  const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8');
  // The name in brackets may hold anything; user and system time are the 12th and 13th field behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Events on disk, and those of them that have been worked off. */
export function countEvents(databasePath: string): { stored: number; done: number } {
  const file = new BetterSqlite3(databasePath, { readonly: true });
  const counted = file
    .prepare<[], { stored: number; done: number }>("SELECT count(*) AS stored, coalesce(sum(state <> 'waiting'), 0) AS done FROM inbox")
    .get();
  file.close();
  return counted ?? { stored: 0, done: 0 };
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGCONT');
  child.kill('SIGKILL');
  await ended;
}

/** Stands in for LINE: takes what the bot says and answers at once. */
export async function startLine(): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => void response.setHeader('Content-Type', 'application/json').end('{"sentMessages":[]}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

export interface Loader {
  child: ChildProcess;
  load(port: number, order: Omit<LoadOrder, 'port' | 'secret'>): Promise<LoadResult>;
}

export function startLoader(): Loader {
  const child = fork(here('webhook-loader.ts'));
  return {
    child,
    async load(port, order) {
      const result = word<LoadResult>(child, 'result');
      child.send({ port, secret: SECRET, ...order } satisfies LoadOrder);
      return result;
    },
  };
}
