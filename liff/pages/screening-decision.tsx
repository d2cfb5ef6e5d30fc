import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { CoordinatorPage, ScreeningLine } from '../../bot/liff-api/contract.ts';
import type { DeclineReason } from '../../bot/domain/words.ts';
import { useAct } from '../hooks/use-act.ts';
import { usePagesWords, useStaffWords } from '../hooks/use-more-words.ts';
import { bahtOf } from '../text/format.ts';
import { Button } from '../ui/button.tsx';
import { Note } from '../ui/card.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Choices } from '../ui/field.tsx';
import { Problem } from '../ui/problem.tsx';

const REASONS: DeclineReason[] = ['details_missing', 'already_helped', 'outside_area', 'not_eligible', 'other'];

interface DecisionProps {
  screening: ScreeningLine;
  onDone: (page: CoordinatorPage) => void;
}

/** Give the coupons, or say kindly why not yet. */
export function ScreeningDecision({ screening, onDone }: DecisionProps): JSX.Element {
  const pages = usePagesWords();
  const { coordinator: words } = useStaffWords();
  const [asking, setAsking] = useState<'approve' | 'decline'>();
  const act = useAct();
  const close = () => setAsking(undefined);
  return (
    <>
      {screening.fundShortSatang > 0 && (
        <Note icon="money" tone="needs">
          <p>{words.fundShort(pages.baht(bahtOf(screening.fundShortSatang)))}</p>
        </Note>
      )}
      <div class="decide">
        <Button icon="tick" onClick={() => setAsking('approve')}>
          {words.approve}
        </Button>
        <Button kind="danger" onClick={() => setAsking('decline')}>
          {words.decline}
        </Button>
      </div>
      {asking === 'approve' && (
        <Confirm
          title={words.approveTitle(screening.firstName, screening.coupons)}
          body={words.approveBody}
          yes={words.approve}
          busy={act.busy}
          problem={act.problem}
          onYes={() => void act.run(`/api/coordinator/screenings/${screening.screening}/approve`, {}, onDone)}
          onClose={close}
        />
      )}
      {asking === 'decline' && <Decline screening={screening} onDone={onDone} onClose={close} />}
    </>
  );
}

function Decline({ screening, onDone, onClose }: DecisionProps & { onClose: () => void }): JSX.Element {
  const { coordinator: words } = useStaffWords();
  const [reason, setReason] = useState<DeclineReason>('details_missing');
  const act = useAct();
  return (
    <Dialog title={words.declineTitle} onClose={onClose}>
      <Choices
        legend={words.declineTitle}
        hideLegend
        name="reason"
        value={reason}
        onChoose={setReason}
        choices={REASONS.map((value) => ({ value, words: words.reasons[value] }))}
      />
      <Problem words={act.problem} />
      <Button
        wide
        kind="danger"
        busy={act.busy}
        onClick={() => void act.run(`/api/coordinator/screenings/${screening.screening}/decline`, { reason }, onDone)}
      >
        {words.decline}
      </Button>
    </Dialog>
  );
}
