import { setDeadline, voidDeadlinesOf } from '../../../db/deadlines.ts';
import { hasRole } from '../../../db/members.ts';
import { dropOldNews } from '../../../db/outbox.ts';
import { openCampaigns, pledgeView, pledgesToConfirm } from '../../../db/pages/money-views.ts';
import { hasReachedTarget } from '../../../db/public-totals.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import { bangkokDay } from '../../domain/days.ts';
import type { Notice } from '../../domain/notice.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { DONOR_NAME_MAX, PLEDGE_MAX_SATANG, PLEDGE_MEALS_MAX, PLEDGE_MIN_SATANG, PLEDGE_TIME } from '../../limits.ts';
import type { CommandOf, Done, PledgeDetails } from '../../domain/command.ts';
import { keepPicture, pictureTypeOf, wantPicture } from '../pictures.ts';
import { readerOf } from '../reader.ts';
import { tell, tellRole } from '../tell.ts';
import { endMonthly } from './monthly-pledge.ts';

/** Said aloud and typed into a bank app's note field: no signs that look alike. */
const REFERENCE_ALPHABET = 'ACDEFHJKLMNPRTUVWXY34679';
const REFERENCE_LENGTH = 6;
/** The QR picture is reached by LINE without a session, so its address must not be guessable. */
const QR_TOKEN_ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const QR_TOKEN_LENGTH = 32;

/** A promise, not money: the QR carries the amount, and a reference finds the pledge again. */
export async function makePledge(deps: TxDeps, command: CommandOf<'make_pledge'>): Promise<Done | Refusal> {
  const campaign = await campaignFor(deps, command.campaign);
  if (campaign === undefined) return refuse('no_open_campaign');
  if (await hasReachedTarget(deps.tx, campaign)) return refuse('target_reached');
  if (!(await isCommunity(deps, command.community))) return refuse('not_found');
  const amount = amountOf(command, campaign.face_value_satang);
  if (typeof amount !== 'number') return amount;
  const made = await writePledge(deps, {
    member_id: command.by,
    campaign_id: campaign.id,
    community_id: command.community ?? null,
    meals: command.meals ?? null,
    amount_satang: amount,
    is_monthly: command.isMonthly === true ? 1 : 0,
    follows: null,
    ...donorOf(deps, command.donorName),
  });
  return { say: [made] };
}

/** Meals at the campaign's price, or the amount itself. */
function amountOf({ meals, amountSatang = 0 }: PledgeDetails, faceValueSatang: number): number | Refusal {
  if (meals !== undefined && (!Number.isInteger(meals) || meals < 1 || meals > PLEDGE_MEALS_MAX)) {
    return refuse('meals_out_of_range', { min: 1, max: PLEDGE_MEALS_MAX });
  }
  const amount = meals === undefined ? amountSatang : meals * faceValueSatang;
  const isFine = Number.isInteger(amount) && amount >= PLEDGE_MIN_SATANG && amount <= PLEDGE_MAX_SATANG;
  return isFine ? amount : refuse('amount_out_of_range', { min_satang: PLEDGE_MIN_SATANG, max_satang: PLEDGE_MAX_SATANG });
}

/** Anonymous unless a name is given; the name is for the donor's own receipt and is kept sealed. */
function donorOf({ sealer }: TxDeps, donorName = ''): Pick<Row<'pledge'>, 'is_anonymous' | 'donor_name_sealed'> {
  const name = donorName.trim().slice(0, DONOR_NAME_MAX);
  return name === '' ? { is_anonymous: 1, donor_name_sealed: null } : { is_anonymous: 0, donor_name_sealed: sealer.seal(name) };
}

