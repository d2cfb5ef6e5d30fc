import type { Transaction } from 'kysely';
import type { TxDeps } from '../bot/deps.ts';
import type { DeadlineKind } from '../bot/domain/deadlines.ts';
import type { Database } from './schema.ts';

type Tx = Transaction<Database>;

/** One waiting deadline per kind and subject: setting it again moves it. */
export async function setDeadline(
  deps: Pick<TxDeps, 'tx' | 'chance'>,
  deadline: { kind: DeadlineKind; subject: string; dueAt: number },
): Promise<void> {
  await voidDeadline(deps.tx, deadline.kind, deadline.subject);
  await deps.tx
    .insertInto('deadline')
    .values({ id: deps.chance.newId('due'), kind: deadline.kind, subject_id: deadline.subject, due_at: deadline.dueAt, state: 'waiting' })
    .execute();
}

export async function voidDeadline(tx: Tx, kind: DeadlineKind, subject: string): Promise<void> {
  await tx
    .updateTable('deadline')
    .set({ state: 'void' })
    .where('kind', '=', kind)
    .where('subject_id', '=', subject)
    .where('state', '=', 'waiting')
    .execute();
}

/** All that waits for the subject, at its end. */
export async function voidDeadlinesOf(tx: Tx, subject: string): Promise<void> {
  await tx.updateTable('deadline').set({ state: 'void' }).where('subject_id', '=', subject).where('state', '=', 'waiting').execute();
}

/** False when it was met, moved or voided meanwhile: then there is nothing to do. */
export async function takeDeadline(tx: Tx, deadlineId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('deadline')
    .set({ state: 'done' })
    .where('id', '=', deadlineId)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
