import { people } from '../support/people.ts';
import type { SeenDamage } from './damage.ts';

const { mali, wit } = people;

const LAST_TRANSFER = '(SELECT max(id) FROM transfer)';
const MALIS_HOME = `(SELECT h.id FROM household h JOIN member m ON m.id = h.member_id WHERE m.line_user_id = '${mali}')`;
/** Mali's: brought to the door by a rider who is paid. */
const FIRST_ORDER = '(SELECT min(id) FROM meal_order)';

/** In the books, in orders and in kitchens. */
export const DAMAGES_IN_BOOKS: readonly SeenDamage[] = [
  ['an entry is missing', { sql: `DELETE FROM entry WHERE transfer_id = ${LAST_TRANSFER} AND amount < 0` }, ['entries', 'balances']],
  [
    'an entry stands there for nothing',
    {
      sql: `INSERT INTO entry SELECT a.id, ${LAST_TRANSFER} - 1, 5, a.balance, a.balance + 5 FROM account a WHERE a.id = (SELECT to_account FROM transfer WHERE id = ${LAST_TRANSFER})`,
    },
    ['entries', 'chain', 'balances'],
  ],
  [
    'an amount is nothing',
    { sql: `UPDATE transfer SET amount = 0 WHERE id = ${LAST_TRANSFER}` },
    ['entries', 'amounts', 'hashes', 'links', 'slices', 'covered'],
  ],
  [
    'an entry starts somewhere else',
    {
      sql: `UPDATE entry SET balance_before = balance_before + 1, balance_after = balance_after + 1 WHERE transfer_id = ${LAST_TRANSFER} AND amount > 0`,
    },
    ['chain'],
  ],
  [
    'a balance was written over',
    { sql: `UPDATE account SET balance = balance + 100 WHERE code LIKE 'shop/%/owed'` },
    ['balances', 'units'],
  ],
  [
    'an account was below zero for a moment',
    {
      sql: `UPDATE entry SET balance_before = balance_before - 100000000, balance_after = balance_after - 100000000 WHERE account_id = (SELECT id FROM account WHERE code LIKE 'fund/%/free')`,
    },
    ['chain', 'belowZero'],
  ],
  [
    'a posting has another name',
    { sql: `UPDATE posting SET template = 'fee_held' WHERE id = (SELECT max(id) FROM posting WHERE template = 'coupons_granted')` },
    ['postings', 'hashes', 'links', 'seals', 'grants'],
  ],
  [
    'a key was changed',
    { sql: `UPDATE posting SET key = 'order/nobody/paid' WHERE id = (SELECT max(id) FROM posting WHERE template = 'fee_held')` },
    ['postings', 'links'],
  ],
  ['the hash of the request was changed', { sql: `UPDATE posting SET request_hash = 'x' WHERE id = 3` }, ['hashes']],
  [
    'a posting says that it undoes another',
    { sql: `UPDATE posting SET reverses = 1, reason = 'no' WHERE id = 2` },
    ['reversals', 'links', 'seals'],
  ],
  ['the time of a posting was changed', { sql: `UPDATE posting SET happened_at = happened_at + 1 WHERE id = 3` }, ['links', 'seals']],
  ['a seal was changed', { sql: `UPDATE seal SET root = 'x'` }, ['seals']],
  [
    'a slice is smaller',
    { sql: `UPDATE slice SET amount = amount - 1 WHERE transfer_id = (SELECT max(transfer_id) FROM slice)` },
    ['slices', 'pockets'],
  ],
  ['a pocket was filled by hand', { sql: `UPDATE pocket SET amount = amount + 1 WHERE pocket LIKE 'shop/%'` }, ['pockets']],
  [
    'money was given for another community',
    {
      sql: `UPDATE money_receipt SET community_id = (SELECT id FROM community WHERE name = '1' OR name <> 'ป้อม 6' LIMIT 1) WHERE id = (SELECT min(id) FROM money_receipt)`,
    },
    ['bound'],
  ],
  ['a receipt is missing', { sql: `DELETE FROM money_receipt WHERE pledge_id IS NULL` }, ['receipts']],
  [
    'a receipt has no money',
    {
      sql: `INSERT INTO money_receipt SELECT 'rcp_x', campaign_id, NULL, 500, 'NONE', recorded_by, recorded_at, NULL FROM money_receipt LIMIT 1`,
    },
    ['receipts'],
  ],
  ['a grant is larger on paper', { sql: `UPDATE coupon_grant SET coupons = coupons + 1 WHERE household_id = ${MALIS_HOME}` }, ['grants']],
  [
    'a coupon is worth more',
    { sql: `UPDATE coupon_grant SET face_value_satang = face_value_satang + 100 WHERE household_id = ${MALIS_HOME}` },
    ['covered', 'owed'],
  ],
  ['a total was written over', { sql: `UPDATE campaign_total SET received_satang = received_satang + 100` }, ['totals']],
  ['a meal more was counted', { sql: `UPDATE served_week SET meals = meals + 1` }, ['totals']],
  ['a home more was counted', { sql: `UPDATE served_week SET households = households + 1` }, ['totals']],
  ['a push less was counted', { sql: `UPDATE push_month SET pushes = pushes - 1` }, ['totals']],
  ['a gift had more boxes', { sql: `UPDATE gift_lot SET boxes = boxes + 1` }, ['boxes']],
  [
    'an ended order is under way again',
    { sql: `DROP INDEX meal_order_one_active; UPDATE meal_order SET state = 'ready' WHERE id = ${FIRST_ORDER}` },
    ['covered', 'held', 'ends', 'history', 'live', 'oneOrder', 'trips', 'handovers'],
  ],
  ['an order asked for more meals', { sql: `UPDATE meal_order SET meals = meals + 1 WHERE id = ${FIRST_ORDER}` }, ['held', 'capacity']],
  [
    'an eaten order failed on paper',
    { sql: `UPDATE meal_order SET state = 'failed' WHERE id = ${FIRST_ORDER}` },
    ['ends', 'history', 'handovers'],
  ],
  [
    'a shop was cheaper than it was paid',
    { sql: `UPDATE meal_order SET price_satang = price_satang - 100 WHERE id = ${FIRST_ORDER}` },
    ['owed'],
  ],
  ['a rider who is paid rode as a volunteer', { sql: `UPDATE rider SET is_paid = 1 - is_paid` }, ['owed']],
  [
    'an order was made good whose coupons went back',
    { sql: `UPDATE posting SET template = 'hold_released' WHERE template = 'meals_wasted'` },
    ['postings', 'hashes', 'links', 'seals', 'ends', 'reissued'],
  ],
  [
    'a step of the history is missing',
    { sql: `DELETE FROM order_event WHERE order_id = ${FIRST_ORDER} AND state = 'accepted'` },
    ['history'],
  ],
  ['an order has no clock', { sql: `DELETE FROM deadline WHERE kind IN ('cook_by', 'eat_by')` }, ['live']],
  ['a shop was asked without an end', { sql: `DELETE FROM deadline WHERE kind = 'shop_answer'` }, ['asked']],
  ['a rider has all the time of the world', { sql: `DELETE FROM deadline WHERE kind = 'rider_slow'` }, ['asked']],
  [
    'a home has two orders',
    { sql: `DROP INDEX meal_order_one_active; UPDATE meal_order SET household_id = ${MALIS_HOME} WHERE state = 'placed'` },
    ['oneOrder', 'kitchens'],
  ],
  [
    'a rider has two trips',
    {
      sql: `DROP INDEX trip_one_per_rider; UPDATE trip SET rider_id = (SELECT rider_id FROM trip WHERE state = 'to_shop'), state = 'to_home' WHERE id = (SELECT max(id) FROM trip WHERE state = 'done')`,
    },
    ['oneOrder', 'trips', 'names', 'doors'],
  ],
  [
    'coupons belong to another campaign',
    { sql: `UPDATE coupon_grant SET campaign_id = 'another' WHERE household_id = ${MALIS_HOME}` },
    ['conserved', 'covered'],
  ],
  ['a deadline was never worked on', { sql: `UPDATE deadline SET state = 'waiting' WHERE kind = 'confirm_receipt'` }, ['late']],
  ['coupons have no end', { sql: `DELETE FROM deadline WHERE kind = 'grant_expiry'` }, ['expiries']],
  ['a trip has no rider', { sql: `UPDATE trip SET rider_id = NULL WHERE id = (SELECT min(id) FROM trip)` }, ['owed', 'trips', 'handovers']],
  [
    'a trip never ended',
    { sql: `UPDATE trip SET state = 'to_home' WHERE id = (SELECT max(id) FROM trip WHERE state = 'done')` },
    ['trips'],
  ],
  ['a kitchen is not halal', { sql: `UPDATE shop SET halal = 'none', halal_until = NULL` }, ['kitchens']],
  ['a halal home ordered without its mark', { sql: `UPDATE meal_order SET diets = '' WHERE diets = 'halal'` }, ['kitchens']],
  ['given food lacks a mark', { sql: `UPDATE meal_order SET diets = 'vegan' WHERE gift_lot_id IS NOT NULL` }, ['kitchens']],
  ['a shop has promised less', { sql: `UPDATE shop_offer SET used = used - 1` }, ['capacity']],
  ['food was too old', { sql: `UPDATE meal_order SET cooked_at = cooked_at - 3 * 3600000 WHERE id = ${FIRST_ORDER}` }, ['clock']],
  ['given food was too old', { sql: `UPDATE gift_lot SET use_by = use_by - 2 * 3600000` }, ['clock']],
  ['cooked food may stand too long', { sql: `UPDATE gift_lot SET use_by = use_by + 3600000` }, ['clock']],
  ['a handover is missing', { sql: `DELETE FROM handover WHERE order_id = ${FIRST_ORDER}` }, ['handovers']],
  [
    'somebody else handed it over',
    { sql: `UPDATE handover SET by_member = (SELECT id FROM member WHERE line_user_id = '${wit}') WHERE order_id = ${FIRST_ORDER}` },
    ['handovers', 'codes'],
  ],
  ['food was left without a picture', { sql: `UPDATE handover SET proof = 'photo' WHERE order_id = ${FIRST_ORDER}` }, ['handovers']],
  ['nobody said the code', { record: (record) => record.webhooks.forEach((webhook) => delete webhook.words) }, ['codes']],
  ['a counter coupon was never shown', { sql: `DELETE FROM shown_coupon` }, ['handovers', 'codes']],
];
