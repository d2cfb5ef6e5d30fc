import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DonorPage } from '../../bot/liff-api/contract.ts';
import { useAct } from '../hooks/use-act.ts';
import { useApp } from '../hooks/use-app.ts';
import { usePagesWords } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import { bahtOf } from '../text/format.ts';
import { dayOf } from '../text/times.ts';
import { CodeText } from '../ui/big-number.tsx';
import { Button } from '../ui/button.tsx';
import { Chip, Note } from '../ui/card.tsx';
import type { Tone } from '../ui/card.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { PhotoButton } from '../ui/photo-button.tsx';
import type { IconName } from '../ui/icon.tsx';
import { Problem } from '../ui/problem.tsx';
import { shrinkPhoto } from './shrink-photo.ts';
import './rider.css';

type PledgeRow = DonorPage['pledges'][number];
type Show = (page: DonorPage) => void;

const SIGNS: Record<PledgeRow['state'], { icon: IconName; tone?: Tone }> = {
  pledged: { icon: 'clock', tone: 'needs' },
  claimed: { icon: 'eye' },
  received: { icon: 'tick', tone: 'leaf' },
  failed: { icon: 'alert', tone: 'red' },
  withdrawn: { icon: 'cross' },
};

/** One promise: what it is for, how to pay it, its slip, and how to take it back. */
export function Pledge({ pledge, onChange }: { pledge: PledgeRow; onChange: Show }): JSX.Element {
  const words = usePagesWords();
  const { units } = useWords();
  const { me } = useApp();
  const { donor } = words;
  const sign = SIGNS[pledge.state];
  const isOpen = pledge.state === 'pledged' || pledge.state === 'claimed';
  return (
    <li class="pledge">
      <div class="row row--apart">
        <span class="strong">
          {words.baht(bahtOf(pledge.amountSatang))}
          {pledge.meals !== undefined && <span class="soft"> · {units.meals(pledge.meals)}</span>}
        </span>
        <Chip icon={sign.icon} {...(sign.tone ? { tone: sign.tone } : {})}>
          {donor.states[pledge.state]}
        </Chip>
      </div>
      <p class="soft small">
        {dayOf(pledge.madeAt, me.language)} · {donor.reference} {pledge.reference} · {pledge.campaignName}
      </p>
      <Purpose pledge={pledge} />
      {pledge.state === 'pledged' && pledge.qrUrl && <Qr url={pledge.qrUrl} reference={pledge.reference} />}
      {isOpen && <Slip pledge={pledge} onChange={onChange} />}
      {(isOpen || pledge.nextOn !== undefined) && <TakeBack pledge={pledge} onChange={onChange} />}
    </li>
  );
}

/** For whom, how often, and whether a name goes with it. */
function Purpose({ pledge }: { pledge: PledgeRow }): JSX.Element | null {
  const { donor } = usePagesWords();
  const { me } = useApp();
  const { communityName, nextOn } = pledge;
  const monthly = pledge.isMonthly === true ? [donor.monthly] : [];
  const parts = [
    ...(communityName === undefined ? [] : [donor.community(communityName)]),
    ...(nextOn === undefined ? monthly : [donor.monthlyNext(dayOf(nextOn, me.language))]),
    ...(pledge.isNamed ? [donor.isNamed] : []),
  ];
  return parts.length === 0 ? null : <p class="small">{parts.join(' · ')}</p>;
}

function Qr({ url, reference }: { url: string; reference: string }): JSX.Element {
  const { donor } = usePagesWords();
  return (
    <>
      <div class="qr">
        <img class="qr__picture qr__picture--pay" alt={donor.qr} width="280" height="280" src={url} />
        <CodeText small code={reference} />
      </div>
      <p>{donor.qrHint}</p>
    </>
  );
}

/** Bank apps save slips as these; anything else is written anew as a JPEG, and so is what is too large to send. */
const AS_IT_IS = ['image/jpeg', 'image/png'];
const BYTES_MAX = 10 * 1024 * 1024;

function Slip({ pledge, onChange }: { pledge: PledgeRow; onChange: Show }): JSX.Element {
  const { donor, errors } = usePagesWords();
  const act = useAct();
  const [unreadable, setUnreadable] = useState(false);
  const send = async (photo: File) => {
    setUnreadable(false);
    const isFine = AS_IT_IS.includes(photo.type) && photo.size <= BYTES_MAX;
    const picture = isFine ? photo : await shrinkPhoto(photo).catch(() => undefined);
    if (picture) await act.run(`/api/pledges/${pledge.pledge}/slip`, picture, onChange);
    else setUnreadable(true);
  };
  const hint = pledge.slip === undefined ? undefined : donor.slips[pledge.slip];
  const needs = pledge.slip !== undefined && !['read', 'truemoney', 'waiting'].includes(pledge.slip);
  return (
    <>
      {hint !== undefined && (
        <Note icon={needs ? 'alert' : 'eye'} {...(needs ? { tone: 'needs' as const } : {})}>
          <p role="status">{hint}</p>
        </Note>
      )}
      <PhotoButton
        words={act.busy ? donor.sendingSlip : donor.sendSlip}
        label={`${donor.sendSlip} ${pledge.reference}`}
        disabled={act.busy}
        onPhoto={(photo) => void send(photo)}
      />
      <Problem words={unreadable ? errors.picture_unreadable : act.problem} />
    </>
  );
}

/** A promise that waits is taken back; a series that was paid is ended. */
function TakeBack({ pledge, onChange }: { pledge: PledgeRow; onChange: Show }): JSX.Element {
  const { donor } = usePagesWords();
  const [asking, setAsking] = useState(false);
  const act = useAct();
  const ends = pledge.nextOn !== undefined;
  const words = ends
    ? { yes: donor.monthlyStop, title: donor.monthlyStopTitle, body: donor.monthlyStopBody }
    : { yes: donor.withdraw, title: donor.withdrawTitle, body: donor.withdrawBody };
  const withdraw = () =>
    void act.run(`/api/pledges/${pledge.pledge}/withdraw`, {}, (page) => {
      setAsking(false);
      onChange(page);
    });
  return (
    <>
      <Button kind="quiet" small onClick={() => setAsking(true)}>
        {words.yes}
      </Button>
      {asking && <Confirm danger {...words} busy={act.busy} problem={act.problem} onYes={withdraw} onClose={() => setAsking(false)} />}
    </>
  );
}
