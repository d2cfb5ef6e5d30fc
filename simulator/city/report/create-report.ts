/** Gathers runs one by one, so that a thousand of them need the memory of their numbers and no more. */
import { PUSH_PRICE_SATANG } from '../../../bot/limits.ts';
import type { Problem } from '../record.ts';
import { addRun, noNumbers } from './collect-run.ts';
import type { RunNumbers } from './collect-run.ts';
import { MISHAPS, REPORT_VERSION, ROLES, WAITS } from './report.ts';
import type { CityReport, SeedOutcome, Wait, WaitName } from './report.ts';

export interface RunFacts {
  seed: number;
  hash: string;
  steps: number;
  problems: Problem[];
  failedAt?: number | undefined;
  simulatedMs: number;
  numbers: RunNumbers;
}

export interface Reporter {
  /** In any order: several may be played at once. */
  add: (run: RunFacts) => void;
  /** `realSeconds` passed meanwhile. */
  report: (realSeconds: number) => CityReport;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function outcomeOf({ seed, hash, steps, problems, failedAt }: RunFacts): SeedOutcome {
  const failed = problems.length === 0 ? {} : { failedAt: failedAt ?? null };
  return { seed, hash, steps, ...failed, problems };
}

/** The value below which that share of the sorted values lies. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function waitOf(name: WaitName, waitsMs: readonly number[]): Wait {
  const sorted = waitsMs.toSorted((a, b) => a - b);
  return { name, count: sorted.length, p50Ms: quantile(sorted, 0.5), p95Ms: quantile(sorted, 0.95) };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 100) / 100;
}

export function createReporter(about: { scale: string; days: number; faults: readonly string[] }): Reporter {
  const seeds: SeedOutcome[] = [];
  let sum = noNumbers();
  let clean = noNumbers();
  let simulatedMs = 0;

  return {
    add(run) {
      const { numbers } = run;
      sum = addRun(sum, numbers);
      if (run.problems.length === 0) clean = addRun(clean, numbers);
      seeds.push(outcomeOf(run));
      simulatedMs += run.simulatedMs;
    },
    report(realSeconds) {
      const { mealsHandedOver: meals, pushesByRole } = sum;
      const pushes = ROLES.reduce((total, role) => total + pushesByRole[role], 0);
      const hoursOnTheWay = Math.round((sum.riddenMs / HOUR_MS) * 10) / 10;
      const pushesSatang = pushes * PUSH_PRICE_SATANG;
      const spent = sum.shopsSatang + sum.ridersSatang + pushesSatang;
      return {
        version: REPORT_VERSION,
        ...about,
        faults: [...about.faults],
        seeds: seeds.toSorted((one, other) => one.seed - other.seed),
        throughput: {
          steps: seeds.reduce((total, outcome) => total + outcome.steps, 0),
          events: sum.events,
          realSeconds: Math.round(realSeconds * 10) / 10,
          eventsPerSecond: Math.round(realSeconds === 0 ? 0 : sum.events / realSeconds),
          simulatedDays: Math.round((simulatedMs / DAY_MS) * 10) / 10,
        },
        orders: { byState: sum.byState, byHour: sum.byHour, mealsHandedOver: meals },
        waits: WAITS.map((name) => waitOf(name, sum.waitsMs[name])),
        pushes: {
          perMeal: ratio(pushes, meals),
          byRole: ROLES.map((role) => ({ role, pushes: pushesByRole[role], perMeal: ratio(pushesByRole[role], meals) })),
          replies: sum.replies,
        },
        riders: { meals: sum.mealsRidden, hoursOnTheWay, mealsPerHour: ratio(sum.mealsRidden, sum.riddenMs / HOUR_MS) },
        money: {
          satangPerMeal: meals === 0 ? 0 : Math.round(spent / meals),
          shopsSatang: sum.shopsSatang,
          ridersSatang: sum.ridersSatang,
          pushesSatang,
        },
        mishaps: MISHAPS.map((name) => ({ name, met: sum.mishaps[name], survived: clean.mishaps[name] })),
      };
    },
  };
}
