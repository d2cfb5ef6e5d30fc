import type { CoordinatorPage } from '../../bot/liff-api/contract.ts';
import { clockOf } from '../text/times.ts';
import { elapsed } from '../text/elapsed.ts';
import type { StaffWords } from '../text/staff/th.ts';
import type { Words } from '../text/th.ts';
import type { IconName } from '../ui/icon.tsx';

export const VIEWS = ['incidents', 'screenings', 'gifts', 'applications', 'orders', 'more'] as const;
export type View = (typeof VIEWS)[number];

export type Case =
  | { kind: 'incident'; incident: CoordinatorPage['incidents'][number] }
  | { kind: 'screening'; screening: CoordinatorPage['screenings'][number] }
  | { kind: 'gift'; gift: CoordinatorPage['gifts'][number] }
  | { kind: 'shop'; shop: CoordinatorPage['shops'][number] }
  | { kind: 'rider'; rider: CoordinatorPage['riders'][number] }
  | { kind: 'order'; order: CoordinatorPage['orders'][number] };

/** The cases of one queue: the emergency, the late and the longest waiting first. */
export function casesOf(data: CoordinatorPage, view: View): Case[] {
  switch (view) {
    case 'incidents':
      return [...data.incidents]
        .sort((one, other) => rank(one) - rank(other) || one.openedAt - other.openedAt)
        .map((incident) => ({ kind: 'incident', incident }));
    case 'gifts':
      return [...data.gifts].sort((one, other) => one.useBy - other.useBy).map((gift) => ({ kind: 'gift', gift }));
    case 'screenings':
      return [...data.screenings]
        .sort((one, other) => one.waitingSince - other.waitingSince)
        .map((screening) => ({ kind: 'screening', screening }));
    case 'applications':
      return [...data.shops.map((shop): Case => ({ kind: 'shop', shop })), ...data.riders.map((rider): Case => ({ kind: 'rider', rider }))];
    case 'orders':
      return [...data.orders]
        .sort((one, other) => (one.lateSince ?? Infinity) - (other.lateSince ?? Infinity) || one.placedAt - other.placedAt)
        .map((order) => ({ kind: 'order', order }));
    case 'more':
      return [];
  }
}

function rank({ incidentKind }: CoordinatorPage['incidents'][number]): number {
  return incidentKind === 'emergency' ? 0 : 1;
}

export function caseKey(item: Case): string {
  switch (item.kind) {
    case 'incident':
      return item.incident.incident;
    case 'screening':
      return item.screening.screening;
    case 'gift':
      return item.gift.gift;
    case 'shop':
      return item.shop.shop;
    case 'rider':
      return item.rider.rider;
    case 'order':
      return item.order.order;
  }
}

interface CaseLine {
  icon: IconName;
  needs: boolean;
  title: string;
  detail: string;
  since?: string;
}

interface LineWords {
  words: StaffWords['coordinator'];
  units: Words['units'];
  now: number;
}

/** One case as one line of the list. */
export function lineOf(item: Case, { words, units, now }: LineWords): CaseLine {
  switch (item.kind) {
    case 'incident': {
      const { incident } = item;
      const about = [incident.riderProblem && words.riderProblems[incident.riderProblem], incident.pickUpCode, incident.communityName];
      return {
        icon: 'alert',
        needs: true,
        title: words.incidentKinds[incident.incidentKind],
        detail: about.filter(Boolean).join(' · '),
        since: elapsed(now - incident.openedAt, words),
      };
    }
    case 'screening': {
      const { screening } = item;
      return {
        icon: 'people',
        needs: screening.again,
        title: screening.firstName,
        detail: [screening.again ? words.again : words.coupons(screening.coupons), screening.communityName].join(' · '),
        since: elapsed(now - screening.waitingSince, words),
      };
    }
    case 'gift':
      return {
        icon: 'heart',
        needs: true,
        title: item.gift.words,
        detail: `${words.giftBoxes(item.gift.boxes)} · ${words.giftUntil(units.clock(clockOf(item.gift.useBy)))}`,
      };
    case 'shop':
      return {
        icon: 'shop',
        needs: false,
        title: item.shop.name,
        detail: `${words[item.shop.shopKind]} · ${units.meals(item.shop.capacity)}`,
      };
    case 'rider':
      return { icon: 'riding', needs: false, title: item.rider.name, detail: `${words.rider} · ${words.vehicles[item.rider.vehicle]}` };
    case 'order': {
      const { order } = item;
      const late = order.lateSince !== undefined;
      return {
        icon: late ? 'alert' : 'clock',
        needs: late,
        title: `${order.pickUpCode} · ${units.meals(order.meals)}`,
        detail: `${order.communityName} · ${order.shopName ?? words.lookingForShop}`,
        since: order.lateSince === undefined ? elapsed(now - order.placedAt, words) : words.late(elapsed(now - order.lateSince, words)),
      };
    }
  }
}
