import type { JSX } from 'preact';
import type { ResidentPage } from '../../bot/liff-api/contract.ts';
import { usePage } from '../hooks/use-page.ts';
import type { Page as PageData } from '../hooks/use-page.ts';
import { useApp } from '../hooks/use-app.ts';
import { addressOf } from '../hooks/use-route.ts';
import { useWords } from '../hooks/use-words.ts';
import { dayOf } from '../text/times.ts';
import { BigNumber } from '../ui/big-number.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { HistoryList } from '../ui/history-list.tsx';
import { OrderCard } from '../ui/order-card.tsx';
import { endedEmpty } from '../ui/order-words.ts';
import { Page } from '../ui/page.tsx';
import { PageOf, StaleNote, StateCard } from '../ui/states.tsx';

const HISTORY_SHOWN = 3;

/** The resident's home: the order under way, the coupons left, one button, what was before. */
export function Home(): JSX.Element {
  const { home } = useWords();
  const page = usePage('/api/resident', 'resident');
  return (
    <PageOf page={page} title={home.title} skeleton={['card', 'ticket']}>
      {(data) => (data.registration === 'approved' ? <Approved data={data} page={page} /> : <NotYet registration={data.registration} />)}
    </PageOf>
  );
}

function Approved({ data, page }: { data: ResidentPage; page: PageData<ResidentPage> }): JSX.Element {
  const { home } = useWords();
  const underWay = data.order && !endedEmpty(data.order.state) && data.order.state !== 'handed_over';
  const canAsk = !underWay && data.mealsMax > 0;
  return (
    <Page
      title={home.title}
      actions={
        canAsk && (
          <ButtonLink wide icon="plus" href={addressOf('/order')}>
            {home.ask}
          </ButtonLink>
        )
      }
    >
      <StaleNote page={page} />
      {data.order && <OrderUnderWay order={data.order} />}
      <Coupons coupons={data.coupons} />
      <Card title={home.historyTitle} tone="plain">
        {data.history.length === 0 ? (
          <p class="soft">{home.historyEmpty}</p>
        ) : (
          <HistoryList history={data.history.slice(0, HISTORY_SHOWN)} />
        )}
        {data.history.length > HISTORY_SHOWN && <a href={addressOf('/history')}>{home.historyAll}</a>}
      </Card>
    </Page>
  );
}

function OrderUnderWay({ order }: { order: NonNullable<ResidentPage['order']> }): JSX.Element {
  const { order: words } = useWords();
  return (
    <OrderCard order={order}>
      {order.canConfirm && <p class="strong">{words.confirm}</p>}
      <ButtonLink kind="secondary" href={addressOf(`/orders/${order.order}`)}>
        {words.follow}
      </ButtonLink>
    </OrderCard>
  );
}

function Coupons({ coupons }: { coupons: ResidentPage['coupons'] }): JSX.Element {
  const { home, units } = useWords();
  const { me } = useApp();
  const nearest = coupons.grants[0];
  return (
    <section class="ticket" aria-labelledby="coupons-title">
      <h2 id="coupons-title">{home.couponsTitle}</h2>
      <BigNumber value={coupons.left} unit={units.coupon} />
      {nearest && coupons.left > 0 && <p>{home.expires(nearest.left, dayOf(nearest.expiresOn, me.language))}</p>}
      {coupons.left === 0 && <p>{home.noneLeft}</p>}
      {coupons.held > 0 && <p class="soft">{home.held(coupons.held)}</p>}
      {coupons.left > 0 && (
        <ButtonLink kind="secondary" icon="coupon" href={addressOf('/coupon')}>
          {home.useAtShop}
        </ButtonLink>
      )}
    </section>
  );
}

const NOT_YET = {
  none: { icon: 'chat', needs: false, quiet: false },
  waiting: { icon: 'clock', needs: false, quiet: true },
  waiting_funds: { icon: 'clock', needs: true, quiet: true },
  declined: { icon: 'chat', needs: true, quiet: false },
} as const;

function NotYet({ registration }: { registration: keyof typeof NOT_YET }): JSX.Element {
  const { home } = useWords();
  const { icon, needs, quiet } = NOT_YET[registration];
  const { title, body, more } = home.notYet[registration];
  return (
    <Page title={home.title} actions={<ToChat quiet={quiet} />}>
      <StateCard icon={icon} needs={needs} title={title}>
        <p>{body}</p>
        {more && <p class="soft">{more}</p>}
      </StateCard>
    </Page>
  );
}

/** Inside LINE the window closes onto the chat; outside, the chat is opened. */
function ToChat({ quiet }: { quiet: boolean }): JSX.Element {
  const { session, settings } = useApp();
  const { home } = useWords();
  const leave = async () => {
    const line = await session.line();
    if (!line.isInClient() && settings.addFriendUrl) line.openExternal(settings.addFriendUrl);
    else line.close();
  };
  return (
    <Button wide icon="chat" kind={quiet ? 'secondary' : 'primary'} onClick={() => void leave()}>
      {home.toChat}
    </Button>
  );
}
