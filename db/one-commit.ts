import { setImmediate as nextTurn } from 'node:timers/promises';
import { CompiledQuery } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import { doorOf, rememberTransaction } from './direct.ts';
import type { Database } from './schema.ts';

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

/** A piece of work that stands in line for the writer. */
interface Piece {
  /** Does it; what it gives back tells the outcome to whoever waits, once the commit is on disk. */
  begin(tx: Tx): Promise<() => void>;
  fail(error: unknown): void;
}

interface Line {
  waiting: Piece[];
  isMoving: boolean;
}

/** After so much work the others' turn has come: requests wait this long at most, and the sync is paid for many pieces by then. */
const WORK_A_COMMIT_MS = 8;
/** Pieces of one commit, whatever they cost: what a crash takes back is bounded, too. */
const PIECES_A_COMMIT_MAX = 64;

const BEGIN = CompiledQuery.raw('savepoint piece');
const KEEP = CompiledQuery.raw('release savepoint piece');
const UNDO = CompiledQuery.raw('rollback to savepoint piece');

/** Undoing a piece failed: the database has given up the whole transaction by itself, as it does when the disk is full. */
class AllUndone extends Error {
  override name = 'AllUndone';
}

const lines = new WeakMap<Db, Line>();

/**
 * A transaction of its own, for all that `work` can see: it happens whole or not at all, alone, and its outcome is told
 * when it is on disk. Those who come at the same time share one transaction and so one sync, each in a savepoint: one
 * that throws undoes only itself. (docs/decisions/0018-one-commit-for-many.md)
 */
export function inOneCommit<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const line = lines.get(db) ?? { waiting: [], isMoving: false };
  lines.set(db, line);
  line.waiting.push({
    async begin(tx) {
      const result = await work(tx);
      return () => resolve(result);
    },
    fail: reject,
  });
  if (!line.isMoving) void move(db, line);
  return promise;
}

async function move(db: Db, line: Line): Promise<void> {
  line.isMoving = true;
  // After the poll phase: whoever else this turn of the event loop brings goes along.
  await nextTurn();
  while (line.waiting.length > 0) {
    await commitTogether(db, line);
    await nextTurn();
  }
  line.isMoving = false;
}

async function commitTogether(db: Db, line: Line): Promise<void> {
  const taken: Piece[] = [];
  const outcomes: (() => void)[] = [];
  let undone: AllUndone | undefined;
  try {
    await db.transaction().execute(async (tx) => {
      const until = performance.now() + WORK_A_COMMIT_MS;
      do {
        const piece = line.waiting.shift();
        if (piece === undefined) break;
        taken.push(piece);
        const outcome = await attempt(tx, piece);
        if (outcome instanceof AllUndone) {
          undone = outcome;
          throw outcome;
        }
        outcomes.push(outcome);
      } while (taken.length < PIECES_A_COMMIT_MAX && performance.now() < until);
    });
  } catch (error) {
    // Nothing of any piece is there: the commit failed, or the transaction never began.
    if (taken.length === 0) taken.push(...line.waiting.splice(0));
    // Ending a transaction that is gone already fails, too: what undid it says more.
    for (const piece of taken) piece.fail(undone?.cause ?? error);
    return;
  }
  for (const tell of outcomes) tell();
}

async function say(tx: Tx, words: CompiledQuery): Promise<void> {
  const door = doorOf(tx);
  if (door !== undefined) {
    door.prepare(words.sql).run([]);
    return;
  }
  const said = tx.executeQuery(words);
  rememberTransaction(tx);
  await said;
}

async function attempt(tx: Tx, piece: Piece): Promise<(() => void) | AllUndone> {
  await say(tx, BEGIN);
  try {
    const tell = await piece.begin(tx);
    await say(tx, KEEP);
    return tell;
  } catch (error) {
    try {
      await say(tx, UNDO);
      await say(tx, KEEP);
    } catch {
      return new AllUndone('the database undid the transaction', { cause: error });
    }
    return () => piece.fail(error);
  }
}
