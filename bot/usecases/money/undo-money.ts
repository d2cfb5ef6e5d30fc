import { setDeadline } from '../../../db/deadlines.ts';
import { reverse } from '../../../db/ledger.ts';
import { cancelReceipt, liveReceiptOf, moneyPosting } from '../../../db/receipts.ts';
import type { TxDeps } from '../../deps.ts';
import { PLEDGE_TIME } from '../../limits.ts';
import { clocksOf } from '../clocks.ts';

/** Two people: who asked, who approved. */
export interface TwoPeople {
  approval: string;
  askedBy: string;
  approvedBy: string;
  reasonSealed: string;
}

/**
 * Takes recorded money back by a reversal; its receipt is cancelled and its pledge waits again. `moved_on` when the
 * money is no longer free: nothing has changed then.
 */
export async function undoMoney(deps: TxDeps, money: string, people: TwoPeople): Promise<'undone' | 'moved_on' | 'undone_before'> {
  const { tx } = deps;
  const posting = await moneyPosting(tx, money);
  if (posting === undefined || posting.isReversed) return 'undone_before';
  const now = deps.clock.now();
  // Books are for everybody to read: the words of the two people stay beside them.
  const posted = await reverse(tx, { postingId: posting.id, reason: `approval/${people.approval}` }, clocksOf(deps));
  if (posted.kind === 'short') return 'moved_on';
  const receipt = await liveReceiptOf(tx, money);
  if (receipt !== undefined) await cancelReceipt(tx, { number: receipt.number, at: now, ...people });
  await reopenPledge(deps, money);
  for (const topic of ['treasurer', 'coordinator', 'donor'] as const) deps.after.touch(topic);
  return 'undone';
}

async function reopenPledge(deps: TxDeps, money: string): Promise<void> {
  const { tx } = deps;
  const now = deps.clock.now();
  const pledge = await tx
    .selectFrom('money_receipt')
    .innerJoin('pledge', 'pledge.id', 'money_receipt.pledge_id')
    .select(['pledge.id', 'pledge.member_id'])
    .where('money_receipt.id', '=', money)
    .where('pledge.state', '=', 'received')
    .executeTakeFirst();
  if (pledge === undefined) return;
  const slip = await tx.selectFrom('slip').select('id').where('pledge_id', '=', pledge.id).executeTakeFirst();
  const state = slip === undefined ? 'pledged' : 'claimed';
  await tx.updateTable('pledge').set({ state, changed_at: now }).where('id', '=', pledge.id).execute();
  if (state === 'pledged') await setDeadline(deps, { kind: 'pledge_expiry', subject: pledge.id, dueAt: now + PLEDGE_TIME });
  deps.after.touch('donor', pledge.member_id);
}

/** The bank still says that the money of a line came in, so the line waits for another place. */
export async function freeLineOf(deps: TxDeps, money: string): Promise<void> {
  await deps.tx
    .updateTable('statement_line')
    .set({ state: 'unmatched', receipt_id: null, decided_by: null, decided_at: null })
    .where('receipt_id', '=', money)
    .execute();
}

/** Each line by itself: what has moved on stays counted, and the import stays open to be undone later. */
export async function undoImport(deps: TxDeps, importId: string, people: TwoPeople): Promise<{ undone: number; kept: number }> {
  const { tx } = deps;
  const lines = await tx
    .selectFrom('statement_line')
    .select(['id', 'receipt_id'])
    .where('import_id', '=', importId)
    .where('state', '<>', 'undone')
    .orderBy('line', 'desc')
    .execute();
  let kept = 0;
  for (const { id, receipt_id: money } of lines) {
    if (money !== null && (await undoMoney(deps, money, people)) === 'moved_on') kept += 1;
    else await tx.updateTable('statement_line').set({ state: 'undone', receipt_id: null }).where('id', '=', id).execute();
  }
  if (kept === 0) {
    const undone = { undone_at: deps.clock.now(), undone_by: people.approvedBy };
    await tx.updateTable('statement_import').set(undone).where('id', '=', importId).execute();
  }
  deps.after.touch('treasurer');
  return { undone: lines.length - kept, kept };
}
