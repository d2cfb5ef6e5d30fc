import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../bot/limits.ts';
import { people } from '../support/people.ts';
import {
  applyAsResident,
  carry,
  cook,
  does,
  expectSound,
  handOver,
  joinRider,
  joinShop,
  memberIdOf,
  newestOrder,
  openCampaign,
  placeOrder,
  recordMoney,
  registerResident,
  sayAll,
} from '../support/steps.ts';
import { startCity, TINY_JPEG } from '../support/test-city.ts';
import type { Phone, TestCity } from '../support/test-city.ts';

const { coordinator, treasurer, mali, somjai, yaiAiad, noodleShop, otherShop, ek, oh, wit, wilai } = people;

/** Words that stand nowhere else, so that finding one is finding the person. */
const NAME = 'มะลิวัลย์ทดสอบ';
const PHONE = '0891237654';
const LANDMARK = 'ข้างศาลาสีม่วงหลังต้นมะขามเฒ่า';
const ALLERGY = 'ถั่วลิสงพันธุ์ไทยเก้า';
const WORDS = 'ช่วยดูเรื่องลับเฉพาะของบ้านนี้';
const RIDER = 'เอกราชผู้ขี่';
const MARKERS = [NAME, PHONE, LANDMARK, ALLERGY, WORDS];

let city: TestCity;
/** What each person has heard so far, and the pages they have seen. */
const heard = new Map<string, string>();

function listen(): void {
  for (const who of Object.values(people)) heard.set(who, `${heard.get(who) ?? ''}\n${city.hears(who)}`);
}

const has = (who: string, marker: string): boolean => (heard.get(who) ?? '').includes(marker);

async function seen(phone: Phone, path: string): Promise<string> {
  const { status, body } = await phone.get(path);
  expect(status, path).toBe(200);
  return JSON.stringify(body);
}

beforeAll(async () => {
  city = await startCity();
  await openCampaign(city);
  await joinShop(city, noodleShop);
  await joinShop(city, otherShop, { name: 'ร้านอื่น', pin: { latitude: 7.05, longitude: 100.5 } });
  await joinRider(city, ek, { name: RIDER });
  await joinRider(city, oh, { name: 'โอ' });
  await registerResident(city, somjai, { name: 'สมใจ' });
  await city.says(wit, 'ปันอิ่ม 10 มื้อ');
  await city.taps(wit, 'ยืนยัน');
  await applyAsResident(city, mali, { name: NAME, phone: PHONE, landmark: LANDMARK, allergy: ALLERGY, quarantine: '2026-12-01' });
  listen();
});
afterAll(async () => {
  await expectSound(city);
  await city.close();
});

test('a coordinator who looks at a case leaves a row that the person can see, with the reason', async () => {
  const { id } = await city.service.deps.db.selectFrom('screening').select('id').where('state', '=', 'waiting').executeTakeFirstOrThrow();
  const desk = await city.signIn(coordinator);
  const page = await seen(desk, `/api/coordinator/screenings/${id}`);
  for (const marker of [NAME, PHONE, LANDMARK, ALLERGY]) expect(page).toContain(marker);
  const own = await (await city.signIn(mali)).get('/api/privacy');
  expect(own.body['reads']).toEqual(expect.arrayContaining([expect.objectContaining({ byRole: 'coordinator', what: 'case' })]));
  expect(own.body['household']).toMatchObject({ firstName: NAME, phone: PHONE, landmark: LANDMARK, allergy: ALLERGY });
  await city.taps(coordinator, 'อนุมัติ');
});

test("the coordinators' queue in chat is a reading too", async () => {
  const readsOf = async () => ((await (await city.signIn(yaiAiad)).get('/api/privacy')).body['reads'] as unknown[]).length;
  await applyAsResident(city, yaiAiad, { name: 'อาอี๊ด' });
  const before = await readsOf();
  await city.says(coordinator, 'มีใครรอบ้าง');
  await city.taps(coordinator, 'งานที่รออยู่');
  expect(await readsOf()).toBe(before + 1);
});

test('before a rider has the trip there is no name, no door and no phone; with it there is; the shop sees none', async () => {
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  listen();
  for (const rider of [ek, oh]) for (const marker of MARKERS) expect(has(rider, marker)).toBe(false);
  const phone = await city.signIn(ek);
  for (const marker of MARKERS) expect(await seen(phone, '/api/rider')).not.toContain(marker);
  await carry(city, ek);
  listen();
  const page = await seen(phone, '/api/rider');
  for (const marker of [NAME, LANDMARK, PHONE]) expect(page).toContain(marker);
  expect(page).not.toContain(ALLERGY);
  expect(has(ek, NAME)).toBe(true);
  for (const marker of MARKERS) expect(has(oh, marker)).toBe(false);
  for (const marker of MARKERS) expect(await seen(await city.signIn(oh), '/api/rider')).not.toContain(marker);
});

