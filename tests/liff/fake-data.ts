import type {
  StatementAnswer,
  MonthPage,
  CoordinatorPage,
  DonorPage,
  Me,
  PrivacyPage,
  ResidentPage,
  RiderPage,
  ScreeningCase,
  ShopPage,
  ShownCoupon,
  TreasurerPage,
  WaitingApproval,
} from '../../bot/liff-api/contract.ts';
import type { Language } from '../../bot/domain/words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What the fake service knows; every answer is typed by the contract, so that it cannot drift from it. */
const SCENES = [
  'busy',
  'quiet',
  'none',
  'waiting',
  'waiting_funds',
  'declined',
  'pickup',
  'arrived',
  'to_home',
  'offers',
  'off_duty',
  'forbidden',
  'broken',
  'offline',
  'slow',
  'signed_out',
] as const;
export type Scene = (typeof SCENES)[number];

type Order = NonNullable<ResidentPage['order']>;

export function isScene(value: unknown): value is Scene {
  return SCENES.some((scene) => scene === value);
}

export function meOf(scene: Scene, language: Language = 'th'): Me {
  const staff = scene === 'to_home' || scene === 'offers' || scene === 'off_duty' || scene === 'quiet';
  return { member: 'member-1', language, roles: staff ? ['coordinator', 'treasurer', 'shop', 'rider'] : [], registered: scene !== 'none' };
}

export function orderOf(scene: Scene, now: number): Order {
  const order: Order = {
    order: 'order-1',
    meals: 2,
    mode: 'delivery',
    mealTime: 'noon',
    state: 'cooking',
    wantedAt: now + 30 * MINUTE,
    expectedAt: now + 35 * MINUTE,
    shopName: 'ครัวป้าศรี',
    handOverCode: '4821',
    canCancel: false,
    canConfirm: false,
    changedAt: now - 4 * MINUTE,
  };
  if (scene === 'pickup') return { ...order, mode: 'pickup', state: 'ready', shopPin: { latitude: 7.008, longitude: 100.476 } };
  if (scene === 'arrived') return { ...order, state: 'handed_over', canConfirm: true };
  if (scene === 'declined') {
    const { shopName: _shop, expectedAt: _expected, ...placed } = order;
    return { ...placed, state: 'placed', canCancel: true };
  }
  return order;
}

export function residentOf(scene: Scene, now: number): ResidentPage {
  const registration = scene === 'none' || scene === 'waiting' || scene === 'waiting_funds' || scene === 'declined' ? scene : 'approved';
  const hasOrder = scene === 'busy' || scene === 'pickup' || scene === 'arrived';
  return {
    registration,
    coupons: {
      left: 11,
      held: hasOrder ? 2 : 0,
      grants: [
        { left: 5, expiresOn: '2026-11-30', campaignName: 'ปันอิ่มหาดใหญ่' },
        { left: 6, expiresOn: '2026-12-14', campaignName: 'ปันอิ่มหาดใหญ่' },
      ],
    },
    mealsMax: hasOrder && scene !== 'arrived' ? 0 : 4,
    mealTimes: [
      { mealTime: 'now', at: now + 45 * MINUTE },
      { mealTime: 'noon', at: now + 3 * HOUR },
      { mealTime: 'evening', at: now + 8 * HOUR },
    ],
    ...(hasOrder ? { order: orderOf(scene, now) } : {}),
    history: [
      { order: 'order-0', meals: 2, state: 'handed_over', at: now - DAY, shopName: 'ครัวป้าศรี' },
      { order: 'order-00', meals: 1, state: 'cancelled', at: now - 2 * DAY },
      { order: 'order-000', meals: 2, state: 'handed_over', at: now - 3 * DAY, shopName: 'ข้าวแกงตลาดกิมหยง' },
      { order: 'order-0000', meals: 3, state: 'failed', at: now - 4 * DAY, shopName: 'ร้านบังหมัด' },
    ],
  };
}

/** A square of modules that looks like a code; nothing here is scanned. */
function drawnCode(): string {
  const cells = Array.from({ length: 25 * 25 }, (_, index) =>
    (index * 7919) % 13 < 6 ? `M${index % 25} ${Math.floor(index / 25)}h1v1h-1z` : '',
  ).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 29 29"><path fill="#fff" d="M-2-2h29v29h-29z"/><path d="${cells}"/></svg>`;
}

