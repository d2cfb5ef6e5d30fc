import { slipVerify } from 'promptparse/generate';
import QRCode from 'qrcode';
import { addNoise, blur, photograph, rasterise, toJpeg, toPng } from './picture.ts';
import type { Pixels } from './picture.ts';

type Random = () => number;

export interface DrawnSlip {
  bytes: Buffer;
  bank: string;
  transactionReference: string;
  /** What was done to it, for whoever reads a failure. */
  about: string;
}

interface Look {
  paper: string;
  card: string;
  ink: string;
  accent: string;
  title: string;
  /** Where the code stands on the card. */
  codeAt: 'left' | 'middle' | 'right';
  hasStatusBar: boolean;
  hasShadow: boolean;
  codeBorder: 'none' | 'line' | 'thick';
  /** Dark mode turns the code over, too: light squares on dark. */
  colours: { light: string; dark: string };
}

const pick = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};
const between = (random: Random, low: number, high: number): number => low + random() * (high - low);

const NAMES = ['น.ส. มะลิ ใ***', 'นาย สมชาย ก***', 'MR. SOMCHAI K***', 'MS. MALI J***', 'นาง อารี ส***'];
const TITLES = ['โอนเงินสำเร็จ', 'Transfer completed', 'ทำรายการสำเร็จ', 'ชำระเงินสำเร็จ', 'Payment successful'];
const BANKS = ['002', '004', '006', '011', '014', '025', '030', '034', '067', '069'];
const UPPER = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const MIXED = `${UPPER}abcdefghijklmnopqrstuvwxyz`;

/** References as banks print them: digits, digits and letters, seldom small letters; 15 to 25 characters. */
function drawReference(random: Random): string {
  const alphabet = pick(random, ['0123456789', '0123456789', UPPER, UPPER, MIXED]);
  return Array.from({ length: 15 + Math.floor(random() * 11) }, () => pick(random, alphabet.split(''))).join('');
}

function drawLook(random: Random): Look {
  const isDark = random() < 0.2;
  return {
    paper: isDark ? '#10141a' : pick(random, ['#e9eef2', '#ffffff', '#fdf3e4', '#dfe9df', '#5b3f8f']),
    card: isDark ? '#1c232c' : '#ffffff',
    ink: isDark ? '#e6edf3' : '#1c2733',
    accent: pick(random, ['#7a3fa0', '#0b7a4b', '#1a4fa3', '#c2571a', '#2b2b2b', '#0098a6']),
    title: pick(random, TITLES),
    codeAt: pick(random, ['left', 'middle', 'right']),
    hasStatusBar: random() < 0.5,
    hasShadow: random() < 0.4,
    codeBorder: pick(random, ['none', 'line', 'thick']),
    colours:
      isDark && random() < 0.3 ? { light: '#1c232c', dark: '#f2f5f8' } : { light: '#ffffff', dark: pick(random, ['#000000', '#1c2733']) },
  };
}

/** The code's dark squares, with a quiet zone of `quiet` squares in white around them. */
export function codeSvg(
  payload: string,
  place: { x: number; y: number; size: number; quiet: number; colours?: { light: string; dark: string } },
): string {
  const { modules } = QRCode.create(payload, { errorCorrectionLevel: 'M' });
  const squares = modules.size + 2 * place.quiet;
  let path = '';
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) !== 0) path += `M${column + place.quiet} ${row + place.quiet}h1v1h-1z`;
    }
  }
  const scale = place.size / squares;
  const { light, dark } = place.colours ?? { light: '#fff', dark: '#000' };
  return `<g transform="translate(${place.x} ${place.y}) scale(${scale})"><rect width="${squares}" height="${squares}" fill="${light}"/><path d="${path}" fill="${dark}"/></g>`;
}

const text = (words: string, at: { x: number; y: number; size: number; fill: string; bold?: boolean }): string =>
  `<text x="${at.x}" y="${at.y}" font-size="${at.size}" fill="${at.fill}" font-weight="${at.bold === true ? 700 : 400}">${words}</text>`;

/** The slip on a canvas 400 wide and `height` high; `code` is the share of the width that the QR takes. */
function slipSvg(random: Random, slip: { payload: string; look: Look; height: number; code: number; quiet: number }): string {
  const { look, height } = slip;
  const size = 400 * slip.code;
  const x = { left: 36, middle: 200 - size / 2, right: 364 - size }[look.codeAt];
  const y = height - size - 50;
  const line = (words: string, top: number, bold = false): string => text(words, { x: 36, y: top, size: 15, fill: look.ink, bold });
  const amount = `${Math.floor(between(random, 20, 5000))}.00`;
  const border = { none: '', line: 'stroke="#9aa5b1" stroke-width="1"', thick: `stroke="${look.accent}" stroke-width="5"` }[
    look.codeBorder
  ];
  const bar = look.hasStatusBar
    ? `<rect width="400" height="22" fill="#000"/>${text('9:41', { x: 12, y: 16, size: 13, fill: '#fff' })}<rect x="350" y="6" width="36" height="11" rx="3" fill="#fff"/>`
    : '';
  const buttons = look.hasStatusBar
    ? `<rect x="40" y="${height - 26}" width="150" height="22" rx="11" fill="${look.accent}"/><rect x="210" y="${height - 26}" width="150" height="22" rx="11" fill="#8895a1"/>`
    : '';
  return [
    `<rect width="400" height="${height}" fill="${look.paper}"/>`,
    look.hasShadow ? `<rect x="22" y="40" width="364" height="${height - 70}" rx="14" fill="#000" opacity="0.25"/>` : '',
    `<rect x="18" y="34" width="364" height="${height - 70}" rx="14" fill="${look.card}"/>`,
    `<circle cx="56" cy="76" r="22" fill="${look.accent}"/><path d="M46 76l8 8l14 -16" stroke="#fff" stroke-width="5" fill="none"/>`,
    text(look.title, { x: 90, y: 82, size: 20, fill: look.accent, bold: true }),
    line(`${pick(random, NAMES)}  xxx-x-x${Math.floor(between(random, 1000, 9999))}-x`, 130),
    line(`ไปยัง ${pick(random, NAMES)}`, 160),
    line('จำนวนเงิน / Amount', 200),
    text(`${amount} บาท`, { x: 36, y: 228, size: 22, fill: look.ink, bold: true }),
    line('ค่าธรรมเนียม 0.00', 256),
    line('เลขที่รายการ', 282),
    `<rect x="${x - 4}" y="${y - 4}" width="${size + 8}" height="${size + 8}" fill="${look.colours.light}" ${border}/>`,
    codeSvg(slip.payload, { x, y, size, quiet: slip.quiet, colours: look.colours }),
    bar,
    buttons,
  ].join('');
}

