import { post } from '../../db/ledger.ts';
import type { TxDeps } from '../deps.ts';
import type { Posting } from '../domain/postings.ts';
import { clocksOf } from './clocks.ts';

/** For postings of this moment whose cover was checked in this same transaction: a shortage is a bug. */
export async function postNow(deps: TxDeps, posting: Posting): Promise<void> {
  const posted = await post(deps.tx, posting, clocksOf(deps));
  if (posted.kind === 'short') throw new Error(`${posting.template}: ${posted.account} is short of ${posted.missing}`);
}
