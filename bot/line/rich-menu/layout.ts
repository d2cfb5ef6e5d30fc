import type { Button } from '../../domain/button.ts';
import type { MenuWordKey } from '../../messages/rich-menu-text.ts';
import type { MenuRole } from './names.ts';
import type { PictogramName } from './pictograms.ts';

/** What a tap does: a button, a page of the mini-app, or the sentence that the word `says`. */
export type AreaDoes = { kind: 'button'; button: Button } | { kind: 'page'; path: `/${string}` } | { kind: 'sentence' };

export interface MenuArea {
  word: MenuWordKey;
  pictogram: PictogramName;
  /** The one thing this role does most often stands out. */
  main?: boolean;
  does: AreaDoes;
}

const askFood: MenuArea = { word: 'ask_food', pictogram: 'bowl', does: { kind: 'button', button: { action: 'ask_food' } } };
const more: MenuArea = { word: 'menu', pictogram: 'tiles', does: { kind: 'button', button: { action: 'menu' } } };
const talk: MenuArea = { word: 'talk', pictogram: 'speaking', does: { kind: 'button', button: { action: 'talk_to_person' } } };
const moneyDue: MenuArea = { word: 'money_due', pictogram: 'coins', does: { kind: 'sentence' } };
const fund: MenuArea = { word: 'fund', pictogram: 'jar', does: { kind: 'sentence' } };

/** Read like a page: top row left to right, then the bottom row under the thumb. Always six. */
export const MENU_LAYOUTS: Record<MenuRole, readonly MenuArea[]> = {
  resident: [
    { ...askFood, main: true },
    { word: 'my_order', pictogram: 'dish', does: { kind: 'button', button: { action: 'my_order' } } },
    { word: 'coupon', pictogram: 'ticket', does: { kind: 'page', path: '/coupon' } },
    { word: 'donate', pictogram: 'giving', does: { kind: 'button', button: { action: 'donate' } } },
    more,
    talk,
  ],
  shop: [
    { word: 'shop_orders', pictogram: 'list', main: true, does: { kind: 'button', button: { action: 'shop_orders' } } },
    { word: 'shop_hand_over', pictogram: 'scan', does: { kind: 'button', button: { action: 'shop_hand_over' } } },
    { word: 'shop_capacity', pictogram: 'pot', does: { kind: 'button', button: { action: 'shop_capacity' } } },
    { word: 'shop_page', pictogram: 'shop', does: { kind: 'page', path: '/shop' } },
    moneyDue,
    talk,
  ],
  rider: [
    { word: 'duty_on', pictogram: 'scooter', main: true, does: { kind: 'button', button: { action: 'rider_duty', on: '1' } } },
    { word: 'rider_jobs', pictogram: 'boxes', does: { kind: 'button', button: { action: 'rider_jobs' } } },
    { word: 'job_now', pictogram: 'pin', does: { kind: 'page', path: '/rider' } },
    { word: 'duty_off', pictogram: 'pause', does: { kind: 'button', button: { action: 'rider_duty', on: '0' } } },
    { word: 'problem', pictogram: 'warning', does: { kind: 'button', button: { action: 'talk_to_person' } } },
    askFood,
  ],
  coordinator: [
    { word: 'queue', pictogram: 'people', main: true, does: { kind: 'button', button: { action: 'queue' } } },
    { word: 'coordinator_page', pictogram: 'board', does: { kind: 'page', path: '/coordinator' } },
    { word: 'new_campaign', pictogram: 'megaphone', does: { kind: 'button', button: { action: 'new_campaign' } } },
    fund,
    askFood,
    more,
  ],
  treasurer: [
    { word: 'money_queue', pictogram: 'money_in', main: true, does: { kind: 'button', button: { action: 'money_queue' } } },
    { word: 'record_money', pictogram: 'book', does: { kind: 'button', button: { action: 'record_money' } } },
    { word: 'treasurer_page', pictogram: 'board', does: { kind: 'page', path: '/treasurer' } },
    fund,
    more,
    talk,
  ],
};
