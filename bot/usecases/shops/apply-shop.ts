import { shopApplicationView } from '../../../db/pages/staff-views.ts';
import type { TxDeps } from '../../deps.ts';
import { addDays, bangkokDay } from '../../domain/days.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { HALAL_ATTESTATION_DAYS } from '../../limits.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { readerOf } from '../reader.ts';
import { tellRole } from '../tell.ts';

/** A shop offers to cook; the coordinators decide. Halal is the shop's own attestation and ends after a year. */
export async function applyShop(deps: TxDeps, command: CommandOf<'apply_shop'>): Promise<Done | Refusal> {
  const { tx, clock } = deps;
  const known = await tx
    .selectFrom('shop')
    .select('state')
    .where('member_id', '=', command.by)
    .where('state', '<>', 'declined')
    .executeTakeFirst();
  if (known !== undefined) return refuse('already_registered', { state: known.state });
  const { shop } = command;
  const id = deps.chance.newId('shp');
  await tx
    .insertInto('shop')
    .values({
      id,
      member_id: command.by,
      name: shop.name,
      kind: shop.shopKind,
      latitude: shop.pin.latitude,
      longitude: shop.pin.longitude,
      capacity: shop.capacity,
      opens_minute: shop.opensMinute,
      closes_minute: shop.closesMinute,
      price_satang: shop.priceSatang,
      halal: shop.halal,
      halal_until: shop.halal === 'none' ? null : addDays(bangkokDay(clock.now()), HALAL_ATTESTATION_DAYS),
      state: 'applied',
      applied_at: clock.now(),
      decided_by: null,
      decided_at: null,
    })
    .execute();
  await tellRole(
    deps,
    { role: 'coordinator', urgency: 'act' },
    { kind: 'shop_applied', shop: await shopApplicationView(readerOf(deps), id) },
  );
  deps.after.touch('coordinator');
  return { say: [{ kind: 'application_received', of: 'shop' }] };
}
