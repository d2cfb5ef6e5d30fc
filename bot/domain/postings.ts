import { minus, times } from './money.ts';
import type { Coupons, Satang } from './money.ts';

/** THB in satang, MEAL in whole coupons, BOX in boxes of food given in kind. */
export type Unit = 'THB' | 'MEAL' | 'BOX';

export interface Transfer {
  unit: Unit;
  from: string;
  to: string;
  amount: number;
  /** A purpose inside the account (`grant/…`, `fee/…`), so that each satang stays with what it was set aside for. */
  fromPocket?: string;
  toPocket?: string;
  /** The community that the money is spent on, or was given for when it comes from outside. */
  community?: string;
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
  'coupons_given_back',
  'fund_moved',
  'gift_received',
  'gift_boxes_held',
  'gift_boxes_back',
  'gift_meals_handed_over',
  'gift_meals_wasted',
  'gift_over',
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
  givenBack: (campaign: string) => `given-back/${campaign}`,
  shopOwed: (shop: string) => `shop/${shop}/owed`,
  riderOwed: (rider: string) => `rider/${rider}/owed`,
  gifts: 'outside/gifts',
  gift: (lot: string) => `gift/${lot}`,
  boxes: (order: string) => `order/${order}/boxes`,
  given: (lot: string) => `given/${lot}`,
  wastedBoxes: (lot: string) => `wasted-boxes/${lot}`,
  returnedBoxes: (lot: string) => `returned-boxes/${lot}`,
} as const;

interface Money {
  from: string;
  to: string;
  amount: Satang;
  fromPocket?: string;
  toPocket?: string;
  community?: string | undefined;
}

function baht({ from, to, amount, fromPocket, toPocket, community }: Money): Transfer[] {
  if (amount === 0) return [];
  return [
    {
      unit: 'THB',
      from,
      to,
      amount,
      ...(fromPocket === undefined ? {} : { fromPocket }),
      ...(toPocket === undefined ? {} : { toPocket }),
      ...(community === undefined ? {} : { community }),
    },
  ];
}

/** Inside `fund/…/committed` the money of each grant and of each delivery fee lies apart. */
function grantPocket(grant: string): string {
  return `grant/${grant}`;
}

function feePocket(order: string): string {
  return `fee/${order}`;
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
  /** Where the household lives: money given for another community is not set aside for it. */
  community?: string;
}

