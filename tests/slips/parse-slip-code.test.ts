import { checksum } from 'promptparse';
import { anyId, billPayment, slipVerify, trueMoneySlipVerify } from 'promptparse/generate';
import { expect, test } from 'vitest';
import { parseSlipCode } from '../../bot/slips/parse-slip-code.ts';

const PUBLISHED = '004000060000010103002021900021231231212000115102TH91049C30';
const READ = { kind: 'read', bank: '002', transactionReference: '0002123123121200011' };

test('the published example is read, with white space around it, too', () => {
  expect(parseSlipCode(PUBLISHED)).toEqual(READ);
  expect(parseSlipCode(` ${PUBLISHED}\r\n`)).toEqual(READ);
});

test('any one wrong character is refused', () => {
  const changed = PUBLISHED.split('').flatMap((old, index) =>
    ['0', '1', '7', 'A', 'z']
      .filter((one) => one.toLowerCase() !== old.toLowerCase())
      .map((one) => PUBLISHED.slice(0, index) + one + PUBLISHED.slice(index + 1)),
  );
  expect(changed.length).toBeGreaterThan(200);
  expect(changed.filter((text) => parseSlipCode(text) !== undefined)).toEqual([]);
});

/** The first slip whose checksum starts with so many zeros. */
function withZeros(count: number): { text: string; transactionReference: string } {
  for (let number = 0; number < 100_000; number += 1) {
    const transactionReference = `2026${String(number).padStart(11, '0')}`;
    const text = slipVerify({ sendingBank: '014', transRef: transactionReference });
    if (text.slice(-4).startsWith('0'.repeat(count))) return { text, transactionReference };
  }
  throw new Error('no such checksum');
}

test.each([1, 2, 3])('a checksum printed without its %i leading zeros is read; a wrong one is not', (count) => {
  const { text, transactionReference } = withZeros(count);
  const short = text.slice(0, -4) + text.slice(-4 + count);
  expect(parseSlipCode(short)).toEqual({ kind: 'read', bank: '014', transactionReference });
  const last = text.endsWith('1') ? '2' : '1';
  expect(parseSlipCode(short.slice(0, -1) + last)).toBeUndefined();
});

test('the e-wallet has a code of its own', () => {
  const text = trueMoneySlipVerify({ eventType: 'P2P', transactionId: 'TXN0123456789', date: '12062026' });
  expect(parseSlipCode(text)).toEqual({ kind: 'truemoney', eventType: 'P2P', transactionReference: 'TXN0123456789' });
});

const signed = (body: string, tag = '91'): string => `${body}${tag}04${checksum(`${body}${tag}04`)}`;

test.each([
  ['a PromptPay bill', anyId({ type: 'MSISDN', target: '0812345678', amount: 40 })],
  ['a bill of a shop', billPayment({ billerId: '099400016550100', amount: 120, ref1: 'MEAL0001' })],
  ['an address', 'https://example.com/slip/004000060000010103002021900021231231212000115102TH91049C30'],
  ['a bank of two digits', slipVerify({ sendingBank: '02', transRef: '0002123123121200011' })],
  ['a bank of letters', slipVerify({ sendingBank: 'ABC', transRef: '0002123123121200011' })],
  ['a reference that is too long', slipVerify({ sendingBank: '002', transRef: '1'.repeat(41) })],
  ['a reference with signs in it', slipVerify({ sendingBank: '002', transRef: "1' OR 1=1" })],
  ['another kind of check', signed('004000060000020103002021900021231231212000115102TH')],
  ['the checksum under the tag of bills', signed('004000060000010103002021900021231231212000115102TH', '63')],
  ['a length below zero, on which the parser would go round for ever', signed('004000060000010103002021900021231231212000115102TH00-4')],
  ['such a length inside', signed('0030000600000100-4000000000000000005102TH')],
  ['nothing', ''],
  ['a very long text', '0'.repeat(5000)],
])('%s is no slip', (_, text) => {
  expect(parseSlipCode(text)).toBeUndefined();
});
