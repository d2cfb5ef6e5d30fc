import { expect, test } from 'vitest';

import { validateRichMenu } from '../../simulator/rules/validate.ts';
import { postback } from './message-samples.ts';

const area = (bounds: object, action: object = postback): object => ({ bounds, action });
const whole = { x: 0, y: 0, width: 2500, height: 1686 };
const menu = (more: object = {}): object => ({
  size: { width: 2500, height: 1686 },
  selected: true,
  name: 'menu',
  chatBarText: 'ที่'.repeat(14),
  areas: [area(whole)],
  ...more,
});

test('LINE takes a rich menu whose bar has 14 graphemes', () => {
  expect(validateRichMenu(menu())).toEqual([]);
});

test.each<[string, object, string]>([
  ['bar of 15', menu({ chatBarText: 'a'.repeat(15) }), 'chatBarText'],
  ['too narrow', menu({ size: { width: 799, height: 300 }, areas: [area({ x: 0, y: 0, width: 1, height: 1 })] }), 'size'],
  ['too low', menu({ size: { width: 2500, height: 249 }, areas: [area({ x: 0, y: 0, width: 1, height: 1 })] }), 'size'],
  ['too tall', menu({ size: { width: 1000, height: 700 }, areas: [area({ x: 0, y: 0, width: 1, height: 1 })] }), 'size'],
  ['area outside', menu({ areas: [area({ ...whole, x: 1 })] }), 'areas[0].bounds'],
  ['21 areas', menu({ areas: Array.from({ length: 21 }, () => area(whole)) }), 'areas'],
  ['camera', menu({ areas: [area(whole, { type: 'camera', label: 'l' })] }), 'areas[0].action.type'],
  [
    'alias with capitals',
    menu({ areas: [area(whole, { type: 'richmenuswitch', data: 'd', richMenuAliasId: 'A' })] }),
    'areas[0].action.richMenuAliasId',
  ],
  ['no name', menu({ name: undefined }), 'name'],
])('LINE refuses a rich menu: %s', (_name, value, property) => {
  expect(validateRichMenu(value).map((problem) => problem.property)).toContain(property);
});
