import type { Transaction } from 'kysely';
import { compiled } from './compiled.ts';
import type { Database, Row } from './schema.ts';

type Tx = Transaction<Database>;

const activeOf = compiled((db, { memberId }: { memberId: string }) =>
  db.selectFrom('rider').selectAll().where('member_id', '=', memberId).where('state', '=', 'active'),
);

export async function activeRiderOf(tx: Tx, memberId: string): Promise<Row<'rider'> | undefined> {
  return activeOf.first(tx, { memberId });
}

const tripNow = compiled((db, { riderId }: { riderId: string }) =>
  db
    .selectFrom('trip')
    .selectAll()
    .where('rider_id', '=', riderId)
    .where('state', 'in', ['to_shop', 'to_home', 'with_coordinator'])
    .orderBy('changed_at', 'desc')
    .limit(1),
);

/** The trip that the rider is on. The database lets a rider have one at a time. */
export async function currentTripOf(tx: Tx, riderId: string): Promise<Row<'trip'> | undefined> {
  return tripNow.first(tx, { riderId });
}
