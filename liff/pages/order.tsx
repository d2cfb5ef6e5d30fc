import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ResidentPage } from '../../bot/liff-api/contract.ts';
import type { MealTime, OrderMode } from '../../bot/domain/words.ts';
import { useAct } from '../hooks/use-act.ts';
import { usePage } from '../hooks/use-page.ts';
import { addressOf, navigate, useRoute } from '../hooks/use-route.ts';
import { usePagesWords, useWays } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import { clockOf } from '../text/times.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Choices } from '../ui/field.tsx';
import { Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { PageOf, StateCard } from '../ui/states.tsx';
import { Stepper } from '../ui/stepper.tsx';

const DRAFT = 'panim.order-draft';
const QUESTIONS = 4;

interface Draft {
  meals: number;
  mealTime: MealTime;
  mode: OrderMode;
}

/** What was typed survives a reload and the way back; it goes when the order is placed. */
function useDraft(): [Draft, (change: Partial<Draft>) => void] {
  const [draft, setDraft] = useState<Draft>(() => ({
    meals: 1,
    mealTime: 'now',
    mode: 'delivery',
    ...JSON.parse(sessionStorage.getItem(DRAFT) ?? '{}'),
  }));
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    sessionStorage.setItem(DRAFT, JSON.stringify(next));
    setDraft(next);
  };
  return [draft, change];
}

/** How many, when, how, check: one question a page. */
export function NewOrder(): JSX.Element {
  const { order } = usePagesWords();
  const page = usePage('/api/resident', 'resident');
  const [placed, setPlaced] = useState<{ order: string; meals: number }>();
  if (placed) return <Done order={placed.order} meals={placed.meals} />;
  return (
    <PageOf page={page} title={order.title} skeleton={['line', 'card']}>
      {(data) => (data.registration === 'approved' && data.mealsMax > 0 ? <Questions data={data} onPlaced={setPlaced} /> : <CannotAsk />)}
    </PageOf>
  );
}

function Questions({ data, onPlaced }: { data: ResidentPage; onPlaced: (placed: { order: string; meals: number }) => void }): JSX.Element {
  const { step } = useRoute();
  const [draft, change] = useDraft();
  const times = data.mealTimes.map(({ mealTime }) => mealTime);
  const fitting: Draft = {
    ...draft,
    meals: Math.min(draft.meals, data.mealsMax),
    mealTime: times.includes(draft.mealTime) ? draft.mealTime : (times[0] ?? 'now'),
  };
  const props: QuestionProps = { data, draft: fitting, change, next: () => navigate('/order', 'push', step + 1) };
  if (step === 0) return <HowMany {...props} />;
  if (step === 1) return <When {...props} />;
  if (step === 2) return <How {...props} />;
  return <Check data={data} draft={fitting} onPlaced={onPlaced} />;
}

interface QuestionProps {
  data: ResidentPage;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  next: () => void;
}

function HowMany({ data, draft, change, next }: QuestionProps): JSX.Element {
  const words = usePagesWords();
  const { units } = useWords();
  return (
    <Page title={words.order.mealsTitle} lead={words.order.step(1, QUESTIONS)} actions={<Next onClick={next} />}>
      <Card>
        <Stepper
          label={words.order.mealsTitle}
          value={draft.meals}
          min={1}
          max={data.mealsMax}
          lessWord={words.less}
          moreWord={words.more}
          onChange={(meals) => change({ meals })}
        />
        <p class="soft">{words.order.mealsLead(units.meals(data.mealsMax))}</p>
      </Card>
    </Page>
  );
}

function When({ data, draft, change, next }: QuestionProps): JSX.Element {
  const { order } = usePagesWords();
  const { units } = useWords();
  return (
    <Page title={order.timeTitle} lead={order.step(2, QUESTIONS)} actions={<Next onClick={next} />}>
      <Choices
        legend={order.timeTitle}
        hideLegend
        name="meal-time"
        value={draft.mealTime}
        onChoose={(mealTime) => change({ mealTime })}
        choices={data.mealTimes.map(({ mealTime, at }) => ({
          value: mealTime,
          words: (
            <>
              <span class="strong">{order.times[mealTime]}</span>
              {mealTime !== 'now' && <span class="soft"> {units.about(clockOf(at))}</span>}
            </>
          ),
        }))}
      />
    </Page>
  );
}

