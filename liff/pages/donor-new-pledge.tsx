import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DonorPage } from '../../bot/liff-api/contract.ts';
import { useAct } from '../hooks/use-act.ts';
import { usePagesWords } from '../hooks/use-more-words.ts';
import { bahtOf, satangFrom } from '../text/format.ts';
import type { PagesWords } from '../text/pages/th.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import type { FieldError } from '../ui/error-summary.tsx';
import { Choices, Field, SelectField } from '../ui/field.tsx';
import { Problem } from '../ui/problem.tsx';
import { Stepper } from '../ui/stepper.tsx';
import { CommunityChoice } from './donor-community.tsx';

const MEALS_MAX = 200;
const SATANG_MIN = 100;
const NAME_MAX = 60;

interface Wish {
  how: 'meals' | 'money';
  meals: number;
  amount: string;
  often: 'once' | 'monthly';
  where: 'needed' | 'campaign' | 'community';
  campaign: string;
  community: string;
  named: 'anonymous' | 'named';
  name: string;
}

type Open = DonorPage['open'];

function startOf(open: Open): Wish {
  return {
    how: 'meals',
    meals: 5,
    amount: '',
    often: 'once',
    where: 'needed',
    campaign: open[0]?.campaign ?? '',
    community: '',
    named: 'anonymous',
    name: '',
  };
}

/** What will be transferred; undefined while the amount is none. */
function totalOf(wish: Wish, open: Open): number | undefined {
  if (wish.how === 'money') return satangFrom(wish.amount);
  const chosen = wish.where === 'campaign' ? open.find(({ campaign }) => campaign === wish.campaign) : open[0];
  return chosen === undefined ? undefined : wish.meals * chosen.faceValueSatang;
}

function bodyOf(wish: Wish, amountSatang: number | undefined) {
  return {
    ...(wish.how === 'meals' ? { meals: wish.meals } : amountSatang === undefined ? {} : { amountSatang }),
    ...(wish.often === 'monthly' ? { isMonthly: true } : {}),
    ...(wish.where === 'campaign' ? { campaign: wish.campaign } : {}),
    ...(wish.where === 'community' ? { community: wish.community } : {}),
    ...(wish.named === 'named' ? { donorName: wish.name.trim() } : {}),
  };
}

function problemsOf(wish: Wish, total: number | undefined, donor: PagesWords['donor']): FieldError[] {
  const wrong: FieldError[] = [];
  if (wish.how === 'money' && (total === undefined || total < SATANG_MIN)) wrong.push({ field: 'amount', words: donor.amountWrong });
  if (wish.where === 'community' && wish.community === '') wrong.push({ field: 'community', words: donor.communityMissing });
  if (wish.named === 'named' && wish.name.trim() === '') wrong.push({ field: 'donor-name', words: donor.nameMissing });
  return wrong;
}

/** One promise on one page: how much, how often, for whom, and under which name; all but the first has its answer. */
export function NewPledge({ open, onMade }: { open: Open; onMade: (page: DonorPage) => void }): JSX.Element {
  const words = usePagesWords();
  const { donor } = words;
  const [wish, setWish] = useState(() => startOf(open));
  const [errors, setErrors] = useState<FieldError[]>([]);
  const act = useAct();
  const change = (part: Partial<Wish>) => setWish({ ...wish, ...part });
  const errorAt = (field: string) => errors.find((error) => error.field === field)?.words;
  const total = totalOf(wish, open);
  const make = () => {
    const wrong = problemsOf(wish, total, donor);
    setErrors(wrong);
    if (wrong.length > 0) return;
    void act.run('/api/pledges', bodyOf(wish, total), (page) => {
      setWish(startOf(page.open));
      onMade(page);
    });
  };
  return (
    <Card title={donor.newTitle}>
      <ErrorSummary title={words.problemTitle} errors={errors} />
      <HowMuch wish={wish} change={change} errorAt={errorAt} />
      <SelectField
        id="often"
        label={donor.often}
        value={wish.often}
        onChoose={(often) => change({ often })}
        choices={[
          { value: 'once', words: donor.once },
          { value: 'monthly', words: donor.monthly },
        ]}
      />
      <WhereTo wish={wish} open={open} change={change} errorAt={errorAt} />
      <UnderWhichName wish={wish} change={change} errorAt={errorAt} />
      {total !== undefined && <p class="strong">{donor.total(words.baht(bahtOf(total)))}</p>}
      <Problem words={act.problem} />
      <Button wide icon="heart" busy={act.busy} onClick={make}>
        {donor.make}
      </Button>
    </Card>
  );
}

interface PartProps {
  wish: Wish;
  change: (part: Partial<Wish>) => void;
  errorAt: (field: string) => string | undefined;
}

function HowMuch({ wish, change, errorAt }: PartProps): JSX.Element {
  const { donor, less, more } = usePagesWords();
  return (
    <>
      <Choices
        legend={donor.how}
        name="how"
        value={wish.how}
        onChoose={(how) => change({ how })}
        choices={[
          { value: 'meals', words: donor.asMeals },
          { value: 'money', words: donor.asMoney },
        ]}
      />
      {wish.how === 'meals' ? (
        <Stepper
          label={donor.meals}
          value={wish.meals}
          min={1}
          max={MEALS_MAX}
          lessWord={less}
          moreWord={more}
          onChange={(meals) => change({ meals })}
        />
      ) : (
        <Field
          id="amount"
          label={donor.amount}
          hint={donor.amountHint}
          error={errorAt('amount')}
          value={wish.amount}
          inputMode="decimal"
          onInput={(amount) => change({ amount })}
        />
      )}
    </>
  );
}

function WhereTo({ wish, open, change, errorAt }: PartProps & { open: Open }): JSX.Element {
  const { donor } = usePagesWords();
  const campaign = { value: 'campaign' as const, words: donor.toCampaign };
  return (
    <>
      <SelectField
        id="where"
        label={donor.where}
        value={wish.where}
        onChoose={(where) => change({ where })}
        choices={[
          { value: 'needed', words: donor.toNeeded },
          ...(open.length > 1 ? [campaign] : []),
          { value: 'community', words: donor.toCommunity },
        ]}
      />
      {wish.where === 'campaign' && (
        <SelectField
          id="campaign"
          label={donor.whichCampaign}
          value={wish.campaign}
          onChoose={(chosen) => change({ campaign: chosen })}
          choices={open.map(({ campaign: value, name }) => ({ value, words: name }))}
        />
      )}
      {wish.where === 'community' && (
        <CommunityChoice value={wish.community} error={errorAt('community')} onChoose={(community) => change({ community })} />
      )}
    </>
  );
}

function UnderWhichName({ wish, change, errorAt }: PartProps): JSX.Element {
  const { donor } = usePagesWords();
  return (
    <>
      <SelectField
        id="named"
        label={donor.named}
        value={wish.named}
        onChoose={(named) => change({ named })}
        choices={[
          { value: 'anonymous', words: donor.anonymous },
          { value: 'named', words: donor.withName },
        ]}
      />
      {wish.named === 'named' && (
        <Field
          id="donor-name"
          label={donor.name}
          hint={donor.nameHint}
          error={errorAt('donor-name')}
          value={wish.name}
          onInput={(name) => change({ name: name.slice(0, NAME_MAX) })}
        />
      )}
    </>
  );
}
