import type { messagingApi } from '@line/bot-sdk';

import type { CampaignTotals, Notice, PledgeView } from '../domain/notice.ts';
import { cardMessage } from './flex/card.ts';
import type { Card, Line } from './flex/card.ts';
import { carousel } from './flex/carousel.ts';
import { withQuickReplies } from './quick-reply.ts';
import { say } from './text/fill.ts';
import { altDefault, baht, day, giveMeals, isPictureUrl, link, meals, open, plain, plains, press, textMessage } from './voice.ts';
import type { Voice } from './voice.ts';

type Of<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>;

/** At most five short lines on a card; the page has the rest. */
const PLEDGES_SHOWN_MAX = 5;

/** Gifts that need no typing, in meals. */
const ROUND_GIFTS = [1, 5, 10];

function sendSlip(voice: Voice): messagingApi.CameraRollAction {
  return { type: 'cameraRoll', label: voice.words.buttons.send_slip };
}

function amount(pledge: PledgeView, voice: Voice): string {
  return baht(voice, pledge.amountSatang);
}

/** For whom, and how often. */
function purpose(pledge: PledgeView, voice: Voice): string[] {
  const { donor } = voice.words;
  const { communityName: community, nextOn } = pledge;
  const next = nextOn === undefined ? donor.monthly : say(donor.monthlyNext, { date: day(voice, nextOn) });
  return [
    say(donor.forCampaign, { campaign: pledge.campaignName }),
    ...(community === undefined ? [] : [say(donor.forCommunity, { community })]),
    ...(pledge.isMonthly === true ? [next] : []),
  ];
}

/** Ends a series of gifts that has one still to come. */
function stopMonthly(pledge: PledgeView, voice: Voice): messagingApi.PostbackAction[] {
  return pledge.nextOn === undefined ? [] : [press(voice, { action: 'pledge_withdraw', pledge: pledge.pledge }, 'monthly_stop')];
}

/** What to do, then the code itself as a picture that can be kept: LINE lets people save pictures only. */
export function renderPledgeMade(notice: Of<'pledge_made'>, voice: Voice): messagingApi.Message[] {
  const { donor } = voice.words;
  const { pledge, qrUrl, qrPreviewUrl } = notice;
  const withdraw = press(voice, { action: 'pledge_withdraw', pledge: pledge.pledge }, 'pledge_withdraw');
  const isAgain = notice.again === true;
  const thanks = pledge.meals === undefined ? donor.pledgeTitleBaht : say(donor.pledgeTitle, { meals: pledge.meals });
  const card = cardMessage({
    altText: isAgain ? donor.againAlt : donor.pledgeAlt,
    strip: { tone: 'act', word: donor.pledgeStrip },
    title: isAgain ? donor.againTitle : thanks,
    big: { label: say(donor.reference, { reference: pledge.reference }), value: amount(pledge, voice) },
    lines: [...purpose(pledge, voice), donor.pledgeSave, donor.pledgeBank, donor.pledgeSlip, ...(isAgain ? [donor.againSkip] : [])],
    primary: URL.canParse(qrUrl) ? link(voice, 'open_qr', qrUrl) : open(voice, 'open_donor', '/donor'),
    secondary: plain(voice, 'slip_help'),
    more: [withdraw],
  });
  const picture: messagingApi.ImageMessage[] =
    isPictureUrl(qrUrl) && isPictureUrl(qrPreviewUrl) ? [{ type: 'image', originalContentUrl: qrUrl, previewImageUrl: qrPreviewUrl }] : [];
  return withQuickReplies([card, ...picture], [sendSlip(voice), plain(voice, 'slip_help'), withdraw, plain(voice, 'talk_to_person')]);
}

/** Fewer meals than this could point at a household. */
const CELL_MIN = 5;

function mealsLine({ mealsHandedOver }: CampaignTotals, voice: Voice): Line[] {
  if (mealsHandedOver > 0 && mealsHandedOver < CELL_MIN) return [];
  return [{ label: voice.words.donor.totalsMeals, value: meals(voice, mealsHandedOver) }];
}

function totalsCard(totals: CampaignTotals, voice: Voice): Card {
  const { donor } = voice.words;
  return {
    altText: altDefault(voice, donor.totalsStrip),
    strip: { tone: 'rest', word: donor.totalsStrip },
    title: totals.campaignName,
    lines: [
      { label: donor.totalsReceived, value: baht(voice, totals.receivedSatang) },
      { label: donor.totalsCommitted, value: baht(voice, totals.committedSatang) },
      { label: donor.totalsFree, value: baht(voice, totals.freeSatang) },
      ...mealsLine(totals, voice),
    ],
    primary: plain(voice, 'donate'),
    secondary: open(voice, 'open_donor', '/donor'),
  };
}

/** The money of this member that has become meals, in one line; days and places stand on the page. */
function becameLine({ became }: Of<'pledge_list'>, voice: Voice): string[] {
  if (became === undefined) return [];
  const { amountSatang, ...counts } = became;
  return [say(voice.words.donor.became, { ...counts, amount: baht(voice, amountSatang) })];
}

