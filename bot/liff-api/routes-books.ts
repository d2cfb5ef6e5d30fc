import { waitingApprovals } from '../../db/pages/approvals.ts';
import { moneyOfReceipt, receiptFor } from '../../db/pages/receipt-views.ts';
import { proofOfReceipt } from '../../db/seal.ts';
import { treasurerPage } from '../../db/pages/treasurer-page.ts';
import { monthReport } from '../../db/pages/month-report.ts';
import { refuse } from '../domain/refusal.ts';
import { drawReceipt } from '../receipts/draw-receipt.ts';
import { ApprovalBody, AssignBody, NothingBody, SetAsideBody } from './contract.ts';
import type { ApprovalsPage, MonthPage, TreasurerPage } from './contract.ts';
import { monthTable } from './month-table.ts';
import { read, write } from './route.ts';
import type { ApiRoute, Asked } from './route.ts';
import { statementRoute } from './statement-route.ts';

function moneyPage({ deps, asker }: Asked): Promise<TreasurerPage> {
  return treasurerPage(deps, asker.memberId);
}

/** Treasurers and coordinators look at it; the roles of a route are one, so it is asked here. */
async function approvalsPage({ deps, asker }: Asked): Promise<ApprovalsPage | ReturnType<typeof refuse>> {
  const mayLook = asker.roles.includes('treasurer') || asker.roles.includes('coordinator');
  if (!mayLook) return refuse('not_allowed', { role: 'treasurer' });
  return { approvals: await waitingApprovals(deps, asker.memberId) };
}

/** `2026_11`: ids in paths are words. */
const MONTH = /^(20\d{2})_(0[1-9]|1[0-2])$/u;

async function monthPage({ deps, id }: Asked): Promise<MonthPage | undefined> {
  if (!MONTH.test(id)) return undefined;
  const month = id.replace('_', '-');
  return { month, lines: await monthReport(deps, month) };
}

async function monthFile(asked: Asked) {
  const page = await monthPage(asked);
  if (page === undefined) return undefined;
  return { contentType: 'text/csv; charset=utf-8' as const, name: `pan-im-${page.month}.csv`, bytes: monthTable(page) };
}

async function receiptFile({ deps, asker, id }: Asked) {
  const receipt = await receiptFor(deps, id, { memberId: asker.memberId, seesAll: asker.roles.includes('treasurer') });
  if (receipt === undefined) return undefined;
  const bytes = await drawReceipt(receipt, deps.settings.issuer ?? {});
  return { contentType: 'application/pdf' as const, name: `${receipt.number}.pdf`, bytes };
}

/** What anyone can check offline: that the money of this receipt stands in the sealed books. There is none before its day is sealed. */
async function proofFile({ deps, asker, id }: Asked) {
  const money = await moneyOfReceipt(deps, id, { memberId: asker.memberId, seesAll: asker.roles.includes('treasurer') });
  const proof = money === undefined ? undefined : await proofOfReceipt(deps.db, money);
  if (proof === undefined) return undefined;
  const bytes = Buffer.from(JSON.stringify(proof, undefined, 2));
  return { contentType: 'application/json; charset=utf-8' as const, name: `${id}-proof.json`, bytes };
}

/** Statements of the bank, what needs four eyes, receipts and the report of a month. */
export const booksRoutes: readonly ApiRoute[] = [
  statementRoute,
  write({
    path: '/treasurer/lines/:id/assign',
    who: 'treasurer',
    body: AssignBody,
    command: ({ asker, id, body }) => ({ kind: 'assign_line', by: asker.memberId, line: id, to: body }),
    page: moneyPage,
  }),
  write({
    path: '/treasurer/lines/:id/set-aside',
    who: 'treasurer',
    body: SetAsideBody,
    command: ({ asker, id, body }) => ({ kind: 'set_line_aside', by: asker.memberId, line: id, reason: body.reason }),
    page: moneyPage,
  }),
  write({
    path: '/treasurer/approvals',
    who: 'treasurer',
    body: ApprovalBody,
    command: ({ asker, body: { donorName, ...wanted } }) => ({
      kind: 'ask_approval',
      by: asker.memberId,
      wanted: { ...wanted, ...(donorName === undefined ? {} : { donorName }) },
    }),
    page: moneyPage,
  }),
  read('/approvals', 'member', approvalsPage),
  decision('approve', true),
  decision('refuse', false),
  read('/treasurer/months/:id', 'treasurer', monthPage),
  { kind: 'file', path: '/treasurer/months/:id/table', who: 'treasurer', run: monthFile },
  { kind: 'file', path: '/receipts/:id.pdf', who: 'member', run: receiptFile },
  { kind: 'file', path: '/receipts/:id/proof', who: 'member', run: proofFile },
];

function decision(word: 'approve' | 'refuse', approved: boolean): ApiRoute {
  return write({
    path: `/approvals/:id/${word}`,
    who: 'member',
    body: NothingBody,
    command: ({ asker, id }) => ({ kind: 'decide_approval', by: asker.memberId, approval: id, approved }),
    page: async ({ deps, asker }, { undone }) => {
      const approvals = await waitingApprovals(deps, asker.memberId);
      return { approvals, ...(undone === undefined ? {} : { undone }) };
    },
  });
}
