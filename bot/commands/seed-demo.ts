import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ConfigError, loadConfigOfProcess } from '../config.ts';
import type { Deps } from '../deps.ts';
import type { Pin } from '../domain/notice.ts';
import { DIETS, HALAL_GROUNDS, MUNICIPALITIES, NEEDS, SHOP_KINDS, VEHICLES } from '../domain/words.ts';
import { createService } from '../service.ts';
import { approveHousehold, dropNews, joinRider, memberOf, must, openCampaign, openShop, registerHousehold } from './found-city.ts';

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

/** Members, campaign, shops, riders and households of the invented city. */
async function seedDemo(deps: Deps, city: City): Promise<void> {
  const coordinator = await memberOf(deps, city.coordinator.lineUserId);
  await seedCampaign(deps, city, { coordinator, treasurer: await memberOf(deps, city.treasurer.lineUserId) });
  for (const shop of city.shops) await seedShop(deps, shop, coordinator);
  for (const rider of city.riders) await seedRider(deps, rider, coordinator);
  for (const resident of city.residents) await seedResident(deps, resident, coordinator);
  await dropNews(deps, 'demo seed');
}

interface Staff {
  coordinator: string;
  treasurer: string;
}

async function seedCampaign(deps: Deps, { campaign }: City, staff: Staff): Promise<void> {
  const id = await openCampaign(deps, staff.coordinator, {
    name: campaign.name,
    faceValueSatang: campaign.faceValueBaht * 100,
    couponsPerGrant: campaign.couponsPerGrant,
    deliveryFeeSatang: campaign.deliveryFeeBaht * 100,
    days: campaign.days,
  });
  const { fundBaht, bankReference } = campaign;
  await must(deps, { kind: 'record_money', by: staff.treasurer, campaign: id, amountSatang: fundBaht * 100, bankReference });
}

interface Community extends Pin {
  id: string;
}

async function communityOf(deps: Deps, name: string): Promise<Community> {
  return deps.db.selectFrom('community').select(['id', 'latitude', 'longitude']).where('name', '=', name).executeTakeFirstOrThrow();
}

async function seedShop(deps: Deps, shop: City['shops'][number], coordinator: string): Promise<void> {
  const { latitude, longitude } = await communityOf(deps, shop.community);
  const { name, kind: shopKind, capacity, priceBaht, halal } = shop;
  await openShop(
    deps,
    { name, shopKind, pin: { latitude, longitude }, capacity, priceSatang: priceBaht * 100, halal },
    { by: await memberOf(deps, shop.lineUserId), coordinator },
  );
}

async function seedRider(deps: Deps, rider: City['riders'][number], coordinator: string): Promise<void> {
  const { name, vehicle, boxes, area, paid } = rider;
  const by = await memberOf(deps, rider.lineUserId);
  await joinRider(deps, { name, vehicle, boxes, area, paid }, { by, coordinator });
  if (rider.onDuty) await must(deps, { kind: 'set_duty', by, on: true });
}

async function seedResident(deps: Deps, resident: City['residents'][number], coordinator: string): Promise<void> {
  if (resident.state === 'newcomer') return;
  const { id: community, latitude, longitude } = await communityOf(deps, resident.community);
  const by = await memberOf(deps, resident.lineUserId);
  const { name: firstName, people, diets } = resident;
  const need = resident.need === '' ? 'not_said' : resident.need;
  await registerHousehold(deps, by, {
    household: { firstName, need, community, people, diets, homePin: { latitude, longitude }, isProxy: false },
    consents: ['contact'],
  });
  if (resident.state === 'approved') await approveHousehold(deps, { by, coordinator });
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
