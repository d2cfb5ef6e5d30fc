import { hasRole } from '../../../db/members.ts';
import { isBankReferenceUsed } from '../../../db/receipts.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import { atMinute, startOfDay } from '../../domain/days.ts';
import { isRefusal, refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { receiveMoney, tellOfMoneyInFund } from './receive-money.ts';

/** A line that found no pledge by itself, or was set aside: a treasurer says whose money it is. Never one's own pledge. */
export async function assignLine(deps: TxDeps, command: CommandOf<'assign_line'>): Promise<Done | Refusal> {
  const line = await openLine(deps, command);
  if (isRefusal(line)) return line;
  if (await isBankReferenceUsed(deps.tx, line.bank_reference)) return refuse('bank_reference_used');
  const place = await placeOf(deps, command);
  if (isRefusal(place)) return place;
  const at = line.minute === null ? startOfDay(line.day) : atMinute(line.day, line.minute);
  const receipt = await receiveMoney(deps, {
    ...place,
    amountSatang: line.amount_satang,
    bankReference: line.bank_reference,
    recordedBy: command.by,
    happenedAt: Math.min(at, deps.clock.now()),
  });
  await decideLine(deps, { line: line.id, by: command.by, state: 'matched', receipt_id: receipt, reason_sealed: null });
  await tellOfMoneyInFund(deps, place.campaign);
  return { say: [] };
}

/** Interest, a refund, a transfer of the foundation's own: no money for a fund. It can still be assigned later. */
export async function setLineAside(deps: TxDeps, command: CommandOf<'set_line_aside'>): Promise<Done | Refusal> {
  const line = await openLine(deps, command);
  if (isRefusal(line)) return line;
  const reasonSealed = deps.sealer.seal(command.reason);
  await decideLine(deps, { line: line.id, by: command.by, state: 'set_aside', receipt_id: null, reason_sealed: reasonSealed });
  return { say: [] };
}

async function openLine(deps: TxDeps, { by, line }: { by: string; line: string }): Promise<Row<'statement_line'> | Refusal> {
  if (!(await hasRole(deps.tx, by, 'treasurer'))) return refuse('not_allowed', { role: 'treasurer' });
  const row = await deps.tx.selectFrom('statement_line').selectAll().where('id', '=', line).executeTakeFirst();
  if (row === undefined) return refuse('not_found');
  return row.state === 'unmatched' || row.state === 'set_aside' ? row : refuse('already_decided');
}

async function placeOf(
  deps: TxDeps,
  { by, to }: CommandOf<'assign_line'>,
): Promise<{ campaign: string; pledge?: Row<'pledge'> } | Refusal> {
  if ('campaign' in to) {
    const campaign = await deps.tx.selectFrom('campaign').select('id').where('id', '=', to.campaign).executeTakeFirst();
    return campaign === undefined ? refuse('not_found') : { campaign: campaign.id };
  }
  const pledge = await deps.tx.selectFrom('pledge').selectAll().where('id', '=', to.pledge).executeTakeFirst();
  if (pledge === undefined) return refuse('not_found');
  if (pledge.member_id === by) return refuse('same_person');
  if (pledge.state === 'received' || pledge.state === 'withdrawn') return refuse('pledge_closed', { state: pledge.state });
  return { campaign: pledge.campaign_id, pledge };
}

interface Decision {
  line: string;
  by: string;
  state: 'matched' | 'set_aside';
  receipt_id: string | null;
  reason_sealed: string | null;
}

async function decideLine(deps: TxDeps, { line, by, ...decided }: Decision): Promise<void> {
  const written = { ...decided, decided_by: by, decided_at: deps.clock.now() };
  await deps.tx.updateTable('statement_line').set(written).where('id', '=', line).execute();
  deps.after.touch('treasurer');
}
