import { FOREIGN, OF_NOTHING } from './scene.ts';

/** One route: what is asked of it, and how each asker is answered. */
export interface Expected {
  /** In the order of ASKERS: nobody, expired, former, member, blocked, then the roles coordinator, treasurer, shop, rider. */
  answers: string;
  /** In the place of `:id`. A kind of FOREIGN is somebody else's; its answers are those of nothing at all. */
  id?: string;
  /** In the place of a whole pattern. */
  path?: string;
  body?: object;
  type?: 'image/jpeg' | 'image/png';
}

const ORDER = { id: FOREIGN.order };
const TRIP = { id: FOREIGN.trip };
const PLEDGE = { id: FOREIGN.pledge };
const RECEIPT = { id: FOREIGN.receipt };
const NOTHING = { id: OF_NOTHING };

/**
 * The statuses of every cell, written down by hand: a route that is new, or answers otherwise than here, fails.
 *
 * 401 nobody is signed in · 403 the role does not fit · 404 not theirs, or not there: the two are not told apart ·
 * 400, 409, 422 let in, and refused for what was asked. `former` held all four roles when the session began. `blocked`
 * has blocked the account in LINE: that ends what is sent to them, not what they may see of their own.
 *
 * Coordinators see and decide for all communities: nothing says which are whose.
 */