test('two hours after the handover the rider can find out nothing any more', async () => {
  await handOver(city, ek);
  const trip = await city.service.deps.db.selectFrom('trip').select('id').executeTakeFirstOrThrow();
  await city.passes(2 * HOUR + MINUTE);
  listen();
  const since = heard.get(ek)?.length ?? 0;
  const phone = await city.signIn(ek);
  for (const marker of MARKERS) expect(await seen(phone, '/api/rider')).not.toContain(marker);
  for (const action of ['rider_picked_up', 'rider_hand_over', 'rider_accept', 'rider_problem', 'rider_give_back']) {
    await city.platform.tap(ek, { type: 'postback', data: `${action}?trip=${trip.id}&v=1` });
    await city.settle();
  }
  await city.says(ek, 'งานของฉัน');
  listen();
  for (const marker of MARKERS) expect((heard.get(ek) ?? '').slice(since)).not.toContain(marker);
});

test('a door that could not be told while the rider was on the way is not told hours later', async () => {
  const own = await startCity();
  await openCampaign(own);
  await joinShop(own, noodleShop);
  await joinRider(own, ek);
  await registerResident(own, mali, { name: NAME, phone: PHONE, landmark: LANDMARK });
  await placeOrder(own, mali);
  await cook(own, noodleShop);
  await own.taps(ek, 'รับงานนี้');
  await own.taps(ek, 'รับอาหารแล้ว');
  await own.platform.faults.set({ down: true });
  await own.says(ek, (await newestOrder(own)).pick_up_code);
  own.hears(ek);
  // The food gets too old, the ride is over, and two hours more have passed when LINE is there again.
  await own.passes(2 * HOUR);
  await own.passes(2 * HOUR + MINUTE);
  await own.platform.faults.clear();
  await own.passes(3 * HOUR);
  const told = own.hears(ek);
  expect(told).toContain('จบงาน');
  for (const marker of [NAME, PHONE, LANDMARK]) expect(told).not.toContain(marker);
  await own.close();
});

test('nobody whose business it is not has heard or seen a name, a door, a phone or an allergy', async () => {
  await sayAll(city, mali, ['คุยกับคน', WORDS]);
  await recordMoney(city, { baht: 100, reference: 'LATER 1' });
  for (const [who, words] of [
    [somjai, 'อาหารถึงไหนแล้ว'],
    [wit, 'รายงานเงินกองทุน'],
    [treasurer, 'เงินที่รอตรวจ'],
    [noodleShop, 'รายการของร้าน'],
    [wilai, 'เมนู'],
  ] as const)
    await city.says(who, words);
  listen();
  for (const who of [noodleShop, otherShop, treasurer, wit, wilai, somjai, oh]) {
    // The shop that cooks must know of the allergy: it stands on the order, with no name.
    const hidden = who === noodleShop ? MARKERS.filter((marker) => marker !== ALLERGY) : MARKERS;
    for (const marker of hidden) expect(has(who, marker), `${who.slice(-2)} heard ${marker}`).toBe(false);
  }
  const pages: readonly (readonly [string, string])[] = [
    [noodleShop, '/api/shop'],
    [otherShop, '/api/shop'],
    [treasurer, '/api/treasurer'],
    [wit, '/api/donor'],
    [somjai, '/api/resident'],
    [somjai, '/api/privacy'],
    [somjai, '/api/donor'],
    [oh, '/api/rider'],
  ];
  for (const [who, path] of pages) {
    const page = await seen(await city.signIn(who), path);
    for (const marker of MARKERS) expect(page, `${path} of ${who.slice(-2)}`).not.toContain(marker);
  }
});

test("health stays with those it is for: the coordinators' list tells no reason and no allergy", async () => {
  const list = await seen(await city.signIn(coordinator), '/api/coordinator');
  for (const marker of [PHONE, LANDMARK, ALLERGY, 'quarantine']) expect(list).not.toContain(marker);
});

test('what shows on a locked screen tells nothing about a person', () => {
  for (const who of Object.values(people)) {
    for (const entry of city.platform.chat(who)) {
      if (entry.from !== 'bot' || !('altText' in entry.message || (entry.via === 'push' && 'text' in entry.message))) continue;
      const shown = 'altText' in entry.message ? entry.message.altText : 'text' in entry.message ? entry.message.text : '';
      for (const marker of [...MARKERS, 'กักตัว', 'แพ้', RIDER]) expect(shown).not.toContain(marker);
    }
  }
});

test('no address that was called holds a word about a person', () => {
  for (const { path } of city.platform.requests()) {
    for (const marker of MARKERS) expect(decodeURIComponent(path)).not.toContain(marker);
  }
});

