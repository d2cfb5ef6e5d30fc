import type { Generated } from 'kysely';
import type { OrderEvent, OrderState } from '../../bot/domain/order-machine.ts';
import type {
  HalalGround,
  IncidentKind,
  MealTime,
  Municipality,
  OrderMode,
  Resolution,
  RiderProblem,
  ShopKind,
  Vehicle,
} from '../../bot/domain/words.ts';
import type { Flag } from './flag.ts';

export interface ShopTable {
  id: string;
  member_id: string;
  name: string;
  kind: ShopKind;
  latitude: number;
  longitude: number;
  capacity: number;
  opens_minute: number;
  closes_minute: number;
  price_satang: number;
  halal: HalalGround;
  halal_until: string | null;
  state: 'applied' | 'active' | 'declined' | 'suspended';
  applied_at: number;
  decided_by: string | null;
  decided_at: number | null;
}

export interface ShopOfferTable {
  shop_id: string;
  day: string;
  capacity: number;
  used: Generated<number>;
  is_open: Flag;
}

export interface RiderTable {
  id: string;
  member_id: string;
  name_sealed: string;
  vehicle: Vehicle;
  boxes: number;
  area: Municipality;
  is_paid: Flag;
  on_duty: Generated<Flag>;
  state: 'applied' | 'active' | 'declined' | 'suspended';
  applied_at: number;
  decided_by: string | null;
  decided_at: number | null;
}

export interface MealOrderTable {
  id: string;
  household_id: string;
  campaign_id: string;
  meals: number;
  mode: OrderMode | 'counter';
  meal_time: MealTime;
  wanted_at: number;
  state: OrderState;
  shop_id: string | null;
  price_satang: number | null;
  fee_satang: number;
  diets: string;
  pick_up_code: string;
  hand_over_code: string;
  code_tries: Generated<number>;
  cooked_at: number | null;
  received_answer: 'received' | 'not_received' | null;
  placed_at: number;
  changed_at: number;
  version: Generated<number>;
  gift_lot_id: string | null;
}

export interface OrderCouponTable {
  order_id: string;
  grant_id: string;
  coupons: number;
}

export interface OrderEventTable {
  id: string;
  order_id: string;
  event: OrderEvent | 'placed';
  state: OrderState;
  by_member: string | null;
  at: number;
}

export interface ShopAskTable {
  order_id: string;
  shop_id: string;
  round: number;
  state: 'asked' | 'accepted' | 'declined' | 'silent' | 'withdrawn' | 'gave_up';
  asked_at: number;
  answered_at: number | null;
}

export interface TripTable {
  id: string;
  state: 'offered' | 'to_shop' | 'to_home' | 'done' | 'cancelled' | 'with_coordinator';
  rider_id: string | null;
  wave: number;
  created_at: number;
  changed_at: number;
  version: Generated<number>;
}

export interface StopTable {
  trip_id: string;
  sequence: number;
  order_id: string;
}

export interface RiderOfferTable {
  trip_id: string;
  rider_id: string;
  state: 'offered' | 'accepted' | 'declined' | 'over';
  offered_at: number;
  answered_at: number | null;
}

export interface HandoverTable {
  order_id: string;
  by_member: string | null;
  proof: 'code' | 'photo' | 'coupon';
  picture_id: string | null;
  at: number;
}

export interface ShownCouponTable {
  code: string;
  household_id: string;
  meals: number;
  expires_at: number;
  used_at: number | null;
  order_id: string | null;
  shown_at: number;
}

export interface CodeTryTable {
  member_id: string;
  hour: number;
  tries: number;
}

export interface IncidentTable {
  id: string;
  kind: IncidentKind;
  order_id: string | null;
  household_id: string | null;
  campaign_id: string | null;
  rider_problem: RiderProblem | null;
  words_sealed: string | null;
  opened_by: string | null;
  state: 'open' | 'closed';
  resolution: Resolution | null;
  opened_at: number;
  closed_at: number | null;
  closed_by: string | null;
}
