import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createService } from '../../bot/service.ts';
import { cityConfig } from './city-config.ts';
import { DAY, SECOND, STARTS_AT } from './clock.ts';
import type { Inhabitant } from './population.ts';
import { quietLog } from './quiet-log.ts';
import type { Scale } from './scales.ts';
import { seedCity } from './seed-city.ts';
import { seededChance } from './seeded-chance.ts';
import { slipReader } from './slip-reader.ts';

/** Memory, where the machine has such a folder: crashes here are of the process, never of the disk. */
const MEMORY = '/dev/shm';

const folders = new Set<string>();

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'pan-im-city-'));
  folders.add(folder);
  return folder;
}

/** Memory is not given back by the end of a process: what a run that was interrupted has left must go. */
export function removeTemporaryFolders(): void {
  for (const folder of folders) removeFolder(folder);
}

/** Others may do the same, and each then finds files gone that it has just listed: it is over when the folder is. */
const REMOVED_IN_TRIES_MAX = 1000;

export function removeFolder(folder: string): void {
  for (let tries = 1; existsSync(folder) && tries <= REMOVED_IN_TRIES_MAX; tries += 1) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (tries === REMOVED_IN_TRIES_MAX) throw error;
    }
  }
}

/** A seeded database that runs copy instead of making their own. */
export interface Template {
  readonly path: string;
  /** A folder for one run, beside the template: it goes with it, if not before. */
  newFolder(): Promise<string>;
  copyTo(path: string): Promise<void>;
  remove(): Promise<void>;
}

/** One that is there already. */
export function templateAt(path: string): Template {
  const folder = dirname(path);
  return {
    path,
    newFolder: () => mkdtemp(join(folder, 'run-')),
    copyTo: (to) => copyFile(path, to),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export async function createTemplate(scale: Scale, people: readonly Inhabitant[]): Promise<Template> {
  const folder = await temporaryFolder();
  const path = join(folder, 'template.sqlite');
  let now = STARTS_AT - DAY;
  const clock = { now: () => now };
  const service = await createService(cityConfig(path), { clock, chance: seededChance(clock, 1), log: quietLog([]), slipReader });
  await seedCity(service.deps, scale, {
    people,
    // One after the other, as they would have come.
    next: () => {
      now += SECOND;
    },
  });
  // The last one to leave the file writes everything into it.
  await service.stop();
  return templateAt(path);
}