export function shownCoupon(meals: number, now: number): ShownCoupon {
  return { code: '482913', meals, expiresAt: now + 30_000, qrSvg: drawnCode() };
}

const CAMPAIGN = {
  campaign: 'campaign-1',
  name: 'ปันอิ่มหาดใหญ่',
  faceValueSatang: 4000,
  couponsPerGrant: 14,
  deliveryFeeSatang: 2000,
  startsOn: '2026-11-01',
  endsOn: '2026-12-31',
};
const TOTALS = {
  campaignName: CAMPAIGN.name,
  receivedSatang: 25_000_000,
  freeSatang: 9_840_000,
  committedSatang: 7_120_000,
  mealsHandedOver: 2010,
};

export function donorOf(now: number): DonorPage {
  const pledge = { campaignName: CAMPAIGN.name };
  return {
    pledges: [
      {
        ...pledge,
        pledge: 'pledge-1',
        reference: 'P7K2',
        meals: 10,
        amountSatang: 40_000,
        state: 'pledged',
        madeAt: now - HOUR,
        isNamed: false,
        qrUrl: '/api/fake-qr.svg',
        slip: 'used',
      },
      {
        ...pledge,
        pledge: 'pledge-2',
        reference: 'M3QD',
        amountSatang: 100_000,
        state: 'claimed',
        madeAt: now - DAY,
        isNamed: true,
        slip: 'read',
      },
      {
        ...pledge,
        pledge: 'pledge-3',
        reference: 'T9AB',
        meals: 25,
        amountSatang: 100_000,
        state: 'received',
        madeAt: now - 9 * DAY,
        isNamed: false,
        communityName: 'จันทร์วิโรจน์',
        isMonthly: true,
        nextOn: '2026-12-14',
      },
    ],
    campaigns: [TOTALS],
    open: [
      { campaign: 'campaign-1', name: CAMPAIGN.name, faceValueSatang: 4000 },
      { campaign: 'campaign-2', name: 'ปันอิ่มสงขลา', faceValueSatang: 4500 },
    ],
    receipts: [
      { number: '2569-000130', amountSatang: 100_000, at: now - DAY, state: 'live' },
      { number: '2569-000123', amountSatang: 100_000, at: now - 2 * DAY, state: 'cancelled' },
    ],
    givenSatang: 140_000,
    lineage: {
      amountSatang: 98_000,
      meals: 24.5,
      communities: 2,
      lines: [
        { communityName: 'จันทร์วิโรจน์', day: '2026-11-21', amountSatang: 48_000, meals: 12 },
        { communityName: 'ป้อม 6', day: '2026-11-20', amountSatang: 50_000, meals: 12.5 },
      ],
    },
    gaveBack: [{ day: '2026-11-19', meals: 2 }],
    gifts: [
      {
        gift: 'gift-1',
        giftKind: 'cooked',
        words: 'ข้าวผัดไก่',
        state: 'closed',
        offeredAt: now - DAY,
        useBy: now - DAY + 2 * HOUR,
        outcome: { boxes: 30, given: 28, wasted: 2, returned: 0 },
      },
    ],
  };
}

export function shopOf(now: number): ShopPage {
  const base = { meals: 2, mode: 'delivery' as const, wantedAt: now + 40 * MINUTE, diets: [], paySatang: 8000 };
  return {
    name: 'ครัวป้าศรี',
    open: true,
    capacity: 40,
    used: 18,
    owedSatang: 148_000,
    orders: [
      { ...base, order: 'a', pickUpCode: 'A17', state: 'placed', diets: ['halal', 'soft'], allergy: 'กุ้ง' },
      { ...base, order: 'b', pickUpCode: 'A18', state: 'placed', meals: 4, paySatang: 16_000 },
      { ...base, order: 'c', pickUpCode: 'A15', state: 'accepted', meals: 1, paySatang: 4000 },
      { ...base, order: 'd', pickUpCode: 'A14', state: 'cooking', diets: ['low_salt'] },
      { ...base, order: 'e', pickUpCode: 'A12', state: 'ready' },
      { ...base, order: 'f', pickUpCode: 'A11', state: 'ready', mode: 'pickup' },
    ],
    doneToday: [
      { pickUpCode: 'A09', meals: 2, paySatang: 8000, at: now - HOUR },
      { pickUpCode: 'A08', meals: 3, paySatang: 12_000, at: now - 2 * HOUR },
    ],
  };
}

