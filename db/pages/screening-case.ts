import { bangkokDay } from '../../bot/domain/days.ts';
import { GRANT_DAYS } from '../../bot/limits.ts';
import { openHousehold } from '../households.ts';
import { chooseCampaign } from './money-views.ts';
import { screeningView } from './screening-view.ts';
import type { Reader } from './reader.ts';

/** By what rule of the campaign a grant would be made now, so that the coordinator decides by numbers. */
async function ruleNow(reader: Reader) {
  const campaign = await chooseCampaign(reader, bangkokDay(reader.clock.now()));
  if (campaign === undefined) return {};
  return { rule: { faceValueSatang: campaign.face_value_satang, grantDays: GRANT_DAYS, endsOn: campaign.ends_on } };
}

export type CaseState = 'open' | 'decided';

/** Whether there is such a screening and whether it still waits for a decision: after it nobody has a reason to look. */
export async function caseState(reader: Reader, screeningId: string): Promise<{ state: CaseState; household: string } | undefined> {
  const row = await reader.db.selectFrom('screening').select(['state', 'household_id']).where('id', '=', screeningId).executeTakeFirst();
  if (row === undefined) return undefined;
  const isOpen = row.state === 'waiting' || row.state === 'waiting_funds';
  return { state: isOpen ? 'open' : 'decided', household: row.household_id };
}

/** The whole case with door and health. Only for a coordinator, and only behind a row in the access log. */
export async function screeningCase(reader: Reader, screeningId: string) {
  const screening = await reader.db.selectFrom('screening').selectAll().where('id', '=', screeningId).executeTakeFirstOrThrow();
  const row = await reader.db.selectFrom('household').selectAll().where('id', '=', screening.household_id).executeTakeFirstOrThrow();
  const { landmark, homePin, phone, allergy } = openHousehold(reader.sealer, row).details;
  const previous = await reader.db
    .selectFrom('screening')
    .select(['decided_at', 'state'])
    .where('household_id', '=', screening.household_id)
    .where('decided_at', 'is not', null)
    .orderBy('decided_at', 'desc')
    .limit(PREVIOUS_SHOWN_MAX)
    .execute();
  return {
    ...(await screeningView(reader, screeningId)),
    ...(await ruleNow(reader)),
    ...(landmark === undefined ? {} : { landmark }),
    ...(homePin === undefined ? {} : { homePin }),
    ...(phone === undefined ? {} : { phone }),
    ...(allergy === undefined ? {} : { allergy }),
    previous: previous.flatMap(({ decided_at: at, state }) => (at === null ? [] : [{ at, decision: state }])),
  };
}

/** A household asks again every month at most; a year of decisions is history enough. */
const PREVIOUS_SHOWN_MAX = 12;
