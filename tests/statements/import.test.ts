import { afterEach, beforeEach, expect, test } from 'vitest';
import { balanceOf } from '../../db/ledger.ts';
import { accounts } from '../../bot/domain/postings.ts';
import { addCampaign, addGrant, addHousehold, addPledge, person } from '../liff-api/people.ts';
import { START, createWorld } from '../liff-api/world.ts';
import type { Page, World } from '../liff-api/world.ts';
import { inWindows874, send, statement } from './bank.ts';

let world: World;
let treasurer: Page;
let second: Page;
let donor: Page;

beforeEach(async () => {
  world = await createWorld();
  await addCampaign(world, 0);
  treasurer = await person(world, 1, 'treasurer');
  second = await person(world, 2, 'treasurer');
  donor = await person(world, 3);
});
afterEach(() => world.close());

const free = () => balanceOf(world.deps.db, accounts.free('cam_1'));

async function pledge(id: string, changes: Parameters<typeof addPledge>[2] = {}): Promise<void> {
  await addPledge(world, donor.memberId, { id, reference: `PN${id.toUpperCase().padStart(4, 'X')}`, qr_token: `qr-${id}`, ...changes });
}

async function stateOf(id: string): Promise<string> {
  return (await world.deps.db.selectFrom('pledge').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state;
}

test('a dry run says what would happen and changes nothing; the import does just that', async () => {
  await pledge('a1');
  await pledge('b2', { amount_satang: 120_00 });
  const file = statement([
    { reference: 'KB0001', words: 'โอนจาก นาย ก PNXXA1' },
    { reference: 'KB0002', amount: '120.00' },
    { reference: 'KB0003', amount: '1,234.50' },
    { reference: 'KB0004', amount: '' },
    { reference: 'KB0005', day: '31/02/2569' },
    { reference: '', amount: '50' },
  ]);
  const dry = await send(treasurer, file, { dryRun: true });
  expect(dry.status).toBe(200);
  expect(dry.body.report).toMatchObject({
    encoding: 'utf-8',
    imported: false,
    columns: { date: 0, time: 1, deposit: 3, reference: 4, words: 5 },
    counts: { matched: 2, unmatched: 1, known: 0, bad: 2, notIn: 1 },
    bad: [
      { line: 7, why: 'date' },
      { line: 8, why: 'reference' },
    ],
  });
  expect(dry.body.report.matched.map(({ by, pledgeReference, line }) => [by, pledgeReference, line.line])).toEqual([
    ['pledge_reference', 'PNXXA1', 3],
    ['amount', 'PNXXB2', 4],
  ]);
  expect([await free(), await stateOf('a1')]).toEqual([0, 'pledged']);
  const done = await send(treasurer, file);
  expect(done.body.report).toEqual({ ...dry.body.report, imported: true });
  expect([await free(), await stateOf('a1'), await stateOf('b2')]).toEqual([520_00, 'received', 'received']);
  expect(done.body.page.unmatched).toMatchObject([{ bankReference: 'KB0003', amountSatang: 1234_50, day: '2026-11-25', minute: 605 }]);
  expect(done.body.page.imports).toMatchObject([{ matched: 2, unmatched: 1, undone: false }]);
  const told = await world.deps.db.selectFrom('outbox').select('kind').where('kind', '=', 'donor_thanks').execute();
  expect(told).toHaveLength(2);
});

test('the same file twice counts once and is answered kindly, and so does a file that overlaps it', async () => {
  await pledge('a1');
  const first = statement([
    { reference: 'KB0001', words: 'PNXXA1' },
    { reference: 'KB0002', amount: '50' },
  ]);
  await send(treasurer, first);
  const again = await send(second, first);
  expect(again.status).toBe(200);
  expect(again.body.report).toMatchObject({ imported: false, sameFileAt: START, counts: { matched: 0, unmatched: 0, known: 2 } });
  const overlapping = await send(
    second,
    statement([
      { reference: 'kb 0002', amount: '50.00' },
      { reference: 'KB0003', amount: '60' },
    ]),
  );
  expect(overlapping.body.report).toMatchObject({ imported: true, counts: { matched: 0, unmatched: 1, known: 1, bad: 0 } });
  expect(await free()).toBe(400_00);
  expect(overlapping.body.page.unmatched.map((line) => line.bankReference)).toEqual(['KB0002', 'KB0003']);
});

test('a reference that comes back with other money is shown as a bad line, never counted', async () => {
  await send(treasurer, statement([{ reference: 'KB0001', amount: '50' }]));
  const other = await send(
    treasurer,
    statement([
      { reference: 'KB0001', amount: '51' },
      { reference: 'KB9', day: '25/11/2579' },
      { reference: 'KB0008', amount: '1.2.3' },
    ]),
  );
  expect(other.body.report.bad).toEqual([
    { line: 3, why: 'reference_conflict' },
    { line: 4, why: 'future' },
    { line: 5, why: 'amount' },
  ]);
});

test('money recorded by hand is known to a later statement', async () => {
  await treasurer.post('/treasurer/receipts', { campaign: 'cam_1', amountSatang: 50_00, bankReference: 'kb0001' });
  const later = await send(treasurer, statement([{ reference: 'KB0001', amount: '50' }]));
  expect(later.body.report.counts).toMatchObject({ known: 1, unmatched: 0 });
  expect(await free()).toBe(50_00);
});

test('Thai in the old encoding, columns said by hand, money with a sign and A.D. dates', async () => {
  const old = await send(treasurer, inWindows874(statement([{ reference: 'KB0001', words: 'ขอให้อิ่มทุกมื้อ' }])));
  expect(old.body.report.encoding).toBe('windows-874');
  expect(old.body.page.unmatched[0]?.words).toBe('ขอให้อิ่มทุกมื้อ');
  const plain = 'A;B;C\n2026-11-24 09:00;+75.00;XY0001\n24 พ.ย. 69;-10;XY0002\n24/11/26;"(5.00)";XY0003\n๒๔/๑๑/๒๕๖๙;๑๒๐;XY0004\n';
  const unsure = await send(treasurer, plain);
  expect(unsure.body.report).toMatchObject({ imported: false, heads: ['A', 'B', 'C'] });
  expect(unsure.body.report.columns).toBeUndefined();
  const said = await send(treasurer, plain, { columns: { date: 0, amount: 1, reference: 2 } });
  expect(said.body.report).toMatchObject({ imported: true, counts: { unmatched: 2, notIn: 2, bad: 0 } });
  expect(said.body.report.unmatched).toMatchObject([
    { day: '2026-11-24', minute: 540, amountSatang: 75_00 },
    { day: '2026-11-24', amountSatang: 120_00 },
  ]);
});

test('an amount is no proof when two promises, or two lines, fit it', async () => {
  await pledge('a1');
  await pledge('b2');
  await pledge('c3', { amount_satang: 70_00 });
  const answer = await send(
    treasurer,
    statement([
      { reference: 'KB0001' },
      { reference: 'KB0002', amount: '70' },
      { reference: 'KB0003', amount: '70' },
      { reference: 'KB0004', amount: '90' },
    ]),
  );
  expect(answer.body.report.counts).toMatchObject({ matched: 0, unmatched: 4 });
});

test('the reference of a slip finds its pledge, and an amount only near its day', async () => {
  await pledge('a1', { state: 'claimed' });
  await pledge('b2', { amount_satang: 90_00 });
  await world.deps.db
    .insertInto('picture')
    .values({
      id: 'pic_1',
      member_id: donor.memberId,
      purpose: 'slip',
      subject_id: 'a1',
      message_id: null,
      state: 'wanted',
      content_type: null,
      sha256: null,
      bytes_sealed: null,
      next_attempt_at: 0,
      created_at: START,
    })
    .execute();
  await world.deps.db
    .insertInto('slip')
    .values({
      id: 'sli_1',
      pledge_id: 'a1',
      member_id: donor.memberId,
      picture_id: 'pic_1',
      sent_at: START,
      bank: '004',
      transaction_reference: '014325098712BTF00',
    })
    .execute();
  const answer = await send(
    treasurer,
    statement([
      { reference: 'ZZ1', amount: '399' },
      { reference: '014325098712BTF00', amount: '399' },
      { reference: 'KB0002', amount: '90', day: '20/11/2569' },
    ]),
  );
  expect(answer.body.report.matched.map(({ by, pledgeReference }) => [by, pledgeReference])).toEqual([['slip', 'PNXXA1']]);
  expect(answer.body.report.counts).toMatchObject({ unmatched: 1, bad: 1 });
});

test('a line without a pledge is assigned to one, to a campaign, or set aside; nobody to a pledge of their own', async () => {
  await pledge('a1', { amount_satang: 999_00 });
  const { body } = await send(
    treasurer,
    statement([{ reference: 'KB0001' }, { reference: 'KB0002', amount: '7' }, { reference: 'KB0003', amount: '8' }]),
  );
  const [one, two, three] = body.page.unmatched.map(({ line }) => line);
  await addPledge(world, treasurer.memberId, { id: 'own', reference: 'PNOWNX', qr_token: 'qr-own' });
  const own = await treasurer.post(`/treasurer/lines/${one}/assign`, { pledge: 'own' });
  expect([own.status, own.body.error]).toEqual([422, 'same_person']);
  expect((await treasurer.post(`/treasurer/lines/${one}/assign`, { pledge: 'a1' })).status).toBe(200);
  const twice = await second.post(`/treasurer/lines/${one}/assign`, { campaign: 'cam_1' });
  expect([twice.status, twice.body.error]).toEqual([409, 'already_decided']);
  await treasurer.post(`/treasurer/lines/${two}/assign`, { campaign: 'cam_1' });
  const aside = await treasurer.post(`/treasurer/lines/${three}/set-aside`, { reason: 'ดอกเบี้ย' });
  expect(aside.body).toMatchObject({ unmatched: [], unmatchedCount: 0, setAside: [{ line: three, reason: 'ดอกเบี้ย' }] });
  expect([await free(), await stateOf('a1')]).toEqual([407_00, 'received']);
});

async function approve(what: string, subject: string): Promise<void> {
  const asked = await treasurer.post('/treasurer/approvals', { what, subject, reason: 'ไฟล์ผิดเดือน' });
  expect(asked.status).toBe(200);
  const approval: string = asked.body.approvals[0].approval;
  const alone = await treasurer.post(`/approvals/${approval}/approve`);
  expect([alone.status, alone.body.error]).toEqual([422, 'same_person']);
  expect((await second.post(`/approvals/${approval}/approve`)).status).toBe(200);
}

test('an import is taken back by two people: balances, pledges and receipts as before; the file can come again', async () => {
  await pledge('a1');
  const file = statement([
    { reference: 'KB0001', words: 'PNXXA1' },
    { reference: 'KB0002', amount: '50' },
  ]);
  const { body } = await send(treasurer, file);
  const id = body.page.imports[0]?.import ?? '';
  await approve('undo_import', id);
  expect([await free(), await stateOf('a1')]).toEqual([0, 'pledged']);
  const page = (await treasurer.get('/treasurer')).body;
  expect(page).toMatchObject({ unmatched: [], approvals: [], imports: [{ undone: true }], receipts: [{ reversed: true }] });
  expect((await donor.get('/donor')).body).toMatchObject({ givenSatang: 0, receipts: [{ number: '2569-000001', state: 'cancelled' }] });
  const again = await send(treasurer, file);
  expect(again.body.report).toMatchObject({ imported: true, counts: { matched: 1, unmatched: 1, known: 0 } });
  expect([await free(), await stateOf('a1')]).toEqual([400_00, 'received']);
  expect((await donor.get('/donor')).body).toMatchObject({
    givenSatang: 400_00,
    receipts: [{ number: '2569-000002', state: 'live' }, { state: 'cancelled' }],
  });
});

test('money that has moved on stays, line by line', async () => {
  await pledge('a1');
  await pledge('b2', { amount_satang: 500_00 });
  const { body } = await send(
    treasurer,
    statement([
      { reference: 'KB0001', words: 'PNXXA1' },
      { reference: 'KB0002', words: 'PNXXB2', amount: '500' },
    ]),
  );
  await addGrant(world, await addHousehold(world, donor.memberId), 10);
  const id = body.page.imports[0]?.import ?? '';
  await approve('undo_import', id);
  // 900 came in, 400 are promised as meals: one of the two lines can still go.
  const left = await free();
  const page = (await treasurer.get('/treasurer')).body;
  expect(page.imports).toMatchObject([{ import: id, matched: 1, undone: false }]);
  expect(page.receipts.filter(({ reversed }: { reversed: boolean }) => reversed)).toHaveLength(1);
  const [kept] = page.receipts.filter(({ reversed }: { reversed: boolean }) => !reversed);
  expect(left).toBe(kept.amountSatang - 400_00);
});

test('recorded money is taken back by two people, and its line waits for another place', async () => {
  await pledge('a1');
  const { body } = await send(treasurer, statement([{ reference: 'KB0001', words: 'PNXXA1' }]));
  await approve('reverse_money', body.page.receipts[0]?.money ?? '');
  expect([await free(), await stateOf('a1')]).toEqual([0, 'pledged']);
  const { unmatched } = (await treasurer.get('/treasurer')).body;
  expect(unmatched).toMatchObject([{ bankReference: 'KB0001' }]);
  await treasurer.post(`/treasurer/lines/${unmatched[0].line}/assign`, { campaign: 'cam_1' });
  expect(await free()).toBe(400_00);
});

test('what is no table of a bank is refused kindly, and only treasurers may send one', async () => {
  for (const file of ['hello', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x00, 0x01]), 'a,b\n1,2\n']) {
    const answer = await treasurer.post('/treasurer/statements', { file: Buffer.from(file).toString('base64'), dryRun: true });
    expect([answer.status, answer.body.error]).toEqual([422, 'statement_unreadable']);
  }
  const large = await treasurer.post('/treasurer/statements', { file: Buffer.alloc(1_200_000, 'a,').toString('base64'), dryRun: true });
  expect(large.status).toBe(413);
  expect((await send(donor, statement([]))).status).toBe(403);
});
