import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ShopPage } from '../../bot/liff-api/contract.ts';
import { useAct } from '../hooks/use-act.ts';
import { useWide } from '../hooks/use-now.ts';
import { usePage } from '../hooks/use-page.ts';
import { usePagesWords } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import { bahtOf } from '../text/format.ts';
import { clockOf } from '../text/times.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { GuardedPage } from '../ui/guarded-page.tsx';
import { Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { StaleNote } from '../ui/states.tsx';
import { Stepper, Switch } from '../ui/stepper.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { ShopCounter } from './shop-counter.tsx';
import { ShopOrder } from './shop-order.tsx';
import './shop.css';

const COLUMNS = ['incoming', 'cooking', 'ready'] as const;
type Column = (typeof COLUMNS)[number];
const CAPACITY_MAX = 2000;

type Order = ShopPage['orders'][number];

function columnOf(order: Order): Column | undefined {
  switch (order.state) {
    case 'placed':
      return 'incoming';
    case 'accepted':
    case 'cooking':
      return 'cooking';
    case 'ready':
      return 'ready';
    case 'on_the_way':
    case 'handed_over':
    case 'cancelled':
    case 'refused':
    case 'expired':
    case 'failed':
      return undefined;
  }
}

/** The shop's board: what came in, what is on the stove, what waits for its rider or guest. */
export function Shop(): JSX.Element {
  const { shop } = usePagesWords();
  const page = usePage('/api/shop', 'shop');
  return (
    <GuardedPage page={page} title={shop.tabs} desk skeleton={['row', 'card']} forbidden={shop.forbidden} notFound={shop.forbidden}>
      {(data) => (
        <Page desk title={data.name} actions={<ShopCounter onRedeemed={page.reload} />}>
          <StaleNote page={page} />
          <Offer data={data} onChange={page.show} />
          <Board orders={data.orders} onChange={page.show} />
          <DoneToday done={data.doneToday} />
        </Page>
      )}
    </GuardedPage>
  );
}

function Offer({ data, onChange }: { data: ShopPage; onChange: (page: ShopPage) => void }): JSX.Element {
  const words = usePagesWords();
  const { shop } = words;
  const act = useAct();
  const [changing, setChanging] = useState(false);
  return (
    <Card tone="plain">
      <div class="shop-offer">
        <Switch
          label={shop.open}
          hint={data.open ? shop.openHint : shop.closedHint}
          on={data.open}
          busy={act.busy}
          onChange={(open) => void act.run('/api/shop/offer', { open }, onChange)}
        />
        <div class="stack stack--tight">
          <p>{shop.used(data.used, data.capacity)}</p>
          <progress max={Math.max(1, data.capacity)} value={data.used} aria-label={shop.used(data.used, data.capacity)} />
        </div>
        <Button kind="secondary" small onClick={() => setChanging(true)}>
          {shop.change}
        </Button>
        <p>
          <span class="soft">{shop.owed}</span> <span class="strong">{words.baht(bahtOf(data.owedSatang))}</span>
          <span class="soft small"> {shop.owedHint}</span>
        </p>
      </div>
      {!changing && <Problem words={act.problem} />}
      {changing && <Capacity data={data} onClose={() => setChanging(false)} onChange={onChange} />}
    </Card>
  );
}

function Capacity({ data, onClose, onChange }: { data: ShopPage; onClose: () => void; onChange: (page: ShopPage) => void }): JSX.Element {
  const words = usePagesWords();
  const [capacity, setCapacity] = useState(data.capacity);
  const act = useAct();
  const save = () =>
    void act.run('/api/shop/offer', { capacity }, (page) => {
      onChange(page);
      onClose();
    });
  return (
    <Dialog title={words.shop.capacity} onClose={onClose}>
      <Stepper
        label={words.shop.capacity}
        value={capacity}
        min={0}
        max={CAPACITY_MAX}
        step={5}
        lessWord={words.less}
        moreWord={words.more}
        onChange={setCapacity}
      />
      <Problem words={act.problem} />
      <Button wide busy={act.busy} onClick={save}>
        {words.shop.save}
      </Button>
    </Dialog>
  );
}

/** Three columns on a desk, three tabs on a phone. */
function Board({ orders, onChange }: { orders: Order[]; onChange: (page: ShopPage) => void }): JSX.Element {
  const { shop } = usePagesWords();
  const wide = useWide();
  const [chosen, setChosen] = useState<Column>();
  const of = (column: Column) => orders.filter((order) => columnOf(order) === column);
  const at = chosen ?? COLUMNS.find((column) => of(column).length > 0) ?? 'incoming';
  if (wide) {
    return (
      <div class="board">
        {COLUMNS.map((column) => (
          <section key={column} class="board__column" aria-labelledby={`column-${column}`}>
            <h2 id={`column-${column}`} class="row">
              {shop[column]} {of(column).length > 0 && <span class="count">{of(column).length}</span>}
            </h2>
            <Orders orders={of(column)} empty={shop.empty[column]} onChange={onChange} />
          </section>
        ))}
      </div>
    );
  }
  return (
    <>
      <Tabs
        label={shop.tabs}
        at={at}
        onChoose={setChosen}
        tabs={COLUMNS.map((column) => ({ key: column, words: shop[column], count: of(column).length }))}
      />
      <div id={`panel-${at}`} class="stack" role="tabpanel" aria-labelledby={`tab-${at}`}>
        <Orders orders={of(at)} empty={shop.empty[at]} onChange={onChange} />
      </div>
    </>
  );
}

function Orders({ orders, empty, onChange }: { orders: Order[]; empty: string; onChange: (page: ShopPage) => void }): JSX.Element {
  if (orders.length === 0) return <p class="soft empty">{empty}</p>;
  return (
    <ul class="stack" aria-live="polite">
      {orders.map((order) => (
        <ShopOrder key={order.order} order={order} onChange={onChange} />
      ))}
    </ul>
  );
}

function DoneToday({ done }: { done: ShopPage['doneToday'] }): JSX.Element {
  const words = usePagesWords();
  const { units } = useWords();
  return (
    <Card tone="plain" title={words.shop.doneToday}>
      {done.length === 0 ? (
        <p class="soft">{words.shop.doneNone}</p>
      ) : (
        <ul class="list">
          {done.map((meal) => (
            <li key={`${meal.pickUpCode}-${meal.at}`} class="list__line">
              <span>
                <span class="strong">{meal.pickUpCode}</span> · {units.meals(meal.meals)}
              </span>
              <span class="soft">
                {words.baht(bahtOf(meal.paySatang))} · {units.clock(clockOf(meal.at))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
