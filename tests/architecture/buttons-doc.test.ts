import { expect, test } from 'vitest';
import { BUTTON_ACTIONS, BUTTON_DATA_MAX, BUTTON_VERSION } from '../../bot/domain/button.ts';
import { read } from './sources.ts';

interface DocumentedButton {
  action: string;
  keys: string[];
  who: string;
  does: string;
  again: string;
}

const page = read('docs/buttons.md');

const documented: DocumentedButton[] = page.split('\n').flatMap((line) => {
  const cells = line.split('|').map((cell) => cell.trim());
  const action = /^`(\w+)`$/u.exec(cells[1] ?? '')?.[1];
  if (action === undefined) return [];
  const keys = [...(cells[2] ?? '').matchAll(/`(\w+)`/gu)].map((match) => match[1] ?? '');
  return [{ action, keys, who: cells[3] ?? '', does: cells[4] ?? '', again: cells[5] ?? '' }];
});

test('docs/buttons.md has every action once, with its keys, in the order of the code', () => {
  const actions = Object.entries(BUTTON_ACTIONS).map(([action, keys]) => ({ action, keys: [...keys] }));
  expect(documented.map(({ action, keys }) => ({ action, keys }))).toEqual(actions);
});

test('every row says who may tap it, what it does and what a second tap does', () => {
  const hasGap = ({ who, does, again }: DocumentedButton): boolean => [who, does, again].some((cell) => cell.length < 3);
  expect(documented.filter(hasGap).map(({ action }) => action)).toEqual([]);
});

test('the format stands on the page as it is in the code', () => {
  expect(page).toContain(`v=${BUTTON_VERSION}`);
  expect(page).toContain(`${BUTTON_DATA_MAX} characters`);
});
