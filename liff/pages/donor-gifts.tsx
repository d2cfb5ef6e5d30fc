import type { JSX } from 'preact';
import type { DonorPage } from '../../bot/liff-api/contract.ts';
import { useAct } from '../hooks/use-act.ts';
import { useApp } from '../hooks/use-app.ts';
import { usePagesWords } from '../hooks/use-more-words.ts';
import { clockOf, dayOf } from '../text/times.ts';
import { Button } from '../ui/button.tsx';
import { Card, Chip } from '../ui/card.tsx';
import type { Tone } from '../ui/card.tsx';
import type { IconName } from '../ui/icon.tsx';
import { Problem } from '../ui/problem.tsx';

type Gift = DonorPage['gifts'][number];

const SIGNS: Record<Gift['state'], { icon: IconName; tone?: Tone }> = {
  offered: { icon: 'clock' },
  accepted: { icon: 'heart', tone: 'leaf' },
  declined: { icon: 'cross' },
  closed: { icon: 'tick', tone: 'leaf' },
};

/** Food that somebody gave, and what became of it, down to the box. */
export function DonorGifts({ gifts, onChange }: { gifts: Gift[]; onChange: (page: DonorPage) => void }): JSX.Element | null {
  const { gifts: words } = usePagesWords();
  if (gifts.length === 0) return null;
  return (
    <Card title={words.title}>
      <ul class="list">
        {gifts.map((gift) => (
          <GiftRow key={gift.gift} gift={gift} onChange={onChange} />
        ))}
      </ul>
    </Card>
  );
}

function GiftRow({ gift, onChange }: { gift: Gift; onChange: (page: DonorPage) => void }): JSX.Element {
  const { gifts: words } = usePagesWords();
  const { me } = useApp();
  const act = useAct();
  const { boxes, given, wasted, returned } = gift.outcome;
  const sign = SIGNS[gift.state];
  const isOpen = gift.state === 'offered' || gift.state === 'accepted';
  return (
    <li class="pledge">
      <div class="row row--apart">
        <span class="strong">
          {gift.words} <span class="soft">· {words.boxes(boxes)}</span>
        </span>
        <Chip icon={sign.icon} {...(sign.tone ? { tone: sign.tone } : {})}>
          {words.states[gift.state]}
        </Chip>
      </div>
      <p class="soft small">
        {dayOf(gift.offeredAt, me.language)}
        {isOpen && ` · ${words.until(`${dayOf(gift.useBy, me.language)} ${clockOf(gift.useBy)}`)}`}
      </p>
      {given > 0 && <p class="strong">{words.given(given)}</p>}
      {wasted > 0 && <p class="soft">{words.wasted(wasted)}</p>}
      {returned > 0 && <p class="soft">{words.returned(returned)}</p>}
      <Problem words={act.problem} />
      {isOpen && (
        <Button kind="quiet" small busy={act.busy} onClick={() => void act.run(`/api/gifts/${gift.gift}/withdraw`, {}, onChange)}>
          {words.withdraw}
        </Button>
      )}
    </li>
  );
}