test('the log holds nothing that a person wrote, nor a name, a number or a LINE id', async () => {
  const lines: string[] = [];
  const { log } = city.service.deps;
  const original = { ...log };
  for (const level of ['debug', 'info', 'warn', 'error'] as const)
    log[level] = (facts, message) => void lines.push(`${message} ${JSON.stringify(facts)}`);
  await city.platform.faults.set({ api: [{ match: 'any', status: 500, times: 2 }] });
  await sayAll(city, mali, [WORDS, NAME, `โทร ${PHONE} ${LANDMARK}`]);
  await city.platform.faults.clear();
  await (await city.signIn(mali)).get('/api/privacy');
  await city.passes(10 * MINUTE);
  Object.assign(log, original);
  expect(lines.length).toBeGreaterThan(3);
  for (const line of [...lines, ...city.logged])
    for (const marker of [...MARKERS, ...Object.values(people)]) expect(line).not.toContain(marker);
});

async function onDisk(): Promise<Buffer> {
  const folder = dirname(city.databasePath);
  const files = (await readdir(folder)).filter((name) => name.startsWith('city.sqlite'));
  return Buffer.concat(await Promise.all(files.map((name) => readFile(join(folder, name)))));
}

test('the files on disk hold no name, phone, landmark, allergy or sentence in the clear', async () => {
  await sayAll(city, mali, [WORDS, 'ขอบคุณค่ะ']);
  const bytes = await onDisk();
  expect(bytes.length).toBeGreaterThan(100_000);
  expect(bytes.includes(Buffer.from('ก๋วยเตี๋ยวป้าแดง'))).toBe(true);
  for (const marker of [...MARKERS, RIDER]) {
    expect(bytes.includes(Buffer.from(marker)), marker).toBe(false);
    expect(bytes.includes(Buffer.from(JSON.stringify(marker).slice(1, -1))), marker).toBe(false);
  }
});

test('consent that is withdrawn takes the details with it: health first, then door and phone', async () => {
  const by = await memberIdOf(city, mali);
  const privacy = async () => (await (await city.signIn(mali)).get('/api/privacy')).body;
  await does(city, { kind: 'withdraw_consent', by, purpose: 'health' });
  const withoutHealth = JSON.stringify(await privacy());
  expect(withoutHealth).not.toContain(ALLERGY);
  expect((await privacy())['household']).not.toHaveProperty('quarantineUntil');
  expect(withoutHealth).toContain(LANDMARK);
  await does(city, { kind: 'withdraw_consent', by, purpose: 'contact' });
  const withoutDoor = JSON.stringify(await privacy());
  for (const marker of [ALLERGY, LANDMARK, PHONE]) expect(withoutDoor).not.toContain(marker);
  city.hears(mali);
  await sayAll(city, mali, ['ขอข้าว', '1']);
  await city.taps(mali, 'มื้อเย็น');
  expect(city.labels(mali)).not.toContain('ส่งถึงบ้าน');
});

test.each(['after', 'before'])('a picture that its sender takes back %s it was fetched is not kept', async (when) => {
  const { id } = await city.platform.image(wit, TINY_JPEG);
  if (when === 'after') await city.settle();
  await city.platform.unsend(wit, String(id));
  await city.settle();
  await city.passes(HOUR);
  const picture = await city.service.deps.db
    .selectFrom('picture')
    .selectAll()
    .where('message_id', '=', String(id))
    .executeTakeFirstOrThrow();
  expect(picture).toMatchObject({ state: 'gone', bytes_sealed: null });
});

test('consent taken back under way: the door is gone for the rider at once, who can call a coordinator; the coupons come back', async () => {
  const order = await placeOrder(city, somjai, { meals: 1 });
  await cook(city, noodleShop);
  await carry(city, ek);
  const phone = await city.signIn(ek);
  expect((await phone.get('/api/rider')).body['job']).toHaveProperty('homePin');
  await does(city, { kind: 'withdraw_consent', by: await memberIdOf(city, somjai), purpose: 'contact' });
  expect((await phone.get('/api/rider')).body['job']).not.toHaveProperty('homePin');
  await city.taps(ek, 'มีปัญหา');
  await city.taps(ek, 'หาบ้านไม่เจอ');
  await city.taps(coordinator, 'ปิดว่าส่งไม่สำเร็จ');
  const { body } = await (await city.signIn(somjai)).get('/api/resident');
  expect(body['coupons']).toMatchObject({ left: 10, held: 0 });
  expect(await city.service.deps.db.selectFrom('meal_order').select('state').where('id', '=', order.id).executeTakeFirst()).toEqual({
    state: 'failed',
  });
});
