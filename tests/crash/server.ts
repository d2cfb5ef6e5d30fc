import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const MAIN = join(ROOT, 'bot', 'main.ts');
/** What was compiled at one start is kept for the others; those that are killed end too suddenly to keep anything. */
const COMPILED = join(ROOT, 'node_modules', '.cache', 'compiled');

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Everything on standard error. */
  complaint: string;
}

export interface Server {
  child: ChildProcess;
  /** Its address, once it listens; fails when it ends before. */
  listening: Promise<string>;
  ended: Promise<Ended>;
  /** Lines of its log at the level of an error, as they stand there. */
  errors: string[];
}

export interface Start {
  /** Where it runs; no `.env` of a developer is read there. */
  folder: string;
  environment: Record<string, string>;
  /** Words in front of the program: a shell that sets a limit, for example. */
  through?: readonly string[];
  uid?: number;
}

const PORT = /"port":(\d+),"msg":"listening"/u;

/** Hears the log line by line, so that nothing is kept of a long run but what went wrong. */
function hearLines(child: ChildProcess, onLine: (line: string) => void): void {
  let rest = '';
  child.stdout?.on('data', (data: Buffer) => {
    const lines = (rest + data.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
}

/** The real server as a process of its own. */
export function startServer({ folder, environment, through = [], uid }: Start): Server {
  const [command, ...words] = [...through, process.execPath, MAIN];
  const child = spawn(command, words, {
    cwd: folder,
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: COMPILED, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const errors: string[] = [];
  let complaint = '';
  child.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
  const ended = once(child, 'close').then(([code, signal]: unknown[]): Ended => ({
    code: typeof code === 'number' ? code : null,
    signal: signalOf(signal),
    complaint,
  }));
  const { promise: listening, resolve, reject } = Promise.withResolvers<string>();
  hearLines(child, (line) => {
    if (line.includes('"level":"error"')) errors.push(line);
    const port = PORT.exec(line)?.[1];
    if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
  });
  void ended.then((end) => reject(new Error(`it ended before it listened: ${end.complaint}`)));
  listening.catch(() => undefined);
  return { child, listening, ended, errors };
}

function signalOf(signal: unknown): NodeJS.Signals | null {
  return signal === 'SIGKILL' || signal === 'SIGTERM' ? signal : null;
}

/** A command of the service, as somebody at the keyboard runs it. */
export async function runCommand(
  name: string,
  words: readonly string[],
  given: { folder: string; environment: Record<string, string> },
): Promise<Ended & { out: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'bot', 'commands', `${name}.ts`), ...words], {
    cwd: given.folder,
    env: { PATH: process.env['PATH'], ...given.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let complaint = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
  const [code, signal]: unknown[] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, signal: signalOf(signal), out, complaint };
}

/** Whether all events are heard and all messages sent, as it says itself. */
export async function nothingWaits(address: string): Promise<boolean> {
  const metrics = await (await fetch(`${address}/metrics`)).text();
  return metrics.includes('panim_inbox_waiting 0\n') && metrics.includes('panim_outbox_waiting 0\n');
}
