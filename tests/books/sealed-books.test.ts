import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY } from '../../bot/limits.ts';
import { openToRead } from '../../db/open-to-read.ts';
import { LEDGER_RULES, verifyLedger } from '../../db/verify-ledger.ts';
import { people } from '../support/people.ts';
import { carry, cook, handOver, placeOrder, settleIn } from '../support/steps.ts';
import { startCity } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { coordinator, treasurer, mali, noodleShop, ek, wit } = people;
const SCRIPT = join(import.meta.dirname, '../../bot/public/verify-books.mjs');
const run = promisify(execFile);

let city: TestCity;
let folder: string;

/** Three days: a fund and a delivered order, a day of nothing, a gift by slip. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pan-im-books-'));
  city = await startCity();
  await settleIn(city, { shops: [noodleShop], riders: [ek], residents: [mali] });
  await placeOrder(city, mali);
  await city.taps(noodleShop, 'รับทำ');
  await cook(city, noodleShop);
  await city.taps(ek, 'รับงานนี้');
  await carry(city, ek);
  await handOver(city, ek);
  await city.passes(2 * DAY);
  await city.says(wit, 'ปันอิ่ม 3 มื้อ');
  await city.taps(wit, 'ยืนยัน');
  await city.taps(wit, 'ยืนยัน').catch(() => undefined);
  const { id } = await city.service.deps.db.selectFrom('pledge').select('id').executeTakeFirstOrThrow();
  const desk = await city.signIn(treasurer);
  expect((await desk.post('/api/treasurer/receipts', { pledge: id, amountSatang: 150_00, bankReference: 'KB-777' })).status).toBe(200);
  await city.passes(DAY);
});
afterAll(async () => {
  await city.close();
  await rm(folder, { recursive: true, force: true });
});

async function download(path: string): Promise<string> {
  const response = await fetch(`${city.url}${path}`);
  expect(response.status).toBe(200);
  return response.text();
}

interface Head {
  day: string;
  head: string;
  transfers: number;
}

/** The published files as somebody at home has them. */
async function copies(change: (name: string, text: string) => string = (_name, text) => text): Promise<{ heads: Head[]; files: string[] }> {
  const text = await download('/public/heads.jsonl');
  const heads = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Head);
  const texts = new Map([['heads.jsonl', text]]);
  for (const { day } of heads) texts.set(`${day}.jsonl`, await download(`/public/books/${day}.jsonl`));
  const files: string[] = [];
  for (const [name, content] of texts) {
    const path = join(folder, name);
    await writeFile(path, change(name, content));
    files.push(path);
  }
  return { heads, files };
}

