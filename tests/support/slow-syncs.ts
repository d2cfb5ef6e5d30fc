import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SlowSyncs {
  /** For the process whose syncs are to be slow. */
  environment: Record<string, string>;
  /** All syncs up to now. */
  syncs(): Promise<Sync[]>;
}

/** One sync of a file, with its times in ns as `process.hrtime.bigint()` tells them. */
interface Sync {
  askedAt: bigint;
  doneAt: bigint;
  file: string;
}

function readSync(line: string): Sync {
  const [asked = '', done = '', ...file] = line.split(' ');
  return { askedAt: BigInt(asked), doneAt: BigInt(done), file: file.join(' ') };
}

/** A disk whose syncs take longer, as those of cloud machines do; made anew in the folder with the machine's C compiler. */
export async function slowSyncs(folder: string, delayMs: number, log?: string): Promise<SlowSyncs> {
  const library = join(folder, 'slow-syncs.so');
  await run('cc', ['-O2', '-shared', '-fPIC', '-o', library, join(import.meta.dirname, 'slow-syncs.c'), '-ldl']);
  return {
    environment: {
      LD_PRELOAD: library,
      SYNC_DELAY_US: String(delayMs * 1000),
      ...(log === undefined ? {} : { SYNC_LOG: log }),
    },
    async syncs() {
      const lines = log === undefined ? '' : await readFile(log, 'utf8');
      return lines
        .split('\n')
        .filter((line) => line !== '')
        .map(readSync);
    },
  };
}
