import { DAY } from './clock.ts';

/** How large a city is. Households are of three people on average. */
export interface Scale {
  name: ScaleName;
  communities: number;
  municipalities: readonly ('hatyai' | 'songkhla')[];
  households: number;
  /** Who comes during the run and registers by chat, as a share of the households, each day. */
  newcomersADay: number;
  shops: number;
  riders: number;
  coordinators: number;
  treasurers: number;
  donors: number;
  /** How likely a household asks for food at one of the two meal times of a day. */
  hungryAMeal: number;
  /** How likely somebody blocks the account instead. */
  leaves: number;
  /** Time between two gifts of a donor. */
  givesEvery?: number;
  fundBaht: number;
}

export const SCALE_NAMES = ['small', 'songkhla', 'hatyai'] as const;
export type ScaleName = (typeof SCALE_NAMES)[number];

export const SCALES: Record<ScaleName, Scale> = {
  small: {
    name: 'small',
    communities: 4,
    municipalities: ['hatyai'],
    households: 10,
    newcomersADay: 0.2,
    shops: 3,
    riders: 3,
    coordinators: 2,
    treasurers: 1,
    donors: 2,
    hungryAMeal: 0.45,
    leaves: 0.02,
    givesEvery: DAY / 2,
    fundBaht: 30_000,
  },
  /** Thirteen communities with five thousand people, who ask as often as those of the other city. */
  songkhla: {
    name: 'songkhla',
    communities: 13,
    municipalities: ['songkhla'],
    households: 1650,
    newcomersADay: 0.001,
    shops: 60,
    riders: 40,
    coordinators: 4,
    treasurers: 2,
    donors: 40,
    hungryAMeal: 0.066,
    leaves: 0.001,
    fundBaht: 2_000_000,
  },
  /** Twelve thousand requests a week in a hundred and two communities. */
  hatyai: {
    name: 'hatyai',
    communities: 102,
    municipalities: ['hatyai'],
    households: 4300,
    newcomersADay: 0.001,
    shops: 150,
    riders: 110,
    coordinators: 8,
    treasurers: 2,
    donors: 100,
    hungryAMeal: 0.2,
    leaves: 0.001,
    fundBaht: 6_000_000,
  },
};