export function riderOf(scene: Scene, now: number): RiderPage {
  const offer = {
    trip: 'trip-1',
    boxes: 2,
    shopName: 'ครัวป้าศรี',
    shopPin: { latitude: 7.008, longitude: 100.476 },
    communityName: 'ชุมชนจันทร์วิโรจน์',
    distanceKm: 2.4,
    feeSatang: 2000,
    eatBy: now + 90 * MINUTE,
  };
  const page: RiderPage = { name: 'สมชาย', onDuty: scene !== 'off_duty', owedSatang: 12_000, offers: [], doneToday: 4 };
  if (scene === 'offers')
    return {
      ...page,
      offers: [
        { ...offer, answerBy: now + 3 * MINUTE },
        { ...offer, trip: 'trip-2', boxes: 1, feeSatang: 0, answerBy: now + 5 * MINUTE },
      ],
    };
  if (scene === 'to_home')
    return {
      ...page,
      job: { ...offer, firstName: 'มาลี', homePin: offer.shopPin, landmark: 'บ้านรั้วฟ้า ตรงข้ามร้านตัดผม', phone: '0812345678', state: 'to_home' },
    };
  if (scene === 'busy') return { ...page, job: { ...offer, firstName: 'มาลี', state: 'to_shop' } };
  return page;
}

export function coordinatorOf(scene: Scene, now: number): CoordinatorPage {
  const quiet = scene === 'off_duty';
  const screening = {
    again: false,
    communityName: 'ชุมชนจันทร์วิโรจน์',
    municipality: 'hatyai' as const,
    people: 4,
    diets: ['halal' as const],
    coupons: 14,
    campaignName: CAMPAIGN.name,
    fundShortSatang: 0,
  };
  return {
    screenings: quiet
      ? []
      : [
          { ...screening, screening: 'screening-1', firstName: 'มาลี', waitingSince: now - 50 * MINUTE },
          {
            ...screening,
            screening: 'screening-2',
            firstName: 'อามีนะห์',
            again: true,
            waitingSince: now - 3 * HOUR,
            fundShortSatang: 16_000,
          },
        ],
    shops: [
      {
        shop: 'shop-9',
        name: 'ข้าวแกงยายนวล',
        shopKind: 'shop',
        pin: { latitude: 7.01, longitude: 100.47 },
        capacity: 30,
        opens: '07:00',
        closes: '14:00',
        priceSatang: 4000,
        halal: 'muslim_cook',
      },
    ],
    riders: [{ rider: 'rider-9', name: 'ก้อง', vehicle: 'motorcycle', boxes: 6, area: 'hatyai', paid: true }],
    gifts: [
      {
        gift: 'gift-9',
        giftKind: 'cooked',
        boxes: 30,
        words: 'ข้าวหมกไก่',
        diets: ['halal'],
        halal: 'muslim_cook',
        readyAt: now,
        useBy: now + 2 * HOUR,
        pin: { latitude: 7.01, longitude: 100.47 },
      },
    ],
    incidents: quiet
      ? []
      : [
          {
            incident: 'incident-1',
            incidentKind: 'rider_problem',
            riderProblem: 'not_home',
            pickUpCode: 'A07',
            orderState: 'on_the_way',
            communityName: 'ชุมชนเก้าเส้ง',
            words: 'เคาะแล้วไม่มีใครตอบ โทรไม่ติด',
            canReply: true,
            openedAt: now - 6 * MINUTE,
            resolutions: ['try_again', 'to_pickup', 'fail_order'],
          },
          {
            incident: 'incident-2',
            incidentKind: 'emergency',
            communityName: 'ชุมชนต้นโด',
            contact: { firstName: 'ยายเอียด', phone: '0812345678' },
            canReply: true,
            openedAt: now - 2 * MINUTE,
            resolutions: ['noted'],
          },
        ],
    orders: [
      {
        order: 'o1',
        pickUpCode: 'A17',
        meals: 2,
        state: 'placed',
        communityName: 'ชุมชนเก้าเส้ง',
        placedAt: now - 40 * MINUTE,
        lateSince: now - 12 * MINUTE,
      },
      {
        order: 'o2',
        pickUpCode: 'A14',
        meals: 1,
        state: 'cooking',
        communityName: 'ชุมชนจันทร์วิโรจน์',
        shopName: 'ครัวป้าศรี',
        placedAt: now - 20 * MINUTE,
      },
    ],
    campaigns: [{ ...CAMPAIGN, totals: TOTALS, open: true }],
    staff: [
      { lineUserId: 'U00000000000000000000000000000001', role: 'coordinator', you: true },
      { lineUserId: 'U00000000000000000000000000000002', role: 'treasurer', you: false },
    ],
    counts: { ridersOnDuty: 7, shopsOpen: 12, mealsToday: 184, pushesPerMeal: 1.3 },
  };
}

