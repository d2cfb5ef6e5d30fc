import { memberByLineId } from '../../db/members.ts';
import type { Deps } from '../deps.ts';
import { addDays, bangkokDay } from '../domain/days.ts';
import type { Command, CommandOf } from '../domain/command.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { ConsentPurpose } from '../domain/words.ts';
import { handle, inTransaction } from '../usecases/handle.ts';

/** An invented city, for the demo and for benches: everybody in it comes by the same commands as real people. */

/** Who does it, and who lets them in. */
interface By {
  by: string;
  coordinator: string;
}

export async function memberOf(deps: Deps, lineUserId: string): Promise<string> {
  const found = await inTransaction(deps, async (txDeps) => ({ id: (await memberByLineId(txDeps, lineUserId)).id }));
  if (isRefusal(found)) throw new Error('a member is never refused');
  return found.id;
}

/** In an invented city nothing is refused. */
export async function must(deps: Deps, command: Command): Promise<void> {
  const outcome = await handle(deps, command);
  if (isRefusal(outcome)) throw new Error(`invented city: ${command.kind} was refused: ${outcome.refused}`);
}

type Campaign = Omit<CommandOf<'make_campaign'>['campaign'], 'startsOn' | 'endsOn'>;

/** From today on; answers with its id. */
export async function openCampaign(deps: Deps, coordinator: string, { days, ...terms }: Campaign & { days: number }): Promise<string> {
  const startsOn = bangkokDay(deps.clock.now());
  await must(deps, { kind: 'make_campaign', by: coordinator, campaign: { ...terms, startsOn, endsOn: addDays(startsOn, days) } });
  const { id } = await deps.db.selectFrom('campaign').select('id').where('name', '=', terms.name).executeTakeFirstOrThrow();
  return id;
}

type Shop = Omit<CommandOf<'apply_shop'>['shop'], 'opensMinute' | 'closesMinute'>;

/** Open all day and night, so that a story can be played at any hour. */
export async function openShop(deps: Deps, shop: Shop, { by, coordinator }: By): Promise<void> {
  await must(deps, { kind: 'apply_shop', by, shop: { ...shop, opensMinute: 0, closesMinute: 24 * 60 } });
  const row = await deps.db.selectFrom('shop').select('id').where('member_id', '=', by).executeTakeFirstOrThrow();
  await must(deps, { kind: 'decide_shop', by: coordinator, shop: row.id, approved: true });
}

export async function joinRider(deps: Deps, rider: CommandOf<'apply_rider'>['rider'], { by, coordinator }: By): Promise<void> {
  await must(deps, { kind: 'apply_rider', by, rider });
  const row = await deps.db.selectFrom('rider').select('id').where('member_id', '=', by).executeTakeFirstOrThrow();
  await must(deps, { kind: 'decide_rider', by: coordinator, rider: row.id, approved: true });
}

interface Registration {
  household: CommandOf<'register_household'>['household'];
  consents: readonly ConsentPurpose[];
}

/** Waits for the coordinators afterwards. */
export async function registerHousehold(deps: Deps, by: string, { household, consents }: Registration): Promise<void> {
  for (const purpose of consents) {
    const { version, textHash } = deps.consentNotice(purpose, 'th');
    await must(deps, { kind: 'give_consent', by, purpose, version, textHash, channel: 'chat' });
  }
  await must(deps, { kind: 'register_household', by, household });
}

export async function approveHousehold(deps: Deps, { by, coordinator }: By): Promise<void> {
  const screening = await deps.db
    .selectFrom('screening')
    .innerJoin('household', 'household.id', 'screening.household_id')
    .select('screening.id')
    .where('household.member_id', '=', by)
    .executeTakeFirstOrThrow();
  await must(deps, { kind: 'approve_screening', by: coordinator, screening: screening.id });
}

/** Nobody needs to hear how the city came to be. */
export async function dropNews(deps: Deps, why: string): Promise<void> {
  await deps.db.updateTable('outbox').set({ state: 'dropped', notice_sealed: null, error: why }).where('state', '=', 'waiting').execute();
}
