import { hasRole, membersWithRole } from '../../../db/members.ts';
import { approvalView } from '../../../db/pages/approvals.ts';
import type { ApprovalDetail } from '../../../db/pages/approvals.ts';
import { cancelReceipt, issueReceipt, liveReceiptOf, moneyPosting } from '../../../db/receipts.ts';
import type { Row } from '../../../db/schema.ts';
import { openJson } from '../../../db/sealed-json.ts';
import type { TxDeps } from '../../deps.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { APPROVAL_KINDS } from '../../domain/statement.ts';
import type { ApprovalKind } from '../../domain/statement.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { readerOf } from '../reader.ts';
import { tell } from '../tell.ts';
import { moveUnspent, unspentOf } from './move-unspent.ts';
import { freeLineOf, undoImport, undoMoney } from './undo-money.ts';
import type { TwoPeople } from './undo-money.ts';

/** A treasurer asks for what one person alone may not do. Nothing happens before somebody else has looked. */
export async function askApproval(deps: TxDeps, { by, wanted }: CommandOf<'ask_approval'>): Promise<Done | Refusal> {
  const { tx, sealer } = deps;
  if (!(await hasRole(tx, by, 'treasurer'))) return refuse('not_allowed', { role: 'treasurer' });
  const problem = await whyNot(deps, wanted.what, wanted.subject);
  if (problem !== undefined) return problem;
  const open = await tx
    .selectFrom('four_eyes')
    .select('id')
    .where('kind', '=', wanted.what)
    .where('subject', '=', wanted.subject)
    .where('state', '=', 'asked')
    .executeTakeFirst();
  if (open !== undefined) return refuse('approval_waiting');
  const detail: ApprovalDetail = { reason: wanted.reason, ...(wanted.donorName === undefined ? {} : { donorName: wanted.donorName }) };
  const id = deps.chance.newId('apr');
  await tx
    .insertInto('four_eyes')
    .values({
      id,
      kind: wanted.what,
      subject: wanted.subject,
      detail: sealer.seal(JSON.stringify(detail)),
      asked_by: by,
      asked_at: deps.clock.now(),
      state: 'asked',
      decided_by: null,
      decided_at: null,
    })
    .execute();
  await tellOthers(deps, id, by);
  deps.after.touch('treasurer');
  deps.after.touch('coordinator');
  return { say: [] };
}

/** Whoever holds both roles hears it once. */
async function tellOthers(deps: TxDeps, approval: string, by: string): Promise<void> {
  const { what, amountSatang } = await approvalView(readerOf(deps), approval);
  const others = new Set([...(await membersWithRole(deps.tx, 'treasurer')), ...(await membersWithRole(deps.tx, 'coordinator'))]);
  others.delete(by);
  for (const memberId of others) await tell(deps, { memberId, urgency: 'act' }, { kind: 'approval_wanted', what, amountSatang });
}

async function whyNot(deps: TxDeps, what: ApprovalKind, subject: string): Promise<Refusal | undefined> {
  const { tx } = deps;
  switch (what) {
    case 'cancel_receipt': {
      const receipt = await tx.selectFrom('receipt').select('money_receipt_id').where('number', '=', subject).executeTakeFirst();
      if (receipt === undefined) return refuse('not_found');
      const live = await liveReceiptOf(tx, receipt.money_receipt_id);
      return live?.number === subject ? undefined : refuse('already_decided');
    }
    case 'reverse_money': {
      const posting = await moneyPosting(tx, subject);
      if (posting === undefined) return refuse('not_found');
      return posting.isReversed ? refuse('already_decided') : undefined;
    }
    case 'undo_import': {
      const found = await tx.selectFrom('statement_import').select('undone_at').where('id', '=', subject).executeTakeFirst();
      if (found === undefined) return refuse('not_found');
      return found.undone_at === null ? undefined : refuse('already_decided');
    }
    case 'move_unspent': {
      const unspent = await unspentOf(deps, subject);
      return 'refused' in unspent ? unspent : undefined;
    }
  }
}

/** Another treasurer, or a coordinator, has looked. What was approved happens in the same moment, or is refused with its reason. */
export async function decideApproval(deps: TxDeps, command: CommandOf<'decide_approval'>): Promise<Done | Refusal> {
  const { tx, sealer } = deps;
  const { by, approved } = command;
  const mayDecide = (await hasRole(tx, by, 'treasurer')) || (await hasRole(tx, by, 'coordinator'));
  if (!mayDecide) return refuse('not_allowed', { role: 'treasurer' });
  const row = await tx.selectFrom('four_eyes').selectAll().where('id', '=', command.approval).executeTakeFirst();
  if (row === undefined) return refuse('not_found');
  if (row.state !== 'asked') return refuse('already_decided');
  if (row.asked_by === by) return refuse('same_person');
  const decided = { state: approved ? 'approved' : 'refused', decided_by: by, decided_at: deps.clock.now() } as const;
  await tx.updateTable('four_eyes').set(decided).where('id', '=', row.id).execute();
  deps.after.touch('treasurer');
  deps.after.touch('coordinator');
  if (!approved) return { say: [] };
  const detail = openJson<ApprovalDetail>(sealer, row.detail);
  const people = { approval: row.id, askedBy: row.asked_by, approvedBy: by, reasonSealed: sealer.seal(detail.reason) };
  return carryOut(deps, { row, detail, people });
}

interface Approved {
  row: Row<'four_eyes'>;
  detail: ApprovalDetail;
  people: TwoPeople;
}

async function carryOut(deps: TxDeps, { row, detail, people }: Approved): Promise<Done | Refusal> {
  const problem = await whyNot(deps, kindOf(row), row.subject);
  if (problem !== undefined) return problem;
  switch (kindOf(row)) {
    case 'cancel_receipt':
      await replaceReceipt(deps, { row, detail, people });
      return { say: [] };
    case 'reverse_money':
      if ((await undoMoney(deps, row.subject, people)) === 'moved_on') return refuse('money_moved_on');
      await freeLineOf(deps, row.subject);
      return { say: [] };
    case 'undo_import': {
      const outcome = await undoImport(deps, row.subject, people);
      return outcome.undone === 0 && outcome.kept > 0 ? refuse('money_moved_on') : { say: [], undone: outcome };
    }
    case 'move_unspent':
      return (await moveUnspent(deps, row.subject, row.id)) ?? { say: [] };
  }
}

function kindOf({ kind }: Row<'four_eyes'>): ApprovalKind {
  const known = APPROVAL_KINDS.find((name) => name === kind);
  if (known !== undefined) return known;
  throw new Error(`an approval of an unknown kind: ${kind}`);
}

/** The old number stays, marked as cancelled; the money gets a new one that names the old. */
async function replaceReceipt(deps: TxDeps, { row, detail, people }: Approved): Promise<void> {
  const { tx, sealer } = deps;
  const old = await tx.selectFrom('receipt').selectAll().where('number', '=', row.subject).executeTakeFirstOrThrow();
  const at = deps.clock.now();
  await cancelReceipt(tx, { number: old.number, at, ...people });
  const named = detail.donorName === undefined ? old.donor_name_sealed : detail.donorName === '' ? null : sealer.seal(detail.donorName);
  await issueReceipt(tx, { money: old.money_receipt_id, donorNameSealed: named, at, replaces: old.number });
  deps.after.touch('donor');
}
