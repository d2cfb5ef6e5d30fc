import type { Transaction } from 'kysely';
import type { TxDeps } from '../bot/deps.ts';
import type { Role } from '../bot/domain/words.ts';
import { compiled } from './compiled.ts';
import type { Database, Row } from './schema.ts';

type Tx = Transaction<Database>;
export type Member = Row<'member'>;

const byLineId = compiled((db, { lineUserId }: { lineUserId: string }) =>
  db.selectFrom('member').selectAll().where('line_user_id', '=', lineUserId),
);

const insertMember = compiled((db, { id, lineUserId, now }: { id: string; lineUserId: string; now: number }) =>
  db
    .insertInto('member')
    .values({ id, line_user_id: lineUserId, created_at: now, menu_role: null, menu_language: null })
    .onConflict((conflict) => conflict.column('line_user_id').doNothing()),
);

/** The member of a LINE user id, made at the first sight of it. */
export async function memberByLineId(deps: Pick<TxDeps, 'tx' | 'chance' | 'clock'>, lineUserId: string): Promise<Member> {
  const { tx, chance, clock } = deps;
  const known = await byLineId.first(tx, { lineUserId });
  if (known !== undefined) return known;
  await insertMember.run(tx, { id: chance.newId('mem'), lineUserId, now: clock.now() });
  const made = await byLineId.first(tx, { lineUserId });
  if (made === undefined) throw new Error('the member that was just made is not there');
  return made;
}

const byId = compiled((db, { memberId }: { memberId: string }) => db.selectFrom('member').selectAll().where('id', '=', memberId));

export async function memberById(tx: Tx, memberId: string): Promise<Member> {
  const member = await byId.first(tx, { memberId });
  if (member === undefined) throw new Error(`there is no member ${memberId}`);
  return member;
}

const rolesInForce = compiled((db, { memberId }: { memberId: string }) =>
  db.selectFrom('member_role').select('role').where('member_id', '=', memberId).where('revoked_at', 'is', null),
);

/** Roles in force, in the order of words.ts. */
export async function rolesOf(tx: Tx, memberId: string): Promise<Role[]> {
  const rows = await rolesInForce.all(tx, { memberId });
  return rows.map((row) => row.role).toSorted();
}

export async function hasRole(tx: Tx, memberId: string, role: Role): Promise<boolean> {
  return (await rolesOf(tx, memberId)).includes(role);
}

/** Oldest in the role first. */
export async function membersWithRole(tx: Tx, role: Role): Promise<string[]> {
  const rows = await tx
    .selectFrom('member_role')
    .select('member_id')
    .where('role', '=', role)
    .where('revoked_at', 'is', null)
    .orderBy('granted_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => row.member_id);
}

/** Does nothing when the role is there already. */
export async function grantRole(
  deps: Pick<TxDeps, 'tx' | 'chance' | 'clock'>,
  grant: { memberId: string; role: Role; by: string | undefined },
): Promise<void> {
  if (await hasRole(deps.tx, grant.memberId, grant.role)) return;
  await deps.tx
    .insertInto('member_role')
    .values({
      id: deps.chance.newId('rol'),
      member_id: grant.memberId,
      role: grant.role,
      granted_by: grant.by ?? null,
      granted_at: deps.clock.now(),
      revoked_at: null,
    })
    .execute();
}

export async function revokeRole(deps: Pick<TxDeps, 'tx' | 'clock'>, memberId: string, role: Role): Promise<void> {
  await deps.tx
    .updateTable('member_role')
    .set({ revoked_at: deps.clock.now() })
    .where('member_id', '=', memberId)
    .where('role', '=', role)
    .where('revoked_at', 'is', null)
    .execute();
}
