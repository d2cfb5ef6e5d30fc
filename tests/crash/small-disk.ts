import { execFileSync, spawnSync } from 'node:child_process';
import { copyFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A disk that can be full, for a server that is started through these words. */
export interface SmallDisk {
  through: readonly string[];
  /** Copies the database from there to `target`, with its log; the server must be at rest. */
  bring(pid: number, path: string, target: string): Promise<void>;
  fill(pid: number): Promise<void>;
  free(pid: number): Promise<void>;
}

const MEGABYTES = 16;
const BLOCK = Buffer.alloc(64 * 1024, 1);

/** Writes until nothing more goes in, in smaller and smaller pieces. */
async function writeUntilFull(path: string): Promise<void> {
  for (let bytes = BLOCK.length, number = 0; bytes >= 512; number += 1) {
    try {
      await writeFile(join(path, `filler-${number}`), BLOCK.subarray(0, bytes));
    } catch {
      bytes /= 2;
    }
  }
}

async function removeFillers(path: string): Promise<void> {
  for (const name of await readdir(path)) if (name.startsWith('filler-')) await rm(join(path, name));
}

async function copyDatabase(from: string, to: string): Promise<void> {
  for (const suffix of ['', '-wal']) await copyFile(`${from}${suffix}`, `${to}${suffix}`);
}

/** A file system in memory that only the server sees, laid over the folder with what is in it; it goes with the process. */
function ownFileSystem(folder: string, isFull: boolean): SmallDisk {
  const fillUp = isFull ? 'dd if=/dev/zero of="$0/filler" bs=512 2>/dev/null;' : '';
  const script = `cd / && mkdir "$0.kept" && cp -a "$0/." "$0.kept" && mount -t tmpfs -o size=${MEGABYTES}m none "$0" && cp -a "$0.kept/." "$0"; rm -r "$0.kept"; ${fillUp} cd "$0" && exec "$@"`;
  const seenBy = (pid: number, path: string): string => `/proc/${pid}/root${path}`;
  return {
    through: ['unshare', '-rm', 'sh', '-c', script, folder],
    bring: (pid, path, target) => copyDatabase(seenBy(pid, path), target),
    fill: (pid) => writeUntilFull(seenBy(pid, folder)),
    free: (pid) => removeFillers(seenBy(pid, folder)),
  };
}

/** Where no file system may be mounted: no file may grow. The kernel refuses the same writes, under another name. */
function noGrowth(isFull: boolean): SmallDisk {
  const limit = (pid: number, bytes: string): void => void execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
  return {
    through: isFull ? ['prlimit', '--fsize=1:'] : [],
    bring: (_pid, path, target) => copyDatabase(path, target),
    fill: async (pid) => limit(pid, '1'),
    free: async (pid) => limit(pid, 'unlimited'),
  };
}

export function smallDisk(folder: string, isFull: boolean): SmallDisk {
  const mayMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', folder]).status === 0;
  return mayMount ? ownFileSystem(folder, isFull) : noGrowth(isFull);
}
