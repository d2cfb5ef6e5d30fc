import { failedSeeds, ORDER_STATES } from './report.ts';
import type { CityReport } from './report.ts';
import { aboutRun, baht, count, hashWords, minutes, MISHAP_WORDS, outcomeWords, share, STATE_WORDS, verdict, WAIT_WORDS } from './words.ts';

const LABEL_WIDTH = 46;
const FAILURES_SHOWN = 20;

function line(label: string, value: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)} ${value}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

/** The report for a terminal. */
export function reportText(report: CityReport): string {
  const { throughput, orders, waits, pushes, riders, money, mishaps } = report;
  const failed = failedSeeds(report);
  return [
    verdict(report),
    aboutRun(report),
    ...section('Speed', [
      line('steps', count(throughput.steps)),
      line('events (webhooks, messages, requests)', count(throughput.events)),
      line('events a real second', count(throughput.eventsPerSecond)),
      line('simulated days in real seconds', `${throughput.simulatedDays} in ${throughput.realSeconds}`),
      line('trace', hashWords(report)),
    ]),
    ...section(
      'Orders',
      ORDER_STATES.filter((state) => orders.byState[state] > 0).map((state) => line(STATE_WORDS[state], count(orders.byState[state]))),
    ),
    ...section(
      'Waiting, from asking until … (p50, p95)',
      waits.map((wait) => line(WAIT_WORDS[wait.name], `${minutes(wait.p50Ms)}, ${minutes(wait.p95Ms)} (${count(wait.count)})`)),
    ),
    ...section('Pushes for each meal that arrived', [
      line('all', share(pushes.perMeal)),
      ...pushes.byRole.map((each) => line(each.role, share(each.perMeal))),
      line('answers that cost nothing', count(pushes.replies)),
    ]),
    ...section('Meals', [
      line('handed over', count(orders.mealsHandedOver)),
      line('for each hour that riders were on the way', share(riders.mealsPerHour)),
      line('baht a meal', baht(money.satangPerMeal)),
    ]),
    ...section(
      'What went wrong on purpose (in clean runs)',
      mishaps
        .filter((mishap) => mishap.met > 0)
        .map((mishap) => line(MISHAP_WORDS[mishap.name], `${count(mishap.met)} (${count(mishap.survived)})`)),
    ),
    ...section(
      'Broken rules',
      failed.slice(0, FAILURES_SHOWN).map((outcome) => `  ${outcomeWords(outcome)}`),
    ),
    '',
  ].join('\n');
}
