import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { restoreFrom } from '../../db/backup.ts';
import { lockDatabase } from '../../db/lock.ts';
import { openToRead } from '../../db/open-to-read.ts';
import { createChance } from '../chance.ts';
import { createSealer } from '../sealer.ts';
import { CommandError, databasePathFrom, environmentOfProcess, piiKeyFrom } from './database-path.ts';
import { keyFits } from './key-fits.ts';
import { runCommand, say } from './run-command.ts';

/** Puts a backup in the place of the database. The service must be stopped; the replaced file stays beside it. */
async function restore(): Promise<number> {
  const [copy] = process.argv.slice(2);
  if (copy === undefined) throw new CommandError('Say what from: npm run restore -- FILE');
  if (!existsSync(copy)) throw new CommandError(`There is no file ${copy}.`);
  const environment = environmentOfProcess();
  const path = databasePathFrom(environment);
  if (resolve(copy) === resolve(path)) throw new CommandError('That file is the database itself.');
  await mkdir(dirname(resolve(path)), { recursive: true });
  const lock = lockDatabase(path);
  if (lock === undefined) throw new CommandError('The service is running on this database. Stop it first; nothing was changed.');
  try {
    return await replace({ copy, path, key: piiKeyFrom(environment) });
  } finally {
    lock.release();
  }
}

async function replace({ copy, path, key }: { copy: string; path: string; key: string | undefined }): Promise<number> {
  const keptAs = `${path}.before-restore-${new Date().toISOString().replaceAll(/[-:]|\.\d+/gu, '')}`;
  const replaced = existsSync(path);
  if (key !== undefined && !(await opensWith(copy, key))) {
    throw new CommandError('The backup was written with another PII_KEY, so nobody in it could be read. Nothing was changed.');
  }
  const problems = await restoreFrom(copy, { path, keptAs });
  for (const problem of problems) say(`nothing was restored: ${problem}`);
  if (problems.length > 0) return 1;
  say(`restored, and its books are right: ${path}`);
  if (replaced) say(`the database that was there is kept: ${keptAs}`);
  if (key === undefined) say('PII_KEY is not set here; the service will start only with the key that the backup was written with.');
  return 0;
}

/** True too for a file that says nothing about its key: whether it is sound is looked at next. */
async function opensWith(copy: string, key: string): Promise<boolean> {
  const db = openToRead(copy);
  try {
    return (await keyFits(db, createSealer(key, createChance({ now: () => Date.now() })))) !== 'no';
  } finally {
    await db.destroy();
  }
}

await runCommand(restore);
