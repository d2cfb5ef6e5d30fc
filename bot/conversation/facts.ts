import type { OrderView } from '../domain/notice.ts';
import type { Language, MealTime, Municipality, Role } from '../domain/words.ts';

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
  couponsLeft: number;
  mealsMax: number;
  mealTimes: MealTime[];
  /** The order under way, or the newest one that ended. */
  order?: OrderView & { underWay: boolean; answered: boolean };
  communities: { id: string; name: string; municipality: Municipality; zone: string }[];
  /** Campaigns that money can be recorded for. */
  campaigns: { id: string; name: string; faceValueSatang: number; open: boolean }[];
  /** The newest pledge that waits for money. */
  openPledge?: string;
  /** A pledge by id, for the treasurer's form. */
  pledgeAmounts: Map<string, number>;
  shop?: 'applied' | 'active' | 'suspended';
  rider?: { state: 'applied' | 'active' | 'suspended'; onDuty: boolean; trip?: { id: string; state: string }; offer?: string };
  consentNotice: (purpose: 'contact' | 'health') => { version: string; textHash: string };
}
