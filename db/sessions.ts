import type { Kysely, Transaction } from 'kysely';
import type { Language, Role } from '../bot/domain/words.ts';
import { compiled } from './compiled.ts';
import type { Database, NewRow } from './schema.ts';

type Write = Kysely<Database> | Transaction<Database>;

export interface Signed {
  memberId: string;
  language: Language;
  roles: Role[];
  expiresAt: number;
}

const signedBy = compiled((db, { idHash, now }: { idHash: string; now: number }) =>
  db
    .selectFrom('session')
    .innerJoin('member', 'member.id', 'session.member_id')
    .select(['member.id', 'member.language', 'session.expires_at'])
    .where('session.id_hash', '=', idHash)
    .where('session.expires_at', '>', now),
);

const rolesNow = compiled((db, { memberId }: { memberId: string }) =>
  db.selectFrom('member_role').select('role').where('member_id', '=', memberId).where('revoked_at', 'is', null),
);

/** Who a session belongs to and what they may do this very moment: a role taken away counts from the next request. */
export async function sessionByHash(db: Write, idHash: string, now: number): Promise<Signed | undefined> {
  const row = await signedBy.first(db, { idHash, now });
  if (row === undefined) return undefined;
  const roles = await rolesNow.all(db, { memberId: row.id });
  return { memberId: row.id, language: row.language, roles: roles.map(({ role }) => role).toSorted(), expiresAt: row.expires_at };
}

export async function insertSession(db: Write, row: NewRow<'session'>): Promise<void> {
  await db.insertInto('session').values(row).execute();
}

/** Leaves the newest of a member's sessions, and returns the others, which are gone. */
export async function deleteOldSessions(db: Write, memberId: string, keep: number): Promise<string[]> {
  const rows = await db
    .selectFrom('session')
    .select('id_hash')
    .where('member_id', '=', memberId)
    .orderBy('created_at', 'desc')
    .orderBy('id_hash')
    .execute();
  const old = rows.slice(keep).map((row) => row.id_hash);
  for (const idHash of old) await deleteSession(db, idHash);
  return old;
}

export async function deleteSession(db: Write, idHash: string): Promise<void> {
  await db.deleteFrom('session').where('id_hash', '=', idHash).execute();
}

export async function forgetEndedSessions(db: Write, now: number): Promise<void> {
  await db.deleteFrom('session').where('expires_at', '<=', now).execute();
}
