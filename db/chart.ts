import { accounts } from '../bot/domain/postings.ts';
import type { Unit } from '../bot/domain/postings.ts';

interface ChartLine {
  /** The code with its parts named in braces, as docs/ledger.md writes it. */
  code: string;
  unit: Unit;
  pattern: RegExp;
}

function line(code: string, unit: Unit): ChartLine {
  return { code, unit, pattern: new RegExp(`^${code.replaceAll(/\{[a-z]+\}/gu, '[^/]+')}$`, 'u') };
}

/** The chart of accounts: every account that a posting template writes. One that matches no line is a flaw. */
export const CHART: Readonly<Record<keyof typeof accounts, ChartLine>> = {
  bank: line(accounts.bank, 'THB'),
  mint: line(accounts.mint('{campaign}'), 'MEAL'),
  free: line(accounts.free('{campaign}'), 'THB'),
  committed: line(accounts.committed('{campaign}'), 'THB'),
  coupons: line(accounts.coupons('{household}', '{grant}'), 'MEAL'),
  held: line(accounts.held('{order}', '{grant}'), 'MEAL'),
  redeemed: line(accounts.redeemed('{campaign}'), 'MEAL'),
  wasted: line(accounts.wasted('{campaign}'), 'MEAL'),
  expired: line(accounts.expired('{campaign}'), 'MEAL'),
  givenBack: line(accounts.givenBack('{campaign}'), 'MEAL'),
  shopOwed: line(accounts.shopOwed('{shop}'), 'THB'),
  riderOwed: line(accounts.riderOwed('{rider}'), 'THB'),
  gifts: line(accounts.gifts, 'BOX'),
  gift: line(accounts.gift('{lot}'), 'BOX'),
  boxes: line(accounts.boxes('{order}'), 'BOX'),
  given: line(accounts.given('{lot}'), 'BOX'),
  wastedBoxes: line(accounts.wastedBoxes('{lot}'), 'BOX'),
  returnedBoxes: line(accounts.returnedBoxes('{lot}'), 'BOX'),
};
