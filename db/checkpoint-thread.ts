import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';

/** Frames of the log that are worth the syncs of a checkpoint: as many as SQLite itself takes. */
const FRAMES_WORTH_IT = 1000;
const LOOK_INTERVAL_MS = 250;

const sqlite = new BetterSqlite3(String(workerData));
const framesOfLog = sqlite.prepare<[], { log: number; checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)');

/** Beside whoever writes and reads: it waits for nobody, and nobody for it. */
function look(): void {
  const frames = framesOfLog.get();
  if (frames !== undefined && frames.log - frames.checkpointed >= FRAMES_WORTH_IT) sqlite.pragma('wal_checkpoint(PASSIVE)');
}

const timer = setInterval(() => {
  try {
    look();
  } catch (error) {
    // Looked at again; should it last, the writer does it, or says what is wrong.
    parentPort?.postMessage(error instanceof BetterSqlite3.SqliteError ? error.code : String(error), []);
  }
}, LOOK_INTERVAL_MS);

parentPort?.once('message', () => {
  clearInterval(timer);
  sqlite.close();
});
