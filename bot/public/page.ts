import { formatBahtDigits, formatNumber } from '../messages/format.ts';
import { publicEn } from '../messages/text/public/en.ts';
import { publicTh } from '../messages/text/public/th.ts';
import { PUBLIC_CAMPAIGNS_SHOWN } from '../limits.ts';
import { campaignSection, dayWords } from './campaign-section.ts';
import type { Telling } from './campaign-section.ts';
import { escaped, table } from './markup.ts';
import { CSV_COLUMNS } from './open-data.ts';
import type { OpenCampaign, OpenData } from './open-data.ts';

export const PUBLIC_LANGUAGES = ['th', 'en'] as const;
export type PublicLanguage = (typeof PUBLIC_LANGUAGES)[number];

/** A day whose books are sealed. */
export interface SealedDay {
  day: string;
  transfers: number;
  head: string;
}

const WORDS = { th: publicTh, en: publicEn };

function sum(campaigns: readonly OpenCampaign[], valueOf: (campaign: OpenCampaign) => number): number {
  return campaigns.reduce((total, campaign) => total + valueOf(campaign), 0);
}

/** Campaigns with too few meals to be told are left out of the whole too, or the whole would tell them. */
function told(data: OpenData): (OpenCampaign & { meals: number })[] {
  return data.campaigns.flatMap((campaign) => (campaign.meals === null ? [] : [{ ...campaign, meals: campaign.meals }]));
}

function mealsOf(data: OpenData): number {
  return told(data).reduce((total, campaign) => total + campaign.meals, 0);
}

function glance(data: OpenData, { words }: Telling): string {
  const { total } = words;
  if (data.campaigns.length === 0) return `<section class="glance"><p>${escaped(total.none)}</p></section>`;
  const meals = mealsOf(data);
  const spent = told(data).reduce((satang, campaign) => satang + campaign.shopsSatang + campaign.ridersSatang, 0);
  const facts: [string, string][] = [
    [total.received, words.baht(formatBahtDigits(sum(data.campaigns, (campaign) => campaign.receivedSatang)))],
    [total.meals, meals === 0 ? words.few : words.meals(formatNumber(meals))],
    [total.perMeal, meals === 0 ? '-' : words.baht(formatBahtDigits(Math.round(spent / meals)))],
  ];
  const cards = facts.map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`);
  return `<section class="glance" aria-label="${escaped(total.title)}"><dl>${cards.join('')}</dl></section>`;
}

function messages(data: OpenData, { words }: Telling): string {
  const { pushes, priceSatang, costSatang } = data.messages;
  const meals = mealsOf(data);
  const numbers = table({
    caption: words.messages.title,
    isHeaded: true,
    columns: [],
    rows: [
      [words.messages.pushes, formatNumber(pushes)],
      [words.messages.price, words.baht(formatBahtDigits(priceSatang))],
      [words.messages.cost, words.baht(formatBahtDigits(costSatang))],
      [words.messages.perMeal, meals === 0 ? '-' : formatNumber(pushes / meals)],
    ],
  });
  return `<section class="part" id="messages"><h2>${escaped(words.messages.title)}</h2><p>${escaped(words.messages.lead)}</p>${numbers}<p class="soft">${escaped(words.messages.source)}</p></section>`;
}

function link(href: string, words: string): string {
  return `<li><a href="${href}">${escaped(words)}</a></li>`;
}

/** Thai has no spaces between words: a space ends a phrase, and a line breaks there first. */
function phrases(text: string): string {
  return text
    .split(' ')
    .map((phrase) => `<span>${escaped(phrase)}</span>`)
    .join(' ');
}

function check({ words, language }: Telling): string {
  const { check: say } = words;
  const steps = say.steps.map((step) => `<li>${escaped(step)}</li>`);
  const links = [
    link('/public/heads.jsonl', say.heads),
    link(`/public/books/?lang=${language}`, say.books),
    link('/public/verify-books.mjs', say.script),
  ];
  return `<section class="part" id="check"><h2>${escaped(say.title)}</h2><p>${escaped(say.lead)}</p><ol class="steps">${steps.join('')}</ol><ul class="links">${links.join('')}</ul><p>${escaped(say.command)}: <code>node verify-books.mjs</code></p></section>`;
}

function openFiles({ words }: Telling): string {
  const { data: say } = words;
  const links = [link('/public/data.csv', say.csv), link('/public/data.json', say.json)];
  const columns = table({
    caption: say.csv,
    columns: [say.column, say.meaning],
    rows: CSV_COLUMNS.map((column) => [column, say.columns[column]]),
    isText: true,
  });
  return `<section class="part" id="data"><h2>${escaped(say.title)}</h2><p>${escaped(say.lead)}</p><ul class="links">${links.join('')}</ul>${columns}<p class="soft">${escaped(say.jsonNote)}</p></section>`;
}

interface Page {
  path: string;
  title: string;
  lead: string;
  main: string;
}

function wholePage({ words, language, today }: Telling, { path, title, lead, main }: Page): string {
  const other = language === 'th' ? 'en' : 'th';
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escaped(`${title} · ${words.name}`)}</title><meta name="description" content="${escaped(lead)}"><link rel="icon" href="/public/mark.svg"><link rel="stylesheet" href="/public/pages.css"><link rel="alternate" hreflang="th" href="${path}?lang=th"><link rel="alternate" hreflang="en" href="${path}?lang=en">`;
  const masthead = `<header class="masthead"><a class="brand" href="/public/?lang=${language}"><img src="/public/mark.svg" width="40" height="40" alt=""><span>${escaped(words.name)}</span></a><nav aria-label="${escaped(words.languages)}"><a href="${path}?lang=${other}" hreflang="${other}" lang="${other}">${escaped(words.otherLanguage)}</a></nav></header>`;
  return `<!doctype html><html lang="${language}"><head>${head}</head><body><a class="skip" href="#main">${escaped(words.skip)}</a>${masthead}<main id="main">${main}</main><footer><p>${escaped(words.made(dayWords(today, language)))}</p></footer></body></html>`;
}

