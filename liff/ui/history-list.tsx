import type { JSX } from 'preact';
import type { ResidentPage } from '../../bot/liff-api/contract.ts';
import { useApp } from '../hooks/use-app.ts';
import { addressOf } from '../hooks/use-route.ts';
import { useWords } from '../hooks/use-words.ts';
import { clockOf, dayOf } from '../text/times.ts';
import { Chip } from './card.tsx';
import { signOf } from './order-words.ts';

export function HistoryList({ history }: { history: ResidentPage['history'] }): JSX.Element {
  const words = useWords();
  const { me } = useApp();
  return (
    <ul class="list">
      {history.map((meal) => {
        const sign = signOf(meal.state);
        return (
          <li key={meal.order}>
            <a class="list__line" href={addressOf(`/orders/${meal.order}`)}>
              <span class="stack stack--tight">
                <span class="strong">
                  {words.units.meals(meal.meals)}
                  {meal.shopName && <> · {meal.shopName}</>}
                </span>
                <span class="soft small">
                  {dayOf(meal.at, me.language)} {words.units.clock(clockOf(meal.at))}
                </span>
              </span>
              <Chip icon={sign.icon} {...(sign.tone ? { tone: sign.tone } : {})}>
                {words.order.states[meal.state]}
              </Chip>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
