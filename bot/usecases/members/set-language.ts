import type { TxDeps } from '../../deps.ts';
import type { CommandOf, Done } from '../../domain/command.ts';

export async function setLanguage(deps: TxDeps, command: CommandOf<'set_language'>): Promise<Done> {
  await deps.tx.updateTable('member').set({ language: command.language }).where('id', '=', command.by).execute();
  deps.after.told();
  return { say: [{ kind: 'language_set', language: command.language }] };
}
