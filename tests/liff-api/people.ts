import { grantRole } from '../../db/members.ts';
import { post } from '../../db/ledger.ts';
import type { NewRow } from '../../db/schema.ts';
import { coupons, satang } from '../../bot/domain/money.ts';
import { couponsGranted, couponsHeld, mealsHandedOver, moneyReceived } from '../../bot/domain/postings.ts';
import type { Posting } from '../../bot/domain/postings.ts';
import type { Role } from '../../bot/domain/words.ts';
import { START, lineId, signIn } from './world.ts';
import type { Page, Town } from './world.ts';

const SHOP_PIN = { latitude: 7.006, longitude: 100.47 };
const HOME_PIN = { latitude: 7.009, longitude: 100.474 };
const FACE_VALUE = 40_00;

async function book(world: Town, posting: Posting): Promise<void> {
  const clocks = { happenedAt: world.clock.at, recordedAt: world.clock.at };
  const posted = await world.deps.db.transaction().execute((tx) => post(tx, posting, clocks));
  if (posted.kind !== 'posted') throw new Error(`${posting.template}: ${posted.kind}`);
}

/** A signed-in member who holds the roles. */
export async function person(world: Town, number: number, ...roles: Role[]): Promise<Page> {
  const page = await signIn(world, lineId(number));
  for (const role of roles) {
    await world.deps.db
      .transaction()
      .execute((tx) =>
        grantRole({ tx, chance: world.deps.chance, clock: world.deps.clock }, { memberId: page.memberId, role, by: undefined }),
      );
  }
  return page;
}

export async function addCampaign(world: Town, fundSatang = 10_000_00): Promise<string> {
  const { db } = world.deps;
  await db
    .insertInto('campaign')
    .values({
      id: 'cam_1',
      name: 'ครัวหนึ่ง',
      face_value_satang: FACE_VALUE,
      coupons_per_grant: 20,
      delivery_fee_satang: 20_00,
      starts_on: '2026-11-01',
      ends_on: '2026-12-31',
      created_by: null,
      created_at: START,
    })
    .execute();
  if (fundSatang > 0) await addMoney(world, fundSatang);
  return 'cam_1';
}

async function addMoney(world: Town, amountSatang: number): Promise<void> {
  const { db } = world.deps;
  await db
    .insertInto('member')
    .values({ id: 'mem_bank', line_user_id: lineId(0xbeef), created_at: START, menu_role: null, menu_language: null })
    .execute();
  await db
    .insertInto('money_receipt')
    .values({
      id: 'start',
      campaign_id: 'cam_1',
      pledge_id: null,
      amount_satang: amountSatang,
      bank_reference: 'B0001',
      recorded_by: 'mem_bank',
      recorded_at: START,
    })
    .execute();
  await book(world, moneyReceived({ receipt: 'start', campaign: 'cam_1', amount: satang(amountSatang) }));
}

