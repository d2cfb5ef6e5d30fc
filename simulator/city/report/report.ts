import type { CityRole, Problem } from '../record.ts';

/** Raised when a field changes its meaning, so that old files are not read wrongly. */
export const REPORT_VERSION = 1;

export const ORDER_STATES = [
  'placed',
  'accepted',
  'cooking',
  'ready',
  'on_the_way',
  'handed_over',
  'cancelled',
  'refused',
  'expired',
  'failed',
] as const;
export type StateName = (typeof ORDER_STATES)[number];

export const ROLES = ['resident', 'shop', 'rider', 'donor', 'coordinator', 'treasurer'] as const satisfies readonly CityRole[];

/** From asking to each of these. */
export const WAITS = ['accepted', 'ready', 'picked_up', 'at_the_door'] as const;
export type WaitName = (typeof WAITS)[number];

/** What went wrong on purpose, and how it is counted from outside. */
export const MISHAPS = [
  'killed',
  'delivered_again',
  'delivered_late',
  'line_refused',
  'answer_lost',
  'request_unanswered',
  'blocked',
] as const;
export type MishapName = (typeof MISHAPS)[number];

export interface SeedOutcome {
  seed: number;
  hash: string;
  steps: number;
  /** The step after which the first problem was seen; null when it was seen at rest. Absent in a clean run. */
  failedAt?: number | null;
  problems: Problem[];
}

export interface Wait {
  name: WaitName;
  count: number;
  p50Ms: number;
  p95Ms: number;
}

export interface RolePushes {
  role: (typeof ROLES)[number];
  pushes: number;
  perMeal: number;
}

/** What a simulation has shown: plain data, the same as text, as JSON and as a page. */
export interface CityReport {
  version: typeof REPORT_VERSION;
  scale: string;
  days: number;
  faults: string[];
  seeds: SeedOutcome[];
  throughput: {
    steps: number;
    /** Webhooks, messages and requests of pages. */
    events: number;
    realSeconds: number;
    eventsPerSecond: number;
    simulatedDays: number;
  };
  orders: { byState: Record<StateName, number>; byHour: number[]; mealsHandedOver: number };
  waits: Wait[];
  pushes: { perMeal: number; byRole: RolePushes[]; replies: number };
  riders: { meals: number; hoursOnTheWay: number; mealsPerHour: number };
  money: { satangPerMeal: number; shopsSatang: number; ridersSatang: number; pushesSatang: number };
  mishaps: { name: MishapName; met: number; survived: number }[];
}

export function failedSeeds(report: CityReport): SeedOutcome[] {
  return report.seeds.filter((outcome) => outcome.problems.length > 0);
}
