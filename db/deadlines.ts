import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { TxDeps } from '../bot/deps.ts';
import type { DeadlineKind } from '../bot/domain/deadlines.ts';
import { compiled } from './compiled.ts';
import type { Database } from './schema.ts';

type Tx = Transaction<Database>;

/** By name and not as a value: the indexes of what waits serve no other query. */
export const WAITING = sql.lit('waiting' as const);
const VOID = sql.lit('void' as const);

interface Deadline {
  id: string;
  kind: DeadlineKind;
  subject: string;
  dueAt: number;
}

const insertDeadline = compiled((db, { id, kind, subject, dueAt }: Deadline) =>
  db.insertInto('deadline').values({ id, kind, subject_id: subject, due_at: dueAt, state: WAITING }),
);

/** One waiting deadline per kind and subject: setting it again moves it. */
export async function setDeadline(
  deps: Pick<TxDeps, 'tx' | 'chance'>,
  deadline: { kind: DeadlineKind; subject: string; dueAt: number },
): Promise<void> {
  await voidDeadline(deps.tx, deadline.kind, deadline.subject);
  await insertDeadline.run(deps.tx, { id: deps.chance.newId('due'), ...deadline });
}

const voidOne = compiled((db, { kind, subject }: { kind: DeadlineKind; subject: string }) =>
  db.updateTable('deadline').set({ state: VOID }).where('kind', '=', kind).where('subject_id', '=', subject).where('state', '=', WAITING),
);

export async function voidDeadline(tx: Tx, kind: DeadlineKind, subject: string): Promise<void> {
  await voidOne.run(tx, { kind, subject });
}

const voidAllOf = compiled((db, { subject }: { subject: string }) =>
  db.updateTable('deadline').set({ state: VOID }).where('subject_id', '=', subject).where('state', '=', WAITING),
);

/** All that waits for the subject, at its end. */
export async function voidDeadlinesOf(tx: Tx, subject: string): Promise<void> {
  await voidAllOf.run(tx, { subject });
}

/** False when it was met, moved or voided meanwhile: then there is nothing to do. */
export async function takeDeadline(tx: Tx, deadlineId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('deadline')
    .set({ state: 'done' })
    .where('id', '=', deadlineId)
    .where('state', '=', WAITING)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