/** The books of each sealed day, to be downloaded; the newest stands first. */
export function booksPage(days: readonly SealedDay[], language: PublicLanguage, today: string): string {
  const telling: Telling = { words: WORDS[language], language, today };
  const { check: say } = telling.words;
  const lines = days.map(
    ({ day, transfers, head }) =>
      `<li><a href="/public/books/${day}.jsonl">${escaped(dayWords(day, language))}</a> <span class="soft">${escaped(say.transfers(formatNumber(transfers)))}</span> <code class="head">${escaped(head)}</code></li>`,
  );
  const list = days.length === 0 ? `<p>${escaped(say.noBooks)}</p>` : `<ol class="days">${lines.join('')}</ol>`;
  const main = `<h1>${escaped(say.books)}</h1><p class="lead">${escaped(say.booksLead)}</p><section class="part">${list}</section>`;
  return wholePage(telling, { path: '/public/books/', title: say.books, lead: say.booksLead, main });
}

/** The whole page, for eyes, print and machines that read aloud; it needs no script. */
export function publicPage(data: OpenData, language: PublicLanguage, today: string): string {
  const telling: Telling = { words: WORDS[language], language, today };
  const { words } = telling;
  const shown = data.campaigns.slice(0, PUBLIC_CAMPAIGNS_SHOWN);
  const rest = data.campaigns.length - shown.length;
  const campaigns = shown.map((campaign) =>
    campaignSection(
      campaign,
      data.rows.filter((row) => row.campaign === campaign.campaign),
      telling,
    ),
  );
  const more = rest === 0 ? '' : `<p class="soft">${escaped(words.campaign.more(String(rest)))}</p>`;
  const main = `<h1>${phrases(words.title)}</h1><p class="lead">${escaped(words.lead)}</p>${glance(data, telling)}${campaigns.join('')}${more}${messages(data, telling)}${check(telling)}${openFiles(telling)}`;
  return wholePage(telling, { path: '/public/', title: words.title, lead: words.lead, main });
}
