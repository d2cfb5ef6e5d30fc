import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { balanceOf } from '../../db/ledger.ts';
import { accounts } from '../../bot/domain/postings.ts';
import { STATEMENT_LINES_MAX } from '../../bot/limits.ts';
import { addCampaign, addPledge, person } from '../liff-api/people.ts';
import { createWorld } from '../liff-api/world.ts';
import type { Page, World } from '../liff-api/world.ts';
import { send, statement } from './bank.ts';

/** Room for the bank's own lines on top. */
const LINES = STATEMENT_LINES_MAX - 10;
/** On a clock that goes on by a millisecond whenever it is read: what fits into one turn. */
const LOOKS_A_TURN = 10;

let world: World;
let treasurer: Page;

beforeEach(async () => {
  world = await createWorld();
  treasurer = await person(world, 1, 'treasurer');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await world.close();
});

/** How often the event loop came round while `work` went on, each look at the clock being a millisecond. */
async function turnsDuring<Result>(work: () => Promise<Result>): Promise<{ turns: number; result: Result }> {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 1));
  const seen = { turns: 0, isOver: false };
  const counting = (async () => {
    for (; !seen.isOver; seen.turns += 1) await nextTurn();
  })();
  const result = await work();
  seen.isOver = true;
  await counting;
  return { turns: seen.turns, result };
}

const numbered = (make: (number: number) => Parameters<typeof statement>[0][number]) => Array.from({ length: LINES }, (_, at) => make(at));

test('others have their turns while the lines of a long statement are read, those that are nothing of ours, too', async () => {
  const file = statement(numbered((at) => ({ reference: `KB${10_000 + at}`, amount: '' })));
  const { turns, result } = await turnsDuring(() => send(treasurer, file, { dryRun: true }));
  expect(result.body.report.counts).toEqual({ matched: 0, unmatched: 0, known: 0, bad: 0, notIn: LINES });
  // Once for its cells, once for what they say.
  expect(turns).toBeGreaterThan((2 * LINES) / LOOKS_A_TURN);
});

test('others have their turns while lines find what they belong to', async () => {
  const file = statement(
    numbered((at) => ({ reference: `KB${10_000 + at}`, words: `PN${10_000 + at} PX${10_000 + at} PY${10_000 + at}` })),
  );
  const { turns, result } = await turnsDuring(() => send(treasurer, file, { dryRun: true }));
  expect(result.body.report.counts).toMatchObject({ unmatched: LINES });
  // Read twice, sorted out, searched for words, and three ways to find a promise.
  expect(turns).toBeGreaterThan((7 * LINES) / LOOKS_A_TURN);
});

test('a long statement is imported whole: each line as the bank wrote it, wherever the file was cut for reading', async () => {
  await addCampaign(world, 0);
  const donor = await person(world, 3);
  await addPledge(world, donor.memberId, { id: 'ple_1', reference: 'PNLAST', qr_token: 'qr', amount_satang: 400_00 });
  const words = (at: number) => `โอนจากผู้มีใจปัน ${at}\nบรรทัดที่สอง${'ก'.repeat(at % 7)}`;
  const file = statement(numbered((at) => ({ reference: `KB${10_000 + at}`, words: at === LINES - 1 ? 'PNLAST' : words(at) })));
  const { body } = await send(treasurer, file);
  expect(body.report.counts).toEqual({ matched: 1, unmatched: LINES - 1, known: 0, bad: 0, notIn: 0 });
  // Each of ours takes two lines of the file, behind two of the bank's own.
  expect(body.report.matched).toMatchObject([{ pledgeReference: 'PNLAST', line: { line: 3 + 2 * (LINES - 1) } }]);
  expect(await balanceOf(world.deps.db, accounts.free('cam_1'))).toBe(400_00);
  const kept = await world.deps.db
    .selectFrom('statement_line')
    .select(['line', 'bank_reference', 'words_sealed'])
    .orderBy('line')
    .execute();
  const said = kept.map((row) => [row.line, row.bank_reference, world.deps.sealer.open(row.words_sealed ?? '')]);
  const wanted = numbered((at) => ({ reference: `KB${10_000 + at}`, words: words(at) })).map(({ reference, words: say = '' }, at) => [
    3 + 2 * at,
    reference,
    at === LINES - 1 ? 'PNLAST' : say.replaceAll('\n', ' '),
  ]);
  expect(said).toEqual(wanted);
});
