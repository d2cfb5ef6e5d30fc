import { bangkokDay } from '../../bot/domain/days.ts';
import { HISTORY_PAGE_MAX } from '../../bot/limits.ts';
import type { Reader } from './reader.ts';
import { householdIdOf } from './resident-page.ts';

/** Coupons that the member's household left to its neighbours, day by day, newest first. */
export async function givenBackBy(reader: Reader, memberId: string): Promise<{ day: string; meals: number }[]> {
  const household = await householdIdOf(reader, memberId);
  if (household === undefined) return [];
  const prefix = `household/${household}/coupons/`;
  const rows = await reader.db
    .selectFrom('posting')
    .innerJoin('transfer', 'transfer.posting_id', 'posting.id')
    .innerJoin('account', 'account.id', 'transfer.from_account')
    .select(['posting.happened_at', 'transfer.amount'])
    .where('posting.template', '=', 'coupons_given_back')
    .where('account.code', '>=', prefix)
    .where('account.code', '<', `${prefix}\u{10FFFF}`)
    .orderBy('posting.id', 'desc')
    .execute();
  const days = new Map<string, number>();
  for (const row of rows) {
    const day = bangkokDay(row.happened_at);
    days.set(day, (days.get(day) ?? 0) + row.amount);
  }
  return [...days].slice(0, HISTORY_PAGE_MAX).map(([day, meals]) => ({ day, meals }));
}
