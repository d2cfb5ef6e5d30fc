import type { JSX } from 'preact';
import type { PublicTotals } from '../../bot/liff-api/contract.ts';
import { bahtOf } from '../text/format.ts';

interface FundWords {
  received: string;
  committed: string;
  free: string;
  meals: string;
  baht: (amount: string) => string;
}

/** A fund as one bar from zero with its numbers in words beside it, readable in grey print. */
export function FundTotals({ totals, words }: { totals: PublicTotals; words: FundWords }): JSX.Element {
  const inHand = Math.max(1, totals.freeSatang + totals.committedSatang);
  const share = Math.round((totals.committedSatang / inHand) * 100);
  return (
    <div class="fund stack stack--tight">
      <h3>{totals.campaignName}</h3>
      <p class="strong">{words.meals}</p>
      <svg class="fund__bar" width="100%" height="16" aria-hidden="true">
        <rect class="fund__free" width="100%" height="16" rx="8" />
        <rect class="fund__committed" width={`${share}%`} height="16" rx="8" />
      </svg>
      <dl class="facts">
        <dt>{words.received}</dt>
        <dd>{words.baht(bahtOf(totals.receivedSatang))}</dd>
        <dt>
          <span class="fund__key fund__key--committed" aria-hidden="true" />
          {words.committed}
        </dt>
        <dd>{words.baht(bahtOf(totals.committedSatang))}</dd>
        <dt>
          <span class="fund__key" aria-hidden="true" />
          {words.free}
        </dt>
        <dd>{words.baht(bahtOf(totals.freeSatang))}</dd>
      </dl>
    </div>
  );
}
