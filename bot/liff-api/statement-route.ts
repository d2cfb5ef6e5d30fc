import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { treasurerPage } from '../../db/pages/treasurer-page.ts';
import { planStatement } from '../../db/statements.ts';
import { createTurns } from '../../db/turns.ts';
import { addDays, bangkokDay } from '../domain/days.ts';
import { isRefusal, refuse } from '../domain/refusal.ts';
import type { StatementPlan } from '../domain/statement.ts';
import { STATEMENT_BYTES_MAX, STATEMENT_SHOWN_MAX } from '../limits.ts';
import { readLines } from '../statements/read-lines.ts';
import type { StatementLines } from '../statements/read-lines.ts';
import { readTable } from '../statements/read-table.ts';
import type { StatementTable } from '../statements/read-table.ts';
import { handle } from '../usecases/handle.ts';
import { problem, refusalAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import { StatementBody } from './contract.ts';
import type { StatementColumnsBody, StatementReport } from './contract.ts';
import { parsedBy } from './route.ts';
import type { Asked, WriteRoute } from './route.ts';

const SAMPLE_ROWS = 3;
const EMPTY_PLAN: StatementPlan = { matched: [], unmatched: [], known: [], bad: [] };

/** A statement of the bank: looked at first (`dryRun`), then counted, both by the same plan. */
export const statementRoute: WriteRoute = {
  kind: 'write',
  path: '/treasurer/statements',
  who: 'treasurer',
  takes: 'file',
  parse: (raw) => parsedBy(StatementBody, raw),
  run: (asked) => readStatement({ ...asked, body: StatementBody.parse(asked.body) }),
};

async function readStatement({ deps, asker, body }: Asked<z.output<typeof StatementBody>>): Promise<Answer> {
  const bytes = Buffer.from(body.file, 'base64');
  if (bytes.length > STATEMENT_BYTES_MAX) return problem(413, { error: 'too_large' });
  const turn = createTurns();
  const table = await readTable(bytes, turn);
  if (table === undefined) return refusalAnswer(refuse('statement_unreadable'));
  const columns = body.columns ?? definedOnly(table.guess);
  const answer = async (report: StatementReport): Promise<Answer> => ({
    status: 200,
    body: { report, page: await treasurerPage(deps, asker.memberId) },
  });
  if (columns === undefined) return answer(reportOf({ table, read: { lines: [], bad: [], notIn: 0 }, plan: EMPTY_PLAN, imported: false }));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const before = await deps.db
    .selectFrom('statement_import')
    .selectAll()
    .where('sha256', '=', sha256)
    .where('undone_at', 'is', null)
    .executeTakeFirst();
  const read = await readLines(table, { columns, lastDay: addDays(bangkokDay(deps.clock.now()), 1), turn });
  const found = { table, read, columns, ...(before === undefined ? {} : { sameFileAt: before.imported_at }) };
  if (body.dryRun || before !== undefined)
    return answer(reportOf({ ...found, plan: await planStatement(deps.db, read.lines, turn), imported: false }));
  const done = await handle(deps, { kind: 'import_statement', by: asker.memberId, sha256, lines: read.lines });
  if (isRefusal(done)) return refusalAnswer(done);
  return answer(reportOf({ ...found, plan: done.statement ?? EMPTY_PLAN, imported: true }));
}

/** JSON knows no undefined, and neither do our columns. */
function definedOnly(guess: StatementTable['guess']): StatementColumnsBody | undefined {
  if (guess === undefined) return undefined;
  const { date, reference, ...rest } = guess;
  return { date, reference, ...Object.fromEntries(Object.entries(rest).filter(([, at]) => at !== undefined)) };
}

interface Found {
  table: StatementTable;
  read: StatementLines;
  plan: StatementPlan;
  columns?: StatementColumnsBody;
  sameFileAt?: number;
  imported: boolean;
}

function reportOf({ table, read, plan, ...said }: Found): StatementReport {
  const bad = [...read.bad, ...plan.bad].toSorted((a, b) => a.line - b.line);
  return {
    ...said,
    encoding: table.encoding,
    heads: table.heads,
    sample: table.rows.slice(0, SAMPLE_ROWS).map(({ cells }) => cells),
    matched: plan.matched.slice(0, STATEMENT_SHOWN_MAX).map(({ line, pledgeReference, by }) => ({ line, pledgeReference, by })),
    unmatched: plan.unmatched.slice(0, STATEMENT_SHOWN_MAX),
    bad: bad.slice(0, STATEMENT_SHOWN_MAX),
    counts: {
      matched: plan.matched.length,
      unmatched: plan.unmatched.length,
      known: plan.known.length,
      bad: bad.length,
      notIn: read.notIn,
    },
  };
}
