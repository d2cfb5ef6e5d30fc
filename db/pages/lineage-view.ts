import { sql } from 'kysely';
import { bangkokDay } from '../../bot/domain/days.ts';
import type { LineageLine, LineageSum } from '../../bot/domain/notice.ts';
import { HISTORY_PAGE_MAX } from '../../bot/limits.ts';
import type { Reader } from './reader.ts';

/** What became of a donor's money so far. */
export interface Lineage extends LineageSum {
  /** The newest days; the sums are of all. */
  lines: LineageLine[];
}

const DAY_MS = 86_400_000;
/** Thailand is seven hours ahead, all year. */
const OFFSET_MS = 25_200_000;

/** The id of an order stands in the middle of the key under which it ended. */
const [BEFORE_ORDER, AFTER_ORDER] = ['order/', '/end'];
const ORDER_FROM = BEFORE_ORDER.length + 1;
const ORDER_AROUND = BEFORE_ORDER.length + AFTER_ORDER.length;

interface Spent {
  community: string;
  day_number: number;
  amount: number | string;
  meals: number;
}

const toOneDecimal = (count: number): number => Math.round(count * 10) / 10;

/**
 * A member's receipts → the slices of them that were paid for meals handed over → the communities of those meals. What
 * flowed back into the fund was not spent. A slice is as many meals as it pays of an order's whole cost per meal, the
 * ride included. Neither household nor hour is told.
 */
export async function lineageOf(reader: Reader, memberId: string): Promise<Lineage> {
  const { rows } = await sql<Spent>`
    WITH ended AS (
      SELECT s.transfer_id, s.amount, p.id AS posting_id, p."key" AS posting_key, p.happened_at
      FROM pledge g
        JOIN money_receipt r ON r.pledge_id = g.id
        JOIN slice s ON s.receipt_id = r.id
        JOIN transfer t ON t.id = s.transfer_id
        JOIN posting p ON p.id = t.posting_id
        JOIN account a ON a.id = t.to_account
      WHERE g.member_id = ${memberId} AND p.template = 'meals_handed_over'
        AND (a.code LIKE 'shop/%/owed' OR a.code LIKE 'rider/%/owed')
        AND NOT EXISTS (SELECT 1 FROM posting undone WHERE undone.reverses = p.id)),
    cost AS (
      SELECT t.posting_id, sum(t.amount) AS amount
      FROM transfer t JOIN account a ON a.id = t.to_account
      WHERE t.posting_id IN (SELECT posting_id FROM ended) AND (a.code LIKE 'shop/%/owed' OR a.code LIKE 'rider/%/owed')
      GROUP BY t.posting_id)
    SELECT c.name AS community, (e.happened_at + ${OFFSET_MS}) / ${DAY_MS} AS day_number,
      sum(e.amount) AS amount, sum(1.0 * e.amount * o.meals / cost.amount) AS meals
    FROM ended e
      JOIN cost ON cost.posting_id = e.posting_id
      JOIN meal_order o ON o.id = substr(e.posting_key, ${ORDER_FROM}, length(e.posting_key) - ${ORDER_AROUND})
      JOIN household h ON h.id = o.household_id
      JOIN community c ON c.id = h.community_id
    GROUP BY c.id, c.name, day_number
    ORDER BY day_number DESC, c.name`.execute(reader.db);
  return {
    amountSatang: rows.reduce((sum, row) => sum + Number(row.amount), 0),
    meals: toOneDecimal(rows.reduce((sum, row) => sum + row.meals, 0)),
    communities: new Set(rows.map((row) => row.community)).size,
    lines: rows.slice(0, HISTORY_PAGE_MAX).map((row) => ({
      communityName: row.community,
      day: bangkokDay(row.day_number * DAY_MS),
      amountSatang: Number(row.amount),
      meals: toOneDecimal(row.meals),
    })),
  };
}
