import { afterEach, beforeEach, expect, test } from 'vitest';
import { GIFTS_OPEN_MAX, HOUR, MINUTE } from '../../bot/limits.ts';
import { people } from '../support/people.ts';
import {
  applyAsResident,
  carry,
  expectSound,
  handOver,
  joinRider,
  joinShop,
  newestOrder,
  openCampaign,
  placeOrder,
  registerResident,
  sayAll,
} from '../support/steps.ts';
import { startCity } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { coordinator, mali, somjai, noodleShop, ek, wit } = people;
const DONOR_PLACE = { latitude: 7.0123, longitude: 100.4765 };

let city: TestCity;
beforeEach(async () => {
  city = await startCity();
});
afterEach(async () => {
  await expectSound(city);
  await city.close();
});

interface Offer {
  says?: string;
  kind?: string;
  words?: string;
  marks?: readonly string[];
  ground?: string;
  ready?: string;
  cooked?: string;
  pin?: { latitude: number; longitude: number };
}

/** Fills the form in up to the end; a coordinator has not looked at it yet. */
async function offers(who: string, offer: Offer = {}): Promise<void> {
  await city.says(who, offer.says ?? 'มีข้าวกล่อง 30 กล่อง');
  await city.taps(who, offer.kind ?? 'อาหารปรุงแล้ว');
  await city.says(who, offer.words ?? 'ข้าวผัดไก่');
  for (const mark of offer.marks ?? []) await city.taps(who, mark);
  await city.taps(who, (offer.marks ?? []).length === 0 ? 'ไม่มีข้อใดเลย' : 'เลือกครบแล้ว');
  if (offer.ground !== undefined) await city.taps(who, offer.ground);
  if (offer.ready === undefined) await city.taps(who, 'รับได้เลย');
  else await city.says(who, offer.ready);
  if (offer.kind === undefined) {
    if (offer.cooked === undefined) await city.taps(who, 'เพิ่งทำเสร็จ');
    else await city.says(who, offer.cooked);
  }
  await city.sharesPlace(who, offer.pin ?? DONOR_PLACE);
  await city.taps(who, 'ยืนยัน');
}

async function gives(who: string, offer: Offer = {}): Promise<void> {
  await offers(who, offer);
  await city.taps(coordinator, 'รับอาหารนี้');
}

async function settles(residents: readonly string[] = [mali]): Promise<void> {
  await openCampaign(city);
  for (const resident of residents) await registerResident(city, resident);
}

const lot = () => city.service.deps.db.selectFrom('gift_lot').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();

async function balance(code: string): Promise<number> {
  const account = await city.service.deps.db.selectFrom('account').select('balance').where('code', '=', code).executeTakeFirst();
  return account?.balance ?? 0;
}

async function boxes(): Promise<{ left: number; given: number; wasted: number; returned: number }> {
  const { id } = await lot();
  return {
    left: await balance(`gift/${id}`),
    given: await balance(`given/${id}`),
    wasted: await balance(`wasted-boxes/${id}`),
    returned: await balance(`returned-boxes/${id}`),
  };
}

