import { membersWithRole } from '../../db/members.ts';
import { dropOldNews, enqueueNotice } from '../../db/outbox.ts';
import type { TxDeps } from '../deps.ts';
import type { Notice, Urgency } from '../domain/notice.ts';
import type { Role } from '../domain/words.ts';

/** Puts a notice for one member into the outbox, in the transaction of what it tells about. */
export async function tell(deps: TxDeps, to: { memberId: string; urgency: Urgency }, notice: Notice): Promise<void> {
  if (isAboutOrder(notice)) await dropOldNews(deps.tx, to.memberId, PASSING_NEWS);
  await enqueueNotice(deps, { memberId: to.memberId, notice, urgency: to.urgency });
}

/** Tells everybody who holds the role, but not the one who caused it: that one has the answer already. */
export async function tellRole(deps: TxDeps, to: { role: Role; urgency: Urgency; except?: string }, notice: Notice): Promise<void> {
  for (const memberId of await membersWithRole(deps.tx, to.role)) {
    if (memberId !== to.except) await tell(deps, { memberId, urgency: to.urgency }, notice);
  }
}

/** News of how an order is coming along; the next word about it makes them old. */
const PASSING_NEWS = ['order_accepted', 'order_delayed'] as const satisfies Notice['kind'][];

function isAboutOrder({ kind }: Notice): boolean {
  return kind.startsWith('order_');
}
