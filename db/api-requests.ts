import type { Kysely, Transaction } from 'kysely';
import type { Sealer } from '../bot/deps.ts';
import type { Done } from '../bot/domain/command.ts';
import { compiled } from './compiled.ts';
import { inOneCommit } from './one-commit.ts';
import type { Database, Row } from './schema.ts';
import { openJson } from './sealed-json.ts';

type Deps = { db: Kysely<Database>; sealer: Sealer };

export interface RequestSlot {
  memberId: string;
  /** The Idempotency-Key of the request. */
  key: string;
  /** What was asked under the key: another hash under the same key is another request. */
  requestHash: string;
}

/** Both are kept sealed: a page may hold names, what came of a command may hold codes. */
export type KeptRequest = { requestHash: string } & (
  | { kind: 'answered'; status: number; /** JSON. */ body: string }
  /** Carried out; its answer was never kept. */
  | { kind: 'done'; done: Done }
);

/** Stands in `status` until there is an answer; HTTP knows no such number. */
const NO_ANSWER_YET = 0;

const keptUnder = compiled((db, { memberId, key }: { memberId: string; key: string }) =>
  db.selectFrom('api_request').selectAll().where('member_id', '=', memberId).where('key', '=', key),
);

export async function keptRequest(deps: Deps, slot: Pick<RequestSlot, 'memberId' | 'key'>): Promise<KeptRequest | undefined> {
  const row = await keptUnder.first(deps.db, { memberId: slot.memberId, key: slot.key });
  if (row === undefined) return undefined;
  const { request_hash: requestHash, status, answer_sealed: sealed } = row;
  if (status === NO_ANSWER_YET) return { kind: 'done', requestHash, done: openJson<Done>(deps.sealer, sealed) };
  return { kind: 'answered', requestHash, status, body: deps.sealer.open(sealed) };
}

const insertRequest = compiled((db, row: Row<'api_request'>) =>
  db.insertInto('api_request').values({
    member_id: row.member_id,
    key: row.key,
    request_hash: row.request_hash,
    status: row.status,
    answer_sealed: row.answer_sealed,
    at: row.at,
  }),
);

/** Belongs into the transaction of the command. What was said is for the chat, which has its own way. */
export async function keepDone(
  deps: { tx: Transaction<Database>; sealer: Sealer },
  slot: RequestSlot,
  kept: { done: Done; at: number },
): Promise<void> {
  const sealed = deps.sealer.seal(JSON.stringify({ ...kept.done, say: [] }));
  await insertRequest.run(deps.tx, rowOf(slot, { status: NO_ANSWER_YET, sealed, at: kept.at }));
}

const insertAnswer = compiled((db, row: Row<'api_request'>) =>
  db
    .insertInto('api_request')
    .values({
      member_id: row.member_id,
      key: row.key,
      request_hash: row.request_hash,
      status: row.status,
      answer_sealed: row.answer_sealed,
      at: row.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['member_id', 'key'])
        .doUpdateSet({ status: row.status, answer_sealed: row.answer_sealed })
        .where('api_request.status', '=', NO_ANSWER_YET),
    ),
);

/** The first answer under a key stays. */
export async function keepAnswer(deps: Deps, slot: RequestSlot, answer: { status: number; body: string; at: number }): Promise<void> {
  const row = rowOf(slot, { status: answer.status, sealed: deps.sealer.seal(answer.body), at: answer.at });
  await inOneCommit(deps.db, (tx) => insertAnswer.run(tx, row));
}

function rowOf(slot: RequestSlot, answer: { status: number; sealed: string; at: number }): Row<'api_request'> {
  return {
    member_id: slot.memberId,
    key: slot.key,
    request_hash: slot.requestHash,
    status: answer.status,
    answer_sealed: answer.sealed,
    at: answer.at,
  };
}

export async function forgetAnswersBefore(db: Kysely<Database>, at: number): Promise<void> {
  await db.deleteFrom('api_request').where('at', '<', at).execute();
}
