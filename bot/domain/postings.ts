import { minus, times } from './money.ts';
import type { Coupons, Satang } from './money.ts';

/** THB in satang, MEAL in whole coupons, BOX in boxes of food given in kind. */
export type Unit = 'THB' | 'MEAL' | 'BOX';

export interface Transfer {
  unit: Unit;
  from: string;
  to: string;
  amount: number;
}

/** One business event in the books: a named template, its transfers, and the key under which it can happen once. */
export interface Posting {
  template: TemplateName;
  key: string;
  transfers: Transfer[];
}

export const TEMPLATES = [
  'money_received',
  'coupons_granted',
  'coupons_held',
  'fee_held',
  'hold_released',
  'meals_handed_over',
  'meals_wasted',
  'coupons_reissued',
  'grant_expired',
  'reversal',
] as const;
export type TemplateName = (typeof TEMPLATES)[number];

/** Account codes; `docs/ledger.md` lists them with their meaning and is held against this file by a test. */
export const accounts = {
  bank: 'outside/bank',
  mint: (campaign: string) => `outside/mint/${campaign}`,
  free: (campaign: string) => `fund/${campaign}/free`,
  committed: (campaign: string) => `fund/${campaign}/committed`,
  coupons: (household: string, grant: string) => `household/${household}/coupons/${grant}`,
  held: (order: string, grant: string) => `order/${order}/held/${grant}`,
  redeemed: (campaign: string) => `redeemed/${campaign}`,
  wasted: (campaign: string) => `wasted/${campaign}`,
  expired: (campaign: string) => `expired/${campaign}`,
  shopOwed: (shop: string) => `shop/${shop}/owed`,
  riderOwed: (rider: string) => `rider/${rider}/owed`,
} as const;

function baht(from: string, to: string, amount: Satang): Transfer[] {
  return amount > 0 ? [{ unit: 'THB', from, to, amount }] : [];
}

function meals(from: string, to: string, amount: Coupons): Transfer {
  return { unit: 'MEAL', from, to, amount };
}

/** A grant's share in an order: which coupons are held, and what face value stands committed for each. */
export interface Portion {
  household: string;
  grant: string;
  campaign: string;
  coupons: Coupons;
  faceValue: Satang;
}

interface Delivery {
  campaign: string;
  fee: Satang;
  /** Undefined for volunteers and pick-ups: the fee goes back to the fund. */
  rider?: string;
}

interface HandOver {
  order: string;
  shop: string;
  price: Satang;
  portions: Portion[];
  delivery: Delivery;
}

export function moneyReceived(params: { receipt: string; campaign: string; amount: Satang }): Posting {
  const { receipt, campaign, amount } = params;
  return { template: 'money_received', key: `receipt/${receipt}`, transfers: baht(accounts.bank, accounts.free(campaign), amount) };
}

export function couponsGranted(portion: Portion): Posting {
  return { template: 'coupons_granted', key: `grant/${portion.grant}`, transfers: mint(portion) };
}

function mint({ household, grant, campaign, coupons, faceValue }: Portion): Transfer[] {
  return [
    ...baht(accounts.free(campaign), accounts.committed(campaign), times(faceValue, coupons)),
    meals(accounts.mint(campaign), accounts.coupons(household, grant), coupons),
  ];
}

export function couponsHeld(order: string, portions: Portion[]): Posting {
  const transfers = portions.map((p) => meals(accounts.coupons(p.household, p.grant), accounts.held(order, p.grant), p.coupons));
  return { template: 'coupons_held', key: `order/${order}/held`, transfers };
}

/** The delivery fee is set aside when the order is placed, so that no rider is ever promised money the fund lacks. */
export function feeHeld(order: string, campaign: string, fee: Satang): Posting {
  return { template: 'fee_held', key: `order/${order}/fee`, transfers: baht(accounts.free(campaign), accounts.committed(campaign), fee) };
}

/** Cancelled, refused, expired or failed before cooking: coupons and fee go back to where they came from. */
export function holdReleased(order: string, portions: Portion[], delivery: Delivery): Posting {
  const back = portions.map((p) => meals(accounts.held(order, p.grant), accounts.coupons(p.household, p.grant), p.coupons));
  return { template: 'hold_released', key: `order/${order}/end`, transfers: [...back, ...feeBack(delivery)] };
}

/** A delivery turned into a pick-up needs no rider: its fee alone goes back. */
export function feeReleased(order: string, delivery: Delivery): Posting {
  return { template: 'hold_released', key: `order/${order}/fee-back`, transfers: feeBack(delivery) };
}

function feeBack({ campaign, fee }: Delivery): Transfer[] {
  return baht(accounts.committed(campaign), accounts.free(campaign), fee);
}

function feePaid(delivery: Delivery): Transfer[] {
  if (delivery.rider === undefined) return feeBack(delivery);
  return baht(accounts.committed(delivery.campaign), accounts.riderOwed(delivery.rider), delivery.fee);
}

function shopPaid(shop: string, price: Satang, p: Portion): Transfer[] {
  const paid = price < p.faceValue ? price : p.faceValue;
  return [
    ...baht(accounts.committed(p.campaign), accounts.shopOwed(shop), times(paid, p.coupons)),
    ...baht(accounts.committed(p.campaign), accounts.free(p.campaign), times(minus(p.faceValue, paid), p.coupons)),
  ];
}

/** Food changed hands: coupons are redeemed, the shop and the rider are owed, what the price left goes back to the fund. */
export function mealsHandedOver({ order, shop, price, portions, delivery }: HandOver): Posting {
  const transfers = portions.flatMap((p) => [
    meals(accounts.held(order, p.grant), accounts.redeemed(p.campaign), p.coupons),
    ...shopPaid(shop, price, p),
  ]);
  return { template: 'meals_handed_over', key: `order/${order}/end`, transfers: [...transfers, ...feePaid(delivery)] };
}

/** Cooked but not delivered: the shop cooked and is paid, the rider who carried it too; the meals are booked as waste. */
export function mealsWasted({ order, shop, price, portions, delivery }: HandOver): Posting {
  const transfers = portions.flatMap((p) => [
    meals(accounts.held(order, p.grant), accounts.wasted(p.campaign), p.coupons),
    ...shopPaid(shop, price, p),
  ]);
  return { template: 'meals_wasted', key: `order/${order}/end`, transfers: [...transfers, ...feePaid(delivery)] };
}

/** New coupons for a meal that never arrived, covered by new money; refused by the books when the fund is short. */
export function couponsReissued(order: string, portions: Portion[]): Posting {
  return { template: 'coupons_reissued', key: `order/${order}/reissue`, transfers: portions.flatMap(mint) };
}

function freed(portion: Portion, to: string): Transfer[] {
  const { household, grant, campaign, coupons, faceValue } = portion;
  return [
    meals(accounts.coupons(household, grant), to, coupons),
    ...baht(accounts.committed(campaign), accounts.free(campaign), times(faceValue, coupons)),
  ];
}

/** `round` tells several expiries of one grant apart: coupons held by an order at the expiry come back later. */
export function grantExpired(portion: Portion, round: string): Posting {
  return {
    template: 'grant_expired',
    key: `grant/${portion.grant}/expired/${round}`,
    transfers: freed(portion, accounts.expired(portion.campaign)),
  };
}
