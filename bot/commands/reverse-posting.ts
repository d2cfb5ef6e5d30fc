import { reverse, transfersOf } from '../../db/ledger.ts';
import { openDatabase } from '../../db/open.ts';
import type { Database, Row } from '../../db/schema.ts';
import { verifyLedger } from '../../db/verify-ledger.ts';
import type { Flaw } from '../../db/verify-ledger.ts';
import type { Kysely, Transaction } from 'kysely';
import { CommandError, environmentOfProcess, existingDatabaseFrom } from './database-path.ts';
import { onceFree } from './once-free.ts';
import { runCommand, say } from './run-command.ts';

const USAGE = `Say which posting, and why:
  npm run reverse -- POSTING_KEY "reason" [--dry-run]
The key stands in the statement: receipt/…, grant/…, order/…/reissue.`;

/** Thrown to leave the transaction without a trace. */
class NotKept extends Error {
  override name = 'NotKept';
}

async function postingOf(tx: Transaction<Database>, key: string): Promise<Row<'posting'>> {
  const posting = await tx.selectFrom('posting').selectAll().where('key', '=', key).executeTakeFirst();
  if (posting === undefined) throw new CommandError(`There is no posting ${key}.`);
  // Coupons that came back would be past their day: no one could use them, and their money would stay committed.
  if (posting.template === 'grant_expired')
    throw new CommandError('An expiry is not undone. Let the household ask again, and grant new coupons.');
  if (posting.template === 'coupons_given_back')
    throw new CommandError('A gift of coupons is not taken back. Let the household ask again, and grant new coupons.');
  return posting;
}

function refusalFor(flaw: Flaw): CommandError {
  return new CommandError(
    `Not reversed: rows beside the books still say that it happened (${flaw.rule}: ${flaw.where}). An order is corrected by deciding its incident.`,
  );
}

/** Reverses, and holds the books against every rule before it is kept: what an order or a grant rests on stays. */
async function reverseIn(tx: Transaction<Database>, asked: Asked): Promise<void> {
  const before = await verifyLedger(tx);
  if (before.length > 0) throw new CommandError('The books are not right as they are. Look with "npm run verify-ledger" first.');
  const posting = await postingOf(tx, asked.key);
  const now = Date.now();
  const posted = await reverse(tx, { postingId: posting.id, reason: asked.reason }, { happenedAt: now, recordedAt: now });
  if (posted.kind === 'repeated') throw new CommandError(`${asked.key} was reversed before.`);
  if (posted.kind === 'short')
    throw new CommandError(`Not reversed: the money has moved on. ${posted.account} is short of ${posted.missing}.`);
  const [flaw] = await verifyLedger(tx);
  if (flaw !== undefined) throw refusalFor(flaw);
  for (const { unit, from, to, amount } of await transfersOf(tx, posted.id))
    say(`${amount} ${unit === 'THB' ? 'satang' : unit} from ${from} to ${to}`);
  if (asked.isDryRun) throw new NotKept();
}

interface Asked {
  key: string;
  reason: string;
  isDryRun: boolean;
}

async function carryOut(db: Kysely<Database>, asked: Asked): Promise<number> {
  try {
    await onceFree(() => db.transaction().execute((tx) => reverseIn(tx, asked)));
    say(`reversed: ${asked.key}`);
  } catch (error) {
    if (!(error instanceof NotKept)) throw error;
    say('A dry run: nothing was changed.');
  }
  return 0;
}

async function reversePosting(): Promise<number> {
  const words = process.argv.slice(2);
  const [key, reason, ...rest] = words.filter((word) => word !== '--dry-run');
  if (key === undefined || reason === undefined || reason.trim() === '' || rest.length > 0) throw new CommandError(USAGE);
  const db = openDatabase(existingDatabaseFrom(environmentOfProcess()));
  try {
    return await carryOut(db, { key, reason: reason.trim(), isDryRun: words.includes('--dry-run') });
  } finally {
    await db.destroy();
  }
}

await runCommand(reversePosting);