async function check(...words: string[]): Promise<{ code: number; said: string }> {
  try {
    const { stdout } = await run(process.execPath, [SCRIPT, ...words]);
    return { code: 0, said: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

test('every day that is over is sealed, one without transfers too, and the standalone script agrees', async () => {
  const { heads, files } = await copies();
  expect(heads.map(({ day, transfers }) => [day, transfers > 0])).toEqual([
    ['2026-11-23', true],
    ['2026-11-24', false],
    ['2026-11-25', true],
  ]);
  expect(await check(...files)).toEqual({ code: 0, said: expect.stringContaining('3 days and 3 books fit together') });
  expect(await city.books()).toEqual([]);
});

test('any change of a published line is named, and so is a line that is left out', async () => {
  const book = (await download('/public/books/2026-11-23.jsonl')).trim().split('\n');
  const victim = JSON.parse(book[3] ?? '') as { n: number; amount: number };
  for (const [what, line] of [
    ['amount', JSON.stringify({ ...victim, amount: victim.amount + 1 })],
    ['account', (book[3] ?? '').replace('"to":"', '"to":"x')],
    ['commitment', (book[3] ?? '').replace(/"commitment":"(.)/u, '"commitment":"_')],
  ] as const) {
    const { files } = await copies((name, text) => (name === '2026-11-23.jsonl' ? text.replace(book[3] ?? '', line) : text));
    const { code, said } = await check(...files);
    expect([what, code, said]).toEqual([what, 1, expect.stringContaining(`the first bad transfer is number ${victim.n} of 2026-11-23`)]);
  }
  const { files } = await copies((name, text) => (name === '2026-11-23.jsonl' ? text.replace(`${book[3] ?? ''}\n`, '') : text));
  expect((await check(...files)).said).toContain('the first bad transfer is number');
});

test('a last day that was dropped is missed by whoever wrote down its head', async () => {
  const { heads, files } = await copies();
  const last = heads.at(-1);
  const [headsFile = '', ...books] = files;
  await writeFile(
    headsFile,
    heads
      .slice(0, -1)
      .map((head) => `${JSON.stringify(head)}\n`)
      .join(''),
  );
  const noted = `${last?.day ?? ''}=${last?.head ?? ''}`;
  expect((await check(headsFile, ...books.slice(0, -1))).code).toBe(0);
  expect(await check(headsFile, ...books.slice(0, -1), '--head', noted)).toEqual({
    code: 1,
    said: expect.stringContaining('2026-11-25 is not in the list any more'),
  });
});

test("a donor's receipt has a proof that leads to the published head, and a forged one does not", async () => {
  const { files } = await copies();
  const phone = await city.signIn(wit);
  const page = await phone.get('/api/donor');
  const [receipt] = page.body['receipts'] as { number: string }[];
  const { status, body } = await phone.get(`/api/receipts/${receipt?.number ?? ''}/proof`);
  expect(status).toBe(200);
  const path = join(folder, 'proof.json');
  await writeFile(path, JSON.stringify(body));
  expect(await check(files[0] ?? '', '--proof', path)).toEqual({
    code: 0,
    said: expect.stringContaining('of 150 baht stands in the books of 2026-11-25'),
  });
  const line = body['line'] as { amount: number };
  await writeFile(path, JSON.stringify({ ...body, line: { ...line, amount: line.amount * 10 } }));
  expect((await check(files[0] ?? '', '--proof', path)).code).toBe(1);
  const stranger = await city.signIn(mali);
  expect((await stranger.get(`/api/receipts/${receipt?.number ?? ''}/proof`)).status).toBe(404);
});

/** Every column of a posting and of its transfers, each changed in a copy of the file. */
test('any byte of any posting that is changed in the file is found, and the first bad transfer is named', async () => {
  const columns: [table: string, column: string, value: string, found: RegExp][] = [
    ['posting', 'template', "'fee_held'", /^transfer \d+$/u],
    ['posting', 'key', "key || 'x'", /^transfer \d+$/u],
    ['posting', 'happened_at', 'happened_at + 1', /^transfer \d+$/u],
    ['posting', 'recorded_at', 'recorded_at + 1', /^transfer \d+$/u],
    ['posting', 'salt', "salt || 'x'", /^transfer \d+$/u],
    ['transfer', 'amount', 'amount + 1', /^transfer \d+$/u],
    ['transfer', 'to_pocket', "'grant/other'", /^transfer \d+$/u],
    ['transfer', 'chain', "'x' || chain", /^transfer \d+$/u],
    ['transfer', 'from_account', '(SELECT min(id) FROM account WHERE id <> from_account AND id <> to_account)', /^transfer \d+$/u],
  ];
  const ids = await city.service.deps.db.selectFrom('transfer').select(['id', 'posting_id']).orderBy('id').execute();
  let copy = 0;
  for (const [table, column, value, found] of columns) {
    const victim = ids[(copy * 7 + 3) % ids.length];
    copy += 1;
    const path = join(folder, `copy-${copy}.sqlite`);
    const raw = new BetterSqlite3(city.databasePath, { readonly: true });
    await raw.backup(path);
    raw.close();
    const broken = new BetterSqlite3(path);
    broken.pragma('foreign_keys = OFF');
    for (const name of broken.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all())
      broken.exec(`DROP TRIGGER ${String(name)}`);
    broken.prepare(`UPDATE ${table} SET ${column} = ${value} WHERE id = ?`).run(table === 'posting' ? victim?.posting_id : victim?.id);
    broken.close();
    const db = openToRead(path);
    const flaws = (await verifyLedger(db)).filter((flaw) => flaw.rule === LEDGER_RULES.links);
    await db.destroy();
    const first = ids.find((row) => (table === 'posting' ? row.posting_id === victim?.posting_id : row.id === victim?.id));
    expect([`${table}.${column}`, flaws[0]?.where]).toEqual([`${table}.${column}`, `transfer ${first?.id ?? 0}`]);
    expect(flaws[0]?.where).toMatch(found);
  }
});

test('nobody is in the books: accounts of people are kinds, and no line carries a time of day', async () => {
  const { heads } = await copies();
  const ids = await city.service.deps.db.selectFrom('member').select('id').execute();
  for (const { day } of heads) {
    const text = await download(`/public/books/${day}.jsonl`);
    for (const { id } of ids) expect(text).not.toContain(id);
    for (const secret of [coordinator, mali, 'มะลิ', 'ord_', 'hh_', 'shp_', 'rdr_']) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/\d{13}/u);
  }
});