test('thirty boxes, from the word to the outcome: accepted, held, fetched, eaten, told', async () => {
  await settles();
  await joinRider(city, ek);
  await offers(wit);
  expect(city.hears(wit)).toContain('ผู้ประสานงานจะดูให้');
  const card = city.hears(coordinator);
  expect(card).toContain('ข้าวผัดไก่ 30 กล่อง');
  expect(await boxes()).toMatchObject({ left: 0 });
  await city.taps(coordinator, 'รับอาหารนี้');
  expect(city.hears(wit)).toContain('รับอาหารของคุณแล้วค่ะ');
  expect(await boxes()).toMatchObject({ left: 30 });
  await expectSound(city);

  city.hears(ek);
  const order = await placeOrder(city, mali);
  expect(order).toMatchObject({ state: 'accepted', shop_id: null, price_satang: 0, gift_lot_id: (await lot()).id });
  expect(city.hears(mali)).toContain('ข้าวผัดไก่');
  const asked = city.hears(wit);
  expect(asked).toContain('เตรียม 2 กล่องนะคะ');
  expect(asked).toContain(order.pick_up_code);
  expect(asked).not.toContain('มะลิ');
  expect(await boxes()).toMatchObject({ left: 28 });
  await expectSound(city);

  await city.passes(4 * MINUTE);
  expect((await newestOrder(city)).state).toBe('ready');
  const offer = city.hears(ek);
  expect(offer).toContain('จุดรับอาหาร (ข้าวผัดไก่)');
  expect(JSON.stringify(city.platform.lastMessages(ek))).not.toContain('7.0123');
  await carry(city, ek);
  expect(city.hears(ek)).toContain('ส่งให้คุณมะลิ');
  await handOver(city, ek);
  await expectSound(city);
  expect(await boxes()).toEqual({ left: 28, given: 2, wasted: 0, returned: 0 });
  const { campaign_id: campaign } = order;
  // 10 coupons of 50 baht were granted: 8 are left, the rider has 20 baht, all else is free again.
  expect(await balance(`fund/${campaign}/committed`)).toBe(400_00);
  expect(await balance(`fund/${campaign}/free`)).toBe(5000_00 - 400_00 - 20_00);

  await city.passes(2 * HOUR);
  expect(await boxes()).toEqual({ left: 0, given: 2, wasted: 28, returned: 0 });
  await city.says(wit, 'สวัสดีค่ะ');
  const outcome = city.hears(wit);
  expect(outcome).toContain('อาหาร 30 กล่องของคุณถึง 2 มื้อค่ะ');
  expect(outcome).toContain('28 กล่องเกินเวลา');
  const { body } = await (await city.signIn(wit)).get('/api/donor');
  expect(body['gifts']).toMatchObject([{ state: 'closed', outcome: { boxes: 30, given: 2, wasted: 28, returned: 0 } }]);
});

test('boxes that somebody has, who is no shop, are food to give', async () => {
  await settles([]);
  await offers(wit, { says: 'มีข้าว 30 กล่อง' });
  expect(await lot()).toMatchObject({ boxes: 30, words: 'ข้าวผัดไก่' });
});

test('the rider sees where the food is only once they have the trip', async () => {
  await settles();
  await joinRider(city, ek);
  await gives(wit);
  await placeOrder(city, mali);
  await city.passes(4 * MINUTE);
  const phone = await city.signIn(ek);
  const { body } = await phone.get('/api/rider');
  expect(JSON.stringify(body['offers'])).not.toContain('7.0123');
  await city.taps(ek, 'รับงานนี้');
  const { body: after } = await phone.get('/api/rider');
  expect(after['job']).toMatchObject({ shopPin: DONOR_PLACE, giftWords: 'ข้าวผัดไก่' });
});

test('somebody collects at the donor, who types the code in the chat', async () => {
  await settles();
  await gives(wit);
  const order = await placeOrder(city, mali, { mode: 'ไปรับเองที่ร้าน' });
  city.hears(mali);
  await city.passes(4 * MINUTE);
  expect(city.hears(mali)).toContain('จุดรับอาหาร (ข้าวผัดไก่)');
  expect(city.hears(wit)).not.toContain(order.hand_over_code);
  await city.taps(wit, 'ส่งมอบอาหาร');
  await city.says(wit, '0000' === order.hand_over_code ? '1111' : '0000');
  expect(city.hears(wit)).toContain('รหัสยังไม่ตรงค่ะ');
  await city.says(wit, order.hand_over_code);
  expect(city.hears(wit)).toContain('ส่งมอบแล้ว 2 กล่อง');
  expect((await newestOrder(city)).state).toBe('handed_over');
  expect(await boxes()).toMatchObject({ left: 28, given: 2 });
});

