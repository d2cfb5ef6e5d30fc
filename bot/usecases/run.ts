import type { TxDeps } from '../deps.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Command, Done } from '../domain/command.ts';
import { deadlineDue } from './deadline-due.ts';
import { callPerson } from './help/call-person.ts';
import { replyIncident } from './help/reply-incident.ts';
import { resolveIncident } from './help/resolve-incident.ts';
import { approveScreening } from './households/approve-screening.ts';
import { askAgain } from './households/ask-again.ts';
import { declineScreening } from './households/decline-screening.ts';
import { giveBack } from './households/give-back.ts';
import { lookAtScreening } from './households/look-at-screening.ts';
import { registerHousehold } from './households/register-household.ts';
import { changeStaff } from './members/change-staff.ts';
import { giveConsent } from './members/give-consent.ts';
import { setLanguage } from './members/set-language.ts';
import { withdrawConsent } from './members/withdraw-consent.ts';
import { decideGift } from './gifts/decide-gift.ts';
import { offerGift } from './gifts/offer-gift.ts';
import { askApproval, decideApproval } from './money/approvals.ts';
import { importStatement } from './money/import-statement.ts';
import { withdrawGift } from './gifts/withdraw-gift.ts';
import { makeCampaign } from './money/make-campaign.ts';
import { assignLine, setLineAside } from './money/place-line.ts';
import { noteSlipReading } from './money/note-slip-reading.ts';
import { claimPledge, failPledge, makePledge, withdrawPledge } from './money/pledges.ts';
import { recordMoney } from './money/record-money.ts';
import { complain } from './orders/complain.ts';
import { confirmReceived } from './orders/confirm-received.ts';
import { cancelOrder, coordinatorCancel } from './orders/cancel-order.ts';
import { placeOrder } from './orders/place-order.ts';
import { showCoupon } from './orders/show-coupon.ts';
import { riderAccept, riderDecline, riderGiveBack } from './riders/answer-offer.ts';
import { applyRider } from './riders/apply-rider.ts';
import { riderHandOver, riderPickedUp, riderProblem } from './riders/carry-trip.ts';
import { decideRider } from './riders/decide-rider.ts';
import { setDuty } from './riders/set-duty.ts';
import { shopAccept, shopDecline } from './shops/answer-order.ts';
import { applyShop } from './shops/apply-shop.ts';
import { shopCooking, shopGiveUp, shopReady } from './shops/cook-order.ts';
import { decideShop } from './shops/decide-shop.ts';
import { shopRedeem } from './shops/redeem.ts';
import { setShopOffer } from './shops/set-shop-offer.ts';

type Handlers = { [K in Command['kind']]: (deps: TxDeps, command: Extract<Command, { kind: K }>) => Promise<Done | Refusal> };

/** Every command has its use case; a new command without one does not compile. */
const handlers: Handlers = {
  give_consent: giveConsent,
  withdraw_consent: withdrawConsent,
  set_language: setLanguage,
  register_household: registerHousehold,
  ask_again: askAgain,
  look_at_screening: lookAtScreening,
  approve_screening: approveScreening,
  decline_screening: declineScreening,
  place_order: placeOrder,
  cancel_order: cancelOrder,
  confirm_received: confirmReceived,
  complain,
  show_coupon: showCoupon,
  give_back: giveBack,
  call_person: callPerson,
  apply_shop: applyShop,
  decide_shop: decideShop,
  set_shop_offer: setShopOffer,
  shop_accept: shopAccept,
  shop_decline: shopDecline,
  shop_cooking: shopCooking,
  shop_ready: shopReady,
  shop_give_up: shopGiveUp,
  shop_redeem: shopRedeem,
  apply_rider: applyRider,
  decide_rider: decideRider,
  set_duty: setDuty,
  rider_accept: riderAccept,
  rider_decline: riderDecline,
  rider_give_back: riderGiveBack,
  rider_picked_up: riderPickedUp,
  rider_hand_over: riderHandOver,
  rider_problem: riderProblem,
  make_campaign: makeCampaign,
  reply_incident: replyIncident,
  resolve_incident: resolveIncident,
  coordinator_cancel: coordinatorCancel,
  change_staff: changeStaff,
  offer_gift: offerGift,
  decide_gift: decideGift,
  withdraw_gift: withdrawGift,
  make_pledge: makePledge,
  withdraw_pledge: withdrawPledge,
  fail_pledge: failPledge,
  claim_pledge: claimPledge,
  note_slip_reading: noteSlipReading,
  record_money: recordMoney,
  import_statement: importStatement,
  assign_line: assignLine,
  set_line_aside: setLineAside,
  ask_approval: askApproval,
  decide_approval: decideApproval,
  deadline_due: deadlineDue,
};

/** Carries a command out inside the transaction that `deps.tx` is. */
export function run<K extends Command['kind']>(deps: TxDeps, command: Extract<Command, { kind: K }>): Promise<Done | Refusal> {
  const handler = handlers[command.kind];
  return handler(deps, command);
}
