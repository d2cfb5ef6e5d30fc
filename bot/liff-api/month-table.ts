import type { MonthPage } from './contract.ts';

const HEADS = [
  'campaign',
  'received_baht',
  'granted_baht',
  'granted_meals',
  'handed_over_meals',
  'owed_baht',
  'expired_baht',
  'free_at_end_baht',
  'committed_at_end_baht',
];

function bahtOf(satang: number): string {
  return (satang / 100).toFixed(2);
}

/** Quoted, and never read as a formula by a spreadsheet. */
function cellOf(words: string): string {
  const harmless = /^[=+\-@\t\r]/u.test(words) ? `'${words}` : words;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** The month as CSV; the mark in front tells spreadsheets that Thai in it is UTF-8. */
export function monthTable({ lines }: MonthPage): Uint8Array {
  const rows = lines.map((line) => [
    cellOf(line.campaignName),
    bahtOf(line.receivedSatang),
    bahtOf(line.grantedSatang),
    String(line.grantedMeals),
    String(line.handedOverMeals),
    bahtOf(line.owedSatang),
    bahtOf(line.expiredSatang),
    bahtOf(line.freeAtEndSatang),
    bahtOf(line.committedAtEndSatang),
  ]);
  return Buffer.from(`\u{feff}${[HEADS, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`);
}
