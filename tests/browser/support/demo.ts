import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..', '..');
const READY_LINE = 'Pan-Im demo is ready';
/** What `npm run demo` may take on a slow machine until it can be played. */
export const READY_MS_MAX = 90_000;

export interface Demo {
  /** The simulator's page. */
  town: string;
  /** The service. */
  bot: string;
  directory: string;
  child: ChildProcess;
  /** All that was printed so far. */
  printed: () => string;
  /** Asks it to end, and gives the exit code. */
  stop: () => Promise<number | null>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Starts the demonstration as `npm run demo` does behind its build: own ports, own directory. */
export async function startDemo(): Promise<Demo> {
  const directory = await mkdtemp(join(tmpdir(), 'pan-im-demo-'));
  const [port, simulatorPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, ['simulator/demo.ts'], {
    cwd: ROOT,
    env: { ...process.env, PORT: String(port), SIMULATOR_PORT: String(simulatorPort), DEMO_DIRECTORY: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const ready = Promise.withResolvers<void>();
  const hear = (chunk: Buffer) => {
    printed += chunk.toString();
    if (printed.includes(READY_LINE)) ready.resolve();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const exited = once(child, 'exit');
  const patience = setTimeout(() => ready.reject(new Error(`not ready in ${READY_MS_MAX} ms:\n${printed}`)), READY_MS_MAX);
  child.once('exit', () => ready.reject(new Error(`the demonstration ended early:\n${printed}`)));
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM');
    await exited;
    await rm(directory, { recursive: true, force: true });
    return child.exitCode;
  };
  try {
    await ready.promise;
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(patience);
  }
  const at = (its: number) => `http://127.0.0.1:${its}`;
  return { town: at(simulatorPort), bot: at(port), directory, child, printed: () => printed, stop };
}
