import type { GiftOutcome, GiftView } from '../../bot/domain/notice.ts';
import { accounts } from '../../bot/domain/postings.ts';
import { HISTORY_PAGE_MAX, QUEUE_PAGE_MAX } from '../../bot/limits.ts';
import { dietsFrom } from '../households.ts';
import type { Row } from '../schema.ts';
import type { Reader } from './reader.ts';

function viewOfGift(row: Row<'gift_lot'>): GiftView {
  return {
    gift: row.id,
    giftKind: row.kind,
    boxes: row.boxes,
    words: row.words,
    diets: dietsFrom(row.diets),
    halal: row.halal,
    readyAt: row.ready_at,
    useBy: row.use_by,
    pin: { latitude: row.latitude, longitude: row.longitude },
  };
}

export async function giftView(reader: Reader, lotId: string): Promise<GiftView> {
  return viewOfGift(await reader.db.selectFrom('gift_lot').selectAll().where('id', '=', lotId).executeTakeFirstOrThrow());
}

/** Gifts that wait for a coordinator, the one that spoils first before the others. */
export async function giftsOffered(reader: Reader): Promise<GiftView[]> {
  const rows = await reader.db
    .selectFrom('gift_lot')
    .selectAll()
    .where('state', '=', 'offered')
    .orderBy('use_by')
    .orderBy('id')
    .limit(QUEUE_PAGE_MAX)
    .execute();
  return rows.map(viewOfGift);
}

export async function giftOutcome(reader: Reader, row: Pick<Row<'gift_lot'>, 'id' | 'boxes'>): Promise<GiftOutcome> {
  const codes = [accounts.given(row.id), accounts.wastedBoxes(row.id), accounts.returnedBoxes(row.id)] as const;
  const found = await reader.db.selectFrom('account').select(['code', 'balance']).where('code', 'in', codes).execute();
  const [given = 0, wasted = 0, returned = 0] = codes.map((code) => found.find((account) => account.code === code)?.balance ?? 0);
  return { boxes: row.boxes, given, wasted, returned };
}

/** What a donor gave in kind, newest first, and what became of it. */
export async function ownGifts(reader: Reader, memberId: string) {
  const rows = await reader.db
    .selectFrom('gift_lot')
    .selectAll()
    .where('member_id', '=', memberId)
    .orderBy('offered_at', 'desc')
    .orderBy('id', 'desc')
    .limit(HISTORY_PAGE_MAX)
    .execute();
  const gifts = [];
  for (const row of rows) {
    gifts.push({
      gift: row.id,
      giftKind: row.kind,
      words: row.words,
      state: row.state,
      offeredAt: row.offered_at,
      useBy: row.use_by,
      outcome: await giftOutcome(reader, row),
    });
  }
  return gifts;
}
