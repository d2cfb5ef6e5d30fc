import { afterEach, beforeEach, expect, test } from 'vitest';
import { issueReceipt } from '../../db/receipts.ts';
import { verifyLedger } from '../../db/verify-ledger.ts';
import { drawReceipt, forPrint } from '../../bot/receipts/draw-receipt.ts';
import type { Receipt } from '../../bot/domain/receipt.ts';
import { addCampaign, addPledge, person } from '../liff-api/people.ts';
import { START, createWorld } from '../liff-api/world.ts';
import type { Page, World } from '../liff-api/world.ts';

let world: World;
let treasurer: Page;
let coordinator: Page;
let donor: Page;

beforeEach(async () => {
  world = await createWorld();
  await addCampaign(world, 0);
  treasurer = await person(world, 1, 'treasurer');
  coordinator = await person(world, 2, 'coordinator');
  donor = await person(world, 3);
});
afterEach(() => world.close());

let references = 0;
function record(page: Page, body: object = { campaign: 'cam_1' }) {
  references += 1;
  return page.post('/treasurer/receipts', { amountSatang: 400_00, bankReference: `BANK${references}`, ...body });
}

async function numbers(): Promise<string[]> {
  const rows = await world.deps.db.selectFrom('receipt').select('number').orderBy('year').orderBy('sequence').execute();
  return rows.map(({ number }) => number);
}

function expected(count: number, year = 2569): string[] {
  return Array.from({ length: count }, (_, at) => `${year}-${String(at + 1).padStart(6, '0')}`);
}

test('numbers have no gap: many at once, refused ones between, transactions that break', async () => {
  await record(treasurer, { campaign: 'cam_1', bankReference: 'SAME01' });
  const tries = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      record(treasurer, { campaign: at % 4 === 3 ? 'none' : 'cam_1', ...(at % 5 === 4 ? { bankReference: 'SAME01' } : {}) }),
    ),
  );
  const booked = tries.filter(({ status }) => status === 200).length;
  expect([booked, tries.length - booked]).toEqual([12, 8]);
  const { id } = await world.deps.db.selectFrom('money_receipt').select('id').executeTakeFirstOrThrow();
  const broken = world.deps.db.transaction().execute(async (tx) => {
    await issueReceipt(tx, { money: id, donorNameSealed: null, at: START });
    throw new Error('the power went');
  });
  await expect(broken).rejects.toThrow('the power went');
  await record(treasurer);
  expect(await numbers()).toEqual(expected(14));
  await expect(
    world.deps.db
      .insertInto('receipt')
      .values({ money_receipt_id: id, number: 'x', year: 2569, sequence: 14, donor_name_sealed: null, issued_at: 1, replaces: null })
      .execute(),
  ).rejects.toThrow(/UNIQUE/u);
});

test('the count begins anew with the year as Thailand counts it', async () => {
  world.clock.at = Date.parse('2026-12-31T23:59:00+07:00');
  await record(await person(world, 1, 'treasurer'));
  world.clock.at = Date.parse('2027-01-01T00:00:00+07:00');
  await record(await person(world, 1, 'treasurer'));
  expect(await numbers()).toEqual(['2569-000001', '2570-000001']);
});

test('the donor who gave and a treasurer may open the paper, nobody else', async () => {
  await addPledge(world, donor.memberId, { id: 'ple_1', is_anonymous: 0, donor_name_sealed: world.deps.sealer.seal('คุณนํ้าผึ้ง') });
  await record(treasurer, { pledge: 'ple_1' });
  expect((await donor.get('/donor')).body.receipts).toEqual([{ number: '2569-000001', amountSatang: 400_00, at: START, state: 'live' }]);
  for (const page of [donor, treasurer]) {
    const paper = await page.get('/receipts/2569-000001.pdf');
    expect([paper.status, paper.type, paper.get('Cache-Control')]).toEqual([200, 'application/pdf', 'no-store']);
    expect(paper.body.subarray(0, 5).toString()).toBe('%PDF-');
  }
  const stranger = await person(world, 9);
  const [foreign, none] = [await stranger.get('/receipts/2569-000001.pdf'), await stranger.get('/receipts/2569-000009.pdf')];
  expect([foreign.status, foreign.body]).toEqual([404, { error: 'not_found' }]);
  expect([none.status, none.body]).toEqual([404, { error: 'not_found' }]);
});

