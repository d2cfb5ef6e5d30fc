import type { Chance } from '../../bot/deps.ts';
import { bangkokDay, startOfDay } from '../../bot/domain/days.ts';
import type { Role } from '../../bot/domain/words.ts';
import type { Reader } from './reader.ts';

export interface Look {
  readerId: string;
  readerRole: Role;
  what: 'queue' | 'case';
  reason: string;
}

type Logging = Pick<Reader, 'db' | 'clock'> & { chance: Pick<Chance, 'newId'> };

/** One row for each household. Written before the page is answered: what cannot be logged is not shown. */
export async function logReads(deps: Logging, look: Look, households: readonly string[]): Promise<void> {
  if (households.length === 0) return;
  const at = deps.clock.now();
  const rows = households.map((household) => ({
    id: deps.chance.newId('red'),
    reader_id: look.readerId,
    reader_role: look.readerRole,
    household_id: household,
    what: look.what,
    reason: look.reason,
    at,
  }));
  await deps.db.insertInto('access_log').values(rows).execute();
}

/**
 * A list is fetched again at every change, so it counts once for each household and day: a row a fetch would
 * bury the readings that a person wants to find.
 */
export async function logReadsOncePerDay(deps: Logging, look: Look, households: readonly string[]): Promise<void> {
  if (households.length === 0) return;
  const seen = await deps.db
    .selectFrom('access_log')
    .select('household_id')
    .where('household_id', 'in', households)
    .where('at', '>=', startOfDay(bangkokDay(deps.clock.now())))
    .where('reader_id', '=', look.readerId)
    .where('what', '=', look.what)
    .execute();
  const known = new Set(seen.map((row) => row.household_id));
  await logReads(
    deps,
    look,
    households.filter((household) => !known.has(household)),
  );
}
