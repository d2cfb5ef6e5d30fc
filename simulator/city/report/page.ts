import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bars, escaped, hours, seedGrid } from './charts.ts';
import { failedSeeds, ORDER_STATES } from './report.ts';
import type { CityReport } from './report.ts';
import { aboutRun, baht, count, hashWords, minutes, MISHAP_WORDS, outcomeWords, share, STATE_WORDS, verdict, WAIT_WORDS } from './words.ts';

const FAILURES_SHOWN = 50;
const TICK = 'M12 21l6 6 11-13';
const CROSS = 'M14 14l12 12m0-12L14 26';

function tile(value: string, label: string): string {
  return `<li><b>${escaped(value)}</b><span>${escaped(label)}</span></li>`;
}

function tiles({ throughput, orders, pushes, riders, money }: CityReport): string {
  return `<ul class="tiles">${[
    tile(count(orders.mealsHandedOver), 'meals handed over'),
    tile(share(pushes.perMeal), 'pushes for each of them'),
    tile(baht(money.satangPerMeal), 'baht a meal'),
    tile(share(riders.mealsPerHour), 'meals for each hour on the way'),
    tile(count(throughput.eventsPerSecond), 'events a real second'),
    tile(String(throughput.simulatedDays), `simulated days in ${throughput.realSeconds} s`),
  ].join('')}</ul>`;
}

/** All of them, or how many were met in runs where every rule held. */
function survivedWords(met: number, survived: number): string {
  return met === survived ? count(met) : `${count(survived)} of ${count(met)}`;
}

function charts(report: CityReport): string {
  const { orders, waits, pushes, mishaps } = report;
  const states = ORDER_STATES.filter((state) => orders.byState[state] > 0);
  const met = mishaps.filter((mishap) => mishap.met > 0);
  const all = [
    bars(
      'Waiting, from asking until …',
      waits.map(({ name, p50Ms, p95Ms }) => ({
        label: WAIT_WORDS[name],
        value: p50Ms,
        beyond: p95Ms,
        words: `${minutes(p50Ms)} · ${minutes(p95Ms)}`,
      })),
    ).replace('</figure>', '<p><i class="key"></i> half of them · <i class="key late"></i> 95 of 100</p></figure>'),
    hours('Orders by the hour in which they were placed', orders.byHour),
    bars(
      'Orders by how they ended',
      states.map((state) => ({ label: STATE_WORDS[state], value: orders.byState[state], words: count(orders.byState[state]) })),
    ),
    bars(
      'Pushes for each meal that arrived, by who got them',
      pushes.byRole.map(({ role, perMeal }) => ({ label: role, value: perMeal, words: share(perMeal) })),
    ),
    ...(met.length === 0
      ? []
      : [
          bars(
            'What went wrong on purpose, and was survived',
            met.map(({ name, met: times, survived }) => ({
              label: MISHAP_WORDS[name],
              value: times,
              words: survivedWords(times, survived),
            })),
          ),
        ]),
    seedGrid(
      'Runs, one for each seed',
      report.seeds.map(({ seed, problems }) => ({ seed, isClean: problems.length === 0 })),
    ),
  ];
  return `<div class="charts">${all.join('')}</div>`;
}

function brokenRules(report: CityReport): string {
  const failed = failedSeeds(report);
  if (failed.length === 0) return '';
  const items = failed.slice(0, FAILURES_SHOWN).map((outcome) => `<li>${escaped(outcomeWords(outcome))}</li>`);
  return `<h2>Broken rules</h2><ol class="problems">${items.join('')}</ol>`;
}

/** One file that needs no other: it can be sent to somebody and opened anywhere. */
export async function reportPage(report: CityReport): Promise<string> {
  const style = await readFile(join(import.meta.dirname, 'page.css'), 'utf8');
  const isClean = failedSeeds(report).length === 0;
  const mark = `<svg class="mark" viewBox="0 0 40 40" aria-hidden="true"><circle cx="20" cy="20" r="20"/><path d="${isClean ? TICK : CROSS}"/></svg>`;
  const { faults, throughput } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(verdict(report))}</title>
<style>${style}</style>
</head>
<body${isClean ? '' : ' class="broken-city"'}>
<header class="verdict">${mark}<div><h1>${escaped(verdict(report))}</h1><p>${escaped(aboutRun(report))}</p></div></header>
<main>
${tiles(report)}
${brokenRules(report)}
<h2>What happened</h2>
${charts(report)}
</main>
<footer>
<p>${count(throughput.steps)} steps, ${count(throughput.events)} events. Trace ${escaped(hashWords(report))}.</p>
<p>${escaped(faults.length === 0 ? 'No faults were switched on.' : `Faults: ${faults.join(', ')}.`)}</p>
</footer>
</body>
</html>
`;
}
