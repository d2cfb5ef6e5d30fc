import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'pan-im-city-'));
}

/** A seeded database that runs copy instead of making their own. */
export interface Template {
  copyTo(path: string): Promise<void>;
  remove(): Promise<void>;
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
  return { copyTo: (to) => copyFile(path, to), remove: () => rm(folder, { recursive: true, force: true }) };
}
