/** The accounts of docs/ledger.md, told apart by their codes, in words of our own. */
const PATTERNS = {
  bank: /^outside\/bank$/u,
  mint: /^outside\/mint\/(?<campaign>[^/]+)$/u,
  free: /^fund\/(?<campaign>[^/]+)\/free$/u,
  committed: /^fund\/(?<campaign>[^/]+)\/committed$/u,
  coupons: /^household\/(?<household>[^/]+)\/coupons\/(?<grant>[^/]+)$/u,
  held: /^order\/(?<order>[^/]+)\/held\/(?<grant>[^/]+)$/u,
  redeemed: /^redeemed\/(?<campaign>[^/]+)$/u,
  wasted: /^wasted\/(?<campaign>[^/]+)$/u,
  expired: /^expired\/(?<campaign>[^/]+)$/u,
  givenBack: /^given-back\/(?<campaign>[^/]+)$/u,
  shopOwed: /^shop\/(?<shop>[^/]+)\/owed$/u,
  riderOwed: /^rider\/(?<rider>[^/]+)\/owed$/u,
  gifts: /^outside\/gifts$/u,
  gift: /^gift\/(?<lot>[^/]+)$/u,
  orderBoxes: /^order\/(?<order>[^/]+)\/boxes$/u,
  given: /^given\/(?<lot>[^/]+)$/u,
  wastedBoxes: /^wasted-boxes\/(?<lot>[^/]+)$/u,
  returnedBoxes: /^returned-boxes\/(?<lot>[^/]+)$/u,
} as const;

export type AccountKind = keyof typeof PATTERNS;

export interface Account {
  kind: AccountKind | 'unknown';
  campaign: string;
  household: string;
  grant: string;
  order: string;
  shop: string;
  rider: string;
  lot: string;
}

const NO_PARTS = { campaign: '', household: '', grant: '', order: '', shop: '', rider: '', lot: '' };

function isKind(name: string): name is AccountKind {
  return Object.hasOwn(PATTERNS, name);
}

const KINDS = Object.keys(PATTERNS).filter(isKind);

export function accountOf(code: string): Account {
  for (const kind of KINDS) {
    const match = PATTERNS[kind].exec(code);
    if (match !== null) return { ...NO_PARTS, ...match.groups, kind };
  }
  return { ...NO_PARTS, kind: 'unknown' };
}

interface Template {
  key: RegExp;
  /** From which kind of account to which. */
  moves: readonly `${AccountKind}>${AccountKind}`[];
}

const ORDER_END = /^order\/[^/]+\/end$/u;

/** What each template of docs/ledger.md may move, and under what key. A reversal may move whatever it undoes. */
export const POSTING_TEMPLATES: Readonly<Record<string, Template>> = {
  money_received: { key: /^receipt\/[^/]+(?:\/\d+)?$/u, moves: ['bank>free'] },
  coupons_granted: { key: /^grant\/[^/]+$/u, moves: ['free>committed', 'mint>coupons'] },
  coupons_held: { key: /^order\/[^/]+\/held$/u, moves: ['coupons>held'] },
  fee_held: { key: /^order\/[^/]+\/fee$/u, moves: ['free>committed'] },
  hold_released: { key: /^order\/[^/]+\/(?:end|fee-back)$/u, moves: ['held>coupons', 'committed>free'] },
  meals_handed_over: { key: ORDER_END, moves: ['held>redeemed', 'committed>shopOwed', 'committed>free', 'committed>riderOwed'] },
  meals_wasted: { key: ORDER_END, moves: ['held>wasted', 'committed>shopOwed', 'committed>free', 'committed>riderOwed'] },
  coupons_reissued: { key: /^order\/[^/]+\/reissue$/u, moves: ['free>committed', 'mint>coupons'] },
  grant_expired: { key: /^grant\/[^/]+\/expired\/[^/]+$/u, moves: ['coupons>expired', 'committed>free'] },
  coupons_given_back: { key: /^give-back\/[^/]+$/u, moves: ['coupons>givenBack', 'committed>free'] },
  fund_moved: { key: /^fund-moved\/[^/]+$/u, moves: ['free>free'] },
  gift_received: { key: /^gift\/[^/]+$/u, moves: ['gifts>gift'] },
  gift_boxes_held: { key: /^order\/[^/]+\/boxes$/u, moves: ['gift>orderBoxes'] },
  gift_boxes_back: { key: /^order\/[^/]+\/boxes-back$/u, moves: ['orderBoxes>gift', 'orderBoxes>wastedBoxes'] },
  gift_meals_handed_over: { key: ORDER_END, moves: ['held>redeemed', 'committed>free', 'committed>riderOwed', 'orderBoxes>given'] },
  gift_meals_wasted: { key: ORDER_END, moves: ['held>wasted', 'committed>free', 'committed>riderOwed', 'orderBoxes>wastedBoxes'] },
  gift_over: { key: /^gift\/[^/]+\/over$/u, moves: ['gift>wastedBoxes', 'gift>returnedBoxes'] },
};

export const REVERSAL = { name: 'reversal', key: /^reversal\/\d+$/u };
