import type { JSX } from 'preact';
import type { DonorPage } from '../../bot/liff-api/contract.ts';
import { useApp } from '../hooks/use-app.ts';
import { usePagesWords } from '../hooks/use-more-words.ts';
import { bahtOf } from '../text/format.ts';
import { dayOf } from '../text/times.ts';
import { Card, Chip } from '../ui/card.tsx';

/** A paper for each gift of money that came in; a cancelled one stays in the list beside the one that replaced it. */
export function DonorReceipts({ receipts }: { receipts: DonorPage['receipts'] }): JSX.Element | null {
  const pages = usePagesWords();
  const { donorReceipts: words } = pages;
  const { me } = useApp();
  if (receipts.length === 0) return null;
  return (
    <Card title={words.title}>
      <ul class="list">
        {receipts.map((receipt) => (
          <li key={receipt.number} class="stack stack--tight">
            <div class="row row--apart">
              <strong>{pages.baht(bahtOf(receipt.amountSatang))}</strong>
              <Chip icon={receipt.state === 'live' ? 'tick' : 'cross'} {...(receipt.state === 'live' ? { tone: 'leaf' as const } : {})}>
                {words.states[receipt.state]}
              </Chip>
            </div>
            <p class="soft small">
              {receipt.number} · {dayOf(receipt.at, me.language)}
            </p>
            <div class="row">
              <a
                class="button button--secondary button--small"
                href={`/api/receipts/${receipt.number}.pdf`}
                target="_blank"
                rel="noreferrer"
              >
                {words.open}
              </a>
              <a class="small" href={`/api/receipts/${receipt.number}/proof`} download>
                {words.proof}
              </a>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
