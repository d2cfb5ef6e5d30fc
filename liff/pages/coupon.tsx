import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ResidentPage, ShownCoupon } from '../../bot/liff-api/contract.ts';
import { useAct } from '../hooks/use-act.ts';
import type { Act } from '../hooks/use-act.ts';
import { useNow } from '../hooks/use-now.ts';
import { usePage } from '../hooks/use-page.ts';
import { addressOf } from '../hooks/use-route.ts';
import { usePagesWords, useWays } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import { CodeText } from '../ui/big-number.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Card, Note } from '../ui/card.tsx';
import { Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { PageOf, StateCard } from '../ui/states.tsx';
import { Stepper } from '../ui/stepper.tsx';
import { GiveBack } from './give-back.tsx';
import './coupon.css';

/** The shop counter takes at most this many at once. */
const MEALS_MAX = 20;

interface Shown {
  coupon: ShownCoupon;
  shownAt: number;
  /** Coupons the household had, held ones included, when the code was made. */
  had: number;
}

/** Choose how many, then a code as large as the screen allows. */
export function Coupon(): JSX.Element {
  const { coupon: words } = usePagesWords();
  const page = usePage('/api/resident', 'resident');
  const [meals, setMeals] = useState(1);
  const [shown, setShown] = useState<Shown>();
  const act = useAct();
  return (
    <PageOf page={page} title={words.title} skeleton={['line', 'card']}>
      {(data) => {
        const has = data.coupons.left + data.coupons.held;
        const show = () => void act.run('/api/coupons/show', { meals }, (coupon) => setShown({ coupon, shownAt: Date.now(), had: has }));
        if (shown && has < shown.had) return <Used left={data.coupons.left} />;
        if (shown) return <Code shown={shown} act={act} onAgain={show} />;
        return <HowMany data={data} meals={meals} setMeals={setMeals} act={act} onShow={show} onChange={page.show} />;
      }}
    </PageOf>
  );
}

interface HowManyProps {
  data: ResidentPage;
  meals: number;
  setMeals: (meals: number) => void;
  act: Act;
  onShow: () => void;
  onChange: (page: ResidentPage) => void;
}

function HowMany({ data, meals, setMeals, act, onShow, onChange }: HowManyProps): JSX.Element {
  const words = usePagesWords();
  const { homeLink } = useWays();
  const max = Math.min(MEALS_MAX, data.coupons.left);
  if (max === 0) {
    return (
      <Page title={words.coupon.title}>
        <StateCard icon="coupon">
          <p>{words.coupon.none}</p>
          <ButtonLink href={addressOf('/')}>{homeLink}</ButtonLink>
        </StateCard>
      </Page>
    );
  }
  return (
    <Page
      title={words.coupon.howMany}
      lead={words.coupon.left(data.coupons.left)}
      actions={
        <>
          <Problem words={act.problem} />
          <Button wide icon="coupon" busy={act.busy} onClick={onShow}>
            {words.coupon.show}
          </Button>
        </>
      }
    >
      <Card>
        <Stepper
          label={words.coupon.howMany}
          value={Math.min(meals, max)}
          min={1}
          max={max}
          lessWord={words.less}
          moreWord={words.more}
          onChange={setMeals}
        />
        <p class="soft">{words.coupon.lead}</p>
      </Card>
      <GiveBack left={data.coupons.left} onChange={onChange} />
    </Page>
  );
}

function Code({ shown, act, onAgain }: { shown: Shown; act: Act; onAgain: () => void }): JSX.Element {
  const { coupon: words } = usePagesWords();
  const { units } = useWords();
  const now = useNow(500);
  const { coupon, shownAt } = shown;
  const total = Math.max(1, Math.round((coupon.expiresAt - shownAt) / 1000));
  const left = Math.max(0, Math.ceil((coupon.expiresAt - now) / 1000));
  const over = left === 0;
  return (
    <Page title={words.showTitle(units.meals(coupon.meals))} lead={over ? undefined : words.showLead}>
      {over ? (
        <StateCard icon="clock" needs>
          <p role="status">{words.over}</p>
          <Problem words={act.problem} />
          <Button wide busy={act.busy} onClick={onAgain}>
            {words.again}
          </Button>
        </StateCard>
      ) : (
        <>
          <div class="qr">
            <img
              class="qr__picture"
              alt={words.qr}
              width="320"
              height="320"
              src={`data:image/svg+xml,${encodeURIComponent(coupon.qrSvg)}`}
            />
            <p class="hidden-words">{words.codeLabel}</p>
            <p class="qr__code">
              <CodeText code={coupon.code} />
            </p>
          </div>
          <div class="stack stack--tight">
            <progress max={total} value={left} aria-label={words.secondsLeft(left)} />
            <p aria-hidden="true">{words.secondsLeft(left)}</p>
          </div>
          <Note icon="sun">
            <p>{words.bright}</p>
          </Note>
        </>
      )}
    </Page>
  );
}

function Used({ left }: { left: number }): JSX.Element {
  const { coupon: words } = usePagesWords();
  const { homeLink } = useWays();
  return (
    <Page title={words.usedTitle}>
      <StateCard icon="tick">
        <p role="status">{words.usedBody(left)}</p>
        <ButtonLink href={addressOf('/')}>{homeLink}</ButtonLink>
      </StateCard>
    </Page>
  );
}
