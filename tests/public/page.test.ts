import { parse } from 'csv-parse/sync';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { envelopes } from '../../bot/domain/envelopes.ts';
import { bangkokDay, weekOf } from '../../bot/domain/days.ts';
import type { OpenData } from '../../bot/public/open-data.ts';
import { prepareDatabase } from '../../bot/usecases/prepare-database.ts';
import { fillBooks } from '../../bench/fill-books.ts';
import { databaseRig } from '../outbox/rig.ts';
import { servePublic } from './served.ts';

const WEEKS = 9;
let rig: Awaited<ReturnType<typeof databaseRig>>;
let site: Awaited<ReturnType<typeof servePublic>>;
let raw: BetterSqlite3.Database;
const get = (path: string, headers: Record<string, string> = {}): Promise<Response> => fetch(`${site.url}/public/${path}`, { headers });
const textOf = async (path: string): Promise<string> => (await get(path)).text();

beforeAll(async () => {
  rig = await databaseRig();
  await prepareDatabase(rig.deps);
  fillBooks(rig.path, { transfers: 200, week: weekOf(bangkokDay(rig.clock.now())), weeks: WEEKS });
  raw = new BetterSqlite3(rig.path);
  site = await servePublic(rig.deps);
});
afterAll(async () => {
  site.close();
  raw.close();
  await rig.close();
});

test('the page is whole without a script, in Thai and in English', async () => {
  const thai = await textOf('');
  expect(thai).toContain('<html lang="th">');
  expect(thai).toContain('เงินอยู่ที่ไหน');
  const english = await textOf('?lang=en');
  expect(english).toContain('<html lang="en">');
  for (const words of [
    '42,000,000 baht',
    '21,000,000',
    '70% reached',
    'Permit to collect no. SK 3/2569',
    'fewer than 5',
    'Owed to shops and riders',
  ])
    expect(english).toContain(words);
  for (const html of [thai, english]) {
    expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=/u);
    expect(html).not.toMatch(/undefined|NaN|\[object/u);
    for (const path of ['/public/heads.jsonl', '/public/books/', '/public/verify-books.mjs', '/public/data.json', '/public/data.csv'])
      expect(html).toContain(`href="${path}`);
  }
});

test('caches keep a page for a minute and are told in a line when nothing changed', async () => {
  for (const path of ['', '?lang=en', 'data.json', 'data.csv', 'pages.css']) {
    const first = await get(path);
    await first.arrayBuffer();
    expect(first.headers.get('cache-control')).toBe('public, max-age=60');
    const again = await get(path, { 'if-none-match': first.headers.get('etag') ?? 'none', 'cache-control': 'max-age=0' });
    expect([path, again.status, (await again.arrayBuffer()).byteLength]).toEqual([path, 304, 0]);
  }
});

test('a transfer is seen by the next request, and every part of the whole is money that came in', async () => {
  const before = (await (await get('data.json')).json()) as OpenData;
  for (const campaign of before.campaigns)
    expect(campaign.freeSatang + campaign.committedSatang + campaign.owedSatang + campaign.paidSatang).toBe(campaign.receivedSatang);
  raw.exec(`UPDATE campaign_total SET received_satang = received_satang + 12300 WHERE campaign_id = 'cam_1';
    INSERT INTO transfer (posting_id, from_account, to_account, amount) SELECT posting_id, from_account, to_account, 1 FROM transfer WHERE id = 1`);
  const after = (await (await get('data.json')).json()) as OpenData;
  const receivedIn = (data: OpenData) => data.campaigns.find(({ campaign }) => campaign === 'cam_1')?.receivedSatang ?? 0;
  expect(receivedIn(after) - receivedIn(before)).toBe(12_300);
});

test('no small cell is in the files, no week that still runs, and sums give none away', async () => {
  const data = (await (await get('data.json')).json()) as OpenData;
  const counted = raw
    .prepare('SELECT campaign_id || week AS key, sum(meals) AS meals, count(*) AS cells FROM served_week WHERE week < ? GROUP BY 1')
    .all(data.week) as {
    key: string;
    meals: number;
    cells: number;
  }[];
  expect(data.rows.some((row) => row.week >= data.week)).toBe(false);
  expect(data.rows.some((row) => row.status === 'fewer_than_5')).toBe(true);
  for (const { key, meals, cells } of counted) {
    const rows = data.rows.filter((row) => row.campaign + row.week === key);
    for (const row of rows) for (const value of [row.meals, row.households]) expect(value ?? 5).toBeGreaterThanOrEqual(5);
    expect(rows.reduce((sum, row) => sum + (row.meals ?? 0), 0)).toBe(meals);
    const quiet = rows.filter((row) => row.meals === null);
    expect(quiet.length).not.toBe(1);
    expect(rows.length - (quiet.length > 0 ? 1 : 0)).toBe(cells);
  }
  expect(counted.length).toBe(3 * WEEKS);
});

test('the CSV holds the same rows, and no spreadsheet takes a name for a formula', async () => {
  raw.exec(`UPDATE campaign SET name = '=1+1, "a"' WHERE id = 'cam_2';
    INSERT INTO transfer (posting_id, from_account, to_account, amount) SELECT posting_id, from_account, to_account, 1 FROM transfer WHERE id = 1`);
  const data = (await (await get('data.json')).json()) as OpenData;
  const rows: Record<string, string>[] = parse(await textOf('data.csv'), { columns: true, bom: true });
  expect(rows.map((row) => [row['campaign'], row['week'], row['community'], row['status'], row['meals'], row['satang']])).toEqual(
    data.rows.map((row) => [row.campaign, row.week, row.community, row.status, String(row.meals ?? ''), String(row.satang ?? '')]),
  );
  expect(rows.find((row) => row['campaign'] === 'cam_2')?.['campaign_name']).toBe(`'=1+1, "a"`);
  expect(await textOf('')).toContain('=1+1, &quot;a&quot;');
});

test('anyone can compute the envelopes again from the file', async () => {
  const data = (await (await get('data.json')).json()) as OpenData;
  for (const { campaign, envelopes: told } of data.campaigns) {
    const served = data.rows.filter((row) => row.campaign === campaign && row.week === told.week && row.households !== null);
    expect(told.rows.filter((row) => row.served > 0).map((row) => [row.community, row.served])).toEqual(
      served.toSorted((a, b) => (a.community < b.community ? -1 : 1)).map((row) => [row.community, row.households]),
    );
    expect([...envelopes(told.budgetSatang, told.rows)]).toEqual(told.rows.map((row) => [row.community, row.satang]));
  }
});

test('before the first campaign the page says so', async () => {
  const empty = await databaseRig();
  const quiet = await servePublic(empty.deps);
  const html = await (await fetch(`${quiet.url}/public/?lang=en`)).text();
  expect(html).toContain('There is no campaign yet.');
  const csv = await (await fetch(`${quiet.url}/public/data.csv`)).text();
  expect(csv.trim().split('\n')).toHaveLength(1);
  quiet.close();
  await empty.close();
});
