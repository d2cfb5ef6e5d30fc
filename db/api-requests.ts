import type { Kysely } from 'kysely';
import type { Sealer } from '../bot/deps.ts';
import type { Database } from './schema.ts';

type Deps = { db: Kysely<Database>; sealer: Sealer };

export interface RequestSlot {
  memberId: string;
  /** The Idempotency-Key of the request. */
  key: string;
  /** What was asked under the key: another hash under the same key is another request. */
  requestHash: string;
}

export interface KeptAnswer {
  requestHash: string;
  status: number;
  /** JSON. Kept sealed: a page may hold names. */
  body: string;
}

export async function keptAnswer(deps: Deps, slot: Pick<RequestSlot, 'memberId' | 'key'>): Promise<KeptAnswer | undefined> {
  const row = await deps.db
    .selectFrom('api_request')
    .selectAll()
    .where('member_id', '=', slot.memberId)
    .where('key', '=', slot.key)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { requestHash: row.request_hash, status: row.status, body: deps.sealer.open(row.answer_sealed) };
}

/** The first answer under a key stays; a second one is dropped by the table's key. */
export async function keepAnswer(deps: Deps, slot: RequestSlot, answer: { status: number; body: string; at: number }): Promise<void> {
  await deps.db
    .insertInto('api_request')
    .values({
      member_id: slot.memberId,
      key: slot.key,
      request_hash: slot.requestHash,
      status: answer.status,
      answer_sealed: deps.sealer.seal(answer.body),
      at: answer.at,
    })
    .onConflict((conflict) => conflict.columns(['member_id', 'key']).doNothing())
    .execute();
}

export async function forgetAnswersBefore(db: Kysely<Database>, at: number): Promise<void> {
  await db.deleteFrom('api_request').where('at', '<', at).execute();
}
