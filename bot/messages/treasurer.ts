import type { messagingApi } from '@line/bot-sdk';

import type { CampaignTotals, Notice, PledgeToConfirm, PledgeView } from '../domain/notice.ts';
import { campaignLines } from './coordinator.ts';
import { cardMessage } from './flex/card.ts';
import type { Card } from './flex/card.ts';
import { carousel } from './flex/carousel.ts';
import { withQuickReplies } from './quick-reply.ts';
import { say } from './text/fill.ts';
import { baht, isPictureUrl, link, open, plain, plains, press } from './voice.ts';
import type { Voice } from './voice.ts';

type Of<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>;

/** A card has five lines; the page has every campaign. */
const CAMPAIGNS_SHOWN_MAX = 5;

function confirm(pledge: PledgeView, voice: Voice): messagingApi.PostbackAction {
  return press(voice, { action: 'confirm_money', pledge: pledge.pledge }, 'confirm_money');
}

function pledgeCard(pledge: PledgeToConfirm, voice: Voice): Card {
  const { treasurer, pledgeStates } = voice.words;
  return {
    altText: treasurer.slipAlt,
    strip: { tone: 'act', word: pledgeStates[pledge.state] },
    title: baht(voice, pledge.amountSatang),
    lines: [
      say(treasurer.pledgeLine, { reference: pledge.reference, campaign: pledge.campaignName }),
      ...(pledge.bankReference === undefined ? [] : [say(treasurer.slipReference, { reference: pledge.bankReference })]),
      treasurer.slipNext,
    ],
    primary: confirm(pledge, voice),
    secondary: open(voice, 'open_treasurer', '/treasurer'),
  };
}

export function renderSlipWaiting(notice: Of<'slip_waiting'>, voice: Voice): messagingApi.Message[] {
  const { treasurer } = voice.words;
  const { pledge, slipUrl } = notice;
  const strip = { tone: 'act', word: say(treasurer.slipStrip, { waiting: notice.waiting }) } as const;
  const slip = slipUrl !== undefined && isPictureUrl(slipUrl) ? [link(voice, 'open_slip', slipUrl)] : [];
  const card = cardMessage({ ...pledgeCard(pledge, voice), strip, more: slip });
  return withQuickReplies([card], [confirm(pledge, voice), ...plains(voice, 'money_queue', 'record_money', 'menu')]);
}

/** A claim that fell away: its slip stands under another gift, which is not named. */
export function renderSlipRefused({ pledge }: Of<'slip_refused'>, voice: Voice): messagingApi.Message[] {
  const { treasurer } = voice.words;
  const card = cardMessage({
    altText: treasurer.refusedAlt,
    strip: { tone: 'rest', word: treasurer.refusedStrip },
    title: baht(voice, pledge.amountSatang),
    lines: [say(treasurer.pledgeLine, { reference: pledge.reference, campaign: pledge.campaignName }), treasurer.refusedNext],
    primary: plain(voice, 'money_queue'),
    secondary: open(voice, 'open_treasurer', '/treasurer'),
  });
  return withQuickReplies([card], plains(voice, 'money_queue', 'menu'));
}

function totalsLine(totals: CampaignTotals, voice: Voice): { label: string; value: string } {
  return {
    label: totals.campaignName,
    value: say(voice.words.treasurer.totalsLine, {
      free: baht(voice, totals.freeSatang),
      received: baht(voice, totals.receivedSatang),
    }),
  };
}

export function renderMoneyQueue(notice: Of<'money_queue'>, voice: Voice): messagingApi.Message[] {
  const { treasurer } = voice.words;
  const { pledges, totals } = notice;
  const summary = cardMessage({
    altText: treasurer.queueAlt,
    strip: { tone: pledges.length === 0 ? 'rest' : 'act', word: treasurer.queueStrip },
    title: pledges.length === 0 ? treasurer.queueNone : say(treasurer.queueTitle, { count: pledges.length }),
    lines: totals.slice(0, CAMPAIGNS_SHOWN_MAX).map((total) => totalsLine(total, voice)),
    primary: open(voice, 'open_treasurer', '/treasurer'),
    secondary: plain(voice, 'record_money'),
  });
  const list = carousel(
    treasurer.queueAlt,
    pledges.map((pledge) => pledgeCard(pledge, voice)),
  );
  return withQuickReplies([summary, ...list], plains(voice, 'record_money', 'menu'));
}

export function renderMoneyRecorded(notice: Of<'money_recorded'>, voice: Voice): messagingApi.Message[] {
  const { treasurer } = voice.words;
  const card = cardMessage({
    altText: treasurer.recordedAlt,
    strip: { tone: 'go', word: treasurer.recordedStrip },
    title: say(treasurer.recordedTitle, { amount: baht(voice, notice.amountSatang) }),
    lines: [totalsLine(notice.totals, voice)],
    primary: plain(voice, 'money_queue'),
    secondary: open(voice, 'open_treasurer', '/treasurer'),
  });
  return withQuickReplies([card], plains(voice, 'money_queue', 'record_money', 'menu'));
}

export function renderCampaignNeedsMoney({ campaign }: Of<'campaign_needs_money'>, voice: Voice): messagingApi.Message[] {
  const { treasurer } = voice.words;
  const card = cardMessage({
    altText: treasurer.needsAlt,
    strip: { tone: 'act', word: treasurer.needsStrip },
    title: campaign.name,
    lines: [...campaignLines(campaign, voice), treasurer.needsNext],
    primary: plain(voice, 'record_money'),
    secondary: open(voice, 'open_treasurer', '/treasurer'),
  });
  return withQuickReplies([card], plains(voice, 'record_money', 'money_queue', 'menu'));
}

export function renderApprovalWanted({ what, amountSatang }: Of<'approval_wanted'>, voice: Voice): messagingApi.Message[] {
  const { treasurer } = voice.words;
  const card = cardMessage({
    altText: treasurer.approvalAlt,
    strip: { tone: 'act', word: treasurer.approvalStrip },
    title: {
      cancel_receipt: treasurer.approvalCancelReceipt,
      reverse_money: treasurer.approvalReverseMoney,
      undo_import: treasurer.approvalUndoImport,
      move_unspent: treasurer.approvalMoveUnspent,
    }[what],
    lines: [baht(voice, amountSatang), treasurer.approvalNext],
    primary: open(voice, 'open_approvals', '/approvals'),
  });
  return withQuickReplies([card], plains(voice, 'menu'));
}
