import type { TxDeps } from '../../deps.ts';
import type { CommandOf, Done } from '../../domain/command.ts';

/** One consent per purpose stands at a time; giving it again for a newer notice replaces the older one. */
export async function giveConsent(deps: TxDeps, command: CommandOf<'give_consent'>): Promise<Done> {
  const { tx, clock, chance } = deps;
  const standing = await tx
    .selectFrom('consent')
    .select(['id', 'notice_version'])
    .where('member_id', '=', command.by)
    .where('purpose', '=', command.purpose)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  if (standing?.notice_version === command.version) return { say: [] };
  const now = clock.now();
  if (standing !== undefined) await tx.updateTable('consent').set({ withdrawn_at: now }).where('id', '=', standing.id).execute();
  await tx
    .insertInto('consent')
    .values({
      id: chance.newId('con'),
      member_id: command.by,
      purpose: command.purpose,
      notice_version: command.version,
      text_hash: command.textHash,
      channel: command.channel,
      given_at: now,
      withdrawn_at: null,
    })
    .execute();
  return { say: [] };
}
