import type { Transaction } from 'kysely';
import { bangkokDay, weekOf } from '../bot/domain/days.ts';
import type { Posting, Transfer } from '../bot/domain/postings.ts';
import { compiled } from './compiled.ts';
import type { Database } from './schema.ts';

type Tx = Transaction<Database>;

/** What one posting adds to the totals of a campaign. */
interface Moved {
  received: number;
  shops: number;
  riders: number;
  carried: number;
}

const CAMPAIGN_FUND = /^fund\/([^/]+)\//u;
const NOTHING: Moved = { received: 0, shops: 0, riders: 0, carried: 0 };

function campaignOf(account: string): string | undefined {
  return CAMPAIGN_FUND.exec(account)?.[1];
}

/** Money that crosses the edge of a fund: in from outside, out to whoever cooked or carried; negative on its way back. */
function movedBy(fund: string, other: string): ((amount: number) => Moved) | undefined {
  if (campaignOf(fund) === undefined) return undefined;
  if (other.startsWith('outside/')) return (amount) => ({ ...NOTHING, received: -amount });
  if (other.startsWith('shop/')) return (amount) => ({ ...NOTHING, shops: amount });
  if (other.startsWith('rider/')) return (amount) => ({ ...NOTHING, riders: amount });
  if (campaignOf(other) !== undefined && campaignOf(other) !== campaignOf(fund)) return (amount) => ({ ...NOTHING, carried: -amount });
  return undefined;
}

function addMoved(totals: Map<string, Moved>, { from, to, amount }: Transfer): void {
  addTo(totals, campaignOf(from), movedBy(from, to)?.(amount));
  addTo(totals, campaignOf(to), movedBy(to, from)?.(-amount));
}

function addTo(totals: Map<string, Moved>, campaign: string | undefined, moved: Moved | undefined): void {
  if (moved === undefined || campaign === undefined) return;
  const sum = totals.get(campaign) ?? NOTHING;
  totals.set(campaign, {
    received: sum.received + moved.received,
    shops: sum.shops + moved.shops,
    riders: sum.riders + moved.riders,
    carried: sum.carried + moved.carried,
  });
}

const addToTotal = compiled((db, added: Moved & { campaign: string; owed: number }) =>
  db
    .insertInto('campaign_total')
    .values({
      campaign_id: added.campaign,
      received_satang: added.received,
      shops_satang: added.shops,
      riders_satang: added.riders,
      owed_satang: added.owed,
      carried_satang: added.carried,
    })
    .onConflict((conflict) =>
      conflict.column('campaign_id').doUpdateSet((eb) => ({
        received_satang: eb('campaign_total.received_satang', '+', eb.ref('excluded.received_satang')),
        shops_satang: eb('campaign_total.shops_satang', '+', eb.ref('excluded.shops_satang')),
        riders_satang: eb('campaign_total.riders_satang', '+', eb.ref('excluded.riders_satang')),
        owed_satang: eb('campaign_total.owed_satang', '+', eb.ref('excluded.owed_satang')),
        carried_satang: eb('campaign_total.carried_satang', '+', eb.ref('excluded.carried_satang')),
      })),
    ),
);

/** Called by the one writer of the books for every posting, so that no way of moving money can forget the totals. */
export async function keepCampaignTotals(tx: Tx, transfers: readonly Transfer[]): Promise<void> {
  const totals = new Map<string, Moved>();
  for (const transfer of transfers) if (transfer.unit === 'THB') addMoved(totals, transfer);
  for (const [campaign, moved] of totals) await addToTotal.run(tx, { ...moved, campaign, owed: moved.shops + moved.riders });
}

export interface Served {
  household: string;
  /** When the food changed hands, ms. */
  at: number;
  /** What was posted for it: the totals count what the books say, not what the order had planned. */
  posting: Posting;
}

/** Counts meals that were handed over, in the transaction that posts them. */
export async function addServed(tx: Tx, { household, at, posting }: Served): Promise<void> {
  const { community_id: community } = await tx
    .selectFrom('household')
    .select('community_id')
    .where('id', '=', household)
    .executeTakeFirstOrThrow();
  const spent = new Map<string, Moved>();
  const meals = new Map<string, number>();
  for (const transfer of posting.transfers) {
    if (transfer.unit === 'THB') addMoved(spent, transfer);
    const campaign = transfer.unit === 'MEAL' ? /^redeemed\/(.+)$/u.exec(transfer.to)?.[1] : undefined;
    if (campaign !== undefined) meals.set(campaign, (meals.get(campaign) ?? 0) + transfer.amount);
  }
  for (const campaign of new Set([...meals.keys(), ...spent.keys()])) {
    const { shops, riders } = spent.get(campaign) ?? NOTHING;
    const cell = { campaign_id: campaign, community_id: community, week: weekOf(bangkokDay(at)) };
    await addToWeek(tx, cell, { household, meals: meals.get(campaign) ?? 0, spent: shops + riders });
  }
}

async function addToWeek(
  tx: Tx,
  cell: { campaign_id: string; community_id: string; week: string },
  { household, meals, spent }: { household: string; meals: number; spent: number },
): Promise<void> {
  const added = await tx
    .insertInto('served_household')
    .values({ ...cell, household_id: household })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  const households = Number(added.numInsertedOrUpdatedRows ?? 0);
  await tx
    .insertInto('served_week')
    .values({ ...cell, meals, households, spent_satang: spent })
    .onConflict((conflict) =>
      conflict.columns(['campaign_id', 'community_id', 'week']).doUpdateSet((eb) => ({
        meals: eb('served_week.meals', '+', meals),
        households: eb('served_week.households', '+', households),
        spent_satang: eb('served_week.spent_satang', '+', spent),
      })),
    )
    .execute();
}

/** Counts a push that LINE took; the outbox itself forgets its rows after a while. */
export async function countPush(tx: Tx, at: number): Promise<void> {
  await tx
    .insertInto('push_month')
    .values({ month: bangkokDay(at).slice(0, 7), pushes: 1 })
    .onConflict((conflict) => conflict.column('month').doUpdateSet((eb) => ({ pushes: eb('push_month.pushes', '+', 1) })))
    .execute();
}

/** Whether what has come in is all that the campaign asked for; a campaign without a target asks on. */
export async function hasReachedTarget(tx: Tx, campaign: { id: string; target_satang: number | null }): Promise<boolean> {
  if (campaign.target_satang === null) return false;
  const total = await tx.selectFrom('campaign_total').select('received_satang').where('campaign_id', '=', campaign.id).executeTakeFirst();
  return (total?.received_satang ?? 0) >= campaign.target_satang;
}
