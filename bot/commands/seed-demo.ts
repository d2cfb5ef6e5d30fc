import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ConfigError, loadConfigOfProcess } from '../config.ts';
import type { Deps } from '../deps.ts';
import { addDays, bangkokDay } from '../domain/days.ts';
import type { Pin } from '../domain/notice.ts';
import { isRefusal } from '../domain/refusal.ts';
import { DIETS, HALAL_GROUNDS, MUNICIPALITIES, NEEDS, SHOP_KINDS, VEHICLES } from '../domain/words.ts';
import { createService } from '../service.ts';
import type { Command } from '../domain/command.ts';
import { handle, inTransaction } from '../usecases/handle.ts';
import { memberByLineId } from '../../db/members.ts';

const CITY_FILE = new URL('../../db/data/demo-city.json', import.meta.url);
const LineUserId = z.string().regex(/^U[0-9a-f]{32}$/u);
const Person = z.object({ lineUserId: LineUserId, name: z.string() });

const City = z.object({
  coordinator: Person,
  treasurer: Person,
  campaign: z.object({
    name: z.string(),
    faceValueBaht: z.number(),
    couponsPerGrant: z.number(),
    deliveryFeeBaht: z.number(),
    days: z.number(),
    fundBaht: z.number(),
    bankReference: z.string(),
  }),
  shops: z.array(
    Person.extend({
      kind: z.enum(SHOP_KINDS),
      halal: z.enum(HALAL_GROUNDS),
      community: z.string(),
      capacity: z.number(),
      priceBaht: z.number(),
    }),
  ),
  riders: z.array(
    Person.extend({ vehicle: z.enum(VEHICLES), boxes: z.number(), area: z.enum(MUNICIPALITIES), paid: z.boolean(), onDuty: z.boolean() }),
  ),
  residents: z.array(
    Person.extend({
      need: z.union([z.enum(NEEDS), z.literal('')]),
      community: z.string(),
      people: z.number(),
      diets: z.array(z.enum(DIETS)),
      state: z.enum(['approved', 'waiting', 'newcomer']),
    }),
  ),
  donors: z.array(Person),
});
type City = z.infer<typeof City>;

/** Members, campaign, shops, riders and households of the invented city, made by the same commands as real ones. */
async function seedDemo(deps: Deps, city: City): Promise<void> {
  const memberOf = (lineUserId: string) => memberIdOf(deps, lineUserId);
  const coordinator = await memberOf(city.coordinator.lineUserId);
  const treasurer = await memberOf(city.treasurer.lineUserId);
  await seedCampaign(deps, city, { coordinator, treasurer });
  for (const shop of city.shops) await seedShop(deps, shop, { by: await memberOf(shop.lineUserId), coordinator });
  for (const rider of city.riders) await seedRider(deps, rider, { by: await memberOf(rider.lineUserId), coordinator });
  for (const resident of city.residents) {
    if (resident.state !== 'newcomer') await seedResident(deps, resident, { by: await memberOf(resident.lineUserId), coordinator });
  }
  await deps.db
    .updateTable('outbox')
    .set({ state: 'dropped', notice_sealed: null, error: 'demo seed' })
    .where('state', '=', 'waiting')
    .execute();
}

async function memberIdOf(deps: Deps, lineUserId: string): Promise<string> {
  const found = await inTransaction(deps, async (txDeps) => ({ id: (await memberByLineId(txDeps, lineUserId)).id }));
  if (isRefusal(found)) throw new Error('a member is never refused');
  return found.id;
}

async function must(deps: Deps, command: Command): Promise<void> {
  const outcome = await handle(deps, command);
  if (isRefusal(outcome)) throw new Error(`demo: ${command.kind} was refused: ${outcome.refused}`);
}

interface Staff {
  coordinator: string;
  treasurer: string;
}

async function seedCampaign(deps: Deps, { campaign }: City, staff: Staff): Promise<void> {
  const today = bangkokDay(deps.clock.now());
  await must(deps, {
    kind: 'make_campaign',
    by: staff.coordinator,
    campaign: {
      name: campaign.name,
      faceValueSatang: campaign.faceValueBaht * 100,
      couponsPerGrant: campaign.couponsPerGrant,
      deliveryFeeSatang: campaign.deliveryFeeBaht * 100,
      startsOn: today,
      endsOn: addDays(today, campaign.days),
    },
  });
  const { id } = await deps.db.selectFrom('campaign').select('id').where('name', '=', campaign.name).executeTakeFirstOrThrow();
  const { fundBaht, bankReference } = campaign;
  await must(deps, { kind: 'record_money', by: staff.treasurer, campaign: id, amountSatang: fundBaht * 100, bankReference });
}

interface Community extends Pin {
  id: string;
}

async function communityOf(deps: Deps, name: string): Promise<Community> {
  return deps.db.selectFrom('community').select(['id', 'latitude', 'longitude']).where('name', '=', name).executeTakeFirstOrThrow();
}

type By = { by: string; coordinator: string };

/** Open all day and night, so that the story can be played at any hour. */
async function seedShop(deps: Deps, shop: City['shops'][number], { by, coordinator }: By): Promise<void> {
  const { latitude, longitude } = await communityOf(deps, shop.community);
  await must(deps, {
    kind: 'apply_shop',
    by,
    shop: {
      name: shop.name,
      shopKind: shop.kind,
      pin: { latitude, longitude },
      capacity: shop.capacity,
      opensMinute: 0,
      closesMinute: 24 * 60,
      priceSatang: shop.priceBaht * 100,
      halal: shop.halal,
    },
  });
  const row = await deps.db.selectFrom('shop').select('id').where('member_id', '=', by).executeTakeFirstOrThrow();
  await must(deps, { kind: 'decide_shop', by: coordinator, shop: row.id, approved: true });
}

async function seedRider(deps: Deps, rider: City['riders'][number], { by, coordinator }: By): Promise<void> {
  const { name, vehicle, boxes, area, paid } = rider;
  await must(deps, { kind: 'apply_rider', by, rider: { name, vehicle, boxes, area, paid } });
  const row = await deps.db.selectFrom('rider').select('id').where('member_id', '=', by).executeTakeFirstOrThrow();
  await must(deps, { kind: 'decide_rider', by: coordinator, rider: row.id, approved: true });
  if (rider.onDuty) await must(deps, { kind: 'set_duty', by, on: true });
}

async function seedResident(deps: Deps, resident: City['residents'][number], { by, coordinator }: By): Promise<void> {
  const community = await communityOf(deps, resident.community);
  const { version, textHash } = deps.consentNotice('contact', 'th');
  await must(deps, { kind: 'give_consent', by, purpose: 'contact', version, textHash, channel: 'chat' });
  await must(deps, {
    kind: 'register_household',
    by,
    household: {
      firstName: resident.name,
      need: resident.need === '' ? 'not_said' : resident.need,
      community: community.id,
      people: resident.people,
      diets: resident.diets,
      homePin: { latitude: community.latitude, longitude: community.longitude },
      isProxy: false,
    },
  });
  if (resident.state !== 'approved') return;
  const screening = await deps.db
    .selectFrom('screening')
    .innerJoin('household', 'household.id', 'screening.household_id')
    .select('screening.id')
    .where('household.member_id', '=', by)
    .executeTakeFirstOrThrow();
  await must(deps, { kind: 'approve_screening', by: coordinator, screening: screening.id });
}

async function main(): Promise<void> {
  const service = await createService(loadConfigOfProcess());
  try {
    await seedDemo(service.deps, City.parse(JSON.parse(await readFile(CITY_FILE, 'utf8'))));
  } finally {
    await service.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
