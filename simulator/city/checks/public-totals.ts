import { accountOf } from './chart.ts';
import type { TransferRow } from './changes.ts';
import type { Check, Sight } from './sight.ts';

interface TotalRow {
  campaign: string;
  received: number;
  shops: number;
  riders: number;
  owed: number;
  carried: number;
}

const TOTALS = `SELECT campaign_id AS campaign, received_satang AS received, shops_satang AS shops, riders_satang AS riders, owed_satang AS owed,
    carried_satang AS carried FROM campaign_total`;
const SERVED = `SELECT w.campaign_id AS campaign, sum(w.meals) AS meals, (SELECT coalesce(sum(balance), 0) FROM account
    WHERE code = 'redeemed/' || w.campaign_id) AS redeemed FROM served_week w GROUP BY w.campaign_id`;
const HOUSEHOLDS = `SELECT w.campaign_id || ' ' || w.community_id || ' ' || w.week AS cell, w.households, (SELECT count(*) FROM served_household h
    WHERE h.campaign_id = w.campaign_id AND h.community_id = w.community_id AND h.week = w.week) AS homes FROM served_week w`;
/** By their keys: the notice that lent its key may have been dropped in the meantime, as too late, while what went with it was sent. */
const PUSHES = `SELECT (SELECT coalesce(sum(pushes), 0) FROM push_month) AS counted,
    (SELECT count(DISTINCT sent_with) FROM outbox WHERE state = 'sent' AND sent_via = 'push') AS pushed,
    (SELECT coalesce(min(sequence), 1) FROM outbox) AS first`;

const NONE = { received: 0, shops: 0, riders: 0, owed: 0, carried: 0 };

/** What anyone may read is kept beside the books as money moves; here it is reckoned from the books. */
export function checkPublicTotals({ db, expect }: Sight): Check {
  const totals = db.prepare<[], TotalRow>(TOTALS);
  const served = db.prepare<[], { campaign: string; meals: number; redeemed: number }>(SERVED);
  const households = db.prepare<[], { cell: string; households: number; homes: number }>(HOUSEHOLDS);
  const pushes = db.prepare<[], { counted: number; pushed: number; first: number }>(PUSHES);
  const sums = new Map<string, Omit<TotalRow, 'campaign'>>();

  /** Money that comes into a fund or leaves it, seen from the fund; `sign` is minus where it leaves. */
  function move(fund: string, other: string, amount: number): void {
    const { campaign } = accountOf(fund);
    const { kind, campaign: otherCampaign } = accountOf(other);
    if (campaign === '' || (otherCampaign !== '' && otherCampaign === campaign)) return;
    const sum = sums.get(campaign) ?? { ...NONE };
    if (kind === 'bank') sum.received += amount;
    else if (kind === 'shopOwed') sum.shops -= amount;
    else if (kind === 'riderOwed') sum.riders -= amount;
    else sum.carried += amount;
    sum.owed = sum.shops + sum.riders;
    sums.set(campaign, sum);
  }

  function apply({ from, to, amount }: TransferRow): void {
    move(to, from, amount);
    move(from, to, -amount);
  }

  return {
    afterStep({ transfers }) {
      for (const transfer of transfers.filter((each) => each.unit === 'THB')) apply(transfer);
    },
    atRest() {
      for (const { campaign, ...row } of totals.all()) {
        const sum = sums.get(campaign) ?? NONE;
        expect('totals', `campaign ${campaign}`, { expected: JSON.stringify(sum), found: JSON.stringify(row) });
      }
      for (const { campaign, meals, redeemed } of served.all())
        expect('totals', `meals of ${campaign}`, { expected: redeemed, found: meals });
      for (const { cell, households: counted, homes } of households.all())
        expect('totals', `homes of ${cell}`, { expected: homes, found: counted });
      const { counted, pushed, first } = pushes.get() ?? { counted: 0, pushed: 0, first: 1 };
      // Told notices are forgotten after a month, the count of them is not.
      if (first === 1) expect('totals', 'pushes', { expected: pushed, found: counted });
    },
  };
}
