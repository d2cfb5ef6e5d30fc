import type { Insertable, Selectable } from 'kysely';
import type {
  AccessLogTable,
  CommunityTable,
  ConsentTable,
  HouseholdTable,
  MemberRoleTable,
  MemberTable,
  ScreeningTable,
} from './tables/people.ts';
import type {
  AccountTable,
  CampaignTable,
  CouponGrantTable,
  EntryTable,
  MoneyReceiptTable,
  PictureTable,
  PledgeTable,
  PostingTable,
  SlipTable,
  TransferTable,
} from './tables/money.ts';
import type {
  CodeTryTable,
  HandoverTable,
  IncidentTable,
  MealOrderTable,
  OrderCouponTable,
  OrderEventTable,
  RiderOfferTable,
  RiderTable,
  ShopAskTable,
  ShopOfferTable,
  ShopTable,
  ShownCouponTable,
  StopTable,
  TripTable,
} from './tables/orders.ts';
import type {
  ApiRequestTable,
  ConversationTable,
  DeadlineTable,
  InboxTable,
  OutboxTable,
  SessionTable,
  SettingTable,
} from './tables/service.ts';

import type {
  CampaignTotalTable,
  FourEyesTable,
  GiftLotTable,
  PocketTable,
  PushMonthTable,
  ReceiptCancellationTable,
  ReceiptTable,
  SealTable,
  ServedHouseholdTable,
  ServedWeekTable,
  SliceTable,
  StatementImportTable,
  StatementLineTable,
} from './tables/open-books.ts';

/** Every table with its row type, as kysely sees it; the tables themselves are made by db/migrations. */
export interface Database {
  community: CommunityTable;
  member: MemberTable;
  member_role: MemberRoleTable;
  consent: ConsentTable;
  access_log: AccessLogTable;
  household: HouseholdTable;
  screening: ScreeningTable;
  campaign: CampaignTable;
  coupon_grant: CouponGrantTable;
  pledge: PledgeTable;
  slip: SlipTable;
  picture: PictureTable;
  money_receipt: MoneyReceiptTable;
  pocket: PocketTable;
  slice: SliceTable;
  seal: SealTable;
  statement_import: StatementImportTable;
  statement_line: StatementLineTable;
  receipt: ReceiptTable;
  receipt_cancellation: ReceiptCancellationTable;
  four_eyes: FourEyesTable;
  gift_lot: GiftLotTable;
  served_week: ServedWeekTable;
  served_household: ServedHouseholdTable;
  campaign_total: CampaignTotalTable;
  push_month: PushMonthTable;
  shop: ShopTable;
  shop_offer: ShopOfferTable;
  rider: RiderTable;
  meal_order: MealOrderTable;
  order_coupon: OrderCouponTable;
  order_event: OrderEventTable;
  shop_ask: ShopAskTable;
  trip: TripTable;
  stop: StopTable;
  rider_offer: RiderOfferTable;
  handover: HandoverTable;
  shown_coupon: ShownCouponTable;
  code_try: CodeTryTable;
  incident: IncidentTable;
  deadline: DeadlineTable;
  inbox: InboxTable;
  conversation: ConversationTable;
  outbox: OutboxTable;
  session: SessionTable;
  api_request: ApiRequestTable;
  setting: SettingTable;
  account: AccountTable;
  posting: PostingTable;
  transfer: TransferTable;
  entry: EntryTable;
}

/** A whole row as it is read. */
export type Row<T extends keyof Database> = Selectable<Database[T]>;

/** A row as it is written. */
export type NewRow<T extends keyof Database> = Insertable<Database[T]>;
