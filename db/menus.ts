import type { Kysely } from 'kysely';
import type { Language, Role } from '../bot/domain/words.ts';
import type { Database } from './schema.ts';

export interface WantedMenu {
  memberId: string;
  lineUserId: string;
  role: Role | 'resident';
  language: Language;
}

/** Who holds several roles sees the menu of the first. */
const HIGHEST_FIRST = ['coordinator', 'treasurer', 'shop', 'rider'] as const satisfies readonly Role[];

/** What everybody sees who was never given another: the account's default menu. */
const DEFAULT = { role: 'resident', language: 'th' } as const;

/** Friends whose menu is not that of their highest role in their language. */
export async function membersWithOtherMenu(db: Kysely<Database>, limit: number): Promise<WantedMenu[]> {
  const rows = await db
    .selectFrom('member')
    .leftJoin('member_role', (join) => join.onRef('member_role.member_id', '=', 'member.id').on('member_role.revoked_at', 'is', null))
    .select(['member.id', 'member.line_user_id', 'member.language', 'member.menu_role', 'member.menu_language', 'member_role.role'])
    .where('member.is_friend', '=', 1)
    .where((eb) =>
      eb.or([
        eb('member_role.role', 'is not', null),
        eb('member.menu_role', 'is not', null),
        eb('member.language', '<>', DEFAULT.language),
      ]),
    )
    .orderBy('member.id')
    .execute();
  const wanted: WantedMenu[] = [];
  for (const [id, mine] of Map.groupBy(rows, (row) => row.id)) {
    const member = mine[0];
    if (member === undefined) continue;
    const role = HIGHEST_FIRST.find((each) => mine.some((row) => row.role === each)) ?? DEFAULT.role;
    const isRight = (member.menu_role ?? DEFAULT.role) === role && (member.menu_language ?? DEFAULT.language) === member.language;
    if (!isRight) wanted.push({ memberId: id, lineUserId: member.line_user_id, role, language: member.language });
    if (wanted.length >= limit) break;
  }
  return wanted;
}

export async function noteMenu(db: Kysely<Database>, menu: WantedMenu): Promise<void> {
  await db.updateTable('member').set({ menu_role: menu.role, menu_language: menu.language }).where('id', '=', menu.memberId).execute();
}
