import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Sealer } from '../deps.ts';

/** Sealed by the service at its first start; see bot/service.ts. */
const KEY_CHECK = 'pii_key_check';

/** Whether the database was written with this key; `unknown` when no service ever started on it, or it cannot be read. */
export async function keyFits(db: Kysely<Database>, sealer: Sealer): Promise<'yes' | 'no' | 'unknown'> {
  const check = await readCheck(db);
  if (check === undefined) return 'unknown';
  try {
    sealer.open(check);
    return 'yes';
  } catch {
    return 'no';
  }
}

async function readCheck(db: Kysely<Database>): Promise<string | undefined> {
  try {
    return (await db.selectFrom('setting').select('value').where('name', '=', KEY_CHECK).executeTakeFirst())?.value;
  } catch {
    return undefined;
  }
}
