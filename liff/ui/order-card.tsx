import type { ComponentChildren, JSX } from 'preact';
import type { OrderView } from '../../bot/domain/notice.ts';
import { useWords } from '../hooks/use-words.ts';
import { clockOf } from '../text/times.ts';
import { CodeText } from './big-number.tsx';
import { Card, Chip } from './card.tsx';
import { endedEmpty, signOf, stepAt, stepsOf } from './order-words.ts';
import { Steps } from './steps.tsx';

/** The order under way: where it is, when it is expected, and the code that the handover needs. */
export function OrderCard({ order, children }: { order: OrderView; children?: ComponentChildren }): JSX.Element {
  const words = useWords();
  const sign = signOf(order.state);
  const over = order.state === 'handed_over' || endedEmpty(order.state);
  return (
    <Card>
      <div class="row row--apart" role="status">
        <h2>{(over ? words.order.titleOver : words.order.title)(words.units.meals(order.meals))}</h2>
        <Chip icon={sign.icon} {...(sign.tone ? { tone: sign.tone } : {})}>
          {words.order.states[order.state]}
        </Chip>
      </div>
      {!endedEmpty(order.state) && (
        <>
          <Steps
            steps={stepsOf(order.mode, words)}
            here={stepAt(order.state, order.mode)}
            hereWord={words.app.now}
            pastWord={words.app.done}
          />
          {!over && <Expected order={order} />}
          {!over && <HandOverCode order={order} />}
        </>
      )}
      {children}
    </Card>
  );
}

function Expected({ order }: { order: OrderView }): JSX.Element {
  const { order: words, units } = useWords();
  if (order.expectedAt === undefined) return <p>{words.expectedLater}</p>;
  return (
    <div>
      <p>
        {order.mode === 'delivery' ? words.expectedDoor : words.expectedShop}{' '}
        <span class="strong">{units.about(clockOf(order.expectedAt))}</span>
      </p>
      {order.shopName && <p class="soft">{words.from(order.shopName)}</p>}
      {order.giftWords && <p class="soft">{order.giftWords}</p>}
    </div>
  );
}

function HandOverCode({ order }: { order: OrderView }): JSX.Element {
  const { order: words } = useWords();
  return (
    <div class="note note--code">
      <div class="stack stack--tight">
        <p class="small">{words.code}</p>
        <CodeText code={order.handOverCode} />
        <p class="small">{order.mode === 'delivery' ? words.codeHintDelivery : words.codeHintPickup}</p>
      </div>
    </div>
  );
}
