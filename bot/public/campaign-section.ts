import { formatBahtDigits, formatDate, formatNumber, noonOf } from '../messages/format.ts';
import type { PublicWords } from '../messages/text/public/th.ts';
import { PUBLIC_WEEKS_SHOWN } from '../limits.ts';
import { bars, escaped, table } from './markup.ts';
import { OTHERS } from './open-data.ts';
import type { OpenCampaign, OpenRow } from './open-data.ts';

export interface Telling {
  words: PublicWords;
  language: 'th' | 'en';
  today: string;
}

export function dayWords(day: string, language: Telling['language']): string {
  return formatDate(noonOf(day) ?? Number.NaN, language);
}

/** The weeks shown are at most a few months old: the year goes without saying. */
function weekWords(day: string, language: Telling['language']): string {
  return dayWords(day, language).split(' ').slice(0, 2).join(' ');
}

/** Two digits after the point, or none: 32, 38.25. */
function perMeal(satang: number, meals: number): string {
  return meals === 0 ? '-' : formatBahtDigits(Math.round(satang / meals));
}

function stateOf({ startsOn, endsOn }: OpenCampaign, { words, today }: Telling): { words: string; is: string } {
  if (today < startsOn) return { words: words.campaign.soon, is: 'soon' };
  return today > endsOn ? { words: words.campaign.over, is: 'over' } : { words: words.campaign.open, is: 'open' };
}

function target({ targetSatang, receivedSatang }: OpenCampaign, { words }: Telling): string {
  if (targetSatang === null) return `<p class="soft">${escaped(words.campaign.noTarget)}</p>`;
  const share = Math.min(100, Math.floor((receivedSatang / targetSatang) * 100));
  const state = receivedSatang >= targetSatang ? words.campaign.closed : words.campaign.reached(String(share));
  const said = `${words.baht(formatBahtDigits(receivedSatang))} / ${words.baht(formatBahtDigits(targetSatang))}`;
  return `<div class="target"><p><span>${escaped(words.campaign.target)}</span> <strong>${escaped(state)}</strong></p><svg class="bar bar-whole" width="100%" height="14" aria-hidden="true" focusable="false"><rect class="bar-ground" width="100%" height="14" rx="3"/><rect class="bar-value" width="${share}%" height="14" rx="3"/></svg><p class="soft">${escaped(said)}</p></div>`;
}

function heading(campaign: OpenCampaign, telling: Telling): string {
  const { words, language } = telling;
  const state = stateOf(campaign, telling);
  const dates = words.campaign.dates(dayWords(campaign.startsOn, language), dayWords(campaign.endsOn, language));
  const permit = campaign.permitNo === null ? words.campaign.noPermit : `${words.campaign.permit} ${campaign.permitNo}`;
  const purpose = campaign.purpose === '' ? '' : `<p class="purpose">${escaped(campaign.purpose)}</p>`;
  return `<header><h2>${escaped(campaign.name)}</h2><p class="facts"><span class="state state-${state.is}">${escaped(state.words)}</span> <span>${escaped(dates)}</span> <span>${escaped(permit)}</span></p>${purpose}${target(campaign, telling)}</header>`;
}

function money(campaign: OpenCampaign, { words }: Telling): string {
  const parts: [string, number][] = [
    [words.money.free, campaign.freeSatang],
    [words.money.committed, campaign.committedSatang],
    [words.money.owed, campaign.owedSatang],
    [words.money.paid, campaign.paidSatang],
  ];
  const carried: [string, number][] = campaign.carriedSatang === 0 ? [] : [[words.money.carried, campaign.carriedSatang]];
  const all: [string, number][] = [[words.money.received, campaign.receivedSatang], ...carried, ...parts];
  // A rest that went on to another campaign is below zero: it stands in the table, a bar cannot show it.
  const chart = all
    .filter(([, value]) => value >= 0)
    .map(([label, value], place) => ({
      label,
      value,
      words: words.baht(formatBahtDigits(value)),
      tone: place === 0 ? ('whole' as const) : ('part' as const),
    }));
  const numbers = table({
    caption: words.money.title,
    isHeaded: true,
    columns: [words.money.where, words.money.amount],
    rows: all.map(([label, value]) => [label, formatBahtDigits(value)]),
  });
  const spent = table({
    caption: words.money.spentTitle,
    columns: [words.money.where, words.money.amount],
    rows: [
      [words.money.shops, formatBahtDigits(campaign.shopsSatang)],
      [words.money.riders, formatBahtDigits(campaign.ridersSatang)],
    ],
  });
  return `<section class="part"><h3>${escaped(words.money.title)}</h3><div class="two"><div>${bars({ caption: words.money.rule }, chart)}</div><div>${numbers}${spent}</div></div></section>`;
}

interface WeekSum {
  week: string;
  meals: number;
  households: number;
  satang: number;
  /** Undefined for weeks too small to be told. */
  isTold: boolean;
}

