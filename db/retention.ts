import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

export interface Retention {
  now: number;
  inboxBefore: number;
  outboxBefore: number;
  requestsBefore: number;
}

/** Removes finished events, told notices, answered requests, ended sessions and old codes; returns how many rows went. */
export async function forgetOldRows(db: Kysely<Database>, { now, inboxBefore, outboxBefore, requestsBefore }: Retention): Promise<number> {
  const results = await db.transaction().execute(async (tx) => {
    const oldNotices = tx
      .selectFrom('outbox')
      .select('id')
      .where('state', 'in', ['sent', 'dropped'])
      .where('created_at', '<', outboxBefore);
    // Rows that went out together point at their first one: the pointers go before the rows.
    await tx
      .updateTable('outbox')
      .set({ sent_with: null })
      .where('state', 'in', ['sent', 'dropped'])
      .where('sent_with', 'in', oldNotices)
      .execute();
    return [
      await tx.deleteFrom('inbox').where('state', 'in', ['done', 'ignored']).where('done_at', '<', inboxBefore).executeTakeFirstOrThrow(),
      await tx
        .deleteFrom('outbox')
        .where('state', 'in', ['sent', 'dropped'])
        .where('created_at', '<', outboxBefore)
        .executeTakeFirstOrThrow(),
      await tx.deleteFrom('api_request').where('at', '<', requestsBefore).executeTakeFirstOrThrow(),
      await tx.deleteFrom('session').where('expires_at', '<', now).executeTakeFirstOrThrow(),
      await tx.deleteFrom('shown_coupon').where('expires_at', '<', requestsBefore).where('used_at', 'is', null).executeTakeFirstOrThrow(),
      await tx.deleteFrom('deadline').where('state', 'in', ['done', 'void']).where('due_at', '<', inboxBefore).executeTakeFirstOrThrow(),
    ];
  });
  return results.reduce((sum, result) => sum + Number(result.numDeletedRows), 0);
}
