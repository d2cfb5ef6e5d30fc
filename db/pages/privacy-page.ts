import { HISTORY_PAGE_MAX } from '../../bot/limits.ts';
import { openHousehold } from '../households.ts';
import type { Reader } from './reader.ts';

async function ownHousehold(reader: Reader, memberId: string) {
  const row = await reader.db
    .selectFrom('household')
    .innerJoin('community', 'community.id', 'household.community_id')
    .selectAll('household')
    .select('community.name as community_name')
    .where('household.member_id', '=', memberId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { details, diets, people } = openHousehold(reader.sealer, row);
  const { firstName, landmark, phone, allergy, quarantineUntil } = details;
  return {
    firstName,
    communityName: row.community_name,
    people,
    diets,
    ...(landmark === undefined ? {} : { landmark }),
    ...(phone === undefined ? {} : { phone }),
    ...(allergy === undefined ? {} : { allergy }),
    ...(quarantineUntil === undefined ? {} : { quarantineUntil }),
  };
}

/** Who of the staff looked at the household, newest first: the role and the reason, never the person. */
async function readsOf(reader: Reader, memberId: string) {
  const rows = await reader.db
    .selectFrom('access_log')
    .innerJoin('household', 'household.id', 'access_log.household_id')
    .select(['access_log.at', 'access_log.reader_role', 'access_log.what', 'access_log.reason'])
    .where('household.member_id', '=', memberId)
    .orderBy('access_log.at', 'desc')
    .orderBy('access_log.id', 'desc')
    .limit(HISTORY_PAGE_MAX)
    .execute();
  return rows.map((row) => ({ at: row.at, byRole: row.reader_role, what: row.what, reason: row.reason }));
}

async function consentsOf(reader: Reader, memberId: string) {
  const rows = await reader.db
    .selectFrom('consent')
    .selectAll()
    .where('member_id', '=', memberId)
    .orderBy('given_at', 'desc')
    .orderBy('id', 'desc')
    .limit(HISTORY_PAGE_MAX)
    .execute();
  return rows.map((row) => ({
    purpose: row.purpose,
    version: row.notice_version,
    givenAt: row.given_at,
    ...(row.withdrawn_at === null ? {} : { withdrawnAt: row.withdrawn_at }),
  }));
}

/** What the service keeps about the member, what they agreed to, and who looked. */
export async function privacyPage(reader: Reader, memberId: string) {
  const household = await ownHousehold(reader, memberId);
  return {
    consents: await consentsOf(reader, memberId),
    reads: await readsOf(reader, memberId),
    ...(household === undefined ? {} : { household }),
  };
}
