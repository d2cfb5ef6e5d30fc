import { createChance } from '../bot/chance.ts';
import type { Deps } from '../bot/deps.ts';
import { createLogger } from '../bot/logger.ts';
import { createSealer } from '../bot/sealer.ts';
import { prepareDatabase } from '../bot/usecases/prepare-database.ts';
import { createWakeHub } from '../bot/wake.ts';
import { migrateOrThrow } from '../db/migrate.ts';
import { openDatabase } from '../db/open.ts';

const staff = (number: number): string => `U${String(number).padStart(32, '0')}`;

/** The parts of the service below its doors, on a migrated file; real clock, real chance, no LINE. */
export async function openBenchDeps(path: string): Promise<Deps> {
  const clock = { now: () => Date.now() };
  const chance = createChance(clock);
  const deps: Deps = {
    db: openDatabase(path),
    clock,
    chance,
    sealer: createSealer('ab'.repeat(32), chance),
    log: createLogger('error'),
    wake: createWakeHub().wake,
    consentNotice: () => ({ version: '1', textHash: '' }),
    settings: {
      publicUrl: 'http://127.0.0.1',
      promptPayId: '0812345678',
      sessionSecret: 's'.repeat(40),
      liffId: '1',
      loginChannelId: '1',
      firstCoordinatorLineUserId: staff(1),
      firstTreasurerLineUserId: staff(2),
    },
  };
  await migrateOrThrow(deps.db);
  await prepareDatabase(deps);
  return deps;
}