function weekSums(rows: readonly OpenRow[]): WeekSum[] {
  const sums = new Map<string, WeekSum>();
  for (const { week, meals, households, satang } of rows) {
    const sum = sums.get(week) ?? { week, meals: 0, households: 0, satang: 0, isTold: false };
    sums.set(week, sum);
    if (meals === null || households === null || satang === null) continue;
    Object.assign(sum, { meals: sum.meals + meals, households: sum.households + households, satang: sum.satang + satang, isTold: true });
  }
  return [...sums.values()].sort((a, b) => (a.week < b.week ? -1 : 1)).slice(-PUBLIC_WEEKS_SHOWN);
}

function weeks(campaign: OpenCampaign, rows: readonly OpenRow[], { words, language }: Telling): string {
  const told = weekSums(rows);
  const lines = told.map(({ week, ...sum }) => ({ label: weekWords(week, language), ...sum }));
  if (campaign.thisWeek !== null) lines.push({ label: words.weeks.soFar, ...campaign.thisWeek, isTold: true });
  const title = `<h3>${escaped(words.weeks.title)}</h3>`;
  if (lines.length === 0) return `<section class="part">${title}<p class="soft">${escaped(words.weeks.none)}</p></section>`;
  const chart = bars(
    { caption: words.weeks.title, isHeaded: true },
    lines.map(({ label, meals, isTold }) => ({ label, value: meals, words: isTold ? words.meals(formatNumber(meals)) : words.few })),
  );
  const numbers = table({
    caption: words.weeks.title,
    isHeaded: true,
    columns: [words.weeks.week, words.weeks.meals, words.weeks.households, words.weeks.perMeal],
    rows: lines.map(({ label, meals, households, satang, isTold }) =>
      isTold ? [label, formatNumber(meals), formatNumber(households), perMeal(satang, meals)] : [label, words.few, words.few, '-'],
    ),
  });
  return `<section class="part">${title}<div class="two"><div>${chart}</div><div>${numbers}</div></div><p class="soft">${escaped(words.weeks.note)}</p></section>`;
}

function communityWords({ community, communityName, status }: OpenRow, { words }: Telling): string {
  if (community !== OTHERS) return communityName;
  return status === 'others' ? words.others : words.allSmall;
}

function communityLine(row: OpenRow, telling: Telling): string[] {
  const name = communityWords(row, telling);
  const { words } = telling;
  if (row.meals === null || row.households === null || row.satang === null) {
    const instead = row.status === 'with_others' ? words.withOthers : words.few;
    return [name, instead, instead, '-'];
  }
  return [name, formatNumber(row.meals), formatNumber(row.households), perMeal(row.satang, row.meals)];
}

function communities(rows: readonly OpenRow[], telling: Telling): string {
  const { words, language } = telling;
  const week = rows.reduce((newest, row) => (row.week > newest ? row.week : newest), '');
  if (week === '') return '';
  const own = rows.filter((row) => row.week === week);
  const title = words.communities.title(dayWords(week, language));
  const told = own.flatMap((row) =>
    row.meals === null ? [] : [{ label: communityWords(row, telling), value: row.meals, words: words.meals(formatNumber(row.meals)) }],
  );
  const chart = told.length === 0 ? '' : bars({ caption: title, isHeaded: true }, told);
  const numbers = table({
    caption: title,
    isHeaded: true,
    columns: [words.communities.community, words.weeks.meals, words.weeks.households, words.weeks.perMeal],
    rows: own.map((row) => communityLine(row, telling)),
  });
  return `<section class="part"><h3>${escaped(title)}</h3><div class="two"><div>${chart}</div><div>${numbers}</div></div><p class="soft">${escaped(words.communities.note)}</p></section>`;
}

function envelope(campaign: OpenCampaign, telling: Telling): string {
  const { words } = telling;
  const { rows, rule } = campaign.envelopes;
  if (rows.length === 0 || stateOf(campaign, telling).is !== 'open') return '';
  const numbers = table({
    caption: words.envelope.title,
    isHeaded: true,
    columns: [words.communities.community, words.envelope.waiting, words.envelope.served, words.envelope.share],
    rows: rows.map((row) => [
      row.community === OTHERS ? words.others : row.communityName,
      formatNumber(row.waiting),
      formatNumber(row.served),
      formatBahtDigits(row.satang),
    ]),
  });
  return `<section class="part"><h3>${escaped(words.envelope.title)}</h3><p>${escaped(words.envelope.lead)}</p><p class="formula">${escaped(words.envelope.formula)}</p>${numbers}<p class="soft">${escaped(words.envelope.rule(rule))}</p></section>`;
}

/** One campaign: what it is for, where its money is, what became of it. */
export function campaignSection(campaign: OpenCampaign, rows: readonly OpenRow[], telling: Telling): string {
  const parts = [
    heading(campaign, telling),
    money(campaign, telling),
    weeks(campaign, rows, telling),
    communities(rows, telling),
    envelope(campaign, telling),
  ];
  return `<article class="campaign">${parts.join('')}</article>`;
}
