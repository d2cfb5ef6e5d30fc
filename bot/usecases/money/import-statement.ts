import { hasRole } from '../../../db/members.ts';
import { planStatement, writeStatementLine } from '../../../db/statements.ts';
import { createTurns } from '../../../db/turns.ts';
import type { Turn } from '../../../db/turns.ts';
import type { TxDeps } from '../../deps.ts';
import { atMinute, startOfDay } from '../../domain/days.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { BankLine, StatementPlan } from '../../domain/statement.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { receiveMoney, tellOfMoneyInFund } from './receive-money.ts';

/**
 * A statement of the bank, whole or not at all. The bank is the witness, so a line that found its pledge is money
 * without a second pair of eyes; the rest waits for a treasurer. The same file once more changes nothing.
 */
export async function importStatement(deps: TxDeps, command: CommandOf<'import_statement'>): Promise<Done | Refusal> {
  const { tx } = deps;
  if (!(await hasRole(tx, command.by, 'treasurer'))) return refuse('not_allowed', { role: 'treasurer' });
  const turn = createTurns();
  const plan = await planStatement(tx, command.lines, turn);
  const before = await tx
    .selectFrom('statement_import')
    .select(['id', 'undone_at'])
    .where('sha256', '=', command.sha256)
    .executeTakeFirst();
  if (before !== undefined && before.undone_at === null) return { say: [], statement: plan };
  const importId = before?.id ?? deps.chance.newId('imp');
  const written = { imported_by: command.by, imported_at: deps.clock.now(), undone_at: null, undone_by: null };
  if (before === undefined)
    await tx
      .insertInto('statement_import')
      .values({ id: importId, sha256: command.sha256, ...written })
      .execute();
  else await tx.updateTable('statement_import').set(written).where('id', '=', importId).execute();
  await writeLines(deps, { importId, by: command.by, plan, turn });
  deps.after.touch('treasurer');
  return { say: [], statement: plan };
}

interface Writing {
  importId: string;
  by: string;
  plan: StatementPlan;
  turn: Turn;
}

async function writeLines(deps: TxDeps, { importId, by, plan, turn }: Writing): Promise<void> {
  for (const line of plan.unmatched) {
    await writeLine(deps, { importId, line, receipt: null });
    await turn();
  }
  const campaigns = new Set<string>();
  for (const { line, pledge: pledgeId } of plan.matched) {
    const pledge = await deps.tx.selectFrom('pledge').selectAll().where('id', '=', pledgeId).executeTakeFirstOrThrow();
    const receipt = await receiveMoney(deps, { campaign: pledge.campaign_id, pledge, ...moneyOf(deps, line), recordedBy: by });
    await writeLine(deps, { importId, line, receipt });
    campaigns.add(pledge.campaign_id);
    await turn();
  }
  for (const campaign of campaigns) await tellOfMoneyInFund(deps, campaign);
}

/** What a line says of its money. A line without a time counts from the start of its day. */
function moneyOf({ clock }: TxDeps, line: BankLine) {
  const { day, minute, amountSatang, bankReference } = line;
  const at = minute === undefined ? startOfDay(day) : atMinute(day, minute);
  return { amountSatang, bankReference, happenedAt: Math.min(at, clock.now()) };
}

async function writeLine(deps: TxDeps, written: { importId: string; line: BankLine; receipt: string | null }): Promise<void> {
  const { importId, line, receipt } = written;
  await writeStatementLine.run(deps.tx, {
    id: deps.chance.newId('lin'),
    bank_reference: line.bankReference,
    import_id: importId,
    line: line.line,
    day: line.day,
    minute: line.minute ?? null,
    amount_satang: line.amountSatang,
    words_sealed: line.words === undefined ? null : deps.sealer.seal(line.words),
    state: receipt === null ? 'unmatched' : 'matched',
    receipt_id: receipt,
    reason_sealed: null,
    decided_by: null,
    decided_at: null,
  });
}
