import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ApprovalsPage, WaitingApproval } from '../../bot/liff-api/contract.ts';
import { useAct } from '../hooks/use-act.ts';
import { useApp } from '../hooks/use-app.ts';
import { say } from '../hooks/use-said.ts';
import { usePage } from '../hooks/use-page.ts';
import { usePagesWords, useStaffWords } from '../hooks/use-more-words.ts';
import { bahtOf } from '../text/format.ts';
import { dayOf } from '../text/times.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/card.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { GuardedPage } from '../ui/guarded-page.tsx';
import { Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { StaleNote, StateCard } from '../ui/states.tsx';
import './coordinator.css';

/** The page that the chat opens, for treasurers and coordinators alike. */
export function Approvals(): JSX.Element {
  const { books: words } = useStaffWords();
  const page = usePage('/api/approvals', 'treasurer');
  const closed = words.approvalsForbidden;
  return (
    <GuardedPage page={page} title={words.approvals} desk skeleton={['row']} forbidden={closed} notFound={closed}>
      {(data) => (
        <Page desk title={words.approvals} lead={words.approvalsLead}>
          <StaleNote page={page} />
          <ApprovalList approvals={data.approvals} onDecided={page.show} />
        </Page>
      )}
    </GuardedPage>
  );
}

interface ListProps {
  approvals: WaitingApproval[];
  onDecided: (page: ApprovalsPage) => void;
}

export function ApprovalList({ approvals, onDecided }: ListProps): JSX.Element {
  const { books: words } = useStaffWords();
  if (approvals.length === 0) {
    return (
      <StateCard icon="tick">
        <p>{words.approvalsNone}</p>
      </StateCard>
    );
  }
  return (
    <div class="case-cards">
      <h2 class="hidden-words">{words.approvals}</h2>
      {approvals.map((approval) => (
        <ApprovalCard key={approval.approval} approval={approval} onDecided={onDecided} />
      ))}
    </div>
  );
}

function ApprovalCard({ approval, onDecided }: { approval: WaitingApproval; onDecided: ListProps['onDecided'] }): JSX.Element {
  const pages = usePagesWords();
  const { books: words } = useStaffWords();
  const { me } = useApp();
  return (
    <article class="card card--needs" aria-labelledby={`approval-${approval.approval}`}>
      <div class="row row--apart">
        <h3 id={`approval-${approval.approval}`}>{words.kinds[approval.what]}</h3>
        <Chip icon="clock">{dayOf(approval.askedAt, me.language)}</Chip>
      </div>
      <p class="strong">
        {pages.baht(bahtOf(approval.amountSatang))}
        {approval.lines !== undefined && <span class="soft"> · {words.linesBack(approval.lines)}</span>}
      </p>
      {approval.what !== 'undo_import' && <p class="soft small">{approval.label}</p>}
      <p>
        {words.reason}: {approval.reason}
      </p>
      {approval.donorName !== undefined && <p>{approval.donorName === '' ? words.noName : words.newName(approval.donorName)}</p>}
      {approval.mine ? <p class="soft">{words.mine}</p> : <Decide approval={approval.approval} onDecided={onDecided} />}
    </article>
  );
}

function Decide({ approval, onDecided }: { approval: string; onDecided: ListProps['onDecided'] }): JSX.Element {
  const { books: words } = useStaffWords();
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const decide = (word: 'approve' | 'refuse') =>
    void act.run(`/api/approvals/${approval}/${word}`, {}, (page) => {
      const { undone } = page;
      say(undone !== undefined && undone.kept > 0 ? words.partlyToast(undone.undone, undone.kept) : words.decidedToast);
      setAsking(false);
      onDecided(page);
    });
  return (
    <>
      <div class="decide">
        <Button icon="tick" onClick={() => setAsking(true)}>
          {words.approve}
        </Button>
        <Button kind="secondary" busy={act.busy} onClick={() => decide('refuse')}>
          {words.refuse}
        </Button>
      </div>
      {!asking && <Problem words={act.problem} />}
      {asking && (
        <Confirm
          title={words.approveTitle}
          body={words.approveBody}
          yes={words.approve}
          busy={act.busy}
          problem={act.problem}
          onYes={() => decide('approve')}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