test('a shop that gives is taken at its word, and food that nobody asks a shop for costs nothing', async () => {
  await settles();
  await joinShop(city, noodleShop);
  city.hears(coordinator);
  await offers(noodleShop);
  expect(city.hears(noodleShop)).toContain('รับไว้แล้วค่ะ');
  expect(city.hears(coordinator)).not.toContain('ข้าวผัดไก่');
  expect(await boxes()).toMatchObject({ left: 30 });
  expect((await placeOrder(city, mali)).gift_lot_id).toBe((await lot()).id);
});

test('food that does not fit is passed by: too few boxes, too far, too late, an allergy; then a shop is asked', async () => {
  await settles([mali]);
  await applyAsResident(city, somjai, { allergy: 'กุ้ง' });
  await city.taps(coordinator, 'อนุมัติ');
  await joinShop(city, noodleShop);
  await gives(wit, { says: 'มีข้าวกล่อง 1 กล่อง' });
  await gives(wit, { pin: { latitude: 7.19, longitude: 100.6 } });
  await gives(wit, { ready: '14:00' });
  const order = await placeOrder(city, mali);
  expect(order).toMatchObject({ state: 'placed', gift_lot_id: null });
  expect(city.hears(noodleShop)).toContain('คำขอใหม่');
  await gives(wit);
  expect(await placeOrder(city, somjai)).toMatchObject({ state: 'placed', gift_lot_id: null });
});

test('halal is never crossed: only food whose kitchen is halal, with its ground, reaches who needs it', async () => {
  await openCampaign(city);
  await registerResident(city, mali, { diet: 'ฮาลาล' });
  await gives(wit, { marks: ['ไม่มีหมู'] });
  await gives(wit, { marks: ['ครัวฮาลาล'], ground: 'ไม่ใช่ครัวฮาลาล' });
  expect(await lot()).toMatchObject({ diets: '', halal: 'none' });
  await joinShop(city, noodleShop, { halal: 'แม่ครัวเป็นมุสลิม' });
  const first = await placeOrder(city, mali);
  expect(first.gift_lot_id).toBeNull();
  await city.says(mali, 'ยกเลิก');
  await gives(wit, { marks: ['ครัวฮาลาล'], ground: 'แม่ครัวเป็นมุสลิม' });
  expect((await placeOrder(city, mali)).gift_lot_id).toBe((await lot()).id);
});

test('two homes want the last boxes: one has them, the other is served by a shop', async () => {
  await settles([mali, somjai]);
  await joinShop(city, noodleShop);
  await gives(wit, { says: 'มีข้าวกล่อง 3 กล่อง' });
  const phones = await Promise.all([mali, somjai].map((who) => city.signIn(who)));
  await Promise.all(phones.map((phone) => phone.post('/api/orders', { meals: 2, mode: 'delivery', mealTime: 'now' })));
  await city.settle();
  const orders = await city.service.deps.db.selectFrom('meal_order').select(['gift_lot_id', 'state']).execute();
  expect(orders.map(({ state }) => state).toSorted()).toEqual(['accepted', 'placed']);
  expect(await boxes()).toMatchObject({ left: 1 });
});

test('who thinks again gives the boxes back to the next, and the donor hears it', async () => {
  await settles();
  await gives(wit);
  await placeOrder(city, mali);
  city.hears(wit);
  await city.says(mali, 'ยกเลิก');
  expect((await newestOrder(city)).state).toBe('cancelled');
  expect(await boxes()).toMatchObject({ left: 30 });
  await city.says(wit, 'สวัสดีค่ะ');
  expect(city.hears(wit)).toContain('ยกเลิกแล้วค่ะ');
});

test('no rider comes: the food is still good, so coupons and boxes go back and nothing is wasted', async () => {
  await settles();
  await gives(wit);
  await placeOrder(city, mali);
  await city.passes(4 * MINUTE);
  await city.taps(coordinator, 'ปิดว่าส่งไม่สำเร็จ');
  expect((await newestOrder(city)).state).toBe('failed');
  expect(await boxes()).toEqual({ left: 30, given: 0, wasted: 0, returned: 0 });
  await city.says(mali, 'คูปองเหลือเท่าไหร่');
  expect(city.hears(mali)).toContain('10 มื้อ');
});

