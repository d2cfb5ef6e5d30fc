import type { Unit } from '../bot/domain/postings.ts';
import { compiled } from './compiled.ts';
import type { NewRow } from './schema.ts';
import type { Flag } from './tables/flag.ts';

/** The rows of a posting, for the one writer of the books (db/ledger.ts); built once, because every event passes here. */

export const postingByKey = compiled((db, { key }: { key: string }) =>
  db.selectFrom('posting').select(['id', 'request_hash']).where('key', '=', key),
);

export const insertPosting = compiled((db, row: Omit<NewRow<'posting'>, 'id'>) =>
  db
    .insertInto('posting')
    .values({
      template: row.template,
      key: row.key,
      request_hash: row.request_hash,
      happened_at: row.happened_at,
      recorded_at: row.recorded_at,
      reverses: row.reverses,
      reason: row.reason,
      salt: row.salt,
    })
    .returning('id'),
);

export const accountByCode = compiled((db, { code }: { code: string }) =>
  db.selectFrom('account').select(['id', 'unit', 'balance']).where('code', '=', code),
);

export const insertAccount = compiled((db, account: { code: string; unit: Unit; isOutside: Flag }) =>
  db.insertInto('account').values({ code: account.code, unit: account.unit, is_outside: account.isOutside }).returning('id'),
);

/** Once for each account of a posting: the steps between stand in its entries. */
export const setBalance = compiled((db, { id, balance }: { id: number; balance: number }) =>
  db.updateTable('account').set({ balance }).where('id', '=', id),
);

export const insertTransfer = compiled((db, row: NewRow<'transfer'>) =>
  db.insertInto('transfer').values({
    id: row.id,
    posting_id: row.posting_id,
    from_account: row.from_account,
    to_account: row.to_account,
    amount: row.amount,
    from_pocket: row.from_pocket,
    to_pocket: row.to_pocket,
    chain: row.chain,
  }),
);

interface Pair {
  transfer: number;
  amount: number;
  taken: number;
  giver: number;
  giverBefore: number;
  giverAfter: number;
  taker: number;
  takerBefore: number;
  takerAfter: number;
}

export const insertEntries = compiled((db, pair: Pair) =>
  db.insertInto('entry').values([
    {
      account_id: pair.giver,
      transfer_id: pair.transfer,
      amount: pair.taken,
      balance_before: pair.giverBefore,
      balance_after: pair.giverAfter,
    },
    {
      account_id: pair.taker,
      transfer_id: pair.transfer,
      amount: pair.amount,
      balance_before: pair.takerBefore,
      balance_after: pair.takerAfter,
    },
  ]),
);
