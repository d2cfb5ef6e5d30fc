import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { intentOf } from '../../bot/intents/from-text.ts';
import type { Intent } from '../../bot/intents/intent.ts';
import { normaliseText } from '../../bot/intents/normalise.ts';
import { spotConcepts } from '../../bot/intents/spot-concepts.ts';
import { readRows } from './read-rows.ts';

function missed(file: string): string[] {
  const wrong = readRows(file).filter((row) => intentOf(row.utterance).kind !== row.intent);
  return wrong.map((row) => `${row.utterance} → ${intentOf(row.utterance).kind}, not ${row.intent}`);
}

test('every collected utterance is understood', () => {
  expect(readRows('utterances.csv').length).toBeGreaterThan(80);
  expect(missed('utterances.csv')).toEqual([]);
});

test('other wordings, dialect, slips and languages are understood', () => {
  expect(readRows('wordings.csv').length).toBeGreaterThan(150);
  expect(missed('wordings.csv')).toEqual([]);
});

/** Written before the lexicon and never tuned for: a floor for wordings that nobody has seen. */
const HELD_OUT_MISSES_MAX = 6;

test('wordings that the lexicon was not tuned for are mostly understood', () => {
  expect(readRows('held-out.csv').length).toBe(60);
  expect(missed('held-out.csv').length).toBeLessThanOrEqual(HELD_OUT_MISSES_MAX);
});

const TRAPS: readonly (readonly [string, Intent])[] = [
  ['HI', { kind: 'ambiguous_hi' }],
  ['hi', { kind: 'ambiguous_hi' }],
  ['Hi ค่ะ', { kind: 'ambiguous_hi' }],
  ['hiiii', { kind: 'ambiguous_hi' }],
  ['HI กักตัว', { kind: 'hi_register' }],
  ['hi there', { kind: 'greeting' }],
  ['ไม่อยากอยู่แล้ว', { kind: 'self_harm' }],
  ['ไม่อยู่บ้านแล้ว', { kind: 'cancel' }],
  ['คูปอง', { kind: 'coupon_show' }],
  ['ขอคูปอง', { kind: 'request_food' }],
  ['เหลือกี่ใบ', { kind: 'coupon_balance' }],
  ['ไม่เอาหมู', { kind: 'diet', diet: 'no_pork' }],
  ['ยังไม่ได้รับแล้วยกเลิก', { kind: 'complaint_delivery' }],
  ['ไม่ได้รับข้าว', { kind: 'complaint_delivery' }],
  ['ได้รับแล้ว', { kind: 'confirm_received' }],
  ['ปันอิ่ม 10 มื้อ', { kind: 'donate', meals: 10 }],
  ['บริจาค 120 บาท', { kind: 'donate', baht: 120 }],
  ['บริจาคสิบมื้อ', { kind: 'donate', meals: 10 }],
  ['ขอข้าวสองคนค่ะ', { kind: 'request_food', meals: 2 }],
  ['ขอ 3 กล่อง', { kind: 'request_food', meals: 3 }],
  ['ขอข้าว ๒ กล่อง', { kind: 'request_food', meals: 2 }],
  ['ขอข้าว 0 มื้อ', { kind: 'request_food', meals: 0 }],
  ['ขอข้าว -1 กล่อง', { kind: 'request_food', meals: -1 }],
  ['ขอข้าว 999 กล่อง', { kind: 'request_food', meals: 999 }],
  ['ขอข้าวฮาลาล 2 กล่อง', { kind: 'request_food', meals: 2 }],
  ['ขอข้าวฮาลาล', { kind: 'diet', diet: 'halal' }],
  ['ขอนมเด็ก', { kind: 'request_food', infant: true }],
  ['ไม่ได้กินข้าวมาสองวันแล้ว', { kind: 'request_food', urgent: true }],
  ['เจ็บหน้าอก', { kind: 'emergency' }],
  ['ขอข้าวค่ะ แล้วก็หายใจไม่ออก', { kind: 'emergency' }],
  ['หยุดรับงาน', { kind: 'rider_duty', on: false }],
  ['พักก่อน', { kind: 'rider_duty', on: false }],
  ['เข้าเวร', { kind: 'rider_duty', on: true }],
  ['พร้อมรับงานครับ', { kind: 'rider_duty', on: true }],
  ['ออนดิวตี้', { kind: 'rider_duty', on: true }],
  ['เปิดร้าน', { kind: 'shop_open', open: true }],
  ['ปิดร้าน', { kind: 'shop_open', open: false }],
  ['คิวรอ', { kind: 'queue' }],
  ['งานค้าง', { kind: 'queue' }],
  ['เปิดแคมเปญ', { kind: 'new_campaign' }],
  ['สร้างแคมเปญ', { kind: 'new_campaign' }],
  ['เงินเข้า', { kind: 'money_queue' }],
  ['เงินเข้าวันไหน', { kind: 'settlement' }],
  ['ยืนยันเงิน', { kind: 'money_queue' }],
  ['บันทึกเงิน', { kind: 'record_money' }],
  ['รับคูปอง ABCD2345', { kind: 'shop_redeem', code: 'ABCD2345' }],
  ['รหัส 4821', { kind: 'rider_delivered', code: '4821' }],
  ['ส่งแล้ว 4821', { kind: 'rider_delivered', code: '4821' }],
  ['รับอาหารแล้ว K7QF', { kind: 'rider_picked_up', code: 'K7QF' }],
  ['ยอดบริจาคของฉัน', { kind: 'donations' }],
  ['วันนี้ทำได้ 50 กล่อง', { kind: 'shop_capacity', meals: 50 }],
  ['ภาษาพม่า', { kind: 'language', language: 'my' }],
  ['ได้รับแล้วแต่ไม่ครบ', { kind: 'complaint_delivery' }],
  ['กักตัวอยู่ค่ะ ขอข้าว 3 มื้อ', { kind: 'request_food', meals: 3 }],
  ['ปิดร้านหรือยัง', { kind: 'unclear' }],
  ['ร้านเปิดไหม', { kind: 'shop_list' }],
  ['ร้านปิดกี่โมง', { kind: 'shop_list' }],
  ['เมื่อไหร่เงินเข้า', { kind: 'settlement' }],
  ['ผมโอน 500 แล้ว', { kind: 'donate_slip' }],
  ['บริจาค 500', { kind: 'donate' }],
  ['ขอ 120 บาท', { kind: 'unclear' }],
  ['ไม่ยกเลิก', { kind: 'unclear' }],
  ['ไม่อยากอยู่บ้าน', { kind: 'unclear' }],
  ['ตายแล้ว ลืมของ', { kind: 'unclear' }],
  ['ข้าว', { kind: 'request_food' }],
];

