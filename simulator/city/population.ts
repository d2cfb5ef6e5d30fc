/** Who lives in the city: the same people in each run of a scale, whatever its seed. */
import { communities } from '../../db/communities.ts';
import { FIRST_COORDINATOR, FIRST_TREASURER, lineIdOf } from './city-config.ts';
import { MINUTE, SECOND } from './clock.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import type { CityRole } from './record.ts';
import type { Scale } from './scales.ts';
import { nameOf, shopNameOf } from './people/words.ts';

/** Somebody before they begin to act. */
export interface Inhabitant {
  userId: string;
  role: CityRole;
  number: number;
  name: string;
  community: { id: string; name: string };
  place: { latitude: number; longitude: number };
  /** Registered, approved or employed when the run begins; the others come later. */
  isKnown: boolean;
  usesApp: boolean;
  pace: number;
  diets: 'halal'[];
  isHalalKitchen: boolean;
  isPaid: boolean;
}

const KINDS: Record<CityRole, number> = { coordinator: 1, treasurer: 2, shop: 3, rider: 4, donor: 5, resident: 6 };
const PACES: Record<CityRole, number> = {
  coordinator: 2 * MINUTE,
  treasurer: 10 * MINUTE,
  shop: MINUTE,
  rider: 30 * SECOND,
  donor: 3 * MINUTE,
  resident: MINUTE,
};
const USES_APP = 0.5;
const NEEDS_HALAL = 0.3;
const HALAL_KITCHENS = 0.5;
const POPULATION_SEED = 20_261_122;
/** Degrees around the middle of a community: some hundred metres. */
const AROUND = 0.004;

type Community = Awaited<ReturnType<typeof communities>>[number];

function one(random: Random, places: readonly Community[], who: { role: CityRole; number: number; isKnown: boolean }): Inhabitant {
  const { role, number, isKnown } = who;
  const community = random.pick(places);
  if (community === undefined) throw new Error('a city without communities');
  const around = (degrees: number): number => Number((degrees + random.between(-AROUND, AROUND)).toFixed(6));
  return {
    userId: lineIdOf(KINDS[role], number),
    role,
    number,
    name: role === 'shop' ? shopNameOf(number) : nameOf(KINDS[role] * 100_000 + number),
    community: { id: community.id, name: community.name },
    place: { latitude: around(community.latitude), longitude: around(community.longitude) },
    isKnown,
    usesApp: random.happens(USES_APP),
    pace: PACES[role],
    diets: random.happens(NEEDS_HALAL) ? ['halal'] : [],
    isHalalKitchen: random.happens(HALAL_KITCHENS),
    isPaid: random.happens(0.5),
  };
}

export async function populationOf(scale: Scale, days: number): Promise<Inhabitant[]> {
  const random = createRandom(POPULATION_SEED);
  const all = (await communities()).filter(({ municipality }) => scale.municipalities.some((known) => known === municipality));
  const places = all.slice(0, scale.communities);
  const count = (role: CityRole, known: number, later = 0): Inhabitant[] =>
    Array.from({ length: known + later }, (_, index) => one(random, places, { role, number: index + 1, isKnown: index < known }));
  const newcomers = Math.ceil(scale.households * scale.newcomersADay * Math.max(1, days));
  return [
    ...count('coordinator', scale.coordinators),
    ...count('treasurer', scale.treasurers),
    ...count('shop', scale.shops),
    ...count('rider', scale.riders),
    ...count('donor', scale.donors),
    ...count('resident', scale.households, newcomers),
  ];
}

export function isFirst({ userId }: Inhabitant): boolean {
  return userId === FIRST_COORDINATOR || userId === FIRST_TREASURER;
}