test('food on the way that becomes too old is not handed over: booked as waste, new coupons, the outcome told', async () => {
  await settles();
  await joinRider(city, ek);
  await gives(wit, { says: 'มีข้าวกล่อง 2 กล่อง' });
  await placeOrder(city, mali);
  await city.passes(4 * MINUTE);
  await carry(city, ek);
  await city.passes(2 * HOUR);
  expect((await newestOrder(city)).state).toBe('failed');
  expect(await boxes()).toEqual({ left: 0, given: 0, wasted: 2, returned: 0 });
  expect(await lot()).toMatchObject({ state: 'closed' });
  await city.says(wit, 'สวัสดีค่ะ');
  expect(city.hears(wit)).toContain('ครบเวลาแล้วค่ะ');
});

test('food cooked too long ago is not taken, and a coordinator who is too late hears so', async () => {
  await settles();
  await sayAll(city, wit, ['มีข้าวกล่อง 30 กล่อง']);
  await city.taps(wit, 'อาหารปรุงแล้ว');
  await city.says(wit, 'ข้าวผัดไก่');
  await city.taps(wit, 'ไม่มีข้อใดเลย');
  await city.taps(wit, 'รับได้เลย');
  await city.says(wit, '06:00');
  expect(city.hears(wit)).toContain('นานเกินไป');
  await city.taps(wit, 'เพิ่งทำเสร็จ');
  await city.sharesPlace(wit, DONOR_PLACE);
  await city.taps(wit, 'ยืนยัน');
  await city.passes(90 * MINUTE);
  await city.taps(coordinator, 'รับอาหารนี้');
  expect(city.hears(coordinator)).toContain('เกินเวลา');
  expect(await lot()).toMatchObject({ state: 'offered' });
  await city.passes(HOUR);
  expect(await lot()).toMatchObject({ state: 'declined' });
});

test('a form that stays open past midnight keeps the clock of the food where it was', async () => {
  await settles();
  await city.passes(14 * HOUR + 20 * MINUTE);
  await sayAll(city, wit, ['มีข้าวกล่อง 30 กล่อง']);
  await city.taps(wit, 'อาหารปรุงแล้ว');
  await city.says(wit, 'ข้าวผัดไก่');
  await city.taps(wit, 'ไม่มีข้อใดเลย');
  await city.taps(wit, 'รับได้เลย');
  await city.says(wit, '23:02');
  const cookedAt = Date.UTC(2026, 10, 23, 16, 2);
  expect(city.clock.now() - cookedAt).toBeLessThan(30 * MINUTE);
  await city.passes(50 * MINUTE);
  await city.sharesPlace(wit, DONOR_PLACE);
  await city.taps(wit, 'ยืนยัน');
  expect(await lot()).toMatchObject({ use_by: cookedAt + 2 * HOUR });
});

test('after midnight, what was cooked before it is told by the clock alone', async () => {
  await settles();
  await city.passes(15 * HOUR + 20 * MINUTE);
  await offers(wit, { cooked: '23:40' });
  expect(await lot()).toMatchObject({ use_by: Date.UTC(2026, 10, 23, 16, 40) + 2 * HOUR });
});

test('dry goods last a week and what is left stays with the donor', async () => {
  await settles();
  await gives(wit, { says: 'ให้อาหาร 5 กล่อง', kind: 'ของแห้ง', words: 'ข้าวสารถุงเล็ก' });
  await city.passes(26 * HOUR);
  const order = await placeOrder(city, mali, { mode: 'ไปรับเองที่ร้าน' });
  await city.passes(4 * MINUTE);
  await city.says(wit, 'สวัสดีค่ะ');
  await city.taps(wit, 'ส่งมอบอาหาร');
  await city.says(wit, order.hand_over_code);
  await city.passes(7 * 24 * HOUR);
  expect(await boxes()).toEqual({ left: 0, given: 2, wasted: 0, returned: 3 });
});