export function screeningOf(now: number): ScreeningCase {
  return {
    screening: 'screening-1',
    again: false,
    firstName: 'มาลี',
    need: 'quarantine',
    communityName: 'ชุมชนจันทร์วิโรจน์',
    municipality: 'hatyai',
    people: 4,
    diets: ['halal', 'soft'],
    quarantineUntil: '2026-11-29',
    coupons: 14,
    campaignName: CAMPAIGN.name,
    fundShortSatang: 0,
    waitingSince: now - 50 * MINUTE,
    rule: { faceValueSatang: 4000, grantDays: 14, endsOn: '2026-12-31' },
    landmark: 'บ้านรั้วฟ้า ตรงข้ามร้านตัดผม',
    homePin: { latitude: 7.008, longitude: 100.476 },
    phone: '0812345678',
    allergy: 'กุ้ง',
    previous: [{ at: now - 40 * DAY, decision: 'approved' }],
  };
}

const APPROVALS: Omit<WaitingApproval, 'askedAt'>[] = [
  {
    approval: 'apr_1',
    what: 'cancel_receipt',
    label: '2569-000123',
    amountSatang: 100_000,
    reason: 'สะกดชื่อผู้ให้ผิด',
    donorName: 'คุณน้ำผึ้ง ใจดี',
    mine: false,
  },
  { approval: 'apr_2', what: 'undo_import', label: 'imp_2', amountSatang: 1_640_000, lines: 41, reason: 'นำเข้าไฟล์ของบัญชีอื่น', mine: true },
];

export function monthOf(month: string): MonthPage {
  const line = {
    campaignName: CAMPAIGN.name,
    receivedSatang: 8_450_000,
    grantedSatang: 5_200_000,
    grantedMeals: 1300,
    handedOverMeals: 1184,
    owedSatang: 4_610_050,
    expiredSatang: 48_000,
    freeAtEndSatang: 3_298_000,
    committedAtEndSatang: 416_000,
  };
  return { month, lines: [line, { ...line, campaignName: 'เขารูปช้างอิ่มด้วยกัน', receivedSatang: -40_000, handedOverMeals: 0 }] };
}

export function statementOf(now: number, imported: boolean): StatementAnswer {
  return {
    report: {
      encoding: 'windows-874',
      heads: ['วันที่', 'เวลา', 'ถอนเงิน', 'เงินฝาก', 'เลขที่อ้างอิง', 'รายละเอียด'],
      sample: [
        ['21/11/2569', '14:05', '', '400.00', '014325100001KBK', 'รับโอนจาก KBANK x4411'],
        ['22/11/2569', '09:12', '', '1,234.50', '014325100002SCB', ''],
        ['22/11/2569', '10:00', '15.00', '', '014325100003FEE', 'ค่าธรรมเนียม'],
      ],
      columns: { date: 0, time: 1, deposit: 3, reference: 4, words: 5 },
      imported,
      matched: [
        {
          line: { line: 4, day: '2026-11-21', minute: 845, amountSatang: 40_000, bankReference: '014325100001KBK' },
          pledgeReference: 'P7K2MA',
          by: 'pledge_reference',
        },
        {
          line: { line: 9, day: '2026-11-21', amountSatang: 100_000, bankReference: '014325100009KTB' },
          pledgeReference: 'M3QDAA',
          by: 'amount',
        },
      ],
      unmatched: [{ line: 5, day: '2026-11-22', minute: 552, amountSatang: 123_450, bankReference: '014325100002SCB', words: 'รับโอน' }],
      bad: [
        { line: 12, why: 'date' },
        { line: 17, why: 'reference_conflict' },
      ],
      counts: { matched: 2, unmatched: 1, known: 38, bad: 2, notIn: 14 },
    },
    page: treasurerOf(now),
  };
}

