import type { JSX } from 'preact';
import { useWays } from '../hooks/use-more-words.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Problem } from './problem.tsx';

interface ConfirmProps {
  title: string;
  body: string;
  yes: string;
  danger?: boolean;
  busy: boolean;
  problem: string | undefined;
  onYes: () => void;
  onClose: () => void;
}

/** Asks before what cannot be taken back; what went wrong stands in the same place. */
export function Confirm({ title, body, yes, danger = false, busy, problem, onYes, onClose }: ConfirmProps): JSX.Element {
  const { closeDialog } = useWays();
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{body}</p>
      <Problem words={problem} />
      <Button wide kind={danger ? 'danger' : 'primary'} busy={busy} onClick={onYes}>
        {yes}
      </Button>
      <Button wide kind="quiet" onClick={onClose}>
        {closeDialog}
      </Button>
    </Dialog>
  );
}
