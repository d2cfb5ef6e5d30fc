import { balanceOf, post } from '../../../db/ledger.ts';
import { chooseCampaign } from '../../../db/pages/money-views.ts';
import type { TxDeps } from '../../deps.ts';
import { bangkokDay } from '../../domain/days.ts';
import { satang } from '../../domain/money.ts';
import { accounts, fundMoved } from '../../domain/postings.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { clocksOf } from '../clocks.ts';
import { readerOf } from '../reader.ts';

interface Unspent {
  to: string;
  amount: number;
}

/**
 * What is left of a campaign that is over, and where it goes: to the campaign that is open now. Money that stands
 * committed to coupons stays until they are used or end.
 */
export async function unspentOf(deps: TxDeps, campaignId: string): Promise<Unspent | Refusal> {
  const today = bangkokDay(deps.clock.now());
  const campaign = await deps.tx.selectFrom('campaign').select('ends_on').where('id', '=', campaignId).executeTakeFirst();
  if (campaign === undefined) return refuse('not_found');
  if (campaign.ends_on >= today) return refuse('dates_wrong');
  const amount = await balanceOf(deps.tx, accounts.free(campaignId));
  if (amount === 0) return refuse('already_decided');
  const open = await chooseCampaign(readerOf(deps), today);
  return open === undefined ? refuse('no_open_campaign') : { to: open.id, amount };
}

/** Moves all of it in one posting; every satang keeps its receipt, and its community where it was given for one. */
export async function moveUnspent(deps: TxDeps, campaignId: string, approval: string): Promise<Refusal | undefined> {
  const unspent = await unspentOf(deps, campaignId);
  if ('refused' in unspent) return unspent;
  await post(deps.tx, fundMoved({ approval, from: campaignId, to: unspent.to, amount: satang(unspent.amount) }), clocksOf(deps));
  deps.after.touch('donor');
  return undefined;
}
