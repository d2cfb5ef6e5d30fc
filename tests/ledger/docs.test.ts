import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coupons, satang } from '../../bot/domain/money.ts';
import {
  couponsGivenBack,
  couponsGranted,
  couponsHeld,
  couponsReissued,
  feeHeld,
  feeReleased,
  fundMoved,
  giftBoxesBack,
  giftBoxesHeld,
  giftMealsHandedOver,
  giftMealsWasted,
  giftOver,
  giftReceived,
  grantExpired,
  holdReleased,
  mealsHandedOver,
  mealsWasted,
  moneyReceived,
  TEMPLATES,
} from '../../bot/domain/postings.ts';
import type { Posting, TemplateName } from '../../bot/domain/postings.ts';
import { CHART } from '../../db/chart.ts';
import { LEDGER_RULES } from '../../db/verify-ledger.ts';

const page = await readFile(join(import.meta.dirname, '..', '..', 'docs', 'ledger.md'), 'utf8');

/** The cells of every table row, by the text of the first one. */
const rows = new Map(
  page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .map((cells) => [cells[0]?.replaceAll('`', '') ?? '', cells]),
);

const codeIn = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/gu)].map((match) => match[1] ?? '');
const unique = (list: string[]): string[] => [...new Set(list)];

const portion = { household: '{household}', grant: '{grant}', campaign: '{campaign}', coupons: coupons(2), faceValue: satang(50) };
const volunteer = { campaign: '{campaign}', fee: satang(20) };
const ended = (delivery: { campaign: string; fee: typeof volunteer.fee; rider?: string }) => ({
  order: '{order}',
  shop: '{shop}',
  price: satang(45),
  portions: [portion],
  delivery,
});
const paid = ended({ ...volunteer, rider: '{rider}' });
const unpaid = ended(volunteer);

const held = { order: '{order}', lot: '{lot}', boxes: 2 };
const givenBy = (delivery: { campaign: string; fee: typeof volunteer.fee; rider?: string }) => ({ ...held, portions: [portion], delivery });
const givenPaid = givenBy({ ...volunteer, rider: '{rider}' });
const givenUnpaid = givenBy(volunteer);

/** Every shape that each template can have, with ids that say what they are. */
const SHAPES: Record<Exclude<TemplateName, 'reversal'>, Posting[]> = {
  fund_moved: [fundMoved({ approval: '{approval}', from: '{from}', to: '{to}', amount: satang(7) })],
  money_received: [moneyReceived({ receipt: '{receipt}', campaign: '{campaign}', amount: satang(1) })],
  coupons_granted: [couponsGranted(portion)],
  coupons_held: [couponsHeld('{order}', [portion])],
  fee_held: [feeHeld('{order}', { campaign: '{campaign}', fee: satang(20) })],
  hold_released: [holdReleased('{order}', [portion], volunteer), feeReleased('{order}', volunteer)],
  meals_handed_over: [mealsHandedOver(paid), mealsHandedOver(unpaid)],
  meals_wasted: [mealsWasted(paid), mealsWasted(unpaid)],
  coupons_reissued: [couponsReissued('{order}', [portion])],
  grant_expired: [grantExpired(portion, '{deadline}')],
  gift_received: [giftReceived('{lot}', 30)],
  gift_boxes_held: [giftBoxesHeld(held)],
  gift_boxes_back: [giftBoxesBack(held, true), giftBoxesBack(held, false)],
  gift_meals_handed_over: [giftMealsHandedOver(givenPaid), giftMealsHandedOver(givenUnpaid)],
  gift_meals_wasted: [giftMealsWasted(givenPaid), giftMealsWasted(givenUnpaid)],
  gift_over: [giftOver('{lot}', 1, 'cooked'), giftOver('{lot}', 1, 'dry')],
  coupons_given_back: [couponsGivenBack('{giveback}', [portion])],
};

test.each(Object.entries(SHAPES))('%s is booked as the page says', (template, shapes) => {
  const [, , key, transfers] = rows.get(template) ?? [];
  expect(new Set(shapes.map((shape) => shape.template))).toEqual(new Set([template]));
  expect(codeIn(key)).toEqual(unique(shapes.map((shape) => shape.key)));
  const moved = shapes.flatMap((shape) => shape.transfers.map(({ unit, from, to }) => `${unit} ${from} → ${to}`));
  expect(codeIn(transfers)).toEqual(unique(moved));
});

test('every template has its row, and no row is of a template that is gone', () => {
  const documented = [...rows.keys()].filter((first) => /^[a-z]+(?:_[a-z]+)+$/u.test(first) || first === 'reversal');
  expect(documented.toSorted()).toEqual([...TEMPLATES].toSorted());
});

test('the chart of accounts is the one of the code', () => {
  const documented = [...rows].filter(([first]) => first.includes('/')).map(([first, cells]) => `${first} ${codeIn(cells[1]).join(' ')}`);
  expect(documented.toSorted()).toEqual(
    Object.values(CHART)
      .map(({ code, unit }) => `${code} ${unit}`)
      .toSorted(),
  );
});

test('every rule that is checked is on the page, and no other', () => {
  const start = page.indexOf('| rule |');
  const documented = page
    .slice(start)
    .split('\n')
    .slice(2)
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split('|')[1]?.trim());
  expect(documented).toEqual(Object.values(LEDGER_RULES));
});
