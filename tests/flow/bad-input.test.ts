import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { OpenForm } from '../../bot/conversation/state.ts';
import { FORMS } from '../../bot/domain/question.ts';
import type { FormName, QuestionKey } from '../../bot/domain/question.ts';
import { questions } from '../../bot/messages/text/th/questions.ts';
import { people } from '../support/people.ts';
import { BANGKOK, cook, dump, expectSound, forges, HOME, newestOrder, placeOrder, settleIn } from '../support/steps.ts';
import { startCity, TINY_JPEG } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { coordinator, treasurer, mali, somjai, yaiAiad, noodleShop, otherShop, ek, nok, wit } = people;

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
  await settleIn(city, { shops: [noodleShop], riders: [ek], residents: [mali] });
});
afterEach(() => expectSound(city));
afterAll(() => city.close());

/** The form that stands open, with all answers so far; how often it was missed does not count. */
async function openForm(who: string): Promise<Omit<OpenForm, 'misses'> | undefined> {
  const row = await city.service.deps.db
    .selectFrom('conversation')
    .innerJoin('member', 'member.id', 'conversation.member_id')
    .select('state_sealed')
    .where('line_user_id', '=', who)
    .executeTakeFirstOrThrow();
  const { open } = JSON.parse(city.service.deps.sealer.open(row.state_sealed)) as { open?: OpenForm };
  if (open === undefined) return undefined;
  const { misses: _misses, ...rest } = open;
  return rest;
}

const NONSENSE = 'กุกกักตุบตับ';
const LONG = 'ยาวมาก'.repeat(834).slice(0, 5000);

type Junk = readonly [what: string, send: (who: string) => Promise<unknown>];

const word = (text: string): Junk => [`"${text.slice(0, 12)}"`, (who) => city.platform.say(who, text)];
const PHOTO: Junk = ['a photo', (who) => city.platform.image(who, TINY_JPEG)];
const FAR: Junk = ['a place in Bangkok', (who) => city.platform.location(who, BANGKOK)];
/** What is an answer to no question at all. */
const ALWAYS: readonly Junk[] = [
  ['5,000 characters', (who) => city.platform.say(who, LONG)],
  word('🍚🙏😀'),
  ['a sticker', (who) => city.platform.sticker(who)],
  ['a voice message', (who) => city.platform.audio(who, TINY_JPEG)],
  ['a video', (who) => city.platform.video(who, TINY_JPEG)],
  ['a file', (who) => city.platform.file(who, TINY_JPEG, 'เอกสาร.pdf')],
  FAR,
];

interface Ask {
  field: string;
  /** Wrong for this question in particular. */
  wrong?: readonly string[];
  takesPhoto?: true;
  /** Answers it; absent at the end of a form that is left open. */
  right?: string | ((who: string) => Promise<void>);
}

const tap = (label: string) => (who: string) => city.taps(who, label);

async function isMisunderstood(who: string, key: QuestionKey, junk: Junk): Promise<void> {
  const before = await openForm(who);
  city.hears(who);
  await junk[1](who);
  await city.settle();
  const heard = city.hears(who);
  expect(heard, `${junk[0]} at ${key}`).toContain(questions[key].ask);
  expect(await openForm(who), `${junk[0]} at ${key}`).toEqual(before);
}

/** Goes through the questions of a form; at each one all that is wrong is tried before the right answer. */
async function walk(who: string, form: FormName, asks: readonly Ask[]): Promise<void> {
  for (const { field, wrong = [], takesPhoto, right } of asks) {
    expect((await openForm(who))?.field).toBe(field);
    const known: readonly string[] = FORMS[form];
    expect(known).toContain(field);
    const before = await dump(city);
    const junk = [...ALWAYS, ...(takesPhoto === true ? [] : [PHOTO]), ...wrong.map(word)];
    for (const each of junk) await isMisunderstood(who, `${form}.${field}` as QuestionKey, each);
    expect(await dump(city)).toEqual(before);
    if (typeof right === 'string') await city.says(who, right);
    else await right?.(who);
  }
}

const NOT_MEALS = [NONSENSE, '0', '-1', '−1', '999', '2.5', '1/2'];