test('only a coordinator decides, not about their own food, and once', async () => {
  await settles();
  await offers(coordinator);
  const { id } = await lot();
  const own = await (await city.signIn(coordinator)).post(`/api/coordinator/gifts/${id}/approve`);
  expect(own.body).toMatchObject({ error: 'same_person' });
  await offers(wit);
  const other = (await lot()).id;
  const phone = await city.signIn(coordinator);
  const { body } = await phone.get('/api/coordinator');
  expect((body['gifts'] as { gift: string }[]).map(({ gift }) => gift)).toContain(other);
  expect((await phone.post(`/api/coordinator/gifts/${other}/decline`)).status).toBe(200);
  expect(city.hears(wit)).toContain('ยังส่งต่อให้ไม่ทัน');
  expect((await phone.post(`/api/coordinator/gifts/${other}/approve`)).body).toMatchObject({ error: 'already_decided' });
});

test('a member cannot fill the queue with offers', async () => {
  for (let round = 0; round < GIFTS_OPEN_MAX; round += 1) await offers(wit);
  city.hears(wit);
  await offers(wit);
  expect(city.hears(wit)).toContain('เต็มแล้วค่ะ');
});

test('at night, when no shop is open, food that was given can still be asked for', async () => {
  await settles();
  await joinShop(city, noodleShop, { hours: ['08:00', '09:30'] });
  await gives(wit, { says: 'ให้อาหาร 5 กล่อง', kind: 'ของแห้ง', words: 'ข้าวสารถุงเล็ก' });
  await city.passes(2 * HOUR);
  expect((await placeOrder(city, mali)).gift_lot_id).toBe((await lot()).id);
});

test('no rider comes and it is made a pick-up: the donor hears to ask for a code, the fee goes back', async () => {
  await settles();
  await gives(wit);
  const order = await placeOrder(city, mali);
  await city.passes(4 * MINUTE);
  city.hears(wit);
  await city.taps(coordinator, 'เปลี่ยนเป็นรับเอง');
  expect(city.hears(wit)).toContain('ถามรหัสของเขา');
  await city.taps(wit, 'ส่งมอบอาหาร');
  await city.says(wit, order.hand_over_code);
  expect((await newestOrder(city)).state).toBe('handed_over');
  expect(await balance(`fund/${order.campaign_id}/committed`)).toBe(400_00);
});

test('a donor takes back what nobody asked for; what was promised is still handed over and its outcome told', async () => {
  await settles();
  await gives(wit);
  const order = await placeOrder(city, mali, { mode: 'ไปรับเองที่ร้าน' });
  city.hears(wit);
  await city.says(wit, 'ถอนอาหารนี้');
  expect(city.hears(wit)).toContain('28 กล่องจะไม่ส่งต่อให้ใคร');
  expect(await boxes()).toEqual({ left: 0, given: 0, wasted: 0, returned: 28 });
  await city.passes(4 * MINUTE);
  const { id } = await lot();
  expect((await (await city.signIn(mali)).post(`/api/gifts/${id}/withdraw`)).status).toBe(404);
  expect((await (await city.signIn(wit)).post(`/api/gifts/${id}/withdraw`)).body).toMatchObject({ error: 'already_decided' });
  await city.says(mali, 'อาหารถึงไหนแล้ว');
  expect(city.hears(mali)).toContain(order.hand_over_code);
  await city.taps(wit, 'ส่งมอบอาหาร');
  await city.says(wit, order.hand_over_code);
  await city.says(wit, 'สวัสดีค่ะ');
  expect(city.hears(wit)).toContain('อาหาร 30 กล่องของคุณถึง 2 มื้อค่ะ');
});
