import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { StatementLineView, TreasurerPage } from '../../bot/liff-api/contract.ts';
import { useAct } from '../hooks/use-act.ts';
import { useApp } from '../hooks/use-app.ts';
import { say } from '../hooks/use-said.ts';
import { usePagesWords, useStaffWords, useWays } from '../hooks/use-more-words.ts';
import { bahtOf } from '../text/format.ts';
import { dayOf } from '../text/times.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, SelectField } from '../ui/field.tsx';
import { Problem } from '../ui/problem.tsx';
import { StateCard } from '../ui/states.tsx';

const REASON_MIN = 3;
type Show = (page: TreasurerPage) => void;

/** Money that the bank has and nobody has claimed. */
export function TreasurerLines({ data, onChange }: { data: TreasurerPage; onChange: Show }): JSX.Element {
  const { books: words } = useStaffWords();
  const more = data.unmatchedCount - data.unmatched.length;
  return (
    <>
      <h2 class="hidden-words">{words.lines}</h2>
      <p class="soft">{words.linesLead}</p>
      {data.unmatched.length === 0 && (
        <StateCard icon="tick">
          <p>{words.linesNone}</p>
        </StateCard>
      )}
      <div class="case-cards">
        {data.unmatched.map((line) => (
          <LineCard key={line.line} line={line} data={data} onChange={onChange} />
        ))}
      </div>
      {more > 0 && <p class="soft">{words.linesMore(more)}</p>}
      {data.setAside.length > 0 && <h2>{words.setAside}</h2>}
      <div class="case-cards">
        {data.setAside.map((line) => (
          <LineCard key={line.line} line={line} data={data} onChange={onChange} />
        ))}
      </div>
    </>
  );
}

function timeOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

interface LineProps {
  line: StatementLineView;
  data: TreasurerPage;
  onChange: Show;
}

function LineCard({ line, data, onChange }: LineProps): JSX.Element {
  const pages = usePagesWords();
  const { books: words } = useStaffWords();
  const { me } = useApp();
  const [aside, setAside] = useState(false);
  return (
    <article class={`card${line.reason === undefined ? ' card--needs' : ''}`} aria-labelledby={`line-${line.line}`}>
      <h3 id={`line-${line.line}`}>{pages.baht(bahtOf(line.amountSatang))}</h3>
      <p class="soft small">
        {dayOf(line.day, me.language)}
        {line.minute !== undefined && ` · ${words.at(timeOf(line.minute))}`} · {line.bankReference}
      </p>
      {line.words !== undefined && <p>{line.words}</p>}
      {line.reason !== undefined && (
        <p class="soft">
          {words.reason}: {line.reason}
        </p>
      )}
      <Assign line={line} data={data} onChange={onChange} />
      {line.reason === undefined && (
        <Button kind="quiet" small onClick={() => setAside(true)}>
          {words.aside}
        </Button>
      )}
      {aside && <SetAside line={line.line} onChange={onChange} onClose={() => setAside(false)} />}
    </article>
  );
}

/** Promises of the same amount first: one of them is the likely one. */
function placesFor({ line, data }: Pick<LineProps, 'line' | 'data'>) {
  const pledges = data.pledges.toSorted(
    (a, b) => Number(b.amountSatang === line.amountSatang) - Number(a.amountSatang === line.amountSatang),
  );
  return { pledges, campaigns: data.campaigns };
}

/** Chosen beforehand only when a single promise has this very amount: one tap must not book it elsewhere. */
function likely(pledges: TreasurerPage['pledges'], line: StatementLineView): string | undefined {
  const same = pledges.filter((pledge) => pledge.amountSatang === line.amountSatang);
  return same.length === 1 && same[0] ? `pledge:${same[0].pledge}` : undefined;
}

function Assign({ line, data, onChange }: LineProps): JSX.Element {
  const pages = usePagesWords();
  const { books: words } = useStaffWords();
  const act = useAct();
  const { pledges, campaigns } = placesFor({ line, data });
  const choices = [
    { value: '', words: words.choosePlace },
    ...pledges.map((pledge) => ({
      value: `pledge:${pledge.pledge}`,
      words: words.placePledge(pledge.reference, pages.baht(bahtOf(pledge.amountSatang))),
    })),
    ...campaigns.map((campaign) => ({ value: `campaign:${campaign.campaign}`, words: words.placeCampaign(campaign.name) })),
  ];
  const [chosen, setChosen] = useState<string>();
  const [missing, setMissing] = useState(false);
  const place = chosen ?? likely(pledges, line) ?? '';
  const assign = () => {
    setMissing(place === '');
    if (place === '') return;
    const [kind, id = ''] = place.split(':');
    const to = kind === 'pledge' ? { pledge: id } : { campaign: id };
    void act.run(`/api/treasurer/lines/${line.line}/assign`, to, (page) => {
      say(words.assignedToast);
      onChange(page);
    });
  };
  return (
    <>
      <SelectField id={`place-${line.line}`} label={words.place} value={place} choices={choices} onChoose={setChosen} />
      <Problem words={missing && place === '' ? words.choosePlace : act.problem} />
      <Button icon="money" busy={act.busy} onClick={assign}>
        {words.assign}
      </Button>
    </>
  );
}

function SetAside({ line, onChange, onClose }: { line: string; onChange: Show; onClose: () => void }): JSX.Element {
  const { books: words } = useStaffWords();
  const { closeDialog } = useWays();
  const act = useAct();
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState(false);
  const save = () => {
    const short = reason.trim().length < REASON_MIN;
    setWrong(short);
    if (short) return;
    void act.run(`/api/treasurer/lines/${line}/set-aside`, { reason: reason.trim() }, (page) => {
      say(words.asideToast);
      onClose();
      onChange(page);
    });
  };
  return (
    <Dialog title={words.asideTitle} onClose={onClose}>
      <Field
        id="aside-reason"
        label={words.reason}
        hint={words.reasonHint}
        error={wrong ? words.reasonWrong : undefined}
        value={reason}
        onInput={setReason}
      />
      <Problem words={act.problem} />
      <Button wide busy={act.busy} onClick={save}>
        {words.asideYes}
      </Button>
      <Button wide kind="quiet" onClick={onClose}>
        {closeDialog}
      </Button>
    </Dialog>
  );
}