test.each(TRAPS)('%s', (text, intent) => {
  expect(intentOf(text)).toEqual(intent);
});

test('one wish survives tone marks dropped, spaces, particles and repeated letters', () => {
  for (const text of ['ขอขาวหนอย', 'ขอ  ข้าว   หน่อยยยยย', 'ขอข้าวหน่อยนะคะ', 'ขอนํ้ากับข้าวหน่อย', 'ขอข้าว\u200bหน่อย', '-v-hk;']) {
    expect(intentOf(text).kind).toBe('request_food');
  }
});

test('danger at the end of a long story is heard', () => {
  const story = 'วันนี้ฝนตกหนักมากเลยค่ะ '.repeat(150);
  expect(intentOf(`${story}อยากตาย`)).toEqual({ kind: 'self_harm' });
  expect(intentOf(`${story}แน่นหน้าอก`)).toEqual({ kind: 'emergency' });
});

test('any string has an intent', () => {
  const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 200 }));
  fc.assert(
    fc.property(anything, (text) => {
      expect(typeof intentOf(text).kind).toBe('string');
    }),
  );
  for (const lone of ['\uD800', 'ก\uDC00ข', '', ' ', '\u0000', '่้๊๋']) expect(typeof intentOf(lone).kind).toBe('string');
});

test('any mix of our own words has an intent', () => {
  const part = fc.constantFrom('ขอ', 'ข้าว', 'ไม่', 'แล้ว', 'ส่ง', '2', ' ', 'คูปอง', 'hi', '-', '1,0', '.5', 'สิบ', 'เ', '์', 'donate', '๙');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      expect(typeof intentOf(parts.join('')).kind).toBe('string');
    }),
  );
});

test('work grows with the length of the text, not faster', () => {
  for (const piece of ['ขอข้าว', 'ไม่', 'เ', 'need food ', '1', 'ก']) {
    const short = spotConcepts(normaliseText(piece.repeat(200).slice(0, 1000)));
    const long = spotConcepts(normaliseText(piece.repeat(1000).slice(0, 5000)));
    expect(long.steps).toBeLessThanOrEqual(short.steps * 8 + 10_000);
    expect(long.steps).toBeLessThan(5_000 * 1_000);
  }
});

test('five thousand characters are read', () => {
  for (const letter of ['ข', 'a', '5', '่', '😀', ' ', 'ขอข้าว ', 'hi ']) {
    expect(typeof intentOf(letter.repeat(5_000).slice(0, 5_000)).kind).toBe('string');
  }
});
