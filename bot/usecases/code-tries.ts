import type { TxDeps } from '../deps.ts';
import { refuseAndKeep } from '../domain/refusal.ts';
import type { Refusal } from '../domain/refusal.ts';
import { CODE_TRIES_AN_HOUR_MAX, HOUR } from '../limits.ts';

function hourOf(deps: TxDeps): number {
  return Math.floor(deps.clock.now() / HOUR);
}

/** Guessing codes is slowed to a handful an hour per member, whichever order they try. */
export async function tooManyTries(deps: TxDeps, memberId: string): Promise<boolean> {
  const row = await deps.tx
    .selectFrom('code_try')
    .select('tries')
    .where('member_id', '=', memberId)
    .where('hour', '=', hourOf(deps))
    .executeTakeFirst();
  return (row?.tries ?? 0) >= CODE_TRIES_AN_HOUR_MAX;
}

/** Writes a wrong code down and refuses it; the count stays although the command is refused. */
export async function countTry(deps: TxDeps, memberId: string): Promise<Refusal> {
  const hour = hourOf(deps);
  await deps.tx
    .insertInto('code_try')
    .values({ member_id: memberId, hour, tries: 1 })
    .onConflict((conflict) => conflict.columns(['member_id', 'hour']).doUpdateSet((eb) => ({ tries: eb('code_try.tries', '+', 1) })))
    .execute();
  const { tries } = await deps.tx
    .selectFrom('code_try')
    .select('tries')
    .where('member_id', '=', memberId)
    .where('hour', '=', hour)
    .executeTakeFirstOrThrow();
  return refuseAndKeep('wrong_code', { left: Math.max(0, CODE_TRIES_AN_HOUR_MAX - tries) });
}
