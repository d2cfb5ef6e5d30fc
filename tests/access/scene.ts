import {
  addCampaign,
  addGrant,
  addHousehold,
  addOrder,
  addPledge,
  addRider,
  addScreening,
  addShop,
  addTrip,
  person,
} from '../liff-api/people.ts';
import type { Page } from '../liff-api/world.ts';
import type { House } from './house.ts';

/** Those who try every door. Each of the last four works in a role and has nothing of what the scene holds. */
export const ASKERS = ['nobody', 'expired', 'former', 'member', 'blocked', 'coordinator', 'treasurer', 'shop', 'rider'] as const;
export type Asker = (typeof ASKERS)[number];

const ROLES = ['coordinator', 'treasurer', 'shop', 'rider'] as const;

/** What is there and belongs to somebody else, by its kind. */
export const FOREIGN = {
  order: 'ord_hou_1',
  trip: 'tri_1',
  pledge: 'ple_1',
  gift: 'gft_1',
  receipt: '2569-000001',
  screening: 'scr_hou_1',
} as const;

/** Well formed, and of nothing at all. */
export const OF_NOTHING = 'xxx_1';

async function addGift(house: House, memberId: string): Promise<void> {
  const { at } = house.clock;
  const place = { latitude: 7.009, longitude: 100.474, community_id: null };
  const food = {
    kind: 'cooked' as const,
    boxes: 5,
    words: 'ข้าวผัด',
    diets: '',
    halal: 'none' as const,
    ready_at: at,
    use_by: at + 7_200_000,
  };
  await house.deps.db
    .insertInto('gift_lot')
    .values({
      id: FOREIGN.gift,
      member_id: memberId,
      ...food,
      ...place,
      state: 'offered',
      offered_at: at,
      decided_by: null,
      decided_at: null,
    })
    .execute();
}

/** An owner with an order on its way, a promise, a gift, a receipt and a case to decide; a shop and a rider at work for them. */
async function setScene(house: House): Promise<void> {
  await addCampaign(house);
  const owner = await person(house, 0xa0);
  const household = await addHousehold(house, owner.memberId);
  await addGrant(house, household);
  await addScreening(house, household);
  await addShop(house, (await person(house, 0xa1, 'shop')).memberId);
  await addOrder(house, household, { state: 'ready', shop_id: 'sho_1', price_satang: 35_00, cooked_at: house.clock.at });
  await addRider(house, (await person(house, 0xa2, 'rider')).memberId);
  await addTrip(house, FOREIGN.order, { state: 'to_shop', rider_id: 'rid_1' });
  await addPledge(house, owner.memberId);
  await addPledge(house, owner.memberId, { id: 'ple_2', reference: 'PN0002', qr_token: 'qr-token-2' });
  await addGift(house, owner.memberId);
  const bookkeeper = await person(house, 0xa3, 'treasurer');
  const recorded = await bookkeeper.post('/treasurer/receipts', { pledge: 'ple_2', amountSatang: 400_00, bankReference: 'BANK0002' });
  if (recorded.status !== 200) throw new Error(`no receipt: ${recorded.text}`);
}

async function sessionsOf(house: House): Promise<Map<Asker, Page>> {
  const { db } = house.deps;
  const now = house.clock.at;
  const pages = new Map<Asker, Page>();
  for (const [index, role] of ROLES.entries()) pages.set(role, await person(house, 0xc0 + index, role));
  await addShop(house, pages.get('shop')?.memberId ?? '', { id: 'sho_2' });
  await addRider(house, pages.get('rider')?.memberId ?? '', { id: 'rid_2' });
  pages.set('member', await person(house, 0xb0));
  const expired = await person(house, 0xb1, ...ROLES);
  await db.updateTable('session').set({ expires_at: now }).where('member_id', '=', expired.memberId).execute();
  pages.set('expired', expired);
  const former = await person(house, 0xb2, ...ROLES);
  await db.updateTable('member_role').set({ revoked_at: now }).where('member_id', '=', former.memberId).execute();
  pages.set('former', former);
  const blocked = await person(house, 0xb3);
  await db.updateTable('member').set({ is_friend: 0 }).where('id', '=', blocked.memberId).execute();
  pages.set('blocked', blocked);
  return pages;
}

export interface Scene {
  /** Empty for nobody. */
  cookieOf(asker: Asker): string;
  pageOf(asker: Asker): Page;
}

export async function openScene(house: House): Promise<Scene> {
  await setScene(house);
  const pages = await sessionsOf(house);
  const pageOf = (asker: Asker): Page => {
    const page = pages.get(asker);
    if (page === undefined) throw new Error(`${asker} has no page`);
    return page;
  };
  return { pageOf, cookieOf: (asker) => (asker === 'nobody' ? '' : pageOf(asker).cookie) };
}
