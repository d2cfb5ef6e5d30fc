import { expect, test } from 'vitest';
import { dayFrom, minuteFrom, satangFrom } from '../../bot/statements/read-cells.ts';

test.each([
  ['21/11/2569', '2026-11-21'],
  ['21-11-69', '2026-11-21'],
  ['21/11/26', '2026-11-21'],
  ['1.2.2570 09:05', '2027-02-01'],
  ['2026-11-21T09:00:00', '2026-11-21'],
  ['25691121', '2026-11-21'],
  ['๒๑/๑๑/๒๕๖๙', '2026-11-21'],
  ['21 พ.ย. 2569', '2026-11-21'],
  ['21 พ.ค. 69', '2026-05-21'],
  ['3 มกราคม 2570', '2027-01-03'],
  ['21 Nov 2026', '2026-11-21'],
  ['21-Mar-26', '2026-03-21'],
  ['29/02/2567', '2024-02-29'],
  ['29/02/2569', undefined],
  ['11/21/2026', undefined],
  ['21 xyz 2026', undefined],
  ['ยอดยกมา', undefined],
  ['', undefined],
])('the day %s is %s', (cell, day) => {
  expect(dayFrom(cell)).toBe(day);
});

test.each([
  ['14:03', 843],
  ['21/11/2569 09:05:59', 545],
  ['9.05', 545],
  ['21.11.2569', undefined],
  ['24:00', undefined],
  ['', undefined],
])('the time %s is minute %s', (cell, minute) => {
  expect(minuteFrom(cell)).toBe(minute);
});

test.each([
  ['1,234.50', 1234_50],
  ['400', 400_00],
  ['+75.5', 75_50],
  ['฿ 1,000', 1000_00],
  ['๑๒๐.๕๐ บาท', 120_50],
  ['-15.00', -15_00],
  ['(15.00)', -15_00],
  ['15.00-', -15_00],
  ['0.29', 29],
  ['', 'none'],
  ['-', 'none'],
  ['1.234,50', undefined],
  ['12,34', undefined],
  ['1.005', undefined],
  ['ok', undefined],
])('the amount %s is %s satang', (cell, amount) => {
  expect(satangFrom(cell)).toBe(amount);
});
