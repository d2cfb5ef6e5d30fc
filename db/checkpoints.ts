import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

export interface Checkpoints {
  stop(): Promise<void>;
}

/**
 * Pages that the log may hold before a commit carries them into the file itself, as it otherwise would after every
 * thousandth: 64 MB. It comes to that only when writing never pauses, for the log can begin anew only when all of it is in the file.
 */
const LOG_PAGES_MAX = 16_384;

/**
 * Carries what was committed from the write-ahead log into the file on a thread of its own. Nothing depends on it but
 * time: a checkpoint syncs the file, and a commit that had to do it would hold everybody up for tens of milliseconds.
 * `onTrouble` hears SQLite's code.
 */
export async function startCheckpoints(db: Kysely<Database>, path: string, onTrouble: (code: unknown) => void): Promise<Checkpoints> {
  await sql.raw(`pragma wal_autocheckpoint = ${LOG_PAGES_MAX}`).execute(db);
  const thread = new Worker(new URL('./checkpoint-thread.ts', import.meta.url), { workerData: path });
  thread.on('message', onTrouble);
  thread.on('error', onTrouble);
  const { promise: ended, resolve } = Promise.withResolvers<number>();
  thread.once('exit', resolve);
  return {
    async stop() {
      thread.postMessage('stop', []);
      await ended;
    },
  };
}
