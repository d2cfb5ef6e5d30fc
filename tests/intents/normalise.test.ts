import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromKedmanee, isEmojiOnly, normaliseText, stripToneMarks } from '../../bot/intents/normalise.ts';

test('spellings that look alike become one', () => {
  expect(normaliseText('น\u0E4D\u0E49า')).toBe('น้ำ');
  expect(normaliseText('น\u0E49\u0E4Dา')).toBe('น้ำ');
  expect(normaliseText('เเม่')).toBe('แม่');
  expect(normaliseText('ข้า\u200Bว')).toBe('ข้าว');
});

test('digits of every script become Latin ones', () => {
  expect(normaliseText('๑๒ ၃၄ ៥៦ ໗໘')).toBe('12 34 56 78');
});

test('letters repeated for stress are one, digits stay', () => {
  expect(normaliseText('หิวววววว')).toBe('หิว');
  expect(normaliseText('1000 5555')).toBe('1000 5555');
});

test('particles at the end go, words that end like one stay', () => {
  expect(normaliseText('ขอข้าวหน่อยนะคะ')).toBe('ขอข้าวหน่อย');
  expect(normaliseText('ได้ครับผม')).toBe('ได้');
  expect(normaliseText('ชนะ')).toBe('ชนะ');
  expect(normaliseText('พระเจ้า')).toBe('พระเจ้า');
  expect(normaliseText('ครับ')).toBe('ครับ');
});

test('normalising twice changes nothing', () => {
  const thai = fc.string({
    unit: fc.constantFrom('เ', 'แ', 'ก', 'น', 'ะ', 'ค', 'ร', 'ั', 'บ', '่', '้', 'ํ', 'า', 'ำ', ' ', 'จ', '.', 'A', '๓'),
  });
  fc.assert(
    fc.property(fc.oneof(thai, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
      const once = normaliseText(text);
      expect(normaliseText(once)).toBe(once);
    }),
    { numRuns: 500 },
  );
});

test('Thai on the English layout is turned back, English is left', () => {
  expect(fromKedmanee('-v-hk;')).toBe('ขอข้าว');
  expect(fromKedmanee('l;ylfu')).toBe('สวัสดี');
  expect(fromKedmanee('-v-hk; 2')).toBe('ขอข้าว 2');
  expect(fromKedmanee('hello')).toBeUndefined();
  expect(fromKedmanee('i want rice')).toBeUndefined();
  expect(fromKedmanee('ขอข้าว')).toBeUndefined();
});

test('pictures only', () => {
  expect(isEmojiOnly('😀 🙏🏽')).toBe(true);
  expect(isEmojiOnly('👨‍👩‍👧')).toBe(true);
  expect(isEmojiOnly('❤️')).toBe(true);
  expect(isEmojiOnly('😀 ขอข้าว')).toBe(false);
  expect(isEmojiOnly('123')).toBe(false);
  expect(isEmojiOnly('')).toBe(false);
});

test('tone marks come off, vowels stay', () => {
  expect(stripToneMarks('ข้าวต้มกุ้ง')).toBe('ขาวตมกุง');
});
