import type { TxDeps } from '../../deps.ts';

/** Digits are said aloud at a door in any language. */
const HAND_OVER_ALPHABET = '0123456789';
/** No letters or digits that look or sound alike on a box lid. */
const BOX_ALPHABET = 'ACDEFHJKLMNPRTUVWXY34679';
const HAND_OVER_LENGTH = 4;
const PICK_UP_LENGTH = 4;
const COUPON_LENGTH = 8;
/** With hundreds of orders under way a draw of 10,000 collides rarely; more tries than this mean something is wrong. */
const DRAWS_MAX = 200;

const UNDER_WAY = ['placed', 'accepted', 'cooking', 'ready', 'on_the_way'] as const;

/** A code that no order under way carries, so that a shop's typing names one order. */
export async function newOrderCode(deps: TxDeps, column: 'pick_up_code' | 'hand_over_code'): Promise<string> {
  const [alphabet, length] = column === 'pick_up_code' ? [BOX_ALPHABET, PICK_UP_LENGTH] : [HAND_OVER_ALPHABET, HAND_OVER_LENGTH];
  for (let draw = 0; draw < DRAWS_MAX; draw += 1) {
    const code = deps.chance.code(alphabet, length);
    const taken = await deps.tx
      .selectFrom('meal_order')
      .select('id')
      .where(column, '=', code)
      .where('state', 'in', UNDER_WAY)
      .executeTakeFirst();
    if (taken === undefined) return code;
  }
  throw new Error(`no free ${column} after ${DRAWS_MAX} draws`);
}

/** One-time code of a shown coupon: eight signs cannot be guessed in ten minutes. */
export function newCouponCode(deps: TxDeps): string {
  return deps.chance.code(BOX_ALPHABET, COUPON_LENGTH);
}
