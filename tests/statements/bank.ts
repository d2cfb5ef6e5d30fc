import type { StatementAnswer } from '../../bot/liff-api/contract.ts';
import type { Page } from '../liff-api/world.ts';

/** A line as a bank writes it, in the columns that its heads name. */
export interface Line {
  day?: string;
  time?: string;
  amount?: string;
  reference: string;
  words?: string;
}

/** A statement as a Thai bank exports it: a few lines of its own on top, then heads, then the table. */
export function statement(lines: Line[]): string {
  const rows = lines.map(({ day = '25/11/2569', time = '10:05', amount = '400.00', reference, words = '' }) =>
    [day, time, '', `"${amount}"`, reference, `"${words}"`].join(','),
  );
  return ['รายการเดินบัญชี,,,,,', 'วันที่,เวลา,ถอนเงิน,เงินฝาก,เลขที่อ้างอิง,รายละเอียด', ...rows].join('\r\n');
}

/** The same text in the encoding of old Thai software. */
export function inWindows874(text: string): Buffer {
  return Buffer.from(
    Array.from(text, (sign) => {
      const code = sign.codePointAt(0) ?? 0;
      return code >= 0x0e01 && code <= 0x0e5b ? code - 0x0e00 + 0xa0 : code;
    }),
  );
}

export async function send(treasurer: Page, file: string | Buffer, options: { dryRun?: boolean; columns?: object } = {}) {
  const answer = await treasurer.post('/treasurer/statements', {
    file: Buffer.from(file).toString('base64'),
    dryRun: options.dryRun ?? false,
    ...(options.columns === undefined ? {} : { columns: options.columns }),
  });
  const body: StatementAnswer = answer.body;
  return { status: answer.status, body };
}
