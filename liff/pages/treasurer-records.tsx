import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { TreasurerPage } from '../../bot/liff-api/contract.ts';
import { useApp } from '../hooks/use-app.ts';
import { useStaffWords } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import { bahtOf } from '../text/format.ts';
import { clockOf, dayOf } from '../text/times.ts';
import { Button } from '../ui/button.tsx';
import { Card, Chip } from '../ui/card.tsx';
import { AskApproval } from './ask-approval.tsx';

type Recorded = TreasurerPage['receipts'][number];

interface RecordsProps {
  receipts: Recorded[];
  onChange: (page: TreasurerPage) => void;
}

/** Money recorded lately, each with its receipt, and the way to take it back. */
export function TreasurerRecords({ receipts, onChange }: RecordsProps): JSX.Element {
  const { treasurer: words, books } = useStaffWords();
  const [asking, setAsking] = useState<{ what: 'reverse_money' | 'cancel_receipt'; of: Recorded }>();
  if (receipts.length === 0) {
    return (
      <Card title={words.receipts}>
        <p class="soft">{words.receiptsNone}</p>
      </Card>
    );
  }
  return (
    <Card title={words.receipts}>
      <ul class="list">
        {receipts.map((receipt) => (
          <Entry key={receipt.money} receipt={receipt} onAsk={(what) => setAsking({ what, of: receipt })} />
        ))}
      </ul>
      {asking && (
        <AskApproval
          what={asking.what}
          subject={asking.what === 'reverse_money' ? asking.of.money : (asking.of.number ?? '')}
          title={asking.what === 'reverse_money' ? books.reverseTitle : books.cancelTitle(asking.of.number ?? '')}
          onChange={onChange}
          onClose={() => setAsking(undefined)}
        />
      )}
    </Card>
  );
}

function Entry({ receipt, onAsk }: { receipt: Recorded; onAsk: (what: 'reverse_money' | 'cancel_receipt') => void }): JSX.Element {
  const { books: words, coordinator } = useStaffWords();
  const { me } = useApp();
  const { units } = useWords();
  return (
    <li class="stack stack--tight">
      <div class="row row--apart">
        <strong>
          {bahtOf(receipt.amountSatang)} {coordinator.baht}
        </strong>
        <span class="soft small">
          {dayOf(receipt.at, me.language)} {units.clock(clockOf(receipt.at))}
        </span>
      </div>
      <p class="soft small">
        {receipt.bankReference} · {receipt.campaignName}
      </p>
      {receipt.reversed ? (
        <p>
          <Chip icon="cross">{words.reversed}</Chip>
        </p>
      ) : (
        <div class="row">
          {receipt.number !== undefined && (
            <a class="button button--quiet button--small" href={`/api/receipts/${receipt.number}.pdf`} target="_blank" rel="noreferrer">
              {words.receipt} {receipt.number}
            </a>
          )}
          {receipt.number !== undefined && (
            <Button kind="quiet" small onClick={() => onAsk('cancel_receipt')}>
              {words.cancelReceipt}
            </Button>
          )}
          <Button kind="quiet" small onClick={() => onAsk('reverse_money')}>
            {words.reverse}
          </Button>
        </div>
      )}
    </li>
  );
}
