import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseBaht, parseClock, parseCode, parseDateWords, parseNumber, parseThaiPhone } from '../../bot/intents/numbers.ts';

test.each([
  ['2', 2],
  ['๒', 2],
  ['၃', 3],
  ['สองกล่อง', 2],
  ['สิบสอง', 12],
  ['ยี่สิบเอ็ด', 21],
  ['ร้อยยี่สิบ', 120],
  ['สองพันห้าร้อย', 2500],
  ['1,200', 1200],
  ['-1', -1],
  ['ลบหนึ่ง', -1],
  ['0', 0],
  ['ศูนย์', 0],
  ['คู่นึง', 2],
  ['สามคนค่ะ', 3],
  ['twelve', 12],
  ['two people', 2],
  ['dua belas', 12],
  ['คนเดียว', 1],
  ['1.5', undefined],
  ['สองกล่องครึ่ง', 2],
  ['2 ครึ่ง', undefined],
  ['2-3', undefined],
  ['ไม่สามารถ', undefined],
  ['ไม่รู้', undefined],
  ['', undefined],
])('number in %s', (text, value) => {
  expect(parseNumber(text)).toBe(value);
});

test.each([
  ['120', 12_000],
  ['120.50', 12_050],
  ['1,200 บาท', 120_000],
  ['ร้อยยี่สิบ', 12_000],
  ['๕๐๐', 50_000],
  ['฿40', 4_000],
  ['10 มื้อ 400 บาท', 40_000],
  ['12.345', undefined],
  ['เยอะๆ', undefined],
])('baht in %s', (text, value) => {
  expect(parseBaht(text)).toBe(value);
});

test.each([
  ['abcd 2345', 'ABCD2345'],
  ['ABCD-2345', 'ABCD2345'],
  ['รหัส 4821', '4821'],
  ['รหัส ๔๘๒๑', '4821'],
  ['code k7qf', 'K7QF'],
  ['ส่งแล้ว 4821', '4821'],
  ['123', undefined],
  ['ส่งแล้ว', undefined],
  ['ABCDEFGHIJ', undefined],
])('code in %s', (text, value) => {
  expect(parseCode(text)).toBe(value);
});

test.each([
  ['0812345678', '0812345678'],
  ['081-234-5678', '0812345678'],
  ['+66 81 234 5678', '0812345678'],
  ['66812345678', '0812345678'],
  ['๐๘๑๒๓๔๕๖๗๘', '0812345678'],
  ['โทร 081 234 5678 ค่ะ', '0812345678'],
  ['074311234', '074311234'],
  ['12345', undefined],
  ['08123456789', undefined],
])('phone in %s', (text, value) => {
  expect(parseThaiPhone(text)).toBe(value);
});

test.each([
  ['8 โมงเช้า', 480],
  ['08:30', 510],
  ['เที่ยง', 720],
  ['เที่ยงครึ่ง', 750],
  ['เที่ยงคืน', 0],
  ['บ่ายสอง', 840],
  ['บ่ายโมง', 780],
  ['สองทุ่ม', 1200],
  ['ทุ่มครึ่ง', 1170],
  ['20.00', 1200],
  ['20.00 น.', 1200],
  ['6 โมงเย็น', 1080],
  ['10 โมงครึ่ง', 630],
  ['ตีห้า', 300],
  ['0830', 510],
  ['18', 1080],
  ['6 pm', 1080],
  ['25:00', undefined],
  ['8:75', undefined],
  ['เร็วๆ นี้', undefined],
])('clock in %s', (text, value) => {
  expect(parseClock(text)).toBe(value);
});

test.each([
  ['พรุ่งนี้', '2026-11-23'],
  ['มะรืน', '2026-11-24'],
  ['มะรืนนี้', '2026-11-24'],
  ['วันนี้', '2026-11-22'],
  ['อีก 10 วัน', '2026-12-02'],
  ['อีกสองอาทิตย์', '2026-12-06'],
  ['25 พ.ย.', '2026-11-25'],
  ['25 พฤศจิกายน', '2026-11-25'],
  ['25 พ.ย. 69', '2026-11-25'],
  ['25 พฤศจิกายน 2569', '2026-11-25'],
  ['25/11/2569', '2026-11-25'],
  ['25/11/69', '2026-11-25'],
  ['25/11/26', '2026-11-25'],
  ['2026-11-25', '2026-11-25'],
  ['25/11', '2026-11-25'],
  ['1 ม.ค.', '2027-01-01'],
  ['21/11', '2027-11-21'],
  ['วันที่ 25', '2026-11-25'],
  ['วันที่ 3', '2026-12-03'],
  ['tomorrow', '2026-11-23'],
  ['31/2/2569', undefined],
  ['ไม่รู้', undefined],
])('day in %s', (text, value) => {
  expect(parseDateWords(text, '2026-11-22')).toBe(value);
});

test('no string makes a parser throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      for (const parse of [parseNumber, parseBaht, parseCode, parseThaiPhone, parseClock]) parse(text);
      const day = parseDateWords(text, '2026-11-22');
      expect(day === undefined || /^\d{4}-\d{2}-\d{2}$/u.test(day)).toBe(true);
    }),
  );
});

test('every whole number written in digits is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -9999, max: 9_999_999 }), (value) => {
      expect(parseNumber(String(value))).toBe(value);
      expect(parseNumber(`${String(value)} มื้อ`)).toBe(value);
    }),
  );
});