export const EXPECTED: Readonly<Record<string, Expected>> = {
  'GET /api/me': { answers: '401 401 200 200 200 200 200 200 200' },
  'POST /api/me/language': { answers: '401 401 200 200 200 200 200 200 200', body: { language: 'th' } },
  'POST /api/me/consent': { answers: '401 401 200 200 200 200 200 200 200', body: { purpose: 'contact', given: true } },
  'GET /api/privacy': { answers: '401 401 200 200 200 200 200 200 200' },
  'GET /api/events': { answers: '401 401 200 200 200 200 200 200 200' },
  'GET /api/resident': { answers: '401 401 200 200 200 200 200 200 200' },
  'POST /api/orders': { answers: '401 401 422 422 422 422 422 422 422', body: { meals: 1, mode: 'delivery', mealTime: 'now' } },
  'GET /api/orders/:id': { answers: '401 401 404 404 404 404 404 404 404', ...ORDER },
  'POST /api/orders/:id/cancel': { answers: '401 401 404 404 404 404 404 404 404', ...ORDER },
  'POST /api/orders/:id/received': { answers: '401 401 404 404 404 404 404 404 404', ...ORDER },
  'POST /api/orders/:id/not-received': { answers: '401 401 404 404 404 404 404 404 404', ...ORDER },
  'POST /api/orders/:id/bad-food': { answers: '401 401 404 404 404 404 404 404 404', ...ORDER },
  'POST /api/coupons/show': { answers: '401 401 422 422 422 422 422 422 422', body: { meals: 1 } },
  'GET /api/donor': { answers: '401 401 200 200 200 200 200 200 200' },
  'POST /api/pledges': { answers: '401 401 422 422 422 422 422 422 422', body: { campaign: 'none', meals: 1 } },
  'POST /api/pledges/:id/withdraw': { answers: '401 401 404 404 404 404 404 404 404', ...PLEDGE },
  'POST /api/pledges/:id/slip': { answers: '401 401 404 404 404 404 404 404 404', ...PLEDGE, type: 'image/png' },
  'GET /api/communities': { answers: '401 401 200 200 200 200 200 200 200' },
  'POST /api/coupons/give-back': { answers: '401 401 422 422 422 422 422 422 422', body: { coupons: 1, of: 1 } },
  // A coordinator takes back food that was never good, whosever it is.
  'POST /api/gifts/:id/withdraw': { answers: '401 401 404 404 404 200 404 404 404', id: FOREIGN.gift },
  'GET /api/coordinator': { answers: '401 401 403 403 403 200 403 403 403' },
  // A case that somebody else's household waits with: every coordinator may open it, and the look is logged.
  'GET /api/coordinator/screenings/:id': { answers: '401 401 403 403 403 200 403 403 403', id: FOREIGN.screening },
  'POST /api/coordinator/screenings/:id/approve': { answers: '401 401 403 403 403 404 403 403 403', ...NOTHING },
  'POST /api/coordinator/screenings/:id/decline': { answers: '401 401 403 403 403 404 403 403 403', ...NOTHING, body: { reason: 'other' } },
  'POST /api/coordinator/shops/:id/approve': { answers: '401 401 403 403 403 404 403 403 403', ...NOTHING },
  'POST /api/coordinator/shops/:id/decline': { answers: '401 401 403 403 403 404 403 403 403', ...NOTHING },
  'POST /api/coordinator/riders/:id/approve': { answers: '401 401 403 403 403 404 403 403 403', ...NOTHING },
  'POST /api/coordinator/riders/:id/decline': { answers: '401 401 403 403 403 404 403 403 403', ...NOTHING },
  'POST /api/coordinator/gifts/:id/approve': { answers: '401 401 403 403 403 404 403 403 403', ...NOTHING },
  'POST /api/coordinator/gifts/:id/decline': { answers: '401 401 403 403 403 404 403 403 403', ...NOTHING },
  'POST /api/coordinator/incidents/:id/reply': { answers: '401 401 403 403 403 404 403 403 403', ...NOTHING, body: { words: 'hello' } },
  'POST /api/coordinator/incidents/:id/resolve': {
    answers: '401 401 403 403 403 404 403 403 403',
    ...NOTHING,
    body: { resolution: 'noted' },
  },
  'POST /api/coordinator/orders/:id/cancel': { answers: '401 401 403 403 403 404 403 403 403', ...NOTHING },
  'POST /api/coordinator/campaigns': { answers: '401 401 403 403 403 400 403 403 403' },
  'POST /api/coordinator/staff': { answers: '401 401 403 403 403 400 403 403 403' },
  'POST /api/coordinator/staff/remove': { answers: '401 401 403 403 403 400 403 403 403' },
  'GET /api/treasurer': { answers: '401 401 403 403 403 403 200 403 403' },
  'POST /api/treasurer/receipts': {
    answers: '401 401 403 403 403 403 404 403 403',
    body: { pledge: 'none', amountSatang: 400_00, bankReference: 'BANK0003' },
  },
  'POST /api/treasurer/pledges/:id/fail': { answers: '401 401 403 403 403 403 404 403 403', ...NOTHING },
  'POST /api/treasurer/statements': { answers: '401 401 403 403 403 403 400 403 403' },
  'POST /api/treasurer/lines/:id/assign': { answers: '401 401 403 403 403 403 404 403 403', ...NOTHING, body: { campaign: 'cam_1' } },
  'POST /api/treasurer/lines/:id/set-aside': { answers: '401 401 403 403 403 403 404 403 403', ...NOTHING, body: { reason: 'xxx' } },
  'POST /api/treasurer/approvals': { answers: '401 401 403 403 403 403 400 403 403' },
  // Open to two roles, so the page asks for them itself.
  'GET /api/approvals': { answers: '401 401 403 403 403 200 200 403 403' },
  'POST /api/approvals/:id/approve': { answers: '401 401 403 403 403 404 404 403 403', ...NOTHING },
  'POST /api/approvals/:id/refuse': { answers: '401 401 403 403 403 404 404 403 403', ...NOTHING },
  'GET /api/treasurer/months/:id': { answers: '401 401 403 403 403 403 404 403 403', ...NOTHING },
  'GET /api/treasurer/months/:id/table': { answers: '401 401 403 403 403 403 404 403 403', ...NOTHING },
  // A treasurer sees all receipts; the proof of one is there when its day is sealed.
  'GET /api/receipts/:id.pdf': { answers: '401 401 404 404 404 404 200 404 404', ...RECEIPT },
  'GET /api/receipts/:id/proof': { answers: '401 401 404 404 404 404 404 404 404', ...RECEIPT },
  'GET /api/slips/:id': { answers: '401 401 403 403 403 403 404 403 403', ...NOTHING },
  'GET /api/shop': { answers: '401 401 403 403 403 403 403 200 403' },
  'POST /api/shop/offer': { answers: '401 401 403 403 403 403 403 200 403', body: { open: true } },
  'POST /api/shop/orders/:id/accept': { answers: '401 401 403 403 403 403 403 404 403', ...ORDER },
  'POST /api/shop/orders/:id/decline': { answers: '401 401 403 403 403 403 403 404 403', ...ORDER },
  'POST /api/shop/orders/:id/cooking': { answers: '401 401 403 403 403 403 403 404 403', ...ORDER },
  'POST /api/shop/orders/:id/ready': { answers: '401 401 403 403 403 403 403 404 403', ...ORDER },
  'POST /api/shop/orders/:id/give-up': { answers: '401 401 403 403 403 403 403 404 403', ...ORDER },
  'POST /api/shop/redeem': { answers: '401 401 403 403 403 403 403 422 403', body: { code: 'none' } },
  'GET /api/rider': { answers: '401 401 403 403 403 403 403 403 200' },
  'POST /api/rider/duty': { answers: '401 401 403 403 403 403 403 403 200', body: { on: true } },
  'POST /api/rider/trips/:id/accept': { answers: '401 401 403 403 403 403 403 403 404', ...TRIP },
  // Somebody else's trip and none are one answer here as well: there was no offer.
  'POST /api/rider/trips/:id/decline': { answers: '401 401 403 403 403 403 403 403 409', ...TRIP },
  'POST /api/rider/trips/:id/give-back': { answers: '401 401 403 403 403 403 403 403 404', ...TRIP },
  'POST /api/rider/trips/:id/picked-up': { answers: '401 401 403 403 403 403 403 403 404', ...TRIP, body: { code: 'K7M' } },
  'POST /api/rider/trips/:id/handed-over': { answers: '401 401 403 403 403 403 403 403 404', ...TRIP, body: { code: '4821' } },
  'POST /api/rider/trips/:id/problem': { answers: '401 401 403 403 403 403 403 403 404', ...TRIP, body: { problem: 'not_home' } },
  'POST /api/rider/trips/:id/left-at-door': { answers: '401 401 403 403 403 403 403 403 404', ...TRIP, type: 'image/jpeg' },
  // What no session is needed for. Signing out is fine twice.
  'POST /api/session': { answers: '401 401 401 401 401 401 401 401 401', body: { idToken: 'no token of LINE at all' } },
  'DELETE /api/session': { answers: '204 204 204 204 204 204 204 204 204' },
  // Not signed by LINE, whoever it is.
  'POST /webhook': { answers: '401 401 401 401 401 401 401 401 401', body: { events: [] } },
  'USE /public limitReads': { answers: '200 200 200 200 200 200 200 200 200', path: '/public' },
  'GET /public/qr/:file': { answers: '404 404 404 404 404 404 404 404 404', id: 'qr-token-0.png' },
  'GET /public': { answers: '200 200 200 200 200 200 200 200 200' },
  'GET /public/data.json': { answers: '200 200 200 200 200 200 200 200 200' },
  'GET /public/data.csv': { answers: '200 200 200 200 200 200 200 200 200' },
  'GET /public/pages.css': { answers: '200 200 200 200 200 200 200 200 200' },
  'GET /public/mark.svg': { answers: '200 200 200 200 200 200 200 200 200' },
  'GET /public/books/': { answers: '200 200 200 200 200 200 200 200 200' },
  'GET /public/heads.jsonl': { answers: '200 200 200 200 200 200 200 200 200' },
  'GET /public/books/:file': { answers: '404 404 404 404 404 404 404 404 404', id: '2026-11-01.jsonl' },
  'GET /public/verify-books.mjs': { answers: '200 200 200 200 200 200 200 200 200' },
  'USE /public/fonts serveStatic': {
    answers: '200 200 200 200 200 200 200 200 200',
    path: '/public/fonts/noto-sans-thai-looped-thai-400-normal.woff2',
  },
  'GET /liff/index.html': { answers: '200 200 200 200 200 200 200 200 200' },
  'USE /liff/assets smallestCopy': { answers: '200 200 200 200 200 200 200 200 200', path: '/liff/assets/main-abc123.js' },
  'USE /liff/assets serveStatic': { answers: '200 200 200 200 200 200 200 200 200', path: '/liff/assets/main-abc123.js' },
  'USE /liff serveStatic': { answers: '404 404 404 404 404 404 404 404 404', path: '/liff/index.htm' },
  'GET /liff/.*': { answers: '200 200 200 200 200 200 200 200 200', path: '/liff/orders/ord_1' },
  'GET /healthz': { answers: '200 200 200 200 200 200 200 200 200' },
  // The workers of this house are not started.
  'GET /readyz': { answers: '503 503 503 503 503 503 503 503 503' },
  'GET /metrics': { answers: '200 200 200 200 200 200 200 200 200' },
  'GET /': { answers: '302 302 302 302 302 302 302 302 302' },
};
