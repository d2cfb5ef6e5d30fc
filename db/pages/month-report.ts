import { balanceBefore, movedIn } from '../ledger-periods.ts';
import { addDays, startOfDay } from '../../bot/domain/days.ts';
import { accounts } from '../../bot/domain/postings.ts';
import type { MonthLine } from '../../bot/domain/statement.ts';
import { createTurns } from '../turns.ts';
import type { Reader } from './reader.ts';

/** The first ms of the month `YYYY-MM` and of the next. */
function boundsOf(month: string): { from: number; until: number } {
  const first = `${month}-01`;
  // The 32nd day from the first lies in the next month, whichever it is.
  const next = `${addDays(first, 31).slice(0, 7)}-01`;
  return { from: startOfDay(first), until: startOfDay(next) };
}

/**
 * What each campaign did in a month, by the day on which it was written down: a month that is over never changes, and a
 * correction stands in the month in which it was made.
 */
export async function monthReport(reader: Reader, month: string): Promise<MonthLine[]> {
  const { from, until } = boundsOf(month);
  const moved = await movedIn(reader.db, { from, until });
  const sum = (wanted: (each: (typeof moved)[number]) => boolean) =>
    moved.reduce((total, each) => (wanted(each) ? total + (each.isReversal ? -each.amount : each.amount) : total), 0);
  const campaigns = await reader.db.selectFrom('campaign').select(['id', 'name']).orderBy('starts_on').orderBy('id').execute();
  const lines: MonthLine[] = [];
  const turn = createTurns();
  for (const { id, name } of campaigns) {
    await turn();
    const [free, committed] = [accounts.free(id), accounts.committed(id)];
    const grants = ['coupons_granted', 'coupons_reissued'];
    lines.push({
      campaignName: name,
      receivedSatang: sum(({ from, to }) => from === accounts.bank && to === free),
      grantedSatang: sum(({ template, from }) => grants.includes(template) && from === free),
      grantedMeals: sum(({ template, from }) => grants.includes(template) && from === accounts.mint(id)),
      handedOverMeals: sum(({ to }) => to === accounts.redeemed(id)),
      owedSatang: sum(({ from, to }) => from === committed && to.endsWith('/owed')),
      expiredSatang: sum(({ template, from }) => template === 'grant_expired' && from === committed),
      freeAtEndSatang: await balanceBefore(reader.db, free, until),
      committedAtEndSatang: await balanceBefore(reader.db, committed, until),
    });
  }
  return lines;
}
