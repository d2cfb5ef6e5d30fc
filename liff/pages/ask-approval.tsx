import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { TreasurerPage } from '../../bot/liff-api/contract.ts';
import type { ApprovalKind } from '../../bot/domain/statement.ts';
import { useAct } from '../hooks/use-act.ts';
import { say } from '../hooks/use-said.ts';
import { useStaffWords, useWays } from '../hooks/use-more-words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Problem } from '../ui/problem.tsx';

const REASON_MIN = 3;

interface AskProps {
  what: ApprovalKind;
  subject: string;
  title: string;
  onChange: (page: TreasurerPage) => void;
  onClose: () => void;
}

/** What one person may not do alone: a reason, and a second person is told. */
export function AskApproval({ what, subject, title, onChange, onClose }: AskProps): JSX.Element {
  const { books: words } = useStaffWords();
  const { closeDialog } = useWays();
  const act = useAct();
  const [reason, setReason] = useState('');
  const [donorName, setDonorName] = useState('');
  const [wrong, setWrong] = useState(false);
  const ask = () => {
    const short = reason.trim().length < REASON_MIN;
    setWrong(short);
    if (short) return;
    const name = donorName.trim() === '' ? {} : { donorName: donorName.trim() };
    void act.run('/api/treasurer/approvals', { what, subject, reason: reason.trim(), ...name }, (page) => {
      say(words.askedToast);
      onClose();
      onChange(page);
    });
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{words.askBody}</p>
      <Field
        id="approval-reason"
        label={words.reason}
        hint={words.reasonHint}
        error={wrong ? words.reasonWrong : undefined}
        value={reason}
        onInput={setReason}
      />
      {what === 'cancel_receipt' && (
        <Field id="approval-name" label={words.donorName} hint={words.donorNameHint} value={donorName} onInput={setDonorName} />
      )}
      <Problem words={act.problem} />
      <Button wide busy={act.busy} onClick={ask}>
        {words.ask}
      </Button>
      <Button wide kind="quiet" onClick={onClose}>
        {closeDialog}
      </Button>
    </Dialog>
  );
}
