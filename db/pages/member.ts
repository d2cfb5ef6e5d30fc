import type { Language, Role } from '../../bot/domain/words.ts';
import type { Reader } from './reader.ts';

export async function memberLanguage(reader: Reader, memberId: string): Promise<Language> {
  const row = await reader.db.selectFrom('member').select('language').where('id', '=', memberId).executeTakeFirstOrThrow();
  return row.language;
}

export async function rolesNow(reader: Reader, memberId: string): Promise<Role[]> {
  const rows = await reader.db
    .selectFrom('member_role')
    .select('role')
    .where('member_id', '=', memberId)
    .where('revoked_at', 'is', null)
    .execute();
  return rows.map(({ role }) => role).toSorted();
}
