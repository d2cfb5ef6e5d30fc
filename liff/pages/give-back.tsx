import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ResidentPage } from '../../bot/liff-api/contract.ts';
import { useAct } from '../hooks/use-act.ts';
import { say } from '../hooks/use-said.ts';
import { usePagesWords, useWays } from '../hooks/use-more-words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Problem } from '../ui/problem.tsx';
import { Stepper } from '../ui/stepper.tsx';

/** Coupons that the household can spare go back to its neighbours; asked how many, and thanked as a giver. */
export function GiveBack({ left, onChange }: { left: number; onChange: (page: ResidentPage) => void }): JSX.Element {
  const words = usePagesWords();
  const { closeDialog } = useWays();
  const [asking, setAsking] = useState(false);
  const [coupons, setCoupons] = useState(1);
  const act = useAct();
  const { coupon } = words;
  const give = () =>
    void act.run('/api/coupons/give-back', { coupons: Math.min(coupons, left), of: left }, (page) => {
      setAsking(false);
      setCoupons(1);
      say(coupon.gaveBackToast);
      onChange(page);
    });
  return (
    <>
      <Button kind="quiet" icon="heart" onClick={() => setAsking(true)}>
        {coupon.giveBack}
      </Button>
      {asking && (
        <Dialog title={coupon.giveBackTitle} onClose={() => setAsking(false)}>
          <p>{coupon.giveBackBody}</p>
          <Stepper
            label={coupon.giveBackTitle}
            value={Math.min(coupons, left)}
            min={1}
            max={left}
            lessWord={words.less}
            moreWord={words.more}
            onChange={setCoupons}
          />
          <Problem words={act.problem} />
          <Button wide icon="heart" busy={act.busy} onClick={give}>
            {coupon.giveBackYes(Math.min(coupons, left))}
          </Button>
          <Button wide kind="quiet" onClick={() => setAsking(false)}>
            {closeDialog}
          </Button>
        </Dialog>
      )}
    </>
  );
}
