import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { BUTTON_ACTIONS } from '../../bot/domain/button.ts';
import { people } from '../support/people.ts';
import {
  applyAsResident,
  cook,
  dump,
  expectSound,
  forges,
  joinRider,
  joinShop,
  newestOrder,
  newestTrip,
  placeOrder,
  registerResident,
  sayAll,
  settleIn,
} from '../support/steps.ts';
import { startCity } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { coordinator, treasurer, mali, somjai, yaiAiad, noodleShop, halalShop, otherShop, ek, oh, nok, wit, wilai } = people;

let city: TestCity;
let ids: Record<string, string>;

async function onlyId(table: 'screening' | 'pledge' | 'incident' | 'shop' | 'rider', state: string): Promise<string> {
  const rows = await city.service.deps.db.selectFrom(table).select(['id', 'state']).execute();
  const row = rows.find((each) => each.state === state);
  if (row === undefined) throw new Error(`no ${table} is ${state}`);
  return row.id;
}

/** One of each thing that a button can name, all of them somebody's and all of them open. */
beforeAll(async () => {
  city = await startCity();
  await settleIn(city, { shops: [noodleShop], riders: [ek], residents: [mali] });
  await registerResident(city, somjai, { name: 'สมใจ' });
  await joinShop(city, otherShop, { name: 'ร้านอื่น', pin: { latitude: 7.05, longitude: 100.5 } });
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  await city.taps(ek, 'รับงานนี้');
  await joinRider(city, oh, { name: 'โอ' });
  await city.says(wit, 'ปันอิ่ม 10 มื้อ');
  await city.taps(wit, 'ยืนยัน');
  await city.sendsPhoto(wit);
  await sayAll(city, somjai, ['คุยกับคน', 'ขอคุยด้วยหน่อยค่ะ']);
  await applyAsResident(city, yaiAiad, { name: 'อาอี๊ด' });
  await sayAll(city, halalShop, ['อยากเปิดร้านร่วมด้วย', 'ครัวอิสมาแอล', 'ร้าน']);
  await city.sharesPlace(halalShop, { latitude: 7.02, longitude: 100.47 });
  await sayAll(city, halalShop, ['30', '08:00', '20:00', '45', 'ไม่ฮาลาล']);
  await city.taps(halalShop, 'ยืนยัน');
  await city.follows(wilai);
  ids = {
    order: (await newestOrder(city)).id,
    trip: (await newestTrip(city)).id,
    screening: await onlyId('screening', 'waiting'),
    pledge: await onlyId('pledge', 'claimed'),
    incident: await onlyId('incident', 'open'),
    shop: await onlyId('shop', 'applied'),
    rider: await onlyId('rider', 'active'),
    reason: 'other',
    resolution: 'noted',
  };
});
afterEach(() => expectSound(city, /^(webhook signature|request )/u));
afterAll(() => city.close());

/** Actions that name a thing of somebody's. */
const NAMING = Object.entries(BUTTON_ACTIONS).filter(([, keys]) =>
  keys.some((key) => ['order', 'trip', 'screening', 'pledge', 'incident', 'shop', 'rider'].includes(key)),
);

function dataOf(action: string, keys: readonly string[], values: Record<string, string>): string {
  return `${action}?${new URLSearchParams([...keys.map((key) => [key, values[key] ?? 'x']), ['v', '1']]).toString()}`;
}

async function changesNothing(who: string, data: string): Promise<void> {
  const before = await dump(city);
  const heard = await forges(city, who, data);
  expect(heard, data).toMatch(/ค่ะ|คะ/u);
  expect(await dump(city), data).toEqual(before);
}

/** What is one's own to do is not forged. */
const OWN: readonly (readonly [name: string, who: string, own: RegExp])[] = [
  ['somebody without a role', wilai, /^$/u],
  ['another resident', somjai, /^$/u],
  ['another shop', otherShop, /^$/u],
  ['another rider', oh, /^$/u],
  ['a shop that only applied', halalShop, /^$/u],
  ['the resident', mali, /^(cancel_order|order_)/u],
  ['the shop', noodleShop, /^shop_(accept|reject|cooking|ready|give_up)/u],
  ['the rider', ek, /^rider_(accept|reject|give_back|picked_up|hand_over|left|problem)/u],
  ['the donor', wit, /^pledge_withdraw/u],
  ['the treasurer', treasurer, /^confirm_money/u],
  ['the coordinator', coordinator, /^(screening_|shop_approve|shop_decline|rider_approve|rider_decline|incident_)/u],
];

test.each(OWN)('%s taps every button of other people, with true ids: a kind answer, nothing changes', async (_name, who, own) => {
  for (const [action, keys] of NAMING) if (!own.test(action)) await changesNothing(who, dataOf(action, keys, ids));
});

const GARBAGE = ['ord_0', "1' OR '1'='1", '../../etc/passwd', '\u0000', '💥', '', 'a'.repeat(81)];

test.each([
  ['the resident', mali],
  ['the shop', noodleShop],
  ['the rider', ek],
  ['the treasurer', treasurer],
  ['the coordinator', coordinator],
])('%s taps buttons whose ids are rubbish: a kind answer, nothing changes', async (_name, who) => {
  const before = await dump(city);
  for (const [action, keys] of NAMING) {
    for (const id of GARBAGE) {
      const rubbish = Object.fromEntries(keys.map((key) => [key, id]));
      expect(await forges(city, who, dataOf(action, keys, rubbish)), `${action} ${id}`).toMatch(/ค่ะ|คะ/u);
    }
  }
  expect(await dump(city)).toEqual(before);
});

