import type { Facts } from '../../bot/conversation/facts.ts';
import type { OrderState } from '../../bot/domain/order-machine.ts';

const NOW = Date.UTC(2026, 10, 23, 3, 0);

/** A registered resident with coupons and nothing else under way; each test says what is different. */
export function someFacts(differences: Partial<Facts> = {}): Facts {
  return {
    now: NOW,
    today: '2026-11-23',
    memberId: 'mem_1',
    language: 'th',
    roles: [],
    consents: { contact: true, health: true },
    registration: 'approved',
    couponsLeft: 5,
    mealsMax: 5,
    mealTimes: ['now', 'noon', 'evening'],
    communities: [],
    campaigns: [{ id: 'cam_1', name: 'ปันอิ่มหาดใหญ่', faceValueSatang: 5000, open: true }],
    openPledges: [],
    monthlyPledges: [],
    slipReferences: new Map(),
    pledgeAmounts: new Map(),
    pledgesToConfirm: [],
    consentNotice: () => ({ version: '1', textHash: 'hash' }),
    ...differences,
  };
}

export function orderIn(state: OrderState, id = 'ord_1'): NonNullable<Facts['order']> {
  const underWay = ['placed', 'accepted', 'cooking', 'ready', 'on_the_way'].includes(state);
  return {
    order: id,
    meals: 2,
    mode: 'delivery',
    mealTime: 'now',
    state,
    wantedAt: NOW,
    handOverCode: '4821',
    underWay,
    answered: false,
  };
}

export const aShop = (orders: Partial<NonNullable<Facts['shopOrders']>> = {}): Partial<Facts> => ({
  roles: ['shop'],
  shop: 'active',
  shopOrders: { asked: [], accepted: [], cooking: [], ...orders },
});

export const aRider = (work: { trip?: { id: string; state: string }; offers?: string[] } = {}): Partial<Facts> => ({
  roles: ['rider'],
  rider: { state: 'active', onDuty: true, offers: [], ...work },
});

export const aCoordinator = (waiting: Partial<NonNullable<Facts['waiting']>> = {}): Partial<Facts> => ({
  roles: ['coordinator'],
  couponsLeft: 0,
  waiting: { screenings: [], couponsEach: 10, shops: [], riders: [], incidents: [], ...waiting },
});

export const aTreasurer = (pledgesToConfirm: string[] = []): Partial<Facts> => ({
  roles: ['treasurer'],
  pledgesToConfirm,
  pledgeAmounts: new Map(pledgesToConfirm.map((pledge) => [pledge, 5000])),
});
