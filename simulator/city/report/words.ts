/** How a report says things; the text and the page use the same words. */
import type { CityReport, MishapName, SeedOutcome, StateName, WaitName } from './report.ts';
import { failedSeeds } from './report.ts';

export const STATE_WORDS: Readonly<Record<StateName, string>> = {
  placed: 'looking for a shop',
  accepted: 'accepted',
  cooking: 'cooking',
  ready: 'ready',
  on_the_way: 'on the way',
  handed_over: 'handed over',
  cancelled: 'cancelled',
  refused: 'no shop found',
  expired: 'out of time',
  failed: 'cooked in vain',
};

export const WAIT_WORDS: Readonly<Record<WaitName, string>> = {
  accepted: 'a shop says yes',
  ready: 'ready',
  picked_up: 'picked up',
  at_the_door: 'at the door',
};

export const MISHAP_WORDS: Readonly<Record<MishapName, string>> = {
  killed: 'the process was killed',
  delivered_again: 'an event came more than once',
  delivered_late: 'an event came more than ten seconds late',
  line_refused: 'LINE was busy, broken or out of reach',
  answer_lost: 'LINE took a message and its answer was lost',
  request_unanswered: 'a request of a page was not answered',
  blocked: 'somebody blocked the account',
};

const numbers = new Intl.NumberFormat('en-US');
const MINUTE_MS = 60_000;
const SATANG = 100;

export const count = (value: number): string => numbers.format(value);
export const baht = (satang: number): string => (satang / SATANG).toFixed(2);
export const share = (value: number): string => value.toFixed(2);

export function minutes(ms: number): string {
  const value = ms / MINUTE_MS;
  return value < 10 ? `${value.toFixed(1)} min` : `${Math.round(value)} min`;
}

/** The first line: is everything as it was promised? */
export function verdict(report: CityReport): string {
  const failed = failedSeeds(report).length;
  const runs = report.seeds.length;
  const all = runs === 1 ? '1 run' : `${count(runs)} runs`;
  return failed === 0 ? `${all}: every rule held after every step` : `${all}: ${count(failed)} broke a rule`;
}

export function aboutRun({ scale, days, faults }: CityReport): string {
  const trouble = faults.length === 0 ? 'no faults' : `${faults.length} kinds of faults`;
  return `${scale}, ${days} ${days === 1 ? 'day' : 'days'} a run, ${trouble}`;
}

export function outcomeWords({ seed, failedAt, problems }: SeedOutcome): string {
  const [first] = problems;
  if (first === undefined) return `seed ${seed}: clean`;
  const when = failedAt === null || failedAt === undefined ? 'at rest' : `after step ${failedAt}`;
  return `seed ${seed} ${when}: ${first.rule} (${first.where}: expected ${first.expected}, found ${first.found})`;
}

/** The hash of one run, or of all of them together: equal reports have equal hashes. */
export function hashWords({ seeds }: CityReport): string {
  const [only, ...others] = seeds;
  return others.length === 0 ? (only?.hash ?? '-') : `${only?.hash ?? '-'} … ${others.at(-1)?.hash ?? '-'}`;
}