test('a receipt is cancelled by two people and replaced by one with the next number', async () => {
  await addPledge(world, donor.memberId, { id: 'ple_1' });
  await record(treasurer, { pledge: 'ple_1' });
  const wanted = { what: 'cancel_receipt', subject: '2569-000001', reason: 'สะกดชื่อผิด', donorName: 'คุณน้ำใจ' };
  const asked = await treasurer.post('/treasurer/approvals', wanted);
  expect(asked.body.approvals).toMatchObject([
    { what: 'cancel_receipt', label: '2569-000001', amountSatang: 400_00, mine: true, donorName: 'คุณน้ำใจ' },
  ]);
  const again = await treasurer.post('/treasurer/approvals', wanted);
  expect([again.status, again.body.error]).toEqual([409, 'approval_waiting']);
  const told = await world.deps.db.selectFrom('outbox').select(['member_id', 'kind']).where('kind', '=', 'approval_wanted').execute();
  expect(told).toEqual([{ member_id: coordinator.memberId, kind: 'approval_wanted' }]);
  const { approval } = asked.body.approvals[0];
  expect((await treasurer.post(`/approvals/${approval}/approve`)).body).toEqual({ error: 'same_person' });
  expect((await donor.post(`/approvals/${approval}/approve`)).status).toBe(403);
  expect((await donor.get('/approvals')).status).toBe(403);
  expect((await coordinator.get('/approvals')).body.approvals).toMatchObject([{ approval, mine: false, reason: 'สะกดชื่อผิด' }]);
  expect((await coordinator.post(`/approvals/${approval}/approve`)).body).toEqual({ approvals: [] });
  expect((await donor.get('/donor')).body.receipts).toMatchObject([
    { number: '2569-000002', state: 'live' },
    { number: '2569-000001', state: 'cancelled' },
  ]);
  expect((await donor.get('/receipts/2569-000001.pdf')).status).toBe(200);
  const gone = await treasurer.post('/treasurer/approvals', wanted);
  expect([gone.status, gone.body.error]).toEqual([409, 'already_decided']);
  const late = await coordinator.post(`/approvals/${approval}/refuse`);
  expect([late.status, late.body.error]).toEqual([409, 'already_decided']);
  const row = await world.deps.db.selectFrom('receipt_cancellation').selectAll().executeTakeFirstOrThrow();
  expect(JSON.stringify(row)).not.toContain('สะกด');
  expect((await verifyLedger(world.deps.db)).length).toBe(0);
});

test('what a second person does not agree to leaves everything as it is', async () => {
  await record(treasurer);
  const [money] = (await treasurer.get('/treasurer')).body.receipts;
  const asked = await treasurer.post('/treasurer/approvals', { what: 'reverse_money', subject: money.money, reason: 'ซ้ำ?' });
  await coordinator.post(`/approvals/${asked.body.approvals[0].approval}/refuse`);
  const page = (await treasurer.get('/treasurer')).body;
  expect([page.approvals, page.receipts[0].reversed, page.receipts[0].number]).toEqual([[], false, '2569-000001']);
});

const FULL: Receipt = {
  number: '2569-000123',
  state: 'cancelled',
  replaces: '2569-000001',
  issuedAt: START,
  receivedAt: START,
  amountSatang: 699_999_99,
  donorName: 'คุณ'.padEnd(80, 'กู้ที่'),
  campaignName: 'น้ำ'.repeat(20),
  permitNo: '1'.repeat(60),
  taxStatus: 'edonation',
};

test('the paper is one page with the longest words, and the same bytes for the same receipt', async () => {
  const issuer = { name: 'มูลนิธิ'.repeat(11), address: 'ถนน'.repeat(53), taxId: '0994000000000' };
  const [first, second] = [await drawReceipt(FULL, issuer), await drawReceipt(FULL, issuer)];
  const pages =
    Buffer.from(first)
      .toString('latin1')
      .match(/\/Type \/Page\b/gu) ?? [];
  expect(pages).toHaveLength(1);
  const withoutId = (bytes: Uint8Array) =>
    Buffer.from(bytes)
      .toString('latin1')
      .replaceAll(/\/ID \[[^\]]*\]/gu, '');
  expect(withoutId(first)).toBe(withoutId(second));
  expect(Buffer.from(first).toString('latin1')).toContain('NotoSansThaiLooped');
});

test('sara am is taken apart in the order in which its signs stand', () => {
  expect(forPrint('น้ำ ทำ')).toBe('น\u0E4D้า ท\u0E4Dา');
});

test('the month: what came in, what was taken back, as a page and as a table that no spreadsheet runs', async () => {
  await world.deps.db.updateTable('campaign').set({ name: '=HYPERLINK("x")' }).execute();
  await record(treasurer);
  const second = await record(treasurer);
  const asked = await treasurer.post('/treasurer/approvals', {
    what: 'reverse_money',
    subject: second.body.receipts[0].money,
    reason: 'โอนผิด',
  });
  world.clock.at = Date.parse('2026-12-03T10:00:00+07:00');
  const later = await person(world, 2, 'coordinator');
  expect((await later.post(`/approvals/${asked.body.approvals[0].approval}/approve`)).status).toBe(200);
  const desk = await person(world, 1, 'treasurer');
  const lineOf = async (month: string) => (await desk.get(`/treasurer/months/${month}`)).body.lines[0];
  expect(await lineOf('2026_11')).toMatchObject({ receivedSatang: 800_00, freeAtEndSatang: 800_00 });
  expect(await lineOf('2026_12')).toMatchObject({ receivedSatang: -400_00, freeAtEndSatang: 400_00 });
  expect(await lineOf('2026_10')).toMatchObject({ receivedSatang: 0, freeAtEndSatang: 0 });
  const table = await desk.get('/treasurer/months/2026_11/table');
  expect([table.status, table.type]).toEqual([200, 'text/csv']);
  expect(table.text.split('\r\n')[1]).toBe(`"'=HYPERLINK(""x"")",800.00,0.00,0,0,0.00,0.00,800.00,0.00`);
  expect((await desk.get('/treasurer/months/2026_13')).status).toBe(404);
});
