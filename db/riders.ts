import type { Transaction } from 'kysely';
import type { Database, Row } from './schema.ts';

type Tx = Transaction<Database>;

export async function activeRiderOf(tx: Tx, memberId: string): Promise<Row<'rider'> | undefined> {
  return tx.selectFrom('rider').selectAll().where('member_id', '=', memberId).where('state', '=', 'active').executeTakeFirst();
}

/** The trip that the rider is on. The database lets a rider have one at a time. */
export async function currentTripOf(tx: Tx, riderId: string): Promise<Row<'trip'> | undefined> {
  return tx
    .selectFrom('trip')
    .selectAll()
    .where('rider_id', '=', riderId)
    .where('state', 'in', ['to_shop', 'to_home', 'with_coordinator'])
    .orderBy('changed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}
