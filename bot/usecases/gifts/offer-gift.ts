import { setDeadline } from '../../../db/deadlines.ts';
import { openGiftIds } from '../../../db/gifts.ts';
import { giftView } from '../../../db/pages/gift-view.ts';
import { activeShopOf } from '../../../db/shops.ts';
import type { TxDeps } from '../../deps.ts';
import type { CommandOf, Done, GiftDetails } from '../../domain/command.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { COOKED_FOOD_TIME, DRY_FOOD_TIME, GIFT_BOXES_MAX, GIFT_CLOCK_MIN, GIFTS_OPEN_MAX } from '../../limits.ts';
import { readerOf } from '../reader.ts';
import { tellRole } from '../tell.ts';
import { acceptGift } from './decide-gift.ts';

/**
 * Somebody has food to give. Who has a shop or kitchen here was looked at before and is taken at once; for all others
 * a coordinator decides. Nothing is in the books until then.
 */
export async function offerGift(deps: TxDeps, { by, gift }: CommandOf<'offer_gift'>): Promise<Done | Refusal> {
  const now = deps.clock.now();
  if (!Number.isInteger(gift.boxes) || gift.boxes < 1 || gift.boxes > GIFT_BOXES_MAX) {
    return refuse('meals_out_of_range', { min: 1, max: GIFT_BOXES_MAX });
  }
  const useBy = useByOf(gift, now);
  if (Math.max(gift.readyAt, now) + GIFT_CLOCK_MIN > useBy) return refuse('food_too_old');
  if ((await openGiftIds(deps.tx, by)).length >= GIFTS_OPEN_MAX) return refuse('capacity_full');
  const id = deps.chance.newId('gft');
  await writeLot(deps, { id, by, gift, useBy });
  await setDeadline(deps, { kind: 'gift_over', subject: id, dueAt: useBy });
  const accepted = (await activeShopOf(deps.tx, by)) !== undefined;
  if (accepted) await acceptGift(deps, id);
  const view = await giftView(readerOf(deps), id);
  if (!accepted) await tellRole(deps, { role: 'coordinator', urgency: 'act', except: by }, { kind: 'gift_offered', gift: view });
  deps.after.touch('coordinator');
  deps.after.touch('donor', by);
  return { say: [{ kind: 'gift_noted', gift: view, accepted }] };
}

/** Cooked food has its clock from the fire on, not from the moment it is fetched; what can be fetched has left the fire. */
function useByOf(gift: GiftDetails, now: number): number {
  if (gift.giftKind === 'dry') return Math.max(gift.readyAt, now) + DRY_FOOD_TIME;
  return Math.min(gift.cookedAt ?? gift.readyAt, gift.readyAt) + COOKED_FOOD_TIME;
}

async function writeLot(deps: TxDeps, lot: { id: string; by: string; gift: GiftDetails; useBy: number }): Promise<void> {
  const { gift } = lot;
  const diets = gift.diets.filter((diet) => diet !== 'halal' || gift.halal !== 'none');
  await deps.tx
    .insertInto('gift_lot')
    .values({
      id: lot.id,
      member_id: lot.by,
      kind: gift.giftKind,
      boxes: gift.boxes,
      words: gift.words,
      diets: diets.join(','),
      halal: diets.includes('halal') ? gift.halal : 'none',
      ready_at: gift.readyAt,
      use_by: lot.useBy,
      latitude: gift.pin.latitude,
      longitude: gift.pin.longitude,
      community_id: null,
      state: 'offered',
      offered_at: deps.clock.now(),
      decided_by: null,
      decided_at: null,
    })
    .execute();
}
