/** Seeds know nothing of each other: each processor plays its own, in processes that this one starts and ends. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Counts, Game, Heard, Played, Player } from './play-seed.ts';

/** What a worker says of the seed that it was given. */
export type WorkerWord =
  | { kind: 'step'; done: number; counts: Counts }
  | { kind: 'played'; played: Played }
  | { kind: 'shortest'; steps: number }
  | { kind: 'over' };

const WORKER = join(import.meta.dirname, 'worker-process.ts');

const running = new Set<ChildProcess>();

/** For the way out, when nothing can be awaited any more. */
export function killWorkers(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Afterwards they write nothing any more where somebody is about to tidy up. What comes of their seeds interests nobody. */
export async function endWorkers(): Promise<void> {
  const ended = [...running].map((child) => once(child.removeAllListeners(), 'exit'));
  killWorkers();
  await Promise.all(ended);
  running.clear();
}

function hear(word: WorkerWord, seed: number, heard: Heard): void {
  if (word.kind === 'step') heard.step(seed, word);
  if (word.kind === 'played') heard.played(word.played);
  if (word.kind === 'shortest') heard.shortest(seed, word.steps);
}

export function startWorker(game: Game): Player {
  const child = fork(WORKER, [JSON.stringify(game)]);
  running.add(child);
  child.once('exit', () => running.delete(child));
  return {
    play: (seed, heard) =>
      new Promise((resolve, reject) => {
        const listen = (word: WorkerWord): void => {
          hear(word, seed, heard);
          if (word.kind !== 'over') return;
          child.off('message', listen).off('exit', fail);
          resolve();
        };
        const fail = (code: number | null, signal: string | null): void =>
          reject(new Error(`the process that played seed ${seed} ended with ${signal ?? code}`));
        child.on('message', listen).once('exit', fail);
        child.send(seed);
      }),
  };
}
