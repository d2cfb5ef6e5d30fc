import type { Kysely, Transaction } from 'kysely';
import type { Clock, Sealer } from '../../bot/deps.ts';
import type { Database } from '../schema.ts';

/** What a view needs to be read: inside a use case `db` is the open transaction, in a page it is the database. */
export interface Reader {
  db: Kysely<Database> | Transaction<Database>;
  clock: Clock;
  sealer: Sealer;
}
