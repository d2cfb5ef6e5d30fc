import type { OrderView } from '../domain/notice.ts';
import type { Language, MealTime, Municipality, Resolution, Role } from '../domain/words.ts';

/** What the conversation must know about the member and the city to choose its next sentence. Read fresh for each event. */
export interface Facts {
  now: number;
  today: string;
  memberId: string;
  language: Language;
  roles: Role[];
  consents: { contact: boolean; health: boolean };
  /** Undefined until the household is registered. */
  registration?: 'waiting' | 'waiting_funds' | 'declined' | 'approved';
  /** True while food of theirs is being given out. */
  givesFood?: boolean;
  /** Their gifts that are open, the newest first. */
  ownGifts?: string[];
  couponsLeft: number;
  mealsMax: number;
  mealTimes: MealTime[];
  /** The order under way, or the newest one that ended. */
  order?: OrderView & { underWay: boolean; answered: boolean };
  communities: { id: string; name: string; municipality: Municipality; zone: string }[];
  /** Campaigns that run today, the one in front first: money can be promised to them, and recorded for them. */
  campaigns: { id: string; name: string; faceValueSatang: number; open: boolean }[];
  /** The member's own pledges that wait for money, the newest first. */
  openPledges: string[];
  /** Those that come again every month, by the one that came last. */
  monthlyPledges: string[];
  /** A pledge by id, for the treasurer's form. */
  pledgeAmounts: Map<string, number>;
  /** What the slip of a pledge names, for the treasurer's form. */
  slipReferences: Map<string, string>;
  /** Pledges that the treasurer is shown to confirm. */
  pledgesToConfirm: string[];
  shop?: 'applied' | 'active' | 'suspended';
  /** What an active shop is asked, and what it has taken and not finished cooking. */
  shopOrders?: { asked: string[]; accepted: string[]; cooking: string[] };
  /** `offers` are trips that wait for the rider's answer, the oldest first. */
  rider?: { state: 'applied' | 'active' | 'suspended'; onDuty: boolean; trip?: { id: string; state: string }; offers: string[] };
  /** What waits for a coordinator's decision; `couponsEach` is what an approved household would get. */
  waiting?: {
    screenings: string[];
    couponsEach: number;
    shops: string[];
    riders: string[];
    gifts?: string[];
    incidents: { incident: string; canReply: boolean; resolutions: Resolution[] }[];
  };
  consentNotice: (purpose: 'contact' | 'health') => { version: string; textHash: string };
}
