import QRCode from 'qrcode';
import { communityList } from '../../db/pages/community-list.ts';
import { memberLanguage } from '../../db/pages/member.ts';
import { donorPage } from '../../db/pages/donor-page.ts';
import { orderView } from '../../db/pages/order-view.ts';
import { privacyPage } from '../../db/pages/privacy-page.ts';
import { householdIdOf, ownOrder, residentPage } from '../../db/pages/resident-page.ts';
import type { Command, Done } from '../domain/command.ts';
import { ConsentBody, GiveBackBody, LanguageBody, NothingBody, OrderBody, PledgeBody, ShowCouponBody, SlipBody } from './contract.ts';
import type { CommunityList, DonorPage, Me, PrivacyPage, ResidentPage, ShownCoupon } from './contract.ts';
import { read, write } from './route.ts';
import type { ApiRoute, Asked } from './route.ts';

/** Roles are those of the session's check, moments ago; the language is read anew because it may just have been set. */
export async function mePage({ deps, asker }: Pick<Asked, 'deps' | 'asker'>): Promise<Me> {
  return {
    member: asker.memberId,
    language: await memberLanguage(deps, asker.memberId),
    roles: asker.roles,
    registered: (await householdIdOf(deps, asker.memberId)) !== undefined,
  };
}

function ownPrivacyPage({ deps, asker }: Asked): Promise<PrivacyPage> {
  return privacyPage(deps, asker.memberId);
}

function ownResidentPage({ deps, asker }: Asked): Promise<ResidentPage> {
  return residentPage(deps, asker.memberId);
}

async function ownDonorPage({ deps, asker }: Asked): Promise<DonorPage> {
  const { pledges, ...page } = await donorPage(deps, asker.memberId);
  return {
    ...page,
    pledges: pledges.map(({ qrToken, ...pledge }) => ({
      ...pledge,
      ...(qrToken === undefined ? {} : { qrUrl: `/public/qr/${qrToken}.png` }),
    })),
  };
}

async function allCommunities({ deps }: Asked): Promise<CommunityList> {
  return { communities: await communityList(deps) };
}

function consentCommand({ deps, asker, body }: Asked<{ purpose: 'contact' | 'health'; given: boolean }>): Command {
  const { purpose, given } = body;
  const by = asker.memberId;
  if (!given) return { kind: 'withdraw_consent', by, purpose };
  return { kind: 'give_consent', by, purpose, channel: 'liff', ...deps.consentNotice(purpose, asker.language) };
}

/** The picture holds the code and nothing else; it is drawn here so that the page needs no library for it. */
async function shownCoupon(done: Done): Promise<ShownCoupon> {
  if (done.shown === undefined) throw new Error('show_coupon showed no coupon');
  const qrSvg = await QRCode.toString(done.shown.code, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });
  return { ...done.shown, qrSvg };
}

function orderStep(step: string, command: (by: string, order: string) => Command): ApiRoute {
  return write({
    path: `/orders/:id/${step}`,
    who: 'member',
    body: NothingBody,
    command: ({ asker, id }) => command(asker.memberId, id),
    page: ownResidentPage,
  });
}

/** What everybody may do for themselves: eat, give, and decide about their own data. */
export const memberRoutes: readonly ApiRoute[] = [
  read('/me', 'member', mePage),
  write({
    path: '/me/language',
    who: 'member',
    body: LanguageBody,
    command: ({ asker, body }) => ({ kind: 'set_language', by: asker.memberId, language: body.language }),
    page: mePage,
  }),
  write({ path: '/me/consent', who: 'member', body: ConsentBody, command: consentCommand, page: ownPrivacyPage }),
  read('/privacy', 'member', ownPrivacyPage),
  read('/resident', 'member', ownResidentPage),
  write({
    path: '/orders',
    who: 'member',
    body: OrderBody,
    command: ({ asker, body }) => ({ kind: 'place_order', by: asker.memberId, ...body }),
    page: async ({ deps }, done) => {
      if (done.order === undefined) throw new Error('place_order made no order');
      return { order: await orderView(deps, done.order) };
    },
  }),
  read('/orders/:id', 'member', ({ deps, asker, id }) => ownOrder(deps, asker.memberId, id)),
  orderStep('cancel', (by, order) => ({ kind: 'cancel_order', by, order })),
  orderStep('received', (by, order) => ({ kind: 'confirm_received', by, order })),
  orderStep('not-received', (by, order) => ({ kind: 'complain', by, order, about: 'not_received' })),
  orderStep('bad-food', (by, order) => ({ kind: 'complain', by, order, about: 'bad_food' })),
  write({
    path: '/coupons/show',
    who: 'member',
    body: ShowCouponBody,
    command: ({ asker, body }) => ({ kind: 'show_coupon', by: asker.memberId, meals: body.meals }),
    page: (_asked, done) => shownCoupon(done),
  }),
  read('/donor', 'member', ownDonorPage),
  write({
    path: '/pledges',
    who: 'member',
    body: PledgeBody,
    command: ({ asker, body: { campaign, community, amountSatang, meals, isMonthly, donorName } }) => ({
      kind: 'make_pledge',
      by: asker.memberId,
      ...(campaign === undefined ? {} : { campaign }),
      ...(amountSatang === undefined ? {} : { amountSatang }),
      ...(meals === undefined ? {} : { meals }),
      ...(community === undefined ? {} : { community }),
      ...(isMonthly === undefined ? {} : { isMonthly }),
      ...(donorName === undefined ? {} : { donorName }),
    }),
    page: ownDonorPage,
  }),
  write({
    path: '/pledges/:id/withdraw',
    who: 'member',
    body: NothingBody,
    command: ({ asker, id }) => ({ kind: 'withdraw_pledge', by: asker.memberId, pledge: id }),
    page: ownDonorPage,
  }),
  write({
    path: '/pledges/:id/slip',
    who: 'member',
    takes: 'picture',
    body: SlipBody,
    command: ({ asker, id, body }) => ({ kind: 'claim_pledge', by: asker.memberId, pledge: id, picture: body }),
    page: ownDonorPage,
  }),
  read('/communities', 'member', allCommunities),
  write({
    path: '/coupons/give-back',
    who: 'member',
    body: GiveBackBody,
    command: ({ asker, body }) => ({ kind: 'give_back', by: asker.memberId, ...body }),
    page: ownResidentPage,
  }),
  write({
    path: '/gifts/:id/withdraw',
    who: 'member',
    body: NothingBody,
    command: ({ asker, id }) => ({ kind: 'withdraw_gift', by: asker.memberId, gift: id }),
    page: ownDonorPage,
  }),
  { kind: 'stream', path: '/events', who: 'member' },
];
