import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { backUp } from '../../db/backup.ts';
import { CommandError, environmentOfProcess, existingDatabaseFrom } from './database-path.ts';
import { runCommand, say } from './run-command.ts';

/** Copies the database beside the running service; the copy has the name only once it was read again and found right. */
async function backup(): Promise<number> {
  const [target] = process.argv.slice(2);
  if (target === undefined) throw new CommandError('Say where to: npm run backup -- FILE');
  if (!existsSync(dirname(target))) throw new CommandError(`There is no folder ${dirname(target)}.`);
  const problems = await backUp(existingDatabaseFrom(environmentOfProcess()), target);
  for (const problem of problems) say(`no backup was made: ${problem}`);
  if (problems.length > 0) return 1;
  say(`the backup is whole and its books are right: ${target}`);
  say('Keep PII_KEY apart from it: without that key nobody can read the people in it.');
  return 0;
}

await runCommand(backup);
