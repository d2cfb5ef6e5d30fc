import { setDeadline } from '../../../db/deadlines.ts';
import { pledgeView } from '../../../db/pages/money-views.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import type { CommandOf, Done, SlipNote } from '../../domain/command.ts';
import type { Notice } from '../../domain/notice.ts';
import { PLEDGE_TIME } from '../../limits.ts';
import { readerOf } from '../reader.ts';
import { tell, tellRole } from '../tell.ts';

interface Claim {
  slip: Row<'slip'>;
  pledge: Row<'pledge'>;
}

type Transfer = Extract<SlipNote, { bank: string }>;
type Why = Extract<Notice, { kind: 'slip_not_taken' }>['why'];

/**
 * What the picture of a slip says. One transfer stands behind one promise: the same slip again for the same promise is
 * fine, for another it takes its claim back. Neither the donor nor the treasurer is told whose the other one is.
 */
export async function noteSlipReading(deps: TxDeps, command: CommandOf<'note_slip_reading'>): Promise<Done> {
  const claim = await claimOf(deps, command.slip);
  if (claim === undefined || claim.slip.reading !== null) return { say: [] };
  const { reading } = command;
  const sealed = command.verification === undefined ? null : deps.sealer.seal(JSON.stringify(command.verification));
  if (!('bank' in reading)) {
    await write(deps, claim.slip, { reading: reading.kind });
    await hintAt(deps, claim, whyOf(reading.kind));
  } else if (await standsElsewhere(deps, claim, reading)) {
    await write(deps, claim.slip, { reading: 'used' });
    await takeBack(deps, claim);
  } else {
    const isAgain = (await slipOf(deps, reading)) !== undefined;
    const transfer = isAgain
      ? {}
      : { bank: reading.bank, transaction_reference: reading.transactionReference, verification_sealed: sealed };
    await write(deps, claim.slip, { reading: reading.kind, ...transfer });
  }
  deps.after.touch('treasurer');
  deps.after.touch('donor', claim.pledge.member_id);
  return { say: [] };
}

async function claimOf({ tx }: TxDeps, slipId: string): Promise<Claim | undefined> {
  const slip = await tx.selectFrom('slip').selectAll().where('id', '=', slipId).executeTakeFirst();
  if (slip === undefined || slip.pledge_id === null) return undefined;
  const pledge = await tx.selectFrom('pledge').selectAll().where('id', '=', slip.pledge_id).executeTakeFirstOrThrow();
  return { slip, pledge };
}

type Noted = Partial<Pick<Row<'slip'>, 'reading' | 'bank' | 'transaction_reference' | 'verification_sealed'>>;

async function write({ tx }: TxDeps, slip: Row<'slip'>, noted: Noted): Promise<void> {
  await tx.updateTable('slip').set(noted).where('id', '=', slip.id).execute();
}

async function slipOf({ tx }: TxDeps, transfer: Transfer): Promise<Row<'slip'> | undefined> {
  return tx
    .selectFrom('slip')
    .selectAll()
    .where('bank', '=', transfer.bank)
    .where('transaction_reference', '=', transfer.transactionReference)
    .executeTakeFirst();
}

/** Claimed by another person or for another promise, or booked already as the money of one. */
async function standsElsewhere(deps: TxDeps, { slip, pledge }: Claim, transfer: Transfer): Promise<boolean> {
  const first = await slipOf(deps, transfer);
  if (first !== undefined) return first.pledge_id !== pledge.id || first.member_id !== slip.member_id;
  const booked = await deps.tx
    .selectFrom('money_receipt')
    .select('id')
    .where('bank_reference', '=', transfer.transactionReference.toUpperCase())
    .where('pledge_id', 'is not', null)
    .where('pledge_id', '<>', pledge.id)
    .executeTakeFirst();
  return booked !== undefined;
}

/** Slips of the promise that still claim something: all but this one and those whose transfer is another's. */
async function otherClaims({ tx }: TxDeps, { slip, pledge }: Claim): Promise<Row<'slip'>[]> {
  const slips = await tx.selectFrom('slip').selectAll().where('pledge_id', '=', pledge.id).where('id', '<>', slip.id).execute();
  return slips.filter(({ reading }) => reading !== 'used');
}

async function takeBack(deps: TxDeps, claim: Claim): Promise<void> {
  const { pledge } = claim;
  if (pledge.state !== 'claimed' || (await otherClaims(deps, claim)).length > 0) return;
  const now = deps.clock.now();
  await deps.tx.updateTable('pledge').set({ state: 'pledged', changed_at: now }).where('id', '=', pledge.id).execute();
  await setDeadline(deps, { kind: 'pledge_expiry', subject: pledge.id, dueAt: now + PLEDGE_TIME });
  const view = await pledgeView(readerOf(deps), pledge.id);
  await tell(deps, { memberId: pledge.member_id, urgency: 'act' }, { kind: 'slip_not_taken', pledge: view, why: 'used' });
  await tellRole(deps, { role: 'treasurer', urgency: 'news' }, { kind: 'slip_refused', pledge: view });
}

function whyOf(kind: Exclude<SlipNote, Transfer>['kind']): Why {
  if (kind === 'other_code') return 'bill';
  return kind === 'several' ? 'several' : 'unread';
}

/** The claim stands, and the treasurer has the picture; a clearer one would spare everybody the looking. */
async function hintAt(deps: TxDeps, claim: Claim, why: Why): Promise<void> {
  const { pledge } = claim;
  const isRead = (await otherClaims(deps, claim)).some(({ reading }) => reading === 'read' || reading === 'truemoney');
  if (pledge.state !== 'claimed' || isRead) return;
  const view = await pledgeView(readerOf(deps), pledge.id);
  await tell(deps, { memberId: pledge.member_id, urgency: 'news' }, { kind: 'slip_not_taken', pledge: view, why });
}
