import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { searchCommunities, type Community } from '../../bot/intents/match-community.ts';

const lines = readFileSync(new URL('../../db/data/communities.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1);
const communities: Community[] = lines.map((line, index) => {
  const [municipality = '', zone = '', name = ''] = line.split(',');
  return { id: `community-${String(index)}`, municipality, zone, name };
});

const first = (text: string): string | undefined => searchCommunities(text, communities, 5)[0]?.name;

test('every community is found first by its own name', () => {
  expect(communities.length).toBe(115);
  expect(communities.filter(({ name }) => first(name) !== name).map(({ name }) => name)).toEqual([]);
});

test.each([
  ['ป้อมหก', 'ป้อม 6'],
  ['ป้อม6', 'ป้อม 6'],
  ['ปอม 6', 'ป้อม 6'],
  ['ป้อม ๔', 'ป้อม 4'],
  ['ชุมชนต้นโด', 'ต้นโด'],
  ['ตนโด', 'ต้นโด'],
  ['ชุมชนโชคสมาน หาดใหญ่', 'โชคสมาน'],
  ['โชคสมาณ', 'โชคสมาน'],
  ['จันวิโรจน์', 'จันทร์วิโรจน์'],
  ['เก้าเส้ง สงขลา', 'เก้าเส้ง'],
  ['เก่าเส้ง', 'เก้าเส้ง'],
  ['กุโบ', 'กุโบร์'],
  ['ปลักกริม', 'ปรักกริม (ปลักกริม)'],
  ['หลัง รร.หาดใหญ่วิทยาลัย', 'หลังโรงเรียนหาดใหญ่วิทยาลัย'],
  ['วัดหาดใหญ่ใน', 'วัดหาดใหญ่ใน'],
  ['บ้านหาดใหญ่', 'บ้านหาดใหญ่'],
  ['สถานีสอง', 'สถานี 2'],
  ['คลองเรียน', 'คลองเรียน'],
  ['แฟลตเคหะเก่า', 'แฟลตเคหะเก่า'],
  ['แหลมสนออน', 'แหลมสนอ่อน'],
])('%s', (text, name) => {
  expect(first(text)).toBe(name);
});

test('a zone or a city narrows, and alone lists what is in it', () => {
  expect(searchCommunities('คลองเรียน เขต 3', communities, 5).every(({ zone }) => zone === '3')).toBe(true);
  expect(searchCommunities('เขต 4', communities, 50).length).toBe(20);
  expect(searchCommunities('สงขลา', communities, 50).length).toBeGreaterThan(0);
});

test('a number is never a slip, and what is no name finds nothing', () => {
  expect(searchCommunities('ป้อม 9', communities, 5).map(({ name }) => name)).not.toContain('ป้อม 6');
  expect(searchCommunities('xyz', communities, 5)).toEqual([]);
  expect(searchCommunities('', communities, 5)).toEqual([]);
  expect(searchCommunities('บ้าน', communities, 3).length).toBe(3);
});
