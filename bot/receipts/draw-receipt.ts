import { createRequire } from 'node:module';
import { bahttext } from 'bahttext';
import Pdf from 'pdfkit';
import { bangkokDay } from '../domain/days.ts';
import type { Receipt } from '../domain/receipt.ts';
import { RECEIPT_WORDS as WORDS } from './receipt-words.ts';

/** Who receives the money, as the receipt names them. */
export interface Issuer {
  name?: string;
  address?: string;
  taxId?: string;
}

const require = createRequire(import.meta.url);
const fontFile = (file: string): string => require.resolve(`@expo-google-fonts/noto-sans-thai-looped/${file}`);
const REGULAR = fontFile('400Regular/NotoSansThaiLooped_400Regular.ttf');
const BOLD = fontFile('700Bold/NotoSansThaiLooped_700Bold.ttf');

/** A5 lying down: half a sheet, as receipt books are. */
const MARGIN = 34;
const LABEL_WIDTH = 120;
const INK = '#1d2b1f';
const SOFT = '#5b665d';
const RED = '#b3261e';
const RULE = '#c9cfc7';
const BUDDHIST_YEARS = 543;
/** Tone marks stand over upper vowels: lines need air. */
const LINE_GAP = 1;

type Paper = InstanceType<typeof Pdf>;

/**
 * Sara am after a tone mark is two signs that stand on both sides of it; printers of text that do not know Thai put
 * them on one spot. Taken apart in the order in which they stand, the font places them right.
 */
export function forPrint(words: string): string {
  return words.replaceAll(/([\u0E48-\u0E4B]?)\u0E33/gu, '\u0E4D$1\u0E32');
}

function dayInWords(at: number): string {
  const [year = '', month = '', day = ''] = bangkokDay(at).split('-');
  return `${Number(day)} ${WORDS.months[Number(month) - 1] ?? ''} ${WORDS.era} ${Number(year) + BUDDHIST_YEARS}`;
}

function bahtOf(amountSatang: number): string {
  const amount = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(amountSatang / 100);
  return `${amount} ${WORDS.baht}`;
}

/** One page, the same bytes for the same receipt: nothing of the machine or the moment is in it. */
export async function drawReceipt(receipt: Receipt, issuer: Issuer): Promise<Uint8Array> {
  const paper = new Pdf({
    size: 'A5',
    layout: 'landscape',
    margin: MARGIN,
    info: { Title: receipt.number, CreationDate: new Date(receipt.issuedAt) },
  });
  const parts: Buffer[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  paper.on('data', (part: Buffer) => void parts.push(part));
  paper.on('end', () => resolve(undefined));
  paper.on('error', reject);
  paper.registerFont('regular', REGULAR);
  paper.registerFont('bold', BOLD);
  drawHead(paper, receipt, issuer);
  drawFacts(paper, receipt);
  drawFoot(paper, receipt);
  if (receipt.state === 'cancelled') drawCancelled(paper);
  paper.end();
  await promise;
  return Buffer.concat(parts);
}

function write(paper: Paper, words: string, style: { font?: 'regular' | 'bold'; size?: number; colour?: string } = {}): Paper {
  const { font = 'regular', size = 11, colour = INK } = style;
  return paper.font(font).fontSize(size).fillColor(colour).text(forPrint(words), { lineGap: LINE_GAP });
}

function drawHead(paper: Paper, receipt: Receipt, issuer: Issuer): void {
  write(paper, issuer.name ?? WORDS.issuer, { font: 'bold', size: 14 });
  if (issuer.address !== undefined) write(paper, issuer.address, { size: 9, colour: SOFT });
  if (issuer.taxId !== undefined) write(paper, WORDS.taxId(issuer.taxId), { size: 9, colour: SOFT });
  paper.moveDown(0.3);
  write(paper, WORDS.title, { font: 'bold', size: 18 });
  if (receipt.replaces !== undefined) write(paper, WORDS.replacing(receipt.replaces), { font: 'bold', colour: RED });
  const { width } = paper.page;
  const y = paper.y + 2;
  paper
    .moveTo(MARGIN, y)
    .lineTo(width - MARGIN, y)
    .strokeColor(RULE)
    .stroke();
  paper.y = y + 8;
}

function drawFacts(paper: Paper, receipt: Receipt): void {
  const facts: (readonly [string, string])[] = [
    [WORDS.number, receipt.number],
    [WORDS.day, dayInWords(receipt.issuedAt)],
    [WORDS.from, receipt.donorName ?? WORDS.nobody],
    [WORDS.amount, bahtOf(receipt.amountSatang)],
    [WORDS.inWords, bahttext(receipt.amountSatang / 100)],
    [WORDS.campaign, receipt.campaignName],
    ...(receipt.permitNo === undefined ? [] : [[WORDS.permit, receipt.permitNo] as const]),
    [WORDS.moneyIn, dayInWords(receipt.receivedAt)],
  ];
  for (const [label, value] of facts) {
    const { y } = paper;
    paper.font('regular').fontSize(11).fillColor(SOFT).text(forPrint(label), MARGIN, y, { width: LABEL_WIDTH, lineGap: LINE_GAP });
    const width = paper.page.width - 2 * MARGIN - LABEL_WIDTH;
    paper
      .font(label === WORDS.amount ? 'bold' : 'regular')
      .fillColor(INK)
      .text(forPrint(value), MARGIN + LABEL_WIDTH, y, { width, lineGap: LINE_GAP });
  }
  paper.x = MARGIN;
}

function drawFoot(paper: Paper, receipt: Receipt): void {
  paper.moveDown(0.3);
  write(paper, WORDS.tax[receipt.taxStatus], { size: 10, colour: receipt.taxStatus === 'none' ? SOFT : INK });
  const y = paper.page.height - MARGIN - 44;
  const options = { width: 260, align: 'center' as const, lineGap: LINE_GAP };
  const x = paper.page.width - MARGIN - options.width;
  paper.font('regular').fontSize(11).fillColor(INK).text(forPrint(WORDS.signed), x, y, options);
  paper.text(forPrint(WORDS.treasurer), x, paper.y, options);
}

function drawCancelled(paper: Paper): void {
  const { width, height } = paper.page;
  paper.save().rotate(-20, { origin: [width / 2, height / 2] });
  paper
    .font('bold')
    .fontSize(90)
    .fillColor(RED, 0.3)
    .text(forPrint(WORDS.cancelled), 0, height / 2 - 80, { width, align: 'center' });
  paper.restore();
}