interface Delivery {
  campaign: string;
  fee: Satang;
  community?: string;
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

/** `community` when the donor gave it for one community alone. */
export function moneyReceived(params: { receipt: string; campaign: string; amount: Satang; community?: string }): Posting {
  const { receipt, campaign, amount, community } = params;
  const transfers = baht({ from: accounts.bank, to: accounts.free(campaign), amount, community });
  return { template: 'money_received', key: `receipt/${receipt}`, transfers };
}

export function couponsGranted(portion: Portion): Posting {
  return { template: 'coupons_granted', key: `grant/${portion.grant}`, transfers: mint(portion) };
}

function mint({ household, grant, campaign, coupons, faceValue, community }: Portion): Transfer[] {
  const amount = times(faceValue, coupons);
  return [
    ...baht({ from: accounts.free(campaign), to: accounts.committed(campaign), amount, toPocket: grantPocket(grant), community }),
    meals(accounts.mint(campaign), accounts.coupons(household, grant), coupons),
  ];
}

export function couponsHeld(order: string, portions: Portion[]): Posting {
  const transfers = portions.map((p) => meals(accounts.coupons(p.household, p.grant), accounts.held(order, p.grant), p.coupons));
  return { template: 'coupons_held', key: `order/${order}/held`, transfers };
}

/** The delivery fee is set aside when the order is placed, so that no rider is ever promised money the fund lacks. */
export function feeHeld(order: string, { campaign, fee, community }: Delivery): Posting {
  const [from, to] = [accounts.free(campaign), accounts.committed(campaign)];
  return {
    template: 'fee_held',
    key: `order/${order}/fee`,
    transfers: baht({ from, to, amount: fee, toPocket: feePocket(order), community }),
  };
}

/** Cancelled, refused, expired or failed before cooking: coupons and fee go back to where they came from. */
export function holdReleased(order: string, portions: Portion[], delivery: Delivery): Posting {
  const back = portions.map((p) => meals(accounts.held(order, p.grant), accounts.coupons(p.household, p.grant), p.coupons));
  return { template: 'hold_released', key: `order/${order}/end`, transfers: [...back, ...feeBack(order, delivery)] };
}

/** A delivery turned into a pick-up needs no rider: its fee alone goes back. */
export function feeReleased(order: string, delivery: Delivery): Posting {
  return { template: 'hold_released', key: `order/${order}/fee-back`, transfers: feeBack(order, delivery) };
}

function feeBack(order: string, { campaign, fee }: Delivery): Transfer[] {
  return baht({ from: accounts.committed(campaign), to: accounts.free(campaign), amount: fee, fromPocket: feePocket(order) });
}

function feePaid(order: string, delivery: Delivery): Transfer[] {
  const { campaign, fee, rider } = delivery;
  if (rider === undefined) return feeBack(order, delivery);
  return baht({ from: accounts.committed(campaign), to: accounts.riderOwed(rider), amount: fee, fromPocket: feePocket(order) });
}

function shopPaid(shop: string, price: Satang, p: Portion): Transfer[] {
  const paid = price < p.faceValue ? price : p.faceValue;
  const [from, fromPocket] = [accounts.committed(p.campaign), grantPocket(p.grant)];
  return [
    ...baht({ from, to: accounts.shopOwed(shop), amount: times(paid, p.coupons), fromPocket }),
    ...baht({ from, to: accounts.free(p.campaign), amount: times(minus(p.faceValue, paid), p.coupons), fromPocket }),
  ];
}

/** Food changed hands: coupons are redeemed, the shop and the rider are owed, what the price left goes back to the fund. */
export function mealsHandedOver({ order, shop, price, portions, delivery }: HandOver): Posting {
  const transfers = portions.flatMap((p) => [
    meals(accounts.held(order, p.grant), accounts.redeemed(p.campaign), p.coupons),
    ...shopPaid(shop, price, p),
  ]);
  return { template: 'meals_handed_over', key: `order/${order}/end`, transfers: [...transfers, ...feePaid(order, delivery)] };
}

/** Cooked but not delivered: the shop cooked and is paid, the rider who carried it too; the meals are booked as waste. */
export function mealsWasted({ order, shop, price, portions, delivery }: HandOver): Posting {
  const transfers = portions.flatMap((p) => [
    meals(accounts.held(order, p.grant), accounts.wasted(p.campaign), p.coupons),
    ...shopPaid(shop, price, p),
  ]);
  return { template: 'meals_wasted', key: `order/${order}/end`, transfers: [...transfers, ...feePaid(order, delivery)] };
}

/** New coupons for a meal that never arrived, covered by new money; refused by the books when the fund is short. */
export function couponsReissued(order: string, portions: Portion[]): Posting {
  return { template: 'coupons_reissued', key: `order/${order}/reissue`, transfers: portions.flatMap(mint) };
}

function freed(portion: Portion, to: string): Transfer[] {
  const { household, grant, campaign, coupons, faceValue } = portion;
  return [
    meals(accounts.coupons(household, grant), to, coupons),
    ...baht({
      from: accounts.committed(campaign),
      to: accounts.free(campaign),
      amount: times(faceValue, coupons),
      fromPocket: grantPocket(grant),
    }),
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

/** What a campaign left when it was over goes on to another one, with four eyes. */
export function fundMoved(params: { approval: string; from: string; to: string; amount: Satang }): Posting {
  const { approval, from, to, amount } = params;
  const transfers = baht({ from: accounts.free(from), to: accounts.free(to), amount });
  return { template: 'fund_moved', key: `fund-moved/${approval}`, transfers };
}

/** A household leaves coupons to its neighbours: their money is free again. `giveBack` is the id of this one gift. */
export function couponsGivenBack(giveBack: string, portions: Portion[]): Posting {
  return {
    template: 'coupons_given_back',
    key: `give-back/${giveBack}`,
    transfers: portions.flatMap((portion) => freed(portion, accounts.givenBack(portion.campaign))),
  };
}

/** Boxes never stand in the books as nothing: a lot without boxes is a bug of the caller. */
function boxes(from: string, to: string, amount: number): Transfer {
  return { unit: 'BOX', from, to, amount };
}

/** Food given in kind was accepted: its boxes can be held by orders from now on. */
export function giftReceived(lot: string, count: number): Posting {
  return { template: 'gift_received', key: `gift/${lot}`, transfers: [boxes(accounts.gifts, accounts.gift(lot), count)] };
}

interface OrderBoxes {
  order: string;
  lot: string;
  boxes: number;
}

/** Two orders cannot hold the last box of a lot: the account would go below zero. */
export function giftBoxesHeld({ order, lot, boxes: count }: OrderBoxes): Posting {
  const transfers = [boxes(accounts.gift(lot), accounts.boxes(order), count)];
  return { template: 'gift_boxes_held', key: `order/${order}/boxes`, transfers };
}

/** Boxes that never left the donor's place go back to the lot or, when its time is over, are booked as waste. */
export function giftBoxesBack({ order, lot, boxes: count }: OrderBoxes, isStillGood: boolean): Posting {
  const to = isStillGood ? accounts.gift(lot) : accounts.wastedBoxes(lot);
  return { template: 'gift_boxes_back', key: `order/${order}/boxes-back`, transfers: [boxes(accounts.boxes(order), to, count)] };
}

interface GiftEnd extends OrderBoxes {
  portions: Portion[];
  delivery: Delivery;
}

/** Given food costs nothing: the coupons are used, and all the money that stood for them is free again. */
function endOfGift({ order, portions, delivery }: GiftEnd, meansOf: (campaign: string) => string): Transfer[] {
  const used = portions.flatMap((p) => [
    meals(accounts.held(order, p.grant), meansOf(p.campaign), p.coupons),
    ...baht({
      from: accounts.committed(p.campaign),
      to: accounts.free(p.campaign),
      amount: times(p.faceValue, p.coupons),
      fromPocket: grantPocket(p.grant),
    }),
  ]);
  return [...used, ...feePaid(order, delivery)];
}

export function giftMealsHandedOver(end: GiftEnd): Posting {
  const transfers = [...endOfGift(end, accounts.redeemed), boxes(accounts.boxes(end.order), accounts.given(end.lot), end.boxes)];
  return { template: 'gift_meals_handed_over', key: `order/${end.order}/end`, transfers };
}

export function giftMealsWasted(end: GiftEnd): Posting {
  const transfers = [...endOfGift(end, accounts.wasted), boxes(accounts.boxes(end.order), accounts.wastedBoxes(end.lot), end.boxes)];
  return { template: 'gift_meals_wasted', key: `order/${end.order}/end`, transfers };
}

/** The time of a lot is up: cooked food that is left is waste, dry goods stay with the donor. */
export function giftOver(lot: string, left: number, kind: 'cooked' | 'dry'): Posting {
  const to = kind === 'cooked' ? accounts.wastedBoxes(lot) : accounts.returnedBoxes(lot);
  return { template: 'gift_over', key: `gift/${lot}/over`, transfers: [boxes(accounts.gift(lot), to, left)] };
}
