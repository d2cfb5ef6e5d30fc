import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { TreasurerPage } from '../../bot/liff-api/contract.ts';
import { usePagesWords, useStaffWords } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import { bahtOf } from '../text/format.ts';
import { BigNumber } from '../ui/big-number.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { FundTotals } from '../ui/fund-totals.tsx';
import { AskApproval } from './ask-approval.tsx';

/** What nobody was promised yet, in meals: the number to say when somebody asks how many more can eat. */
export function TreasurerFunds({
  campaigns,
  onChange,
}: {
  campaigns: TreasurerPage['campaigns'];
  onChange: (page: TreasurerPage) => void;
}): JSX.Element {
  const [moving, setMoving] = useState<string>();
  const pages = usePagesWords();
  const { books: words, coordinator, treasurer } = useStaffWords();
  const { units } = useWords();
  return (
    <>
      <h2 class="hidden-words">{words.promise}</h2>
      <p class="soft">{words.promiseLead}</p>
      <div class="case-cards">
        {campaigns.map(({ campaign, totals, faceValueSatang, isOver }) => (
          <Card key={campaign}>
            <p class="soft">{words.promiseMeals}</p>
            <BigNumber value={Math.floor(totals.freeSatang / faceValueSatang)} unit={words.mealsUnit} />
            <p class="soft small">{words.perMeal(pages.baht(bahtOf(faceValueSatang)))}</p>
            <FundTotals
              totals={totals}
              words={{ ...treasurer, meals: `${coordinator.handedOver} ${units.meals(totals.mealsHandedOver)}`, baht: pages.baht }}
            />
            {isOver && totals.freeSatang > 0 && (
              <>
                <p class="soft small">{words.carryOverLead}</p>
                <Button kind="secondary" wide onClick={() => setMoving(campaign)}>
                  {words.carryOver}
                </Button>
              </>
            )}
          </Card>
        ))}
      </div>
      {moving !== undefined && (
        <AskApproval
          what="move_unspent"
          subject={moving}
          title={words.carryOver}
          onChange={onChange}
          onClose={() => setMoving(undefined)}
        />
      )}
    </>
  );
}
