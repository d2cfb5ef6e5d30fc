import type { PublicCampaign, ServedCell, WaitingCell } from '../../db/pages/public-page.ts';
import { ENVELOPE_RULE, envelopes } from '../domain/envelopes.ts';
import type { Problem } from '../domain/envelopes.ts';
import { publishCells } from '../domain/published-cells.ts';
import { PUBLIC_CELL_MIN, PUSH_PRICE_SATANG } from '../limits.ts';

/** How a community's numbers are published: by themselves, as part of the others' sum, or not at all. */
export type CellStatus = 'shown' | 'others' | 'fewer_than_5' | 'with_others';

/** The id under which small communities stand together. */
export const OTHERS = 'others';

export interface OpenRow {
  campaign: string;
  week: string;
  community: string;
  communityName: string;
  status: CellStatus;
  meals: number | null;
  households: number | null;
  satang: number | null;
}

export interface OpenEnvelope extends Problem {
  communityName: string;
  satang: number;
}

export interface OpenCampaign extends Omit<PublicCampaign, 'meals'> {
  /** Null while there are fewer than five. */
  meals: number | null;
  thisWeek: { meals: number; households: number; satang: number } | null;
  envelopes: { rule: string; week: string | null; budgetSatang: number; rows: OpenEnvelope[] };
}

export interface OpenData {
  schema: 1;
  /** The Monday of the week that still runs; communities' numbers end the day before. */
  week: string;
  messages: { pushes: number; priceSatang: number; costSatang: number };
  campaigns: OpenCampaign[];
  rows: OpenRow[];
}

export interface Counted {
  week: string;
  campaigns: PublicCampaign[];
  thisWeek: { campaign: string; meals: number; households: number; spentSatang: number }[];
  pushes: number;
}

/** What changes once a week only, already fit to be published. */
export interface WholeWeeks {
  rows: OpenRow[];
  waiting: { community: string; communityName: string; households: number }[];
}

const NO_NUMBERS = { meals: null, households: null, satang: null };

function groupedBy<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function sum<T>(list: readonly T[], valueOf: (item: T) => number): number {
  return list.reduce((total, item) => total + valueOf(item), 0);
}

function named({ campaign, week, community, communityName }: ServedCell) {
  return { campaign, week, community, communityName };
}

function othersOf(cells: readonly ServedCell[], status: CellStatus): OpenRow[] {
  const [first] = cells;
  if (first === undefined) return [];
  const numbers = {
    meals: sum(cells, (cell) => cell.meals),
    households: sum(cells, (cell) => cell.households),
    satang: sum(cells, (cell) => cell.spentSatang),
  };
  return [{ ...named(first), community: OTHERS, communityName: '', status, ...(status === 'others' ? numbers : NO_NUMBERS) }];
}

/** The communities of one campaign in one week. Where even their sum is small, not even their names are told. */
function publishWeek(cells: readonly ServedCell[]): OpenRow[] {
  const { shown, pooled, hidden } = publishCells(
    cells.map((cell) => ({ cell, key: cell.community, counts: [cell.households, cell.meals] })),
    PUBLIC_CELL_MIN,
  );
  const isSmall = ({ households, meals }: ServedCell): boolean => Math.min(households, meals) < PUBLIC_CELL_MIN;
  const byName = (a: OpenRow, b: OpenRow): number => (a.community < b.community ? -1 : 1);
  return [
    ...shown
      .map(({ cell }): OpenRow => ({
        ...named(cell),
        status: 'shown',
        meals: cell.meals,
        households: cell.households,
        satang: cell.spentSatang,
      }))
      .sort(byName),
    ...othersOf(
      pooled.map(({ cell }) => cell),
      'others',
    ),
    ...pooled
      .map(({ cell }): OpenRow => ({ ...named(cell), status: isSmall(cell) ? 'fewer_than_5' : 'with_others', ...NO_NUMBERS }))
      .sort(byName),
    ...othersOf(
      hidden.map(({ cell }) => cell),
      'fewer_than_5',
    ),
  ];
}

function publishWaiting(cells: readonly WaitingCell[]): WholeWeeks['waiting'] {
  const { shown, pooled } = publishCells(
    cells.map((cell) => ({ cell, key: cell.community, counts: [cell.households] })),
    PUBLIC_CELL_MIN,
  );
  const others = sum(pooled, ({ cell }) => cell.households);
  return [...shown.map(({ cell }) => cell), ...(others === 0 ? [] : [{ community: OTHERS, communityName: '', households: others }])].sort(
    (a, b) => (a.community < b.community ? -1 : 1),
  );
}