/** On a canvas large enough for the turned slip, as in a picture of a picture. */
function turnedSvg(body: string, turn: { height: number; degrees: number; width: number }): string {
  const radians = (turn.degrees * Math.PI) / 180;
  const [cos, sin] = [Math.abs(Math.cos(radians)), Math.abs(Math.sin(radians))];
  const [wide, high] = [400 * cos + turn.height * sin, 400 * sin + turn.height * cos];
  // The slip, not the canvas around it, keeps its width in pixels.
  const scale = turn.width / 400;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.round(wide * scale)}" height="${Math.round(high * scale)}" viewBox="0 0 ${wide} ${high}" font-family="Noto Sans Thai Looped">`,
    `<rect width="${wide}" height="${high}" fill="#6b7280"/>`,
    `<g transform="translate(${wide / 2} ${high / 2}) rotate(${turn.degrees}) translate(-200 ${-turn.height / 2})">${body}</g></svg>`,
  ].join('');
}

/** A turn that people's pictures have: mostly none, a quarter, or a little askew. */
function drawDegrees(random: Random): number {
  const kind = random();
  if (kind < 0.45) return 0;
  if (kind < 0.65) return pick(random, [90, 180, 270]);
  return pick(random, [-1, 1]) * between(random, 3, 12) + (random() < 0.15 ? 90 : 0);
}

/** Below two pixels a square a code stops being one; a thumbnail of a slip comes close. */
const PIXELS_A_SQUARE_MIN = 2;
const WIDTHS = [320, 360, 480, 480, 540, 640, 640, 720, 720, 828, 1080];

function drawSize(random: Random, squares: number, isLarge: boolean): { width: number; code: number } {
  const width = isLarge ? pick(random, [1440, 2400]) : pick(random, WIDTHS);
  const least = Math.max(0.08, (PIXELS_A_SQUARE_MIN * squares) / width);
  return { width, code: Math.min(0.35, least + random() ** 2 * (0.35 - least)) };
}

function spoil(random: Random, drawn: Pixels): { pixels: Pixels; about: string } {
  let pixels = drawn;
  const about: string[] = [];
  if (random() < 0.2) {
    const lean = { across: between(random, -0.12, 0.12), down: between(random, -0.12, 0.12), shade: between(random, 0, 0.35) };
    pixels = photograph(pixels, lean);
    about.push('photographed');
  }
  if (random() < 0.25) {
    const share = between(random, 0.2, 0.9);
    pixels = blur(pixels, share);
    about.push(`blur ${share.toFixed(2)}`);
  }
  if (random() < 0.5) {
    const strength = between(random, 3, 30);
    addNoise(pixels, strength, random);
    about.push(`noise ${strength.toFixed(0)}`);
  }
  return { pixels, about: about.join(', ') };
}

/** A payload's QR on a slip-like picture as somebody might send it; the same for the same `random`. */
export function drawPicture(random: Random, payload: string, isLarge: boolean): { bytes: Buffer; about: string } {
  const quiet = pick(random, [1, 2, 4]);
  const squares = QRCode.create(payload, { errorCorrectionLevel: 'M' }).modules.size + 2 * quiet;
  const { width, code } = drawSize(random, squares, isLarge);
  const height = Math.round(between(random, 480, 720));
  const degrees = drawDegrees(random);
  const body = slipSvg(random, { payload, look: drawLook(random), height, code, quiet });
  const { pixels, about } = spoil(random, rasterise(turnedSvg(body, { height, degrees, width })));
  const quality = !isLarge && random() < 0.12 ? 'png' : Math.round(between(random, 25, 95));
  const share = `${(code * 100).toFixed(0)} % of ${width}, ${((width * code) / squares).toFixed(1)} pixels a square`;
  return {
    bytes: quality === 'png' ? toPng(pixels) : toJpeg(pixels, quality),
    about: `${pixels.width}x${pixels.height}, code ${share}, ${degrees.toFixed(0)} degrees, quality ${quality}, ${about}`,
  };
}

export function drawSlip(random: Random, isLarge: boolean): DrawnSlip {
  const bank = pick(random, BANKS);
  const transactionReference = drawReference(random);
  const payload = slipVerify({ sendingBank: bank, transRef: transactionReference });
  return { bank, transactionReference, ...drawPicture(random, payload, isLarge) };
}
