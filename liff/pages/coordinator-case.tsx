import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CoordinatorPage } from '../../bot/liff-api/contract.ts';
import type { Resolution } from '../../bot/domain/words.ts';
import type { Pin } from '../../bot/domain/notice.ts';
import { useAct } from '../hooks/use-act.ts';
import { useApp } from '../hooks/use-app.ts';
import { say } from '../hooks/use-said.ts';
import { addressOf } from '../hooks/use-route.ts';
import { usePagesWords, useStaffWords } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import { bahtOf } from '../text/format.ts';
import { clockOf, dayOf } from '../text/times.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Chip, Note } from '../ui/card.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Facts } from '../ui/facts.tsx';
import { directionsTo } from '../ui/map-link.ts';
import { signOf } from '../ui/order-words.ts';
import { Problem } from '../ui/problem.tsx';
import type { Case } from './coordinator-cases.ts';
import { IncidentReply } from './incident-reply.tsx';
import { ScreeningDecision } from './screening-decision.tsx';

interface CaseProps {
  item: Case;
  onChange: (page: CoordinatorPage) => void;
  onClose: () => void;
}

type Done = (page: CoordinatorPage) => void;

/** One case: why it is here, what was asked, and what can be decided. */
export function CaseDetail({ item, onChange, onClose }: CaseProps): JSX.Element {
  const { coordinator: words } = useStaffWords();
  const done: Done = (page) => {
    say(words.decidedToast);
    onClose();
    onChange(page);
  };
  return (
    <article class="card">
      <div class="panes__back">
        <Button kind="quiet" small icon="back" onClick={onClose}>
          {words.backToList}
        </Button>
      </div>
      <CaseBody item={item} done={done} onChange={onChange} />
    </article>
  );
}

function CaseBody({ item, done, onChange }: { item: Case; done: Done; onChange: Done }): JSX.Element {
  switch (item.kind) {
    case 'incident':
      return <Incident incident={item.incident} done={done} onChange={onChange} />;
    case 'screening':
      return <ScreeningCase screening={item.screening} done={done} />;
    case 'gift':
      return <GiftCase gift={item.gift} done={done} />;
    case 'shop':
      return <ShopCase shop={item.shop} done={done} />;
    case 'rider':
      return <RiderCase rider={item.rider} done={done} />;
    case 'order':
      return <OrderCase order={item.order} done={done} />;
  }
}

function Heading({ children }: { children: ComponentChildren }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h2 ref={heading} tabIndex={-1}>
      {children}
    </h2>
  );
}

interface IncidentProps {
  incident: CoordinatorPage['incidents'][number];
  done: Done;
  onChange: Done;
}

function Incident({ incident, done, onChange }: IncidentProps): JSX.Element {
  const { coordinator: words } = useStaffWords();
  const { units, order } = useWords();
  const act = useAct();
  const resolve = (resolution: Resolution) => void act.run(`/api/coordinator/incidents/${incident.incident}/resolve`, { resolution }, done);
  return (
    <>
      <Heading>{words.incidentKinds[incident.incidentKind]}</Heading>
      <div class="row">
        <Chip icon="clock">{units.clock(clockOf(incident.openedAt))}</Chip>
        {incident.orderState && <Chip icon={signOf(incident.orderState).icon}>{order.states[incident.orderState]}</Chip>}
        {incident.riderProblem && (
          <Chip icon="riding" tone="needs">
            {words.riderProblems[incident.riderProblem]}
          </Chip>
        )}
      </div>
      <Facts
        facts={[
          [words.person, incident.contact?.firstName],
          [words.phone, incident.contact?.phone],
          [words.boxCode, incident.pickUpCode],
          [words.area, incident.communityName],
        ]}
      />
      {incident.words && (
        <Note icon="chat">
          <p class="soft small">{words.wrote}</p>
          <p>{incident.words}</p>
        </Note>
      )}
      <Problem words={act.problem} />
      {incident.canReply && <IncidentReply incident={incident.incident} onChange={onChange} />}
      <h3>{words.whatToDo}</h3>
      <div class="stack">
        {incident.resolutions.map((resolution, index) => (
          <Button key={resolution} wide kind={index === 0 ? 'primary' : 'secondary'} busy={act.busy} onClick={() => resolve(resolution)}>
            {words.resolutions[resolution]}
          </Button>
        ))}
      </div>
    </>
  );
}

function ScreeningCase({ screening, done }: { screening: CoordinatorPage['screenings'][number]; done: Done }): JSX.Element {
  const pages = usePagesWords();
  const { coordinator: words, screening: more } = useStaffWords();
  return (
    <>
      <Heading>{screening.firstName}</Heading>
      {screening.again && (
        <div class="row">
          <Chip icon="alert" tone="needs">
            {words.again}
          </Chip>
        </div>
      )}
      <Facts
        facts={[
          [more.community, `${screening.communityName} · ${words.areas[screening.municipality]}`],
          [more.people, pages.people(screening.people)],
          [more.diets, screening.diets.map((diet) => pages.diets[diet]).join(' · ') || more.none],
          [more.campaign, screening.campaignName],
          [more.coupons, words.coupons(screening.coupons)],
        ]}
      />
      <ButtonLink kind="secondary" icon="eye" href={addressOf(`/coordinator/screening/${screening.screening}`)}>
        {words.openCase}
      </ButtonLink>
      <p class="soft small">{words.openCaseHint}</p>
      <ScreeningDecision screening={screening} onDone={done} />
    </>
  );
}

