import { hasRole } from '../../../db/members.ts';
import { campaignTotals } from '../../../db/pages/money-views.ts';
import { isBankReferenceUsed } from '../../../db/receipts.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { plainReference } from '../../domain/statement.ts';
import { PLEDGE_MAX_SATANG, PLEDGE_MIN_SATANG } from '../../limits.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { readerOf } from '../reader.ts';
import { receiveMoney, tellOfMoneyInFund } from './receive-money.ts';

/**
 * Money becomes a fact: a treasurer saw it in the account and writes down amount and bank reference. The reference is
 * unique over all money ever recorded, so one bank line cannot be booked twice. Nobody confirms a pledge of their own.
 */
export async function recordMoney(deps: TxDeps, command: CommandOf<'record_money'>): Promise<Done | Refusal> {
  const { tx } = deps;
  if (!(await hasRole(tx, command.by, 'treasurer'))) return refuse('not_allowed', { role: 'treasurer' });
  const { amountSatang } = command;
  if (!Number.isInteger(amountSatang) || amountSatang < PLEDGE_MIN_SATANG || amountSatang > PLEDGE_MAX_SATANG) {
    return refuse('amount_out_of_range', { min_satang: PLEDGE_MIN_SATANG, max_satang: PLEDGE_MAX_SATANG });
  }
  const target = await targetOf(deps, command);
  if ('refused' in target) return target;
  const bankReference = plainReference(command.bankReference);
  if (await isBankReferenceUsed(tx, bankReference)) return refuse('bank_reference_used');
  await receiveMoney(deps, { ...target, amountSatang, bankReference, recordedBy: command.by, happenedAt: deps.clock.now() });
  await tellOfMoneyInFund(deps, target.campaign);
  return { say: [{ kind: 'money_recorded', amountSatang, totals: await campaignTotals(readerOf(deps), target.campaign) }] };
}

async function targetOf(deps: TxDeps, command: CommandOf<'record_money'>): Promise<{ campaign: string; pledge?: Row<'pledge'> } | Refusal> {
  if (command.pledge !== undefined) {
    const pledge = await deps.tx.selectFrom('pledge').selectAll().where('id', '=', command.pledge).executeTakeFirst();
    if (pledge === undefined) return refuse('not_found');
    if (pledge.member_id === command.by) return refuse('same_person');
    if (pledge.state === 'received' || pledge.state === 'withdrawn') return refuse('pledge_closed', { state: pledge.state });
    return { campaign: pledge.campaign_id, pledge };
  }
  const campaign = await deps.tx
    .selectFrom('campaign')
    .select('id')
    .where('id', '=', command.campaign ?? '')
    .executeTakeFirst();
  return campaign === undefined ? refuse('not_found') : { campaign: campaign.id };
}
