import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** Slips whose picture is here and was not read yet, the oldest first; `but` are left for later. */
export async function unreadSlips(
  db: Kysely<Database>,
  query: { limit: number; but: readonly string[] },
): Promise<{ id: string; bytesSealed: Uint8Array }[]> {
  let unread = db
    .selectFrom('slip')
    .innerJoin('picture', 'picture.id', 'slip.picture_id')
    .select(['slip.id', 'picture.bytes_sealed'])
    .where('slip.reading', 'is', null)
    .where('slip.pledge_id', 'is not', null)
    .where('picture.state', '=', 'kept');
  if (query.but.length > 0) unread = unread.where('slip.id', 'not in', query.but);
  const rows = await unread.orderBy('slip.sent_at').orderBy('slip.id').limit(query.limit).execute();
  return rows.flatMap(({ id, bytes_sealed: bytesSealed }) => (bytesSealed === null ? [] : [{ id, bytesSealed }]));
}
