import { voidDeadline } from '../../../db/deadlines.ts';
import { giftLot, isGiftHeld } from '../../../db/gifts.ts';
import { balanceOf } from '../../../db/ledger.ts';
import { hasRole } from '../../../db/members.ts';
import { giftOutcome } from '../../../db/pages/gift-view.ts';
import type { TxDeps } from '../../deps.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { accounts, giftOver } from '../../domain/postings.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { postNow } from '../post-now.ts';
import { readerOf } from '../reader.ts';
import { tell } from '../tell.ts';
import { declineGift } from './decide-gift.ts';

/**
 * The food is not there any more, or was never good: its donor or a coordinator takes back what no order has. What was
 * promised to somebody is still handed over.
 */
export async function withdrawGift(deps: TxDeps, command: CommandOf<'withdraw_gift'>): Promise<Done | Refusal> {
  const lot = await giftLot(deps.tx, command.gift);
  const isOwn = lot?.member_id === command.by;
  if (lot === undefined || !(isOwn || (await hasRole(deps.tx, command.by, 'coordinator')))) return refuse('not_found');
  if (lot.state === 'declined' || lot.state === 'closed') return refuse('already_decided');
  if (lot.state === 'offered') await declineGift(deps, lot.id, command.by);
  else {
    const left = await balanceOf(deps.tx, accounts.gift(lot.id));
    if (left > 0) await postNow(deps, giftOver(lot.id, left, 'dry'));
    await deps.tx.updateTable('gift_lot').set({ state: 'closed' }).where('id', '=', lot.id).execute();
    await voidDeadline(deps.tx, 'gift_over', lot.id);
  }
  const outcome = await giftOutcome(readerOf(deps), lot);
  const held = await isGiftHeld(deps.tx, lot.id);
  const notice = { kind: 'gift_withdrawn', words: lot.words, left: outcome.returned, held } as const;
  if (!isOwn) await tell(deps, { memberId: lot.member_id, urgency: 'arrived' }, notice);
  deps.after.touch('donor', lot.member_id);
  deps.after.touch('coordinator');
  return { say: [notice] };
}