test('registration: nothing but an answer is taken for one, and nothing that was said before is lost', async () => {
  await city.follows(somjai);
  await city.says(somjai, 'ขอข้าว');
  await walk(somjai, 'registration', [
    { field: 'consent_contact', wrong: [NONSENSE, '5'], right: tap('ยินยอม') },
    { field: 'consent_health', wrong: [NONSENSE, '5'], right: tap('ยินยอม') },
    { field: 'need', wrong: [NONSENSE, '7'], right: tap('กักตัวอยู่ที่บ้าน') },
    { field: 'quarantine_until', wrong: [NONSENSE, '1 พ.ย. 2569', '22/11/2569', '31 ก.พ.', '1 ม.ค. 2575'], right: 'อีก 7 วัน' },
    { field: 'name', wrong: ['...', 'ก'.repeat(41)], right: 'สมใจ' },
    { field: 'community', wrong: [NONSENSE, 'ดาวอังคาร'], right: 'ป้อม 6' },
    { field: 'people', wrong: [NONSENSE, '0', '-1', '999', '2.5'], right: '๒' },
    {
      field: 'diet',
      wrong: [NONSENSE, '99'],
      right: async (who) => {
        await city.taps(who, 'แพ้อาหาร');
        await city.taps(who, 'เลือกครบแล้ว');
      },
    },
    { field: 'allergy', wrong: ['.', 'ก'.repeat(121)], right: 'กุ้ง' },
    { field: 'home', wrong: ['...', 'ก'.repeat(201)], right: (who) => city.sharesPlace(who, HOME) },
    { field: 'phone', wrong: [NONSENSE, '12345', '+1 202 555 0100'], right: '081-234-5678' },
    { field: 'check', wrong: [NONSENSE, '3'], right: tap('ยืนยัน') },
  ]);
  expect(city.hears(somjai)).toContain('ป้อม 6');
  await city.taps(coordinator, 'อนุมัติ');
});

test('an order: numbers that cannot be are asked again, and words or Thai digits are numbers', async () => {
  await city.says(mali, 'ขอข้าว');
  await walk(mali, 'order', [
    { field: 'meals', wrong: NOT_MEALS, right: 'สองกล่อง' },
    { field: 'time', wrong: [NONSENSE, '99'], right: tap('มื้อเย็น') },
    { field: 'mode', wrong: [NONSENSE, '99'], right: tap('ไปรับเองที่ร้าน') },
    { field: 'check', wrong: [NONSENSE, '99'], right: tap('ยืนยัน') },
  ]);
  expect(await newestOrder(city)).toMatchObject({ meals: 2, mode: 'pickup', meal_time: 'evening' });
  await city.taps(mali, 'ยกเลิกมื้อนี้');
});

test('a number of meals that is said with the wish and cannot be is asked for, not refused', async () => {
  for (const wish of ['ขอข้าว 0 กล่อง', 'ขอข้าว 999 กล่อง', 'ขอข้าว 2.5 กล่อง']) {
    city.hears(mali);
    await city.says(mali, wish);
    expect(city.hears(mali), wish).toContain(questions['order.meals'].ask);
    await city.taps(mali, 'หยุดไว้ก่อน');
  }
});

test('a shop that joins', async () => {
  await city.says(otherShop, 'อยากเปิดร้านร่วมด้วย');
  await walk(otherShop, 'shop_application', [
    { field: 'name', wrong: ['.', 'ก'.repeat(61)], right: 'ข้าวแกงป้าสม' },
    { field: 'kind', wrong: [NONSENSE, '9'], right: tap('ร้านอาหาร') },
    { field: 'pin', wrong: [NONSENSE, 'ซอยสาม'], right: (who) => city.sharesPlace(who, HOME) },
    { field: 'capacity', wrong: [NONSENSE, '0', '-1', '1001', '2.5'], right: '20' },
    { field: 'opens', wrong: [NONSENSE, '25:00', '99'], right: '8 โมงเช้า' },
    { field: 'closes', wrong: [NONSENSE, '25:00', '07:00'], right: '20:00' },
    { field: 'price', wrong: [NONSENSE, '0', '-5', '9999'], right: '45' },
    { field: 'halal', wrong: [NONSENSE, '9'], right: tap('ไม่ใช่ครัวฮาลาล') },
    { field: 'check', wrong: [NONSENSE] },
  ]);
});

test('a rider who joins', async () => {
  await city.says(nok, 'อยากส่งข้าว');
  await walk(nok, 'rider_application', [
    { field: 'name', wrong: ['.', 'ก'.repeat(61)], right: 'นก' },
    { field: 'vehicle', wrong: [NONSENSE, '9'], right: tap('มอเตอร์ไซค์') },
    { field: 'boxes', wrong: [NONSENSE, '0', '-1', '999', '2.5'], right: '๘' },
    { field: 'area', wrong: [NONSENSE, '9'], right: tap('หาดใหญ่') },
    { field: 'paid', wrong: [NONSENSE, '9'], right: tap('รับค่าส่ง') },
    { field: 'check', wrong: [NONSENSE] },
  ]);
});

