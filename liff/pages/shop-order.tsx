import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ShopPage } from '../../bot/liff-api/contract.ts';
import { useAct } from '../hooks/use-act.ts';
import type { Act } from '../hooks/use-act.ts';
import { usePagesWords } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import { bahtOf } from '../text/format.ts';
import { clockOf } from '../text/times.ts';
import { CodeText } from '../ui/big-number.tsx';
import { Button } from '../ui/button.tsx';
import { Chip, Note } from '../ui/card.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Problem } from '../ui/problem.tsx';

type Order = ShopPage['orders'][number];
type Move = 'accept' | 'decline' | 'cooking' | 'ready' | 'give-up';

/** One order on the board: how many, by when, what to mind, and the next step. */
export function ShopOrder({ order, onChange }: { order: Order; onChange: (page: ShopPage) => void }): JSX.Element {
  const words = usePagesWords();
  const { units } = useWords();
  const { shop } = words;
  const act = useAct();
  const [givingUp, setGivingUp] = useState(false);
  const move = (to: Move) => void act.run(`/api/shop/orders/${order.order}/${to}`, {}, onChange);
  return (
    <li class={`card${order.state === 'placed' ? ' card--needs' : ''}`}>
      <div class="row row--apart">
        <span class="shop-order__meals">{units.meals(order.meals)}</span>
        <CodeText small code={order.pickUpCode} />
      </div>
      <div class="row">
        <Chip icon="clock">{shop.at(units.clock(clockOf(order.wantedAt)))}</Chip>
        <Chip icon={order.mode === 'pickup' ? 'people' : 'riding'}>{order.mode === 'pickup' ? shop.pickup : shop.delivery}</Chip>
        {order.diets.map((diet) => (
          <Chip key={diet} icon="alert" tone="needs">
            {words.diets[diet]}
          </Chip>
        ))}
      </div>
      {order.allergy && (
        <Note icon="alert" tone="red">
          <p class="strong">{shop.allergy(order.allergy)}</p>
        </Note>
      )}
      {order.state === 'ready' && <p>{order.mode === 'pickup' ? shop.waitPickup : shop.tellCode}</p>}
      <p class="soft">{shop.pay(words.baht(bahtOf(order.paySatang)))}</p>
      {!givingUp && <Problem words={act.problem} />}
      <Moves order={order} act={act} move={move} onGiveUp={() => setGivingUp(true)} />
      {givingUp && (
        <Confirm
          danger
          title={shop.giveUpTitle}
          body={shop.giveUpBody}
          yes={shop.giveUp}
          busy={act.busy}
          problem={act.problem}
          onYes={() => move('give-up')}
          onClose={() => setGivingUp(false)}
        />
      )}
    </li>
  );
}

function Moves({
  order,
  act,
  move,
  onGiveUp,
}: {
  order: Order;
  act: Act;
  move: (to: Move) => void;
  onGiveUp: () => void;
}): JSX.Element | null {
  const { shop } = usePagesWords();
  const giveUp = (
    <Button kind="quiet" small busy={act.busy} onClick={onGiveUp}>
      {shop.giveUp}
    </Button>
  );
  switch (order.state) {
    case 'placed':
      return (
        <div class="shop-order__moves">
          <Button icon="tick" busy={act.busy} onClick={() => move('accept')}>
            {shop.accept}
          </Button>
          <Button kind="secondary" busy={act.busy} onClick={() => move('decline')}>
            {shop.decline}
          </Button>
        </div>
      );
    case 'accepted':
      return (
        <div class="shop-order__moves">
          <Button icon="cooking" busy={act.busy} onClick={() => move('cooking')}>
            {shop.start}
          </Button>
          {giveUp}
        </div>
      );
    case 'cooking':
      return (
        <div class="shop-order__moves">
          <Button icon="tick" busy={act.busy} onClick={() => move('ready')}>
            {shop.done}
          </Button>
          {giveUp}
        </div>
      );
    case 'ready':
    case 'on_the_way':
    case 'handed_over':
    case 'cancelled':
    case 'refused':
    case 'expired':
    case 'failed':
      return null;
  }
}
