import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RiderPage } from '../../bot/liff-api/contract.ts';
import type { RiderProblem } from '../../bot/domain/words.ts';
import { useAct } from '../hooks/use-act.ts';
import type { Act } from '../hooks/use-act.ts';
import { say } from '../hooks/use-said.ts';
import { usePagesWords } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import { clockOf } from '../text/times.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Choices, Field } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { PhotoButton } from '../ui/photo-button.tsx';
import { directionsTo } from '../ui/map-link.ts';
import { Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { shrinkPhoto } from './shrink-photo.ts';

type Job = NonNullable<RiderPage['job']>;
type Show = (page: RiderPage) => void;

/** One job fills the screen: where, how many, until when, and the one next step. */
export function RiderJob({ job, stale, onChange }: { job: Job; stale: JSX.Element; onChange: Show }): JSX.Element {
  const { rider } = usePagesWords();
  const toShop = job.state === 'to_shop';
  return (
    <Page title={toShop ? rider.toShop : rider.toHome(job.firstName)}>
      {stale}
      <Where job={job} />
      <Card tone="needs">
        <NextStep key={job.state} job={job} onChange={onChange} />
      </Card>
      <Trouble job={job} onChange={onChange} />
    </Page>
  );
}

function Where({ job }: { job: Job }): JSX.Element {
  const { rider, foodPoint } = usePagesWords();
  const { units } = useWords();
  const shop = job.giftWords === undefined ? job.shopName : foodPoint(job.giftWords);
  const toShop = job.state === 'to_shop';
  const pin = toShop ? job.shopPin : job.homePin;
  return (
    <Card>
      <p class="rider-way">
        <Icon name={toShop ? 'shop' : 'home'} />
        <span class="strong">{toShop ? shop : job.communityName}</span>
      </p>
      {!toShop && job.landmark && (
        <p>
          <span class="soft">{rider.landmark}</span> <span class="strong">{job.landmark}</span>
        </p>
      )}
      <dl class="rider-facts">
        <div>
          <dt>{rider.load}</dt>
          <dd>{rider.boxes(job.boxes)}</dd>
        </div>
        <div>
          <dt>{rider.until}</dt>
          <dd>{units.clock(clockOf(job.eatBy))}</dd>
        </div>
      </dl>
      <div class="rider-ways">
        {pin && (
          <ButtonLink kind="secondary" icon="pin" href={directionsTo(pin)}>
            {rider.map}
          </ButtonLink>
        )}
        {!toShop && job.phone && (
          <ButtonLink kind="secondary" icon="phone" href={`tel:${job.phone}`}>
            {rider.call}
          </ButtonLink>
        )}
      </div>
    </Card>
  );
}

function NextStep({ job, onChange }: { job: Job; onChange: Show }): JSX.Element {
  const { rider } = usePagesWords();
  const act = useAct();
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState(false);
  const toShop = job.state === 'to_shop';
  const send = () => {
    setMissing(code.trim() === '');
    if (code.trim() === '') return;
    void act.run(`/api/rider/trips/${job.trip}/${toShop ? 'picked-up' : 'handed-over'}`, { code: code.trim() }, onChange);
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Field
        id="hand-over-code"
        label={toShop ? rider.shopCode : rider.homeCode}
        hint={toShop ? rider.shopCodeHint : rider.homeCodeHint}
        error={missing ? rider.codeMissing : undefined}
        value={code}
        onInput={setCode}
      />
      <Problem words={act.problem} />
      <Button wide type="submit" icon="tick" busy={act.busy}>
        {toShop ? rider.pickedUp : rider.handedOver}
      </Button>
      {!toShop && <AtDoor trip={job.trip} act={act} onChange={onChange} />}
    </form>
  );
}

/** The second proof: a photo of the box at the door. */
function AtDoor({ trip, act, onChange }: { trip: string; act: Act; onChange: Show }): JSX.Element {
  const { rider, errors } = usePagesWords();
  const [unreadable, setUnreadable] = useState(false);
  const send = async (photo: File) => {
    setUnreadable(false);
    const small = await shrinkPhoto(photo).catch(() => undefined);
    if (small) await act.run(`/api/rider/trips/${trip}/left-at-door`, small, onChange);
    else setUnreadable(true);
  };
  return (
    <>
      <PhotoButton
        words={act.busy ? rider.sendingPhoto : rider.atDoor}
        label={rider.atDoor}
        describedBy="at-door-hint"
        disabled={act.busy}
        camera
        onPhoto={(photo) => void send(photo)}
      />
      <p id="at-door-hint" class="soft small">
        {rider.atDoorHint}
      </p>
      <Problem words={unreadable ? errors.picture_unreadable : undefined} />
    </>
  );
}

function Trouble({ job, onChange }: { job: Job; onChange: Show }): JSX.Element {
  const { rider } = usePagesWords();
  const act = useAct();
  const [open, setOpen] = useState<'problem' | 'give-back'>();
  return (
    <div class="rider-ways">
      <Button kind="danger" icon="alert" onClick={() => setOpen('problem')}>
        {rider.problem}
      </Button>
      {job.state === 'to_shop' && (
        <Button kind="quiet" onClick={() => setOpen('give-back')}>
          {rider.giveBack}
        </Button>
      )}
      {open === 'problem' && <ProblemDialog trip={job.trip} onClose={() => setOpen(undefined)} onChange={onChange} />}
      {open === 'give-back' && (
        <Confirm
          danger
          title={rider.giveBackTitle}
          body={rider.giveBackBody}
          yes={rider.giveBack}
          busy={act.busy}
          problem={act.problem}
          onYes={() => void act.run(`/api/rider/trips/${job.trip}/give-back`, {}, onChange)}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  );
}

function ProblemDialog({ trip, onClose, onChange }: { trip: string; onClose: () => void; onChange: Show }): JSX.Element {
  const { rider } = usePagesWords();
  const act = useAct();
  const [problem, setProblem] = useState<RiderProblem>('not_home');
  const kinds: RiderProblem[] = ['not_home', 'cannot_find', 'food_damaged', 'vehicle', 'unsafe', 'other'];
  const tell = () =>
    void act.run(`/api/rider/trips/${trip}/problem`, { problem }, (page) => {
      onClose();
      say(rider.problemSent);
      onChange(page);
    });
  return (
    <Dialog title={rider.problemTitle} onClose={onClose}>
      <Choices
        legend={rider.problemTitle}
        hideLegend
        name="problem"
        value={problem}
        onChoose={setProblem}
        choices={kinds.map((kind) => ({ value: kind, words: rider.problems[kind] }))}
      />
      <Problem words={act.problem} />
      <Button wide busy={act.busy} onClick={tell}>
        {rider.tell}
      </Button>
    </Dialog>
  );
}