function How({ draft, change, next }: QuestionProps): JSX.Element {
  const { order } = usePagesWords();
  return (
    <Page title={order.modeTitle} lead={order.step(3, QUESTIONS)} actions={<Next onClick={next} />}>
      <Choices
        legend={order.modeTitle}
        hideLegend
        name="mode"
        value={draft.mode}
        onChoose={(mode) => change({ mode })}
        choices={[
          { value: 'delivery', words: <TwoLines first={order.delivery} second={order.deliveryHint} /> },
          { value: 'pickup', words: <TwoLines first={order.pickup} second={order.pickupHint} /> },
        ]}
      />
    </Page>
  );
}

function TwoLines({ first, second }: { first: string; second: string }): JSX.Element {
  return (
    <span class="stack stack--tight">
      <span class="strong">{first}</span>
      <span class="soft small">{second}</span>
    </span>
  );
}

function Next({ onClick }: { onClick: () => void }): JSX.Element {
  const { next } = usePagesWords();
  return (
    <Button wide onClick={onClick}>
      {next}
    </Button>
  );
}

interface CheckProps {
  data: ResidentPage;
  draft: Draft;
  onPlaced: (placed: { order: string; meals: number }) => void;
}

function Check({ data, draft, onPlaced }: CheckProps): JSX.Element {
  const { order: words } = usePagesWords();
  const act = useAct();
  const send = () =>
    act.run('/api/orders', { ...draft }, ({ order }) => {
      sessionStorage.removeItem(DRAFT);
      onPlaced({ order: order.order, meals: order.meals });
    });
  return (
    <Page
      title={words.checkTitle}
      lead={words.step(QUESTIONS, QUESTIONS)}
      actions={
        <>
          <Problem words={act.problem} />
          <Button wide busy={act.busy} onClick={() => void send()}>
            {words.send}
          </Button>
        </>
      }
    >
      <Answers data={data} draft={draft} />
    </Page>
  );
}

/** What was answered, each with a way back to its question. */
function Answers({ data, draft }: { data: ResidentPage; draft: Draft }): JSX.Element {
  const words = usePagesWords();
  const { units } = useWords();
  const { depth } = useRoute();
  const time = words.order.times[draft.mealTime];
  // "Now" has no time yet: the shop's answer gives it.
  const at = data.mealTimes.find(({ mealTime }) => mealTime === draft.mealTime && mealTime !== 'now')?.at;
  const answers = [
    { name: words.order.meals, value: units.meals(draft.meals), step: 0 },
    { name: words.order.time, value: at === undefined ? time : `${time} ${units.about(clockOf(at))}`, step: 1 },
    { name: words.order.mode, value: draft.mode === 'delivery' ? words.order.delivery : words.order.pickup, step: 2 },
  ];
  const last = QUESTIONS - 1;
  const change = (step: number) => (depth >= last - step ? history.go(step - last) : navigate('/order', 'replace', step));
  return (
    <Card>
      <ul class="list">
        {answers.map((answer) => (
          <li key={answer.name} class="list__line">
            <span class="stack stack--tight">
              <span class="soft small">{answer.name}</span>
              <span class="strong">{answer.value}</span>
            </span>
            <Button kind="quiet" small onClick={() => change(answer.step)}>
              {words.change}
              <span class="hidden-words"> {answer.name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Done({ order, meals }: { order: string; meals: number }): JSX.Element {
  const words = usePagesWords();
  const { units } = useWords();
  const { homeLink } = useWays();
  useEffect(() => window.scrollTo(0, 0), []);
  return (
    <Page
      title={words.order.doneTitle(units.meals(meals))}
      actions={
        <>
          <ButtonLink wide href={addressOf(`/orders/${order}`)}>
            {words.order.follow}
          </ButtonLink>
          <ButtonLink wide kind="quiet" href={addressOf('/')}>
            {homeLink}
          </ButtonLink>
        </>
      }
    >
      <StateCard icon="tick">
        <p class="strong">{words.order.doneBody}</p>
        <p class="soft">{words.order.doneChat}</p>
      </StateCard>
    </Page>
  );
}

function CannotAsk(): JSX.Element {
  const { order, errors } = usePagesWords();
  const { homeLink } = useWays();
  return (
    <Page title={order.title}>
      <StateCard icon="clock" needs title={order.cannotTitle}>
        <p>{errors.order_active}</p>
        <ButtonLink href={addressOf('/')}>{homeLink}</ButtonLink>
      </StateCard>
    </Page>
  );
}