test('a campaign and money', async () => {
  await city.says(coordinator, 'เปิดแคมเปญ');
  await walk(coordinator, 'campaign', [
    { field: 'name', wrong: ['.', 'ก'.repeat(61)], right: 'โครงการที่สอง' },
    { field: 'face_value', wrong: [NONSENSE, '0', '-5', '501'], right: '50' },
    { field: 'coupons_per_grant', wrong: [NONSENSE, '0', '101', '2.5'], right: '10' },
    { field: 'delivery_fee', wrong: [NONSENSE, '-5', '201'], right: '0' },
    { field: 'starts_on', wrong: [NONSENSE, '1 พ.ย. 2569'], right: 'วันนี้' },
    { field: 'ends_on', wrong: [NONSENSE, '1 พ.ย. 2569'], right: 'อีก 60 วัน' },
    { field: 'check', wrong: [NONSENSE] },
  ]);
  await city.taps(coordinator, 'หยุดไว้ก่อน');
  await city.says(treasurer, 'บันทึกเงิน');
  await walk(treasurer, 'money', [
    { field: 'campaign', wrong: [NONSENSE, '9'], right: tap('ปันอิ่มหาดใหญ่') },
    { field: 'amount', wrong: [NONSENSE, '0', '-5', '700001'], right: '๑๒๐.๕๐' },
    { field: 'bank_reference', wrong: ['x', 'ก'.repeat(41)], right: 'KBANK 9' },
    { field: 'check', wrong: [NONSENSE], right: tap('ยืนยัน') },
  ]);
  expect(city.hears(treasurer)).toContain('120.50');
});

test('a gift and its slip', async () => {
  await city.says(wit, 'อยากบริจาค');
  await walk(wit, 'pledge', [
    { field: 'kind', wrong: [NONSENSE, '9'], right: tap('ให้เป็นมื้อ') },
    { field: 'meals', wrong: [NONSENSE, '0', '-1', '5001', '2.5'], right: 'สิบ' },
    { field: 'check', wrong: [NONSENSE], right: tap('ยืนยัน') },
  ]);
  await city.says(wit, 'ส่งสลิป');
  await walk(wit, 'donation_slip', [{ field: 'photo', wrong: [NONSENSE, '500'], takesPhoto: true, right: (who) => city.sendsPhoto(who) }]);
  expect(city.hears(wit)).toContain('สลิป');
});

test("a shop's number for today and a call for a person", async () => {
  await forges(city, noodleShop, 'shop_capacity?v=1');
  await walk(noodleShop, 'capacity', [{ field: 'meals', wrong: [NONSENSE, '-1', '2001', '2.5'], right: '25' }]);
  await city.says(yaiAiad, 'คุยกับคน');
  await walk(yaiAiad, 'help', [{ field: 'words', wrong: ['.', 'ก'.repeat(501)], right: 'ขอคนช่วยกรอกข้อมูลค่ะ' }]);
  expect(city.hears(yaiAiad)).not.toBe('');
});

test('the codes, the photo and the problem of a rider under way', async () => {
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  await city.taps(ek, 'รับงานนี้');
  await city.taps(ek, 'รับอาหารแล้ว');
  await walk(ek, 'pick_up_code', [{ field: 'code', wrong: [NONSENSE, 'ก', '1'], right: (await newestOrder(city)).pick_up_code }]);
  await city.taps(ek, 'มีปัญหา');
  await walk(ek, 'rider_problem', [{ field: 'problem', wrong: [NONSENSE, '9'] }]);
  await city.taps(ek, 'ส่งถึงมือแล้ว');
  await walk(ek, 'hand_over_code', [{ field: 'code', wrong: [NONSENSE, 'ก', '1'] }]);
  await city.taps(ek, 'วางหน้าบ้านแล้ว');
  await walk(ek, 'door_photo', [{ field: 'photo', wrong: [NONSENSE, '4821'], takesPhoto: true, right: (who) => city.sendsPhoto(who) }]);
  expect((await newestOrder(city)).state).toBe('handed_over');
});

test('what is taken back (unsend) is not answered and changes nothing', async () => {
  await city.says(yaiAiad, 'สมัครไรเดอร์');
  const { id } = await city.platform.say(yaiAiad, 'อาอี๊ด');
  await city.settle();
  const [open, before] = [await openForm(yaiAiad), await dump(city)];
  city.hears(yaiAiad);
  await city.platform.unsend(yaiAiad, String(id));
  await city.settle();
  expect(city.hears(yaiAiad)).toBe('');
  expect(await openForm(yaiAiad)).toEqual(open);
  expect(await dump(city)).toEqual(before);
});

test('with no question open, what cannot be read has a kind answer and changes nothing', async () => {
  const who = people.wilai;
  const before = await dump(city);
  for (const junk of [...ALWAYS, PHOTO, word(NONSENSE), word('0'), word('???')]) {
    await junk[1](who);
    await city.settle();
    const heard = city.hears(who);
    expect(heard, junk[0]).toMatch(/[ก-๙]/u);
    expect(heard, junk[0]).toMatch(/ค่ะ|คะ/u);
  }
  const after = await dump(city);
  expect({ ...after, member: [] }).toEqual({ ...before, member: [] });
});
