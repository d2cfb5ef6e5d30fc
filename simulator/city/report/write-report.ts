import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportPage } from './page.ts';
import type { CityReport } from './report.ts';
import { reportText } from './text.ts';

/** The same report three times: for a terminal, for a program, for a browser. */
export async function writeReport(folder: string, report: CityReport): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'report.txt'), reportText(report));
  await writeFile(join(folder, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  await writeFile(join(folder, 'report.html'), await reportPage(report));
}
