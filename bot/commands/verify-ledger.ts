import { countLedger, verifyLedger } from '../../db/verify-ledger.ts';
import { isBookDatabase, openToRead } from '../../db/open-to-read.ts';
import { CommandError, environmentOfProcess, existingDatabaseFrom } from './database-path.ts';
import { runCommand, say } from './run-command.ts';

/** Holds the books against every rule; beside a running service too, it only reads. */
async function verify(): Promise<number> {
  const db = openToRead(existingDatabaseFrom(environmentOfProcess()));
  try {
    if (!(await isBookDatabase(db))) throw new CommandError('This file holds no books: it is not a database of this service.');
    const flaws = await verifyLedger(db);
    for (const { rule, where, expected, found } of flaws) say(`${rule}: ${where}: expected ${expected}, found ${found}`);
    if (flaws.length > 0) return 1;
    const { postings, transfers, accounts } = await countLedger(db);
    say(`the books are right: ${postings} postings, ${transfers} transfers, ${accounts} accounts`);
    return 0;
  } finally {
    await db.destroy();
  }
}

await runCommand(verify);