export function renderPledgeList(notice: Of<'pledge_list'>, voice: Voice): messagingApi.Message[] {
  const { donor, pledgeStates } = voice.words;
  const lines = notice.pledges.slice(0, PLEDGES_SHOWN_MAX).map((pledge): Line => ({
    label: say(donor.reference, { reference: pledge.reference }),
    value: say(donor.listLine, { amount: amount(pledge, voice), state: pledgeStates[pledge.state] }),
  }));
  const card = cardMessage({
    altText: altDefault(voice, donor.listStrip),
    strip: { tone: 'rest', word: donor.listStrip },
    title: lines.length === 0 ? donor.listEmptyTitle : donor.listTitle,
    lines: [...(lines.length === 0 ? [donor.listEmpty] : lines), ...becameLine(notice, voice)],
    primary: plain(voice, 'donate'),
    secondary: open(voice, 'open_donor', '/donor'),
    more: notice.pledges.flatMap((pledge) => stopMonthly(pledge, voice)).slice(0, 1),
  });
  const totals = carousel(
    altDefault(voice, donor.totalsStrip),
    notice.totals.map((total) => totalsCard(total, voice)),
  );
  return withQuickReplies([card, ...totals], [...plains(voice, 'donate', 'give_food'), sendSlip(voice), plain(voice, 'talk_to_person')]);
}

export function renderFundReport(notice: Of<'fund_report'>, voice: Voice): messagingApi.Message[] {
  const { donor } = voice.words;
  const cards = carousel(
    donor.totalsTitle,
    notice.totals.map((total) => totalsCard(total, voice)),
  );
  const messages = cards.length === 0 ? [textMessage(donor.totalsEmpty)] : cards;
  return withQuickReplies(messages, [
    ...ROUND_GIFTS.map((count) => giveMeals(voice, count)),
    ...plains(voice, 'donate', 'give_food', 'talk_to_person'),
  ]);
}

export function renderSlipReceived(notice: Of<'slip_received'>, voice: Voice): messagingApi.Message[] {
  const { donor } = voice.words;
  const { pledge } = notice;
  const card = cardMessage({
    altText: altDefault(voice, donor.slipStrip),
    strip: { tone: 'rest', word: donor.slipStrip },
    title: donor.slipTitle,
    big: { label: say(donor.reference, { reference: pledge.reference }), value: amount(pledge, voice) },
    lines: [donor.slipNext],
    primary: open(voice, 'open_donor', '/donor'),
    secondary: plain(voice, 'talk_to_person'),
  });
  return withQuickReplies([card], plains(voice, 'donate', 'menu', 'talk_to_person'));
}

export function renderSlipHow(voice: Voice): messagingApi.Message[] {
  const message = textMessage(voice.words.donor.slipHow);
  return withQuickReplies([message], [sendSlip(voice), ...plains(voice, 'donate', 'talk_to_person')]);
}

export function renderDonorThanks(notice: Of<'donor_thanks'>, voice: Voice): messagingApi.Message[] {
  const { donor } = voice.words;
  const { totals } = notice;
  const card = cardMessage({
    altText: donor.thanksAlt,
    strip: { tone: 'go', word: donor.thanksStrip },
    title: say(donor.thanksTitle, { amount: amount(notice.pledge, voice) }),
    lines: [
      ...purpose(notice.pledge, voice),
      ...mealsLine(totals, voice),
      { label: donor.totalsFree, value: baht(voice, totals.freeSatang) },
      donor.thanksNext,
    ],
    primary: open(voice, 'open_donor', '/donor'),
    secondary: plain(voice, 'donate'),
    more: stopMonthly(notice.pledge, voice),
  });
  return withQuickReplies([card], plains(voice, 'donate', 'menu'));
}

export function renderPledgeFailed(notice: Of<'pledge_failed'>, voice: Voice): messagingApi.Message[] {
  const { donor } = voice.words;
  const card = cardMessage({
    altText: donor.failedAlt,
    strip: { tone: 'act', word: donor.failedStrip },
    title: donor.failedTitle,
    big: { label: say(donor.reference, { reference: notice.pledge.reference }), value: amount(notice.pledge, voice) },
    lines: [donor.failedNext],
    primary: plain(voice, 'talk_to_person'),
    secondary: plain(voice, 'donate'),
  });
  return withQuickReplies([card], [sendSlip(voice), plain(voice, 'talk_to_person')]);
}

/** Why the picture is not the slip we need, and what would be; never whose slip it is. */
export function renderSlipNotTaken(notice: Of<'slip_not_taken'>, voice: Voice): messagingApi.Message[] {
  const { donor } = voice.words;
  const sentences = { used: donor.slipUsed, bill: donor.slipBill, several: donor.slipSeveral, unread: donor.slipUnread };
  const reference = say(donor.reference, { reference: notice.pledge.reference });
  return withQuickReplies(
    [textMessage(`${reference}\n${sentences[notice.why]}`)],
    [sendSlip(voice), ...plains(voice, 'slip_help', 'talk_to_person')],
  );
}

export function renderPledgeWithdrawn(notice: Of<'pledge_withdrawn'>, voice: Voice): messagingApi.Message[] {
  const message = textMessage(say(voice.words.donor.withdrawn, { reference: notice.pledge.reference }));
  return withQuickReplies([message], plains(voice, 'donate', 'menu', 'talk_to_person'));
}