/** Takes the small numbers out; what is made of the result needs no more care. */
export function publishWholeWeeks(served: readonly ServedCell[], waiting: readonly WaitingCell[]): WholeWeeks {
  const weeks = groupedBy(served, (cell) => `${cell.week} ${cell.campaign}`);
  return { rows: [...weeks.values()].flatMap(publishWeek), waiting: publishWaiting(waiting) };
}

function problemsOf(rows: readonly OpenRow[], waiting: WholeWeeks['waiting']): (Problem & { communityName: string })[] {
  const problems = new Map<string, Problem & { communityName: string }>();
  const at = (community: string, communityName: string) => {
    const problem = problems.get(community) ?? { community, communityName, waiting: 0, served: 0 };
    problems.set(community, problem);
    return problem;
  };
  for (const row of rows) if (row.households !== null) at(row.community, row.communityName).served += row.households;
  for (const row of waiting) at(row.community, row.communityName).waiting += row.households;
  return [...problems.values()].sort((a, b) => (a.community < b.community ? -1 : 1));
}

/** The formula is fed with published numbers only, so that anyone comes to the same envelopes. */
function envelopesOf(campaign: PublicCampaign, weeks: WholeWeeks): OpenCampaign['envelopes'] {
  const own = weeks.rows.filter((row) => row.campaign === campaign.campaign);
  const week = own.reduce<string | null>((newest, row) => (newest === null || row.week > newest ? row.week : newest), null);
  const problems = problemsOf(
    own.filter((row) => row.week === week),
    weeks.waiting,
  );
  const shares = envelopes(campaign.receivedSatang, problems);
  return {
    rule: ENVELOPE_RULE,
    week,
    budgetSatang: campaign.receivedSatang,
    rows: problems.map((problem) => ({ ...problem, satang: shares.get(problem.community) ?? 0 })),
  };
}

function openCampaign(campaign: PublicCampaign, counted: Counted, weeks: WholeWeeks): OpenCampaign {
  const now = counted.thisWeek.find((row) => row.campaign === campaign.campaign);
  const isTold = now !== undefined && Math.min(now.meals, now.households) >= PUBLIC_CELL_MIN;
  return {
    ...campaign,
    meals: campaign.meals > 0 && campaign.meals < PUBLIC_CELL_MIN ? null : campaign.meals,
    thisWeek: isTold ? { meals: now.meals, households: now.households, satang: now.spentSatang } : null,
    envelopes: envelopesOf(campaign, weeks),
  };
}

export function openData(counted: Counted, weeks: WholeWeeks): OpenData {
  return {
    schema: 1,
    week: counted.week,
    messages: { pushes: counted.pushes, priceSatang: PUSH_PRICE_SATANG, costSatang: counted.pushes * PUSH_PRICE_SATANG },
    campaigns: counted.campaigns.map((campaign) => openCampaign(campaign, counted, weeks)),
    rows: weeks.rows,
  };
}

/** Spreadsheets take a text that begins with one of these for a formula. */
const FORMULA = /^[=+\-@\t\r]/u;

function csvText(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const CSV_COLUMNS = [
  'campaign',
  'campaign_name',
  'week',
  'community',
  'community_name',
  'status',
  'meals',
  'households',
  'satang',
  'satang_per_meal',
] as const;

function perMeal({ satang, meals }: OpenRow): string {
  return satang === null || meals === null || meals === 0 ? '' : String(Math.round(satang / meals));
}

/** One line for each campaign, week and community. The mark in front tells spreadsheets that it is UTF-8. */
export function openDataCsv(data: OpenData): string {
  const names = new Map(data.campaigns.map(({ campaign, name }) => [campaign, name]));
  const lines = data.rows.map((row) =>
    [
      row.campaign,
      csvText(names.get(row.campaign) ?? ''),
      row.week,
      row.community,
      csvText(row.communityName),
      row.status,
      row.meals ?? '',
      row.households ?? '',
      row.satang ?? '',
      perMeal(row),
    ].join(','),
  );
  return `\u{FEFF}${[CSV_COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}