async function addCommunity(world: Town): Promise<void> {
  await world.deps.db
    .insertInto('community')
    .values({
      id: 'com_1',
      municipality: 'hatyai',
      zone: '1',
      name: 'ชุมชนหนึ่ง',
      subdistrict_code: '901101',
      ...HOME_PIN,
      approximate: 0,
      source: 'test',
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Words that must never show up where their reader has no right to them. */
export const SECRETS = {
  firstName: 'มะลิวัลย์',
  landmark: 'ประตูสีฟ้าข้างวัด',
  phone: '0899999999',
  allergy: 'แพ้ถั่วลิสง',
  quarantineUntil: '2026-12-05',
};

export async function addHousehold(world: Town, memberId: string, id = 'hou_1'): Promise<string> {
  await addCommunity(world);
  await world.deps.db
    .insertInto('household')
    .values({
      id,
      member_id: memberId,
      community_id: 'com_1',
      people: 3,
      diets: 'halal,soft',
      is_proxy: 0,
      details_sealed: world.deps.sealer.seal(JSON.stringify({ ...SECRETS, need: 'quarantine', homePin: HOME_PIN })),
      created_at: START,
      updated_at: START,
    })
    .execute();
  return id;
}

export async function addScreening(world: Town, household: string, changes: Partial<NewRow<'screening'>> = {}): Promise<string> {
  const row = {
    id: `scr_${household}`,
    household_id: household,
    state: 'waiting' as const,
    is_again: 0 as const,
    decline_reason: null,
    asked_at: START,
    decided_at: null,
    decided_by: null,
    ...changes,
  };
  await world.deps.db.insertInto('screening').values(row).execute();
  return row.id;
}

export async function addGrant(world: Town, household: string, count = 10): Promise<string> {
  const id = `grt_${household}`;
  await world.deps.db
    .insertInto('coupon_grant')
    .values({
      id,
      household_id: household,
      campaign_id: 'cam_1',
      screening_id: null,
      coupons: count,
      face_value_satang: FACE_VALUE,
      expires_on: '2026-12-20',
      granted_by: null,
      granted_at: START,
    })
    .execute();
  await book(world, couponsGranted({ household, grant: id, campaign: 'cam_1', coupons: coupons(count), faceValue: satang(FACE_VALUE) }));
  return id;
}

export async function addShop(world: Town, memberId: string, changes: Partial<NewRow<'shop'>> = {}): Promise<string> {
  const row = {
    id: 'sho_1',
    member_id: memberId,
    name: 'ร้านป้าแดง',
    kind: 'shop' as const,
    ...SHOP_PIN,
    capacity: 30,
    opens_minute: 0,
    closes_minute: 1440,
    price_satang: 35_00,
    halal: 'certified' as const,
    halal_until: '2027-12-31',
    state: 'active' as const,
    applied_at: START,
    decided_by: null,
    decided_at: START,
    ...changes,
  };
  await world.deps.db.insertInto('shop').values(row).execute();
  return row.id;
}

export async function addRider(world: Town, memberId: string, changes: Partial<NewRow<'rider'>> = {}): Promise<string> {
  const row = {
    id: 'rid_1',
    member_id: memberId,
    name_sealed: world.deps.sealer.seal('บังหมัด'),
    vehicle: 'motorcycle' as const,
    boxes: 10,
    area: 'hatyai' as const,
    is_paid: 1 as const,
    on_duty: 1 as const,
    state: 'active' as const,
    applied_at: START,
    decided_by: null,
    decided_at: START,
    ...changes,
  };
  await world.deps.db.insertInto('rider').values(row).execute();
  return row.id;
}

/** An order that holds its coupons in the books; with a shop when it is beyond `placed`. */
export async function addOrder(world: Town, household: string, changes: Partial<NewRow<'meal_order'>> = {}): Promise<string> {
  const id = `ord_${household}`;
  const row = {
    id,
    household_id: household,
    campaign_id: 'cam_1',
    meals: 2,
    mode: 'delivery' as const,
    meal_time: 'now' as const,
    wanted_at: START,
    state: 'placed' as const,
    shop_id: null,
    price_satang: null,
    fee_satang: 20_00,
    diets: 'halal,soft',
    pick_up_code: 'K7M',
    hand_over_code: '4821',
    cooked_at: null,
    received_answer: null,
    placed_at: START,
    changed_at: START,
    ...changes,
  };
  await world.deps.db.insertInto('meal_order').values(row).execute();
  await world.deps.db
    .insertInto('order_coupon')
    .values({ order_id: id, grant_id: `grt_${household}`, coupons: row.meals })
    .execute();
  await book(world, couponsHeld(id, [portion(household, row.meals)]));
  return id;
}

function portion(household: string, meals: number) {
  return { household, grant: `grt_${household}`, campaign: 'cam_1', coupons: coupons(meals), faceValue: satang(FACE_VALUE) };
}

/** Books the handover of an order made by `addOrder` and writes its rows. */
export async function handOver(world: Town, household: string, meals = 2): Promise<void> {
  const order = `ord_${household}`;
  const delivery = { campaign: 'cam_1', fee: satang(0) };
  await book(world, mealsHandedOver({ order, shop: 'sho_1', price: satang(35_00), portions: [portion(household, meals)], delivery }));
  await world.deps.db.updateTable('meal_order').set({ state: 'handed_over', changed_at: world.clock.at }).where('id', '=', order).execute();
  await world.deps.db
    .insertInto('handover')
    .values({ order_id: order, by_member: null, proof: 'code', picture_id: null, at: world.clock.at })
    .execute();
}

export async function addTrip(world: Town, order: string, changes: Partial<NewRow<'trip'>> = {}): Promise<string> {
  const row = { id: 'tri_1', state: 'offered' as const, rider_id: null, wave: 1, created_at: START, changed_at: START, ...changes };
  await world.deps.db.insertInto('trip').values(row).execute();
  await world.deps.db.insertInto('stop').values({ trip_id: row.id, sequence: 1, order_id: order }).execute();
  return row.id;
}

export async function addPledge(world: Town, memberId: string, changes: Partial<NewRow<'pledge'>> = {}): Promise<string> {
  const row = {
    id: 'ple_1',
    member_id: memberId,
    campaign_id: 'cam_1',
    reference: 'PN0001',
    qr_token: 'qr-token-1',
    meals: 10,
    amount_satang: 400_00,
    state: 'pledged' as const,
    made_at: START,
    changed_at: START,
    ...changes,
  };
  await world.deps.db.insertInto('pledge').values(row).execute();
  return row.id;
}

export async function addSlip(world: Town, memberId: string, picture: { bytes: Uint8Array; contentType: string }): Promise<string> {
  const { db, sealer } = world.deps;
  await db
    .insertInto('picture')
    .values({
      id: 'pic_1',
      member_id: memberId,
      purpose: 'slip',
      subject_id: 'sli_1',
      message_id: null,
      state: 'kept',
      content_type: picture.contentType,
      sha256: null,
      bytes_sealed: sealer.sealBytes(picture.bytes),
      next_attempt_at: 0,
      created_at: START,
    })
    .execute();
  await db
    .insertInto('slip')
    .values({ id: 'sli_1', pledge_id: 'ple_1', member_id: memberId, picture_id: 'pic_1', sent_at: START })
    .execute();
  return 'sli_1';
}
