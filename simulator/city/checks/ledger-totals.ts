import type { OrderRow, TransferRow } from './changes.ts';
import { UNDER_WAY } from './changes.ts';
import { accountOf } from './chart.ts';
import type { Account } from './chart.ts';
import type { Check, Sight } from './sight.ts';

interface GrantRow {
  row: number;
  id: string;
  household: string;
  campaign: string;
  coupons: number;
  faceValue: number;
}

interface CampaignSum {
  minted: number;
  /** Redeemed, wasted, expired or given back. */
  ended: number;
  outstanding: number;
  outstandingValue: number;
  committed: number;
  fees: number;
}

const GRANT = `SELECT rowid AS row, id, household_id AS household, campaign_id AS campaign, coupons, face_value_satang AS faceValue FROM coupon_grant`;

/** Coupons by campaign, and the money behind them, reckoned from the transfers alone. */
export function checkCampaigns({ db, expect }: Sight): Check {
  const grantById = db.prepare<[string], GrantRow>(`${GRANT} WHERE id = ?`);
  const sums = new Map<string, CampaignSum>();
  const feesOf = new Map<string, number>();
  const touched = new Set<string>();

  function sumOf(campaign: string): CampaignSum {
    touched.add(campaign);
    const known = sums.get(campaign);
    if (known !== undefined) return known;
    const fresh = { minted: 0, ended: 0, outstanding: 0, outstandingValue: 0, committed: 0, fees: 0 };
    sums.set(campaign, fresh);
    return fresh;
  }

  function moveCoupons(grantId: string, coupons: number): void {
    const grant = grantById.get(grantId);
    if (grant === undefined) return expect('grants', `grant ${grantId}`, { expected: 'a grant', found: 'none' });
    const sum = sumOf(grant.campaign);
    sum.outstanding += coupons;
    sum.outstandingValue += coupons * grant.faceValue;
  }

  function apply({ kind, campaign, grant }: Account, amount: number): void {
    if (kind === 'mint') sumOf(campaign).minted -= amount;
    if (kind === 'redeemed' || kind === 'wasted' || kind === 'expired' || kind === 'givenBack') sumOf(campaign).ended += amount;
    if (kind === 'committed') sumOf(campaign).committed += amount;
    if (kind === 'coupons' || kind === 'held') moveCoupons(grant, amount);
  }

  function noteFee({ id, campaign, state, fee }: OrderRow): void {
    const due = UNDER_WAY.includes(state) ? fee : 0;
    const known = feesOf.get(id) ?? 0;
    if (due === known) return;
    sumOf(campaign).fees += due - known;
    if (due === 0) feesOf.delete(id);
    else feesOf.set(id, due);
  }

  return {
    afterStep({ transfers, orders }) {
      for (const { from, to, amount } of transfers) {
        apply(accountOf(from), -amount);
        apply(accountOf(to), amount);
      }
      for (const order of orders) noteFee(order);
      for (const campaign of touched) {
        const sum = sumOf(campaign);
        expect('conserved', `campaign ${campaign}`, { expected: sum.minted, found: sum.outstanding + sum.ended });
        expect('covered', `campaign ${campaign}`, { expected: sum.outstandingValue + sum.fees, found: sum.committed });
      }
      touched.clear();
    },
  };
}

interface ReceiptRow {
  row: number;
  id: string;
  campaign: string;
  amount: number;
}

const RECEIPT = 'SELECT rowid AS row, id, campaign_id AS campaign, amount_satang AS amount FROM money_receipt';
const RECEIVED = `SELECT sum(t.amount) AS amount FROM posting p JOIN transfer t ON t.posting_id = p.id
  JOIN account k ON k.id = t.to_account WHERE p.key = ? AND k.code = ?`;
const MINTED = `SELECT sum(e.amount) AS amount FROM account a JOIN entry e ON e.account_id = a.id JOIN transfer t ON t.id = e.transfer_id
  JOIN posting p ON p.id = t.posting_id WHERE a.code = ? AND e.amount > 0 AND p.template IN ('coupons_granted', 'coupons_reissued')`;

/** Money in and coupons out: the books and the rows beside them say the same, both ways. */
export function checkPapers({ db, expect }: Sight): Check {
  const receiptsAfter = db.prepare<[number], ReceiptRow>(`${RECEIPT} WHERE rowid > ? ORDER BY rowid`);
  const receiptById = db.prepare<[string], ReceiptRow>(`${RECEIPT} WHERE id = ?`);
  const grantsAfter = db.prepare<[number], GrantRow>(`${GRANT} WHERE rowid > ? ORDER BY rowid`);
  const grantById = db.prepare<[string], GrantRow>(`${GRANT} WHERE id = ?`);
  const received = db.prepare<[string, string], { amount: number | null }>(RECEIVED);
  const minted = db.prepare<[string], { amount: number | null }>(MINTED);
  let lastReceipt = 0;
  let lastGrant = 0;

  function checkMinted({ id, amount, to }: TransferRow): void {
    const { household, grant } = accountOf(to);
    const row = grantById.get(grant);
    expect('grants', `transfer ${id}`, { expected: `${row?.coupons} for ${row?.household}`, found: `${amount} for ${household}` });
  }

  return {
    afterStep({ transfers, postings }) {
      for (const posting of postings.filter((each) => each.template === 'money_received')) {
        const row = receiptById.get(posting.key.slice('receipt/'.length));
        expect('receipts', posting.key, { expected: 'a receipt', found: row === undefined ? 'none' : 'a receipt' });
      }
      for (const { row, id, campaign, amount } of receiptsAfter.all(lastReceipt)) {
        lastReceipt = row;
        const found = received.get(`receipt/${id}`, `fund/${campaign}/free`)?.amount ?? 0;
        expect('receipts', `receipt ${id}`, { expected: amount, found });
      }
      const reversals = new Set(postings.filter((posting) => posting.reverses !== null).map((posting) => posting.id));
      const mints = transfers.filter((transfer) => !reversals.has(transfer.posting) && accountOf(transfer.from).kind === 'mint');
      for (const transfer of mints) checkMinted(transfer);
      for (const { row, id, household, coupons } of grantsAfter.all(lastGrant)) {
        lastGrant = row;
        const found = minted.get(`household/${household}/coupons/${id}`)?.amount ?? 0;
        expect('grants', `grant ${id}`, { expected: coupons, found });
      }
    },
  };
}
