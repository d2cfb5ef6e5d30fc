import type { RefusalCode } from '../../../domain/refusal.ts';
import type { Hint } from '../catalogue.ts';

export const refusals: Record<RefusalCode, Hint> = {
  not_allowed: {
    plain: 'This part is for those who do this work. Please choose something else below.',
    exact: 'This part is for the {role} role. If you would like to join, choose below.',
  },
  not_found: { plain: 'We cannot find this any more; it may be closed. The menu shows what is current.' },
  consent_missing: { plain: 'We may not use your name and address yet. Tap "Register" to choose again.' },
  not_registered: { plain: 'Let us get to know you first. Tap "Register"; it takes about 2 minutes.' },
  registration_waiting: { plain: 'A coordinator is looking at your details. We will tell you in this chat.' },
  registration_declined: { plain: 'We cannot give coupons for now. If something changed, tap "Look at it again".' },
  already_registered: { plain: 'You are registered already. You can ask for food now.' },
  quarantine_over: {
    plain: 'The days at home are over. If you still need food, tap "Look at it again".',
    exact: 'The days at home ended on {ended}. If you still need food, tap "Look at it again".',
  },
  no_coupon_left: { plain: 'No coupons are left. Tap "Look at it again" to ask for more.' },
  not_enough_coupons: {
    plain: 'There are not enough coupons. Please ask for fewer.',
    exact: 'You have {left:coupon|coupons} left. Please ask for no more than that.',
  },
  meals_out_of_range: {
    plain: 'We cannot take this number. Please try another.',
    exact: 'You can ask for {min} to {max} meals at a time.',
  },
  order_active: { plain: 'A meal is already under way. Please ask again once you have it.' },
  order_changed: {
    plain: 'This has changed meanwhile. Please look at the newest state.',
    exact: 'It is now "{state}". Please look at the newest state.',
  },
  cannot_cancel: {
    plain: 'It is too late to cancel: the shop has begun to cook. If you cannot take it, tap "Talk to a person".',
    exact: 'It is too late to cancel: it is now "{state}". If you cannot take it, tap "Talk to a person".',
  },
  no_open_campaign: { plain: 'No campaign is open now. We will tell you in this chat when one opens.' },
  fund_short: {
    plain: 'The fund is short. We go on in order as soon as money comes in.',
    exact: 'The fund is {short} short. We go on in order as soon as money comes in.',
  },
  fee_short: { plain: 'The fund cannot pay a delivery now, but you can collect the meal at the shop.' },
  capacity_full: {
    plain: 'Today is full. Please try another time or tomorrow.',
    exact: 'Only {left:meal|meals} left today. Please try fewer.',
  },
  shop_closed: { plain: 'The shop is closed now. Please try another time.', exact: 'The shop is closed now. It opens at {opens}.' },
  already_taken: { plain: 'Someone has taken it already. Thank you; new jobs will come.' },
  already_answered: { plain: 'This is answered already. Nothing more to do.' },
  already_decided: { plain: 'This is decided already. Nothing more to do.' },
  wrong_code: { plain: 'This code does not match. Please look again.', exact: 'This code does not match. {left:try|tries} left.' },
  too_many_tries: {
    plain: 'That was many tries. Please wait a little, or tap "Talk to a person".',
    exact: 'That was many tries. Try again {until}, or tap "Talk to a person".',
  },
  food_too_old: {
    plain: 'The food is past its safe time. Please do not hand it over; tap "Talk to a person" for a new meal.',
    exact: 'The food was to be eaten by {eatBy}. Please do not hand it over; tap "Talk to a person" for a new meal.',
  },
  code_used: { plain: 'This code has been used. Ask them to open the coupon again.' },
  code_expired: { plain: 'This code is too old. Ask them to open the coupon again.' },
  not_on_duty: { plain: 'You are on a break. Tap "Start jobs" first.' },
  busy_with_trip: { plain: 'You have a delivery under way. Finish it, then take a new one.' },
  bank_reference_used: { plain: 'This bank reference is recorded already. Please check the bank statement again.' },
  amount_out_of_range: { plain: 'We cannot take this amount. Please try another.', exact: 'From {min} to {max} please.' },
  pledge_closed: { plain: 'This gift is closed. You can start a new one with "Give".' },
  target_reached: { plain: 'This campaign has all the money it asked for, thank you. When there is a new one, you can give here again.' },
  same_person: { plain: 'Whoever prepared it cannot approve it. Please ask a colleague.' },
  last_of_role: { plain: 'This is the last one with this role. Please add another first.' },
  name_taken: { plain: 'This name is taken. Please try another.' },
  dates_wrong: { plain: 'The start must come before the end. Please choose again.' },
  too_far: { plain: 'This place is outside our area. We serve Hat Yai and Songkhla for now.' },
  picture_unreadable: { plain: 'We cannot read this picture. Please send a clearer one.' },
  approval_waiting: { plain: 'Someone asked for this already. A second person will look.' },
  money_moved_on: { plain: 'This money is kept for meals already, so it stays.' },
  statement_unreadable: { plain: 'This file cannot be read. Please use the table that the bank exports.' },
  key_reused: { plain: 'This repeats an earlier command. Nothing is lost; please open the page again.' },
};