export function treasurerOf(now: number): TreasurerPage {
  return {
    pledges: [
      {
        pledge: 'pledge-2',
        reference: 'M3QD',
        amountSatang: 100_000,
        campaignName: CAMPAIGN.name,
        state: 'claimed',
        madeAt: now - DAY,
        slip: {
          url: '/api/fake-qr.svg',
          sentAt: now - 20 * MINUTE,
          reading: 'read',
          bank: '004',
          bankReference: '015073144041ATF00999',
          verified: { amountSatang: 100_000, at: now - DAY, receiver: 'มูลนิธิปันอิ่ม' },
        },
      },
      {
        pledge: 'pledge-1',
        reference: 'P7K2',
        meals: 10,
        amountSatang: 40_000,
        campaignName: CAMPAIGN.name,
        state: 'pledged',
        madeAt: now - HOUR,
      },
    ],
    campaigns: [{ ...CAMPAIGN, totals: TOTALS, isOver: false }],
    receipts: [
      {
        money: 'rct_1',
        at: now - DAY,
        amountSatang: 5_000_000,
        bankReference: '014325098712BTF',
        campaignName: CAMPAIGN.name,
        number: '2569-000124',
        reversed: false,
      },
      {
        money: 'rct_2',
        at: now - 2 * DAY,
        amountSatang: 40_050,
        bankReference: '014324551200CPP',
        campaignName: CAMPAIGN.name,
        reversed: true,
      },
    ],
    unmatched: [
      {
        line: 'lin_1',
        day: '2026-11-21',
        minute: 845,
        amountSatang: 40_000,
        bankReference: '014325100001KBK',
        words: 'รับโอนจาก KBANK x4411 นาง น้ำผึ้ง ใจดี',
      },
      { line: 'lin_2', day: '2026-11-22', amountSatang: 123_450, bankReference: '014325100002SCB' },
    ],
    unmatchedCount: 2,
    setAside: [{ line: 'lin_3', day: '2026-11-20', amountSatang: 312, bankReference: 'INT20261120', reason: 'ดอกเบี้ยธนาคาร' }],
    imports: [
      { import: 'imp_2', at: now - 2 * HOUR, matched: 41, unmatched: 2, setAside: 1, undone: false },
      { import: 'imp_1', at: now - 3 * DAY, matched: 0, unmatched: 0, setAside: 0, undone: true },
    ],
    approvals: APPROVALS.map((approval) => ({ ...approval, askedAt: now - HOUR })),
  };
}

export function privacyOf(now: number): PrivacyPage {
  return {
    consents: [
      { purpose: 'contact', version: '1', givenAt: now - 10 * DAY },
      { purpose: 'health', version: '1', givenAt: now - 10 * DAY, withdrawnAt: now - 2 * DAY },
    ],
    reads: [
      { at: now - DAY, byRole: 'rider', what: 'queue', reason: 'queue' },
      { at: now - 9 * DAY, byRole: 'coordinator', what: 'case', reason: 'screening' },
    ],
    household: {
      firstName: 'มาลี',
      communityName: 'ชุมชนจันทร์วิโรจน์',
      people: 4,
      diets: ['halal', 'soft'],
      landmark: 'บ้านรั้วฟ้า ตรงข้ามร้านตัดผม',
      phone: '0812345678',
      allergy: 'กุ้ง',
    },
  };
}