async function isCommunity({ tx }: TxDeps, id: string | undefined): Promise<boolean> {
  if (id === undefined) return true;
  return (await tx.selectFrom('community').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

type NewPledge = Pick<
  Row<'pledge'>,
  'member_id' | 'campaign_id' | 'community_id' | 'meals' | 'amount_satang' | 'is_anonymous' | 'donor_name_sealed' | 'is_monthly' | 'follows'
>;

/** Writes the promise down with its QR and its last day; returns how to pay it. */
export async function writePledge(deps: TxDeps, pledge: NewPledge): Promise<Extract<Notice, { kind: 'pledge_made' }>> {
  const now = deps.clock.now();
  const id = deps.chance.newId('plg');
  const token = deps.chance.code(QR_TOKEN_ALPHABET, QR_TOKEN_LENGTH);
  const reference = deps.chance.code(REFERENCE_ALPHABET, REFERENCE_LENGTH);
  await deps.tx
    .insertInto('pledge')
    .values({ ...pledge, id, reference, qr_token: token, state: 'pledged', made_at: now, changed_at: now })
    .execute();
  await setDeadline(deps, { kind: 'pledge_expiry', subject: id, dueAt: now + PLEDGE_TIME });
  deps.after.touch('donor', pledge.member_id);
  return pledgeMade(deps, id, token);
}

async function pledgeMade(deps: TxDeps, pledgeId: string, token: string): Promise<Extract<Notice, { kind: 'pledge_made' }>> {
  const { publicUrl } = deps.settings;
  return {
    kind: 'pledge_made',
    pledge: await pledgeView(readerOf(deps), pledgeId),
    qrUrl: `${publicUrl}/public/qr/${token}.png`,
    qrPreviewUrl: `${publicUrl}/public/qr/${token}.png`,
  };
}

export async function campaignFor(deps: TxDeps, campaignId: string | undefined): Promise<Row<'campaign'> | undefined> {
  const today = bangkokDay(deps.clock.now());
  if (campaignId === undefined) return campaignInNeed(deps, today);
  return deps.tx
    .selectFrom('campaign')
    .selectAll()
    .where('id', '=', campaignId)
    .where('starts_on', '<=', today)
    .where('ends_on', '>=', today)
    .executeTakeFirst();
}

/** Where it is needed most: the first open campaign that still asks for money; when none does, the first open one. */
async function campaignInNeed(deps: TxDeps, today: string): Promise<Row<'campaign'> | undefined> {
  const open = await openCampaigns(readerOf(deps), today);
  for (const campaign of open) if (!(await hasReachedTarget(deps.tx, campaign))) return campaign;
  return open[0];
}

/** The pledge that a photo most likely belongs to: the newest one still waiting for money. */
async function newestOpenPledge(deps: TxDeps, memberId: string): Promise<Row<'pledge'> | undefined> {
  return deps.tx
    .selectFrom('pledge')
    .selectAll()
    .where('member_id', '=', memberId)
    .where('state', 'in', ['pledged', 'claimed'])
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The donor sent the slip. It is a claim for the treasurer to look at, never money. */
export async function claimPledge(deps: TxDeps, command: CommandOf<'claim_pledge'>): Promise<Done | Refusal> {
  const { tx } = deps;
  const pledge =
    command.pledge === undefined
      ? await newestOpenPledge(deps, command.by)
      : await tx.selectFrom('pledge').selectAll().where('id', '=', command.pledge).where('member_id', '=', command.by).executeTakeFirst();
  if (pledge === undefined) return command.pledge === undefined ? { say: [{ kind: 'slip_without_pledge' }] } : refuse('not_found');
  if (pledge.state !== 'pledged' && pledge.state !== 'claimed') return refuse('pledge_closed', { state: pledge.state });
  const pictureId = await pictureOf(deps, command, pledge.id);
  if (pictureId === undefined) return refuse('picture_unreadable');
  const now = deps.clock.now();
  await tx
    .insertInto('slip')
    .values({ id: deps.chance.newId('slp'), pledge_id: pledge.id, member_id: command.by, picture_id: pictureId, sent_at: now })
    .execute();
  await tx.updateTable('pledge').set({ state: 'claimed', changed_at: now }).where('id', '=', pledge.id).execute();
  await voidDeadlinesOf(tx, pledge.id);
  await dropOldNews(tx, command.by, ['slip_not_taken']);
  const reader = readerOf(deps);
  const view = await pledgeView(reader, pledge.id);
  if (pledge.state === 'pledged') {
    const waiting = (await pledgesToConfirm(reader)).length;
    await tellRole(deps, { role: 'treasurer', urgency: 'act' }, { kind: 'slip_waiting', pledge: view, waiting });
  }
  deps.after.touch('treasurer');
  deps.after.touch('donor', command.by);
  return { say: [{ kind: 'slip_received', pledge: view }] };
}

/** From the chat it is fetched after the commit; from the page it is here already. Undefined when it is no picture. */
async function pictureOf(deps: TxDeps, command: CommandOf<'claim_pledge'>, pledgeId: string): Promise<string | undefined> {
  const of = { memberId: command.by, purpose: 'slip', subjectId: pledgeId } as const;
  if ('messageId' in command) return wantPicture(deps, { ...of, messageId: command.messageId });
  const contentType = pictureTypeOf(command.picture);
  if (contentType === undefined) return undefined;
  deps.after.told();
  return keepPicture(deps, { ...of, bytes: command.picture, contentType });
}

async function closePledge(deps: TxDeps, pledge: Row<'pledge'>, state: 'withdrawn' | 'failed'): Promise<void> {
  await deps.tx.updateTable('pledge').set({ state, changed_at: deps.clock.now() }).where('id', '=', pledge.id).execute();
  await voidDeadlinesOf(deps.tx, pledge.id);
  deps.after.touch('treasurer');
  deps.after.touch('donor', pledge.member_id);
}

export async function withdrawPledge(deps: TxDeps, command: CommandOf<'withdraw_pledge'>): Promise<Done | Refusal> {
  const pledge = await deps.tx
    .selectFrom('pledge')
    .selectAll()
    .where('id', '=', command.pledge)
    .where('member_id', '=', command.by)
    .executeTakeFirst();
  if (pledge === undefined) return refuse('not_found');
  if (pledge.state === 'received' && (await endMonthly(deps, pledge)))
    return { say: [{ kind: 'monthly_ended', pledge: await pledgeView(readerOf(deps), pledge.id) }] };
  if (pledge.state !== 'pledged' && pledge.state !== 'claimed') return refuse('pledge_closed', { state: pledge.state });
  await closePledge(deps, pledge, 'withdrawn');
  return { say: [{ kind: 'pledge_withdrawn', pledge: await pledgeView(readerOf(deps), pledge.id) }] };
}

/** The treasurer found no such money. The donor hears it kindly and can send another slip with a new pledge. */
export async function failPledge(deps: TxDeps, command: CommandOf<'fail_pledge'>): Promise<Done | Refusal> {
  if (!(await hasRole(deps.tx, command.by, 'treasurer'))) return refuse('not_allowed', { role: 'treasurer' });
  const pledge = await deps.tx.selectFrom('pledge').selectAll().where('id', '=', command.pledge).executeTakeFirst();
  if (pledge === undefined) return refuse('not_found');
  if (pledge.state !== 'pledged' && pledge.state !== 'claimed') return refuse('pledge_closed', { state: pledge.state });
  await closePledge(deps, pledge, 'failed');
  const view = await pledgeView(readerOf(deps), pledge.id);
  await tell(deps, { memberId: pledge.member_id, urgency: 'news' }, { kind: 'pledge_failed', pledge: view });
  return { say: [{ kind: 'pledge_failed', pledge: view }] };
}

/** Nobody paid within the week; quietly closed, the donor can pledge anew at any time. Called by the clock. */
export async function pledgeExpired(deps: TxDeps, pledgeId: string): Promise<void> {
  const pledge = await deps.tx.selectFrom('pledge').selectAll().where('id', '=', pledgeId).executeTakeFirst();
  if (pledge?.state === 'pledged') await closePledge(deps, pledge, 'failed');
}
