import type { ApiCallRecord, WebhookRecord } from '../record.ts';
import type { OrderRow } from './changes.ts';
import type { Check, Sight } from './sight.ts';

interface HandoverRow {
  row: number;
  order: string;
  by: string | null;
  proof: string;
  picture: string | null;
  at: number;
  lineUserId: string | null;
  mode: string;
  state: string;
  meals: number;
  cookedAt: number | null;
  code: string;
  shopMember: string | null;
  lotMember: string | null;
  useBy: number | null;
  rider: string | null;
}

const HANDOVERS = `SELECT h.rowid AS row, h.order_id AS "order", h.by_member AS "by", h.proof, h.picture_id AS picture, h.at, m.line_user_id AS lineUserId,
    o.mode, o.state, o.meals, o.cooked_at AS cookedAt, o.hand_over_code AS code, s.member_id AS shopMember, l.member_id AS lotMember,
    l.use_by AS useBy, (SELECT r.member_id FROM stop p JOIN trip t ON t.id = p.trip_id JOIN rider r ON r.id = t.rider_id
      WHERE p.order_id = o.id AND t.state = 'done') AS rider
  FROM handover h JOIN meal_order o ON o.id = h.order_id LEFT JOIN member m ON m.id = h.by_member
    LEFT JOIN shop s ON s.id = o.shop_id LEFT JOIN gift_lot l ON l.id = o.gift_lot_id
  WHERE h.rowid > ? ORDER BY h.rowid`;
const SHOWN = 'SELECT code, meals FROM shown_coupon WHERE order_id = ?';
/** Cooked food stands for two hours at most (docs/flow.md). */
const COOKED_KEPT = 2 * 3_600_000;
/** What was said longer ago than this was not about this handover. */
const SAID_REMEMBERED = 400;

const lettersOf = (words: string): string => words.toUpperCase().replaceAll(/[^0-9A-Z]/gu, '');

/** What each person has typed or sent, newest last: who names a code at a handover has said it. */
function createMemory(): { hear: (who: string, words: string) => void; hasSaid: (who: string, code: string) => boolean } {
  const said = new Map<string, string[]>();
  return {
    hear(who, words) {
      const known = said.get(who) ?? [];
      known.push(lettersOf(words));
      if (known.length > SAID_REMEMBERED) known.splice(0, known.length - SAID_REMEMBERED);
      said.set(who, known);
    },
    hasSaid: (who, code) => said.get(who)?.some((words) => words.includes(code)) === true,
  };
}

function codeIn({ sent }: ApiCallRecord): string | undefined {
  const code: unknown = sent !== undefined && 'code' in sent ? sent.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

function listen(
  memory: ReturnType<typeof createMemory>,
  heard: { webhooks: readonly WebhookRecord[]; apiCalls: readonly ApiCallRecord[] },
): void {
  for (const { chatId, words } of heard.webhooks) if (words !== undefined) memory.hear(chatId, words);
  for (const call of heard.apiCalls) {
    const code = codeIn(call);
    if (code !== undefined) memory.hear(call.lineUserId, code);
  }
}

/** Food changes hands once, in time, by who has it, and for the right home. */
export function checkHandovers({ db, expect }: Sight): Check {
  const handoversAfter = db.prepare<[number], HandoverRow>(HANDOVERS);
  const handoverOf = db.prepare<[string], { at: number }>('SELECT at FROM handover WHERE order_id = ?');
  const shownOf = db.prepare<[string], { code: string; meals: number }>(SHOWN);
  const memory = createMemory();
  let last = 0;

  /** Who may hand this order over: its rider, its shop, or the giver at whose place it is collected. */
  function keeperOf(row: HandoverRow): string | null {
    if (row.mode === 'delivery') return row.rider;
    return row.shopMember ?? row.lotMember;
  }

  function checkProof(row: HandoverRow): void {
    const where = `order ${row.order}`;
    const says = (code: string): string => (memory.hasSaid(row.lineUserId ?? '', code) ? 'its code was said' : 'another code');
    if (row.proof === 'photo')
      expect('handovers', `${where} photo`, { expected: 'a picture', found: row.picture === null ? 'none' : 'a picture' });
    if (row.proof === 'code') expect('codes', where, { expected: 'its code was said', found: says(row.code) });
    if (row.proof !== 'coupon') return;
    const shown = shownOf.all(row.order);
    expect('handovers', `${where} coupons shown`, { expected: `1 of ${row.meals}`, found: `${shown.length} of ${shown[0]?.meals}` });
    expect('codes', where, { expected: 'its code was said', found: says(shown[0]?.code ?? '-') });
  }

  function checkHandover(row: HandoverRow): void {
    last = row.row;
    const where = `order ${row.order}`;
    expect('handovers', where, { expected: 'handed_over', found: row.state });
    expect('handovers', `${where} by`, { expected: keeperOf(row), found: row.by });
    const goodUntil = row.useBy ?? (row.cookedAt === null ? Infinity : row.cookedAt + COOKED_KEPT);
    if (row.at > goodUntil) expect('clock', where, { expected: `by ${goodUntil}`, found: row.at });
    checkProof(row);
  }

  return {
    afterStep({ orders, webhooks, apiCalls }) {
      listen(memory, { webhooks, apiCalls });
      for (const row of handoversAfter.all(last)) checkHandover(row);
      for (const order of orders.filter((each: OrderRow) => each.state === 'handed_over'))
        expect('handovers', `order ${order.id}`, {
          expected: 'a handover',
          found: handoverOf.get(order.id) === undefined ? 'none' : 'a handover',
        });
    },
  };
}
