import { bangkokDay, startOfDay } from '../../bot/domain/days.ts';
import { accounts } from '../../bot/domain/postings.ts';
import { RIDER_ANSWER_TIME } from '../../bot/limits.ts';
import { owedTo } from './money-views.ts';
import type { Reader } from './reader.ts';
import { openOffersOf, riderJobView } from './rider-view.ts';

async function offersWithDeadline(reader: Reader, riderId: string) {
  const offers = [];
  for (const { offeredAt, ...offer } of await openOffersOf(reader, riderId)) {
    const deadline = await reader.db
      .selectFrom('deadline')
      .select('due_at')
      .where('kind', '=', 'rider_answer')
      .where('subject_id', '=', offer.trip)
      .where('state', '=', 'waiting')
      .executeTakeFirst();
    offers.push({ ...offer, answerBy: deadline?.due_at ?? offeredAt + RIDER_ANSWER_TIME });
  }
  return offers;
}

async function jobOf(reader: Reader, riderId: string) {
  const trip = await reader.db
    .selectFrom('trip')
    .select('id')
    .where('rider_id', '=', riderId)
    .where('state', 'in', ['to_shop', 'to_home', 'with_coordinator'])
    .orderBy('changed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return trip === undefined ? {} : { job: await riderJobView(reader, trip.id) };
}

async function tripsDoneToday(reader: Reader, riderId: string): Promise<number> {
  const { done } = await reader.db
    .selectFrom('trip')
    .select((eb) => eb.fn.countAll<number | string>().as('done'))
    .where('rider_id', '=', riderId)
    .where('state', '=', 'done')
    .where('changed_at', '>=', startOfDay(bangkokDay(reader.clock.now())))
    .executeTakeFirstOrThrow();
  return Number(done);
}

/** Offers without a door, the one job with it; undefined when the member is no active rider. */
export async function riderPage(reader: Reader, memberId: string) {
  const rider = await reader.db
    .selectFrom('rider')
    .selectAll()
    .where('member_id', '=', memberId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (rider === undefined) return undefined;
  return {
    name: reader.sealer.open(rider.name_sealed),
    onDuty: rider.on_duty === 1,
    owedSatang: await owedTo(reader, accounts.riderOwed(rider.id)),
    offers: await offersWithDeadline(reader, rider.id),
    ...(await jobOf(reader, rider.id)),
    doneToday: await tripsDoneToday(reader, rider.id),
  };
}
