import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { FollowedOrder } from '../api.ts';
import { useAct } from '../hooks/use-act.ts';
import { useApp } from '../hooks/use-app.ts';
import { say } from '../hooks/use-said.ts';
import { remember, usePage } from '../hooks/use-page.ts';
import { navigate } from '../hooks/use-route.ts';
import { usePagesWords } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import type { PageProps } from '../routes.ts';
import { clockOf, dayOf } from '../text/times.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Card, Note } from '../ui/card.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { directionsTo } from '../ui/map-link.ts';
import { OrderCard } from '../ui/order-card.tsx';
import { endedEmpty } from '../ui/order-words.ts';
import { GuardedPage } from '../ui/guarded-page.tsx';
import { Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { StaleNote } from '../ui/states.tsx';

type Asked = 'cancel' | 'not-received' | 'bad-food';

/** One order as it moves, with what its resident can do about it. */
export function Follow({ id }: PageProps): JSX.Element {
  const words = usePagesWords();
  const page = usePage(`/api/orders/${id}`, 'resident');
  return (
    <GuardedPage page={page} title={words.follow.title} skeleton={['card', 'row']} notFound={words.errors.not_found}>
      {(order) => <Followed order={order} stale={<StaleNote page={page} />} />}
    </GuardedPage>
  );
}

function Followed({ order, stale }: { order: FollowedOrder; stale: JSX.Element }): JSX.Element {
  const { follow } = usePagesWords();
  const { me } = useApp();
  const act = useAct();
  const [asked, setAsked] = useState<Asked>();
  const send = (what: Asked | 'received') =>
    void act.run(`/api/orders/${order.order}/${what}`, {}, (resident) => {
      remember('/api/resident', resident);
      say(what === 'received' ? follow.receivedToast : what === 'cancel' ? follow.cancelledToast : follow.toldToast);
      navigate('/', 'replace');
    });
  const { units } = useWords();
  return (
    <Page
      title={follow.title}
      lead={`${follow.wanted} ${dayOf(order.wantedAt, me.language)} ${units.clock(clockOf(order.wantedAt))}`}
      actions={
        order.canConfirm && (
          <>
            {!asked && <Problem words={act.problem} />}
            <Button wide icon="tick" busy={act.busy} onClick={() => send('received')}>
              {follow.received}
            </Button>
          </>
        )
      }
    >
      {stale}
      <OrderCard order={order}>
        {endedEmpty(order.state) && (
          <Note icon="coupon" tone="leaf">
            <p>{follow.endedBack}</p>
          </Note>
        )}
        <p class="soft small">{follow.changed(units.clock(clockOf(order.changedAt)))}</p>
      </OrderCard>
      {(order.shopName ?? order.giftWords) && order.mode === 'pickup' && <ShopPlace order={order} />}
      <OtherWays order={order} onAsk={setAsked} />
      {asked && <Ask asked={asked} busy={act.busy} problem={act.problem} onYes={() => send(asked)} onClose={() => setAsked(undefined)} />}
    </Page>
  );
}

function ShopPlace({ order }: { order: FollowedOrder }): JSX.Element {
  const { follow, foodPoint } = usePagesWords();
  return (
    <Card title={follow.shop}>
      <p class="strong">{order.giftWords === undefined ? order.shopName : foodPoint(order.giftWords)}</p>
      {order.shopPin && (
        <ButtonLink kind="secondary" icon="pin" href={directionsTo(order.shopPin)}>
          {follow.map}
        </ButtonLink>
      )}
    </Card>
  );
}

function OtherWays({ order, onAsk }: { order: FollowedOrder; onAsk: (asked: Asked) => void }): JSX.Element | null {
  const { follow } = usePagesWords();
  if (!order.canConfirm && !order.canCancel && order.state !== 'handed_over') return null;
  return (
    <div class="row">
      {(order.canConfirm || order.state === 'on_the_way') && (
        <Button kind="secondary" small onClick={() => onAsk('not-received')}>
          {follow.notReceived}
        </Button>
      )}
      {order.state === 'handed_over' && (
        <Button kind="secondary" small onClick={() => onAsk('bad-food')}>
          {follow.badFood}
        </Button>
      )}
      {order.canCancel && (
        <Button kind="danger" small onClick={() => onAsk('cancel')}>
          {follow.cancel}
        </Button>
      )}
    </div>
  );
}

interface AskProps {
  asked: Asked;
  busy: boolean;
  problem: string | undefined;
  onYes: () => void;
  onClose: () => void;
}

function Ask({ asked, ...rest }: AskProps): JSX.Element {
  const { follow } = usePagesWords();
  switch (asked) {
    case 'cancel':
      return <Confirm danger title={follow.cancelTitle} body={follow.cancelBody} yes={follow.cancelYes} {...rest} />;
    case 'not-received':
      return <Confirm title={follow.notReceivedTitle} body={follow.notReceivedBody} yes={follow.tell} {...rest} />;
    case 'bad-food':
      return <Confirm title={follow.badFoodTitle} body={follow.badFoodBody} yes={follow.tell} {...rest} />;
  }
}
