/** The database of a city that has been at work for a while: made once a scale, by the same commands as real ones. */
import type { Deps } from '../../bot/deps.ts';
import { addDays, bangkokDay } from '../../bot/domain/days.ts';
import type { Command } from '../../bot/domain/command.ts';
import { isRefusal } from '../../bot/domain/refusal.ts';
import { handle, inTransaction } from '../../bot/usecases/handle.ts';
import { memberByLineId } from '../../db/members.ts';
import { isFirst } from './population.ts';
import type { Inhabitant } from './population.ts';
import type { Scale } from './scales.ts';
import { CAMPAIGN_NAME } from './people/words.ts';
import { SEEDED } from './record.ts';

const CAMPAIGN = { name: CAMPAIGN_NAME, faceValueSatang: 50_00, couponsPerGrant: 14, deliveryFeeSatang: 20_00 };
/** One transfer carries no more. */
const TRANSFER_BAHT = 500_000;
const CAMPAIGN_DAYS = 180;
const SHOP_CAPACITY = 60;

async function must(deps: Deps, command: Command): Promise<void> {
  const outcome = await handle(deps, command);
  if (isRefusal(outcome)) throw new Error(`${command.kind} was refused: ${outcome.refused}`);
}

async function memberIdOf(deps: Deps, lineUserId: string): Promise<string> {
  const found = await inTransaction(deps, async (txDeps) => ({ id: (await memberByLineId(txDeps, lineUserId)).id }));
  if (isRefusal(found)) throw new Error('a member is never refused');
  return found.id;
}

interface Staff {
  coordinator: string;
  treasurer: string;
}

async function openCampaign(deps: Deps, scale: Scale, { coordinator, treasurer }: Staff): Promise<void> {
  const today = bangkokDay(deps.clock.now());
  const campaign = { ...CAMPAIGN, startsOn: today, endsOn: addDays(today, CAMPAIGN_DAYS) };
  await must(deps, { kind: 'make_campaign', by: coordinator, campaign });
  const { id } = await deps.db.selectFrom('campaign').select('id').executeTakeFirstOrThrow();
  for (let left = scale.fundBaht; left > 0; left -= TRANSFER_BAHT) {
    const amountSatang = Math.min(left, TRANSFER_BAHT) * 100;
    await must(deps, { kind: 'record_money', by: treasurer, campaign: id, amountSatang, bankReference: `OPENING ${left}` });
  }
}

type Joining = { by: string; staff: Staff };

async function joinShop(deps: Deps, person: Inhabitant, { by, staff }: Joining): Promise<void> {
  const shop = {
    name: person.name,
    shopKind: 'shop',
    pin: person.place,
    capacity: SHOP_CAPACITY,
    opensMinute: 6 * 60,
    closesMinute: 22 * 60,
    priceSatang: 45_00,
    halal: person.isHalalKitchen ? 'muslim_cook' : 'none',
  } as const;
  await must(deps, { kind: 'apply_shop', by, shop });
  const { id } = await deps.db.selectFrom('shop').select('id').where('member_id', '=', by).executeTakeFirstOrThrow();
  await must(deps, { kind: 'decide_shop', by: staff.coordinator, shop: id, approved: true });
}

async function joinRider(deps: Deps, person: Inhabitant, { by, staff }: Joining): Promise<void> {
  const area = person.community.id.includes('songkhla') ? 'songkhla' : 'hatyai';
  const rider = { name: person.name, vehicle: 'motorcycle', boxes: 12, area, paid: person.isPaid } as const;
  await must(deps, { kind: 'apply_rider', by, rider });
  const { id } = await deps.db.selectFrom('rider').select('id').where('member_id', '=', by).executeTakeFirstOrThrow();
  await must(deps, { kind: 'decide_rider', by: staff.coordinator, rider: id, approved: true });
}

async function joinHousehold(deps: Deps, person: Inhabitant, { by, staff }: Joining): Promise<void> {
  const { version, textHash } = deps.consentNotice('contact', 'th');
  await must(deps, { kind: 'give_consent', by, purpose: 'contact', version, textHash, channel: 'chat' });
  const household = {
    firstName: person.name,
    need: 'no_income',
    community: person.community.id,
    people: 3,
    diets: person.diets,
    homePin: person.place,
    isProxy: false,
  } as const;
  await must(deps, { kind: 'register_household', by, household: { ...household, diets: [...household.diets] } });
  const { id } = await deps.db
    .selectFrom('screening')
    .innerJoin('household', 'household.id', 'screening.household_id')
    .select('screening.id')
    .where('household.member_id', '=', by)
    .executeTakeFirstOrThrow();
  await must(deps, { kind: 'approve_screening', by: staff.coordinator, screening: id });
}

async function join(deps: Deps, person: Inhabitant, staff: Staff): Promise<void> {
  const by = await memberIdOf(deps, person.userId);
  switch (person.role) {
    case 'coordinator':
    case 'treasurer':
      if (!isFirst(person))
        await must(deps, { kind: 'change_staff', by: staff.coordinator, lineUserId: person.userId, role: person.role, add: true });
      return;
    case 'shop':
      return joinShop(deps, person, { by, staff });
    case 'rider':
      return joinRider(deps, person, { by, staff });
    case 'resident':
      return joinHousehold(deps, person, { by, staff });
    case 'donor':
      return undefined;
  }
}

/** Everybody who is known when a run begins; what they would have been told was told then. */
export async function seedCity(deps: Deps, scale: Scale, given: { people: readonly Inhabitant[]; next: () => void }): Promise<void> {
  const { people, next } = given;
  const first = people.filter(isFirst);
  const idOf = async (role: Inhabitant['role']): Promise<string> =>
    memberIdOf(deps, first.find((person) => person.role === role)?.userId ?? '');
  const staff = { coordinator: await idOf('coordinator'), treasurer: await idOf('treasurer') };
  await openCampaign(deps, scale, staff);
  for (const person of people.filter(({ isKnown }) => isKnown)) {
    next();
    await join(deps, person, staff);
  }
  await deps.db
    .updateTable('outbox')
    .set({ state: 'dropped', notice_sealed: null, error: SEEDED })
    .where('state', '=', 'waiting')
    .execute();
}
