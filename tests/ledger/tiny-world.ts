import { memberByLineId } from '../../db/members.ts';
import { accounts } from '../../bot/domain/postings.ts';
import { isRefusal } from '../../bot/domain/refusal.ts';
import type { Command, HouseholdDetails } from '../../bot/domain/command.ts';
import { handle, inTransaction } from '../../bot/usecases/handle.ts';
import { prepareDatabase } from '../../bot/usecases/prepare-database.ts';
import { databaseRig, lineIdOf } from '../outbox/rig.ts';

type Rig = Awaited<ReturnType<typeof databaseRig>>;

/** One campaign, three households, two shops, two riders (one paid, one not), all made by the commands of real ones. */
export interface TinyWorld extends Rig {
  coordinator: string;
  treasurer: string;
  households: string[];
  shops: string[];
  riders: string[];
  campaign: string;
  /** Carries a command out and throws when it is refused. */
  must(command: Command): Promise<void>;
  balance(code: string): Promise<number>;
}

async function memberOf({ deps }: Rig, number: number): Promise<string> {
  const found = await inTransaction(deps, async (txDeps) => ({ id: (await memberByLineId(txDeps, lineIdOf(number))).id }));
  if (isRefusal(found)) throw new Error('a member is never refused');
  return found.id;
}

async function addHousehold(world: TinyWorld, by: string, household: Partial<HouseholdDetails>): Promise<void> {
  for (const purpose of ['contact', 'health'] as const) {
    await world.must({ kind: 'give_consent', by, purpose, ...world.deps.consentNotice(purpose, 'th'), channel: 'chat' });
  }
  const community = await world.deps.db
    .selectFrom('community')
    .select(['id', 'latitude', 'longitude'])
    .where('municipality', '=', 'hatyai')
    .orderBy('id')
    .executeTakeFirstOrThrow();
  const homePin = { latitude: community.latitude, longitude: community.longitude };
  await world.must({
    kind: 'register_household',
    by,
    household: { firstName: 'A', need: 'not_said', community: community.id, people: 2, diets: [], homePin, isProxy: false, ...household },
  });
}

async function addShop(world: TinyWorld, by: string, priceSatang: number): Promise<void> {
  const pin = await world.deps.db
    .selectFrom('community')
    .select(['latitude', 'longitude'])
    .where('municipality', '=', 'hatyai')
    .orderBy('id')
    .executeTakeFirstOrThrow();
  const shop = {
    name: 'B',
    shopKind: 'shop' as const,
    pin,
    capacity: 30,
    opensMinute: 0,
    closesMinute: 1440,
    priceSatang,
    halal: 'none' as const,
  };
  await world.must({ kind: 'apply_shop', by, shop });
  const row = await world.deps.db.selectFrom('shop').select('id').where('member_id', '=', by).executeTakeFirstOrThrow();
  await world.must({ kind: 'decide_shop', by: world.coordinator, shop: row.id, approved: true });
}

async function addRider(world: TinyWorld, by: string, paid: boolean): Promise<void> {
  await world.must({ kind: 'apply_rider', by, rider: { name: 'C', vehicle: 'motorcycle', boxes: 20, area: 'hatyai', paid } });
  const row = await world.deps.db.selectFrom('rider').select('id').where('member_id', '=', by).executeTakeFirstOrThrow();
  await world.must({ kind: 'decide_rider', by: world.coordinator, rider: row.id, approved: true });
  await world.must({ kind: 'set_duty', by, on: true });
}

export async function tinyWorld(): Promise<TinyWorld> {
  const rig = await databaseRig();
  const { deps } = rig;
  await prepareDatabase(deps);
  const ids = await Promise.all([1001, 1002, 1, 2, 3, 4, 5, 6, 7].map((number) => memberOf(rig, number)));
  const [coordinator = '', treasurer = ''] = ids;
  const world: TinyWorld = {
    ...rig,
    coordinator,
    treasurer,
    households: ids.slice(2, 5),
    shops: ids.slice(5, 7),
    riders: ids.slice(7, 9),
    campaign: '',
    async must(command) {
      const outcome = await handle(deps, command);
      if (isRefusal(outcome)) throw new Error(`${command.kind} was refused: ${outcome.refused}`);
    },
    async balance(code) {
      const row = await deps.db.selectFrom('account').select('balance').where('code', '=', code).executeTakeFirst();
      return row?.balance ?? 0;
    },
  };
  const campaign = {
    name: 'D',
    faceValueSatang: 5000,
    couponsPerGrant: 4,
    deliveryFeeSatang: 2000,
    startsOn: '2026-11-23',
    endsOn: '2027-11-23',
  };
  await world.must({ kind: 'make_campaign', by: coordinator, campaign });
  world.campaign = (await deps.db.selectFrom('campaign').select('id').executeTakeFirstOrThrow()).id;
  const [first = '', second = '', third = ''] = world.households;
  await addHousehold(world, first, {});
  await addHousehold(world, second, { need: 'quarantine', quarantineUntil: '2026-11-26' });
  await addHousehold(world, third, { people: 4 });
  for (const [index, shop] of world.shops.entries()) await addShop(world, shop, index === 0 ? 4500 : 5000);
  for (const [index, rider] of world.riders.entries()) await addRider(world, rider, index === 0);
  return world;
}

/** Money in the fund and every household with its coupons. */
export async function grantAll(world: TinyWorld): Promise<void> {
  await world.must({
    kind: 'record_money',
    by: world.treasurer,
    campaign: world.campaign,
    amountSatang: 200_000,
    bankReference: 'GRANT ALL',
  });
  const waiting = await world.deps.db.selectFrom('screening').select('id').where('state', 'in', ['waiting', 'waiting_funds']).execute();
  for (const { id } of waiting) await world.must({ kind: 'approve_screening', by: world.coordinator, screening: id });
}

/** Places an order of the first household, takes it and cooks it; returns its row. */
export async function readyOrder(world: TinyWorld, mode: 'delivery' | 'pickup' = 'delivery') {
  const { db } = world.deps;
  const by = world.households[0] ?? '';
  await world.must({ kind: 'place_order', by, meals: 2, mode, mealTime: 'now' });
  const order = await db.selectFrom('meal_order').selectAll().where('state', '=', 'placed').executeTakeFirstOrThrow();
  const ask = await db
    .selectFrom('shop_ask')
    .innerJoin('shop', 'shop.id', 'shop_ask.shop_id')
    .select('shop.member_id')
    .where('order_id', '=', order.id)
    .executeTakeFirstOrThrow();
  await world.must({ kind: 'shop_accept', by: ask.member_id, order: order.id });
  await world.must({ kind: 'shop_ready', by: ask.member_id, order: order.id });
  return { ...order, household: by, shopMember: ask.member_id };
}

export const freeOf = (world: TinyWorld): Promise<number> => world.balance(accounts.free(world.campaign));