test('what is no button of ours is answered kindly', async () => {
  const order = ids['order'] ?? '';
  const none = [
    '?',
    'v=1',
    'nothing?v=1',
    'constructor?v=1',
    '__proto__?v=1',
    'toString?v=1',
    `cancel_order?order=${order}`,
    `cancel_order?order=${order}&v=2`,
    `CANCEL_ORDER?order=${order}&v=1`,
    'cancel_order?v=1',
    `menu${'x'.repeat(400)}`,
    `cancel_order?order=${'a'.repeat(400)}&v=1`,
    'language?to=xx&v=1',
    'withdraw_consent?purpose=all&v=1',
    `screening_decline?screening=${ids['screening'] ?? ''}&reason=none&v=1`,
    `incident_resolve?incident=${ids['incident'] ?? ''}&resolution=none&v=1`,
    `incident_resolve?incident=${ids['incident'] ?? ''}&resolution=reissue&v=1`,
  ];
  for (const data of none) await changesNothing(coordinator, data);
  await changesNothing(mali, 'cancel_order?order=x&v=1');
});

test('work that needs a role does not begin without it', async () => {
  for (const data of [
    'new_campaign?v=1',
    'record_money?v=1',
    'queue?v=1',
    'money_queue?v=1',
    'shop_orders?v=1',
    'rider_jobs?v=1',
    'rider_duty?on=1&v=1',
    'shop_open?open=1&v=1',
  ]) {
    await changesNothing(wilai, data);
    expect(city.labels(wilai).slice(0, 2), data).not.toContain('หยุดไว้ก่อน');
  }
});

test('a number of meals that a button cannot have said is asked for', async () => {
  await city.says(wilai, 'บริจาค 0 บาท');
  expect(city.hears(wilai)).toContain('700,000');
  await city.taps(wilai, 'หยุดไว้ก่อน');
  for (const meals of ['abc', '0', '-1', '1.5', '99999', 'NaN', 'Infinity', '1e3']) {
    const heard = await forges(city, wilai, `donate_meals?meals=${meals}&v=1`);
    expect(heard, meals).toContain('ให้กี่มื้อคะ');
  }
  await city.taps(wilai, 'หยุดไว้ก่อน');
});

/** Data of an answer to the open question, as our own buttons carry it, with another value. */
function answerData(who: string, change: Record<string, string>): string {
  const own = city.platform
    .buttons(who)
    .map((button) => button.action['data'])
    .find((data) => typeof data === 'string' && data.startsWith('answer?'));
  if (typeof own !== 'string') throw new Error('no answer button to forge');
  const params = new URLSearchParams(own.slice('answer?'.length));
  for (const [key, value] of Object.entries(change)) params.set(key, value);
  return `answer?${params.toString()}`;
}

async function isAskedAgain(change: Record<string, string>, ask: string): Promise<void> {
  const before = await dump(city);
  expect(await forges(city, nok, answerData(nok, change)), JSON.stringify(change)).toContain(ask);
  expect(await dump(city)).toEqual(before);
}

test('answers that the question does not offer, of another turn, or to a question that is not open', async () => {
  await city.says(nok, 'ขอข้าว');
  await isAskedAgain({ value: 'maybe' }, 'ขอใช้ชื่อและที่อยู่');
  await isAskedAgain({ field: 'check', value: 'confirm' }, 'ขอใช้ชื่อและที่อยู่');
  await isAskedAgain({ turn: '99' }, 'ขอใช้ชื่อและที่อยู่');
  await isAskedAgain({ form: 'money' }, 'ขอใช้ชื่อและที่อยู่');
  await isAskedAgain({ form: '__proto__' }, 'ขอใช้ชื่อและที่อยู่');
  await isAskedAgain({ value: 'change.need' }, 'ขอใช้ชื่อและที่อยู่');
  await city.taps(nok, 'ยินยอม');
  await city.taps(nok, 'ไม่ยินยอม');
  await isAskedAgain({ value: 'quarantine' }, 'ขออาหารเพราะอะไรคะ');
  await city.taps(nok, 'ไม่มีรายได้');
  await city.says(nok, 'นก');
  await city.says(nok, 'ป้อม');
  expect(city.labels(nok)).toContain('ป้อม 6');
  await isAskedAgain({ value: 'com_nowhere' }, 'บ้านอยู่ชุมชนไหนคะ');
  await city.taps(nok, 'ป้อม 6');
  for (const value of ['99', '0', '-1', '1.5', 'x']) await isAskedAgain({ value }, 'ที่บ้านทานกันกี่คนคะ');
  await city.taps(nok, '3 คน');
  for (const value of ['allergy', 'pork']) await isAskedAgain({ value }, 'มีอาหารที่ต้องเลี่ยงไหมคะ');
});

test('the last page cannot be reached around the questions', async () => {
  await isAskedAgain({ field: 'check', value: 'confirm' }, 'มีอาหารที่ต้องเลี่ยงไหมคะ');
  await isAskedAgain({ value: 'change.check' }, 'มีอาหารที่ต้องเลี่ยงไหมคะ');
  await isAskedAgain({ value: 'change.phone' }, 'มีอาหารที่ต้องเลี่ยงไหมคะ');
});