function Application({
  path,
  yes,
  done,
}: {
  path: `shops/${string}` | `riders/${string}` | `gifts/${string}`;
  yes?: string;
  done: Done;
}): JSX.Element {
  const { coordinator: words } = useStaffWords();
  const act = useAct();
  const decide = (how: 'approve' | 'decline') => void act.run(`/api/coordinator/${path}/${how}`, {}, done);
  return (
    <>
      <Problem words={act.problem} />
      <div class="decide">
        <Button icon="tick" busy={act.busy} onClick={() => decide('approve')}>
          {yes ?? words.approveShop}
        </Button>
        <Button kind="danger" busy={act.busy} onClick={() => decide('decline')}>
          {words.declineShop}
        </Button>
      </div>
    </>
  );
}

function GiftCase({ gift, done }: { gift: CoordinatorPage['gifts'][number]; done: Done }): JSX.Element {
  const pages = usePagesWords();
  const { units } = useWords();
  const { coordinator: words, screening } = useStaffWords();
  const { me } = useApp();
  const marks = gift.diets.map((diet) => pages.diets[diet]).join(' · ');
  return (
    <>
      <Heading>{gift.words}</Heading>
      <Facts
        facts={[
          [words.gift, `${words.giftKinds[gift.giftKind]} · ${words.giftBoxes(gift.boxes)}`],
          [words.giftReady, units.clock(clockOf(gift.readyAt))],
          [words.giftUseBy, `${dayOf(gift.useBy, me.language)} ${units.clock(clockOf(gift.useBy))}`],
          [words.giftFor, marks || screening.none],
          [words.halal, words.halals[gift.halal]],
        ]}
      />
      <MapLink pin={gift.pin} />
      <Application path={`gifts/${gift.gift}`} yes={words.giftTake} done={done} />
    </>
  );
}

function ShopCase({ shop, done }: { shop: CoordinatorPage['shops'][number]; done: Done }): JSX.Element {
  const pages = usePagesWords();
  const { units } = useWords();
  const { coordinator: words } = useStaffWords();
  return (
    <>
      <Heading>{shop.name}</Heading>
      <Facts
        facts={[
          [words.role, words[shop.shopKind]],
          [words.price, pages.baht(bahtOf(shop.priceSatang))],
          [words.capacity, units.meals(shop.capacity)],
          [words.hours24, `${shop.opens}–${shop.closes}`],
          [words.halal, words.halals[shop.halal]],
        ]}
      />
      <MapLink pin={shop.pin} />
      <Application path={`shops/${shop.shop}`} done={done} />
    </>
  );
}

function MapLink({ pin }: { pin: Pin }): JSX.Element {
  const { coordinator: words } = useStaffWords();
  return (
    <ButtonLink kind="secondary" icon="pin" href={directionsTo(pin)}>
      {words.map}
    </ButtonLink>
  );
}

function RiderCase({ rider, done }: { rider: CoordinatorPage['riders'][number]; done: Done }): JSX.Element {
  const pages = usePagesWords();
  const { coordinator: words } = useStaffWords();
  return (
    <>
      <Heading>{rider.name}</Heading>
      <Facts
        facts={[
          [words.vehicle, words.vehicles[rider.vehicle]],
          [words.boxes, pages.rider.boxes(rider.boxes)],
          [words.area, words.areas[rider.area]],
          [words.pay, rider.paid ? words.paid : words.volunteer],
        ]}
      />
      <Application path={`riders/${rider.rider}`} done={done} />
    </>
  );
}

function OrderCase({ order, done }: { order: CoordinatorPage['orders'][number]; done: Done }): JSX.Element {
  const { coordinator: words } = useStaffWords();
  const { units, order: orderWords } = useWords();
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const sign = signOf(order.state);
  return (
    <>
      <Heading>
        {order.pickUpCode} · {units.meals(order.meals)}
      </Heading>
      <div class="row">
        <Chip icon={sign.icon} {...(sign.tone ? { tone: sign.tone } : {})}>
          {orderWords.states[order.state]}
        </Chip>
        <Chip icon="clock">{units.clock(clockOf(order.placedAt))}</Chip>
      </div>
      <Facts
        facts={[
          [words.area, order.communityName],
          [words.shop, order.shopName ?? words.lookingForShop],
        ]}
      />
      <Button kind="danger" onClick={() => setAsking(true)}>
        {words.cancelOrder}
      </Button>
      {asking && (
        <Confirm
          danger
          title={words.cancelOrderTitle}
          body={words.cancelOrderBody}
          yes={words.cancelOrder}
          busy={act.busy}
          problem={act.problem}
          onYes={() => void act.run(`/api/coordinator/orders/${order.order}/cancel`, {}, done)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
