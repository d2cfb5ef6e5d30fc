import type { JSX } from 'preact';
import type { DonorPage } from '../../bot/liff-api/contract.ts';
import { useApp } from '../hooks/use-app.ts';
import { usePagesWords } from '../hooks/use-more-words.ts';
import { bahtOf } from '../text/format.ts';
import { dayOf } from '../text/times.ts';
import { Card } from '../ui/card.tsx';

/** What the money became, by community and day, and coupons that went back to neighbours. Nobody's name. */
export function Lineage({ data }: { data: DonorPage }): JSX.Element | null {
  const words = usePagesWords();
  const { me } = useApp();
  const { donor } = words;
  const { lineage, gaveBack } = data;
  if (data.givenSatang === 0 && gaveBack.length === 0) return null;
  return (
    <Card title={donor.lineageTitle}>
      {data.givenSatang > 0 && (
        <p class="strong">
          {lineage.amountSatang === 0 ? donor.lineageNone : donor.lineageSum(words.baht(bahtOf(lineage.amountSatang)), lineage.meals)}
        </p>
      )}
      <ul class="list">
        {lineage.lines.map((line) => (
          <li key={`${line.day} ${line.communityName}`} class="pledge">
            <div class="row row--apart">
              <span>
                {donor.community(line.communityName)}
                <br />
                <span class="soft small">{dayOf(line.day, me.language)}</span>
              </span>
              <span class="amount">
                {donor.mealCount(line.meals)}
                <br />
                <span class="soft small">{words.baht(bahtOf(line.amountSatang))}</span>
              </span>
            </div>
          </li>
        ))}
        {gaveBack.map(({ day, meals }) => (
          <li key={`back ${day}`} class="pledge">
            {donor.gaveBack(meals)}
            <br />
            <span class="soft small">{dayOf(day, me.language)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
