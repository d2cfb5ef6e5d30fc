import type { Kysely, Transaction } from 'kysely';
import type { Sealer } from '../bot/deps.ts';
import type { Pin } from '../bot/domain/notice.ts';
import type { Diet, Need } from '../bot/domain/words.ts';
import { DIETS } from '../bot/domain/words.ts';
import { compiled } from './compiled.ts';
import { openJson } from './sealed-json.ts';
import type { Database, Row } from './schema.ts';

type Read = Kysely<Database> | Transaction<Database>;

/** What points at a person or their health; it is only ever written sealed. */
export interface HouseholdSealed {
  firstName: string;
  need: Need;
  quarantineUntil?: string;
  allergy?: string;
  homePin?: Pin;
  landmark?: string;
  phone?: string;
}

export interface Household {
  id: string;
  memberId: string;
  communityId: string;
  people: number;
  diets: Diet[];
  details: HouseholdSealed;
}

export function openHousehold(sealer: Sealer, row: Row<'household'>): Household {
  return {
    id: row.id,
    memberId: row.member_id,
    communityId: row.community_id,
    people: row.people,
    diets: dietsFrom(row.diets),
    details: openJson(sealer, row.details_sealed),
  };
}

/** Diets are kept as words with a comma between; unknown ones of an older version are dropped. */
export function dietsFrom(text: string): Diet[] {
  const words = text.split(',');
  return DIETS.filter((diet) => words.includes(diet));
}

const ofMember = compiled((db, { memberId }: { memberId: string }) =>
  db.selectFrom('household').selectAll().where('member_id', '=', memberId),
);

export async function householdOf(deps: { tx: Read; sealer: Sealer }, memberId: string): Promise<Household | undefined> {
  const row = await ofMember.first(deps.tx, { memberId });
  return row === undefined ? undefined : openHousehold(deps.sealer, row);
}

const byId = compiled((db, { id }: { id: string }) => db.selectFrom('household').selectAll().where('id', '=', id));

export async function householdById(deps: { tx: Read; sealer: Sealer }, householdId: string): Promise<Household> {
  const row = await byId.first(deps.tx, { id: householdId });
  if (row === undefined) throw new Error(`there is no household ${householdId}`);
  return openHousehold(deps.sealer, row);
}

export interface GrantLeft {
  grant: string;
  campaign: string;
  faceValueSatang: number;
  expiresOn: string;
  left: number;
}

const withCoupons = compiled((db, { householdId, prefix, from }: { householdId: string; prefix: string; from: string }) =>
  db
    .selectFrom('coupon_grant')
    .innerJoin('account', (join) => join.on((eb) => eb('account.code', '=', eb.fn<string>('concat', [eb.val(prefix), 'coupon_grant.id']))))
    .select([
      'coupon_grant.id as grant',
      'campaign_id as campaign',
      'face_value_satang as faceValueSatang',
      'expires_on as expiresOn',
      'account.balance as left',
    ])
    .where('household_id', '=', householdId)
    .where('expires_on', '>=', from)
    .where('account.balance', '>', 0)
    .orderBy('expires_on')
    .orderBy('coupon_grant.id'),
);

/** Grants with coupons left, the first to expire first; `from` leaves out those that ended before that day. */
export async function grantsLeft(tx: Read, householdId: string, from: string): Promise<GrantLeft[]> {
  return withCoupons.all(tx, { householdId, prefix: `household/${householdId}/coupons/`, from });
}

const newestScreening = compiled((db, { householdId }: { householdId: string }) =>
  db.selectFrom('screening').selectAll().where('household_id', '=', householdId).orderBy('asked_at', 'desc').orderBy('id', 'desc').limit(1),
);

export async function lastScreening(tx: Read, householdId: string): Promise<Row<'screening'> | undefined> {
  return newestScreening.first(tx, { householdId });
}
