import { voidDeadline } from '../../../db/deadlines.ts';
import { hasRole } from '../../../db/members.ts';
import { giftLot } from '../../../db/gifts.ts';
import { giftView } from '../../../db/pages/gift-view.ts';
import type { TxDeps } from '../../deps.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { giftReceived } from '../../domain/postings.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { GIFT_CLOCK_MIN } from '../../limits.ts';
import { postNow } from '../post-now.ts';
import { readerOf } from '../reader.ts';
import { tell } from '../tell.ts';

export async function decideGift(deps: TxDeps, command: CommandOf<'decide_gift'>): Promise<Done | Refusal> {
  if (!(await hasRole(deps.tx, command.by, 'coordinator'))) return refuse('not_allowed', { role: 'coordinator' });
  const lot = await giftLot(deps.tx, command.gift);
  if (lot === undefined) return refuse('not_found');
  if (lot.state !== 'offered') return refuse('already_decided');
  if (lot.member_id === command.by) return refuse('same_person');
  if (command.approved && deps.clock.now() + GIFT_CLOCK_MIN > lot.use_by) return refuse('food_too_old', { eatByAt: lot.use_by });
  if (command.approved) await acceptGift(deps, lot.id, command.by);
  else await declineGift(deps, lot.id, command.by);
  const gift = await giftView(readerOf(deps), lot.id);
  await tell(deps, { memberId: lot.member_id, urgency: 'arrived' }, { kind: 'gift_decided', gift, approved: command.approved });
  deps.after.touch('coordinator');
  deps.after.touch('donor', lot.member_id);
  return { say: [{ kind: 'gift_done', words: lot.words, approved: command.approved }] };
}

/** From here on orders can have its boxes. */
export async function acceptGift(deps: TxDeps, lotId: string, by?: string): Promise<void> {
  const lot = await deps.tx
    .updateTable('gift_lot')
    .set({ state: 'accepted', decided_by: by ?? null, decided_at: deps.clock.now() })
    .where('id', '=', lotId)
    .returningAll()
    .executeTakeFirstOrThrow();
  await postNow(deps, giftReceived(lot.id, lot.boxes));
}

export async function declineGift(deps: TxDeps, lotId: string, by?: string): Promise<void> {
  await deps.tx
    .updateTable('gift_lot')
    .set({ state: 'declined', decided_by: by ?? null, decided_at: deps.clock.now() })
    .where('id', '=', lotId)
    .execute();
  await voidDeadline(deps.tx, 'gift_over', lotId);
}
