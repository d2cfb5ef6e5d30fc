import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import { anyId } from 'promptparse/generate';
import QRCode from 'qrcode';
import type { Deps } from '../deps.ts';
import { QR_PICTURES_KEPT } from '../limits.ts';
import { QR_TEXT } from '../messages/text/qr-text.ts';

const require = createRequire(import.meta.url);

/** From the package and never from the machine, so that the same pledge gives the same bytes everywhere. */
const FONT_FILES = ['700Bold/NotoSansThaiLooped_700Bold.ttf', '400Regular/NotoSansThaiLooped_400Regular.ttf'].map((file) =>
  require.resolve(`@expo-google-fonts/noto-sans-thai-looped/${file}`),
);

const WIDTH = 1024;
const HEIGHT = 1280;
/** The QR's own square, its quiet zone inside. */
const QR_SIZE = 800;
const QUIET_MODULES = 4;
const LEAF = '#2f6b3a';
const INK = '#1d2b1f';
/** LINE takes previews of at most 1 MB; a flat drawing is far below. */
const PNG_BYTES_MAX = 1_000_000;

export interface PledgeToPay {
  amountSatang: number;
  reference: string;
}

/** The number of digits tells a phone from a tax id and an e-wallet; settings let no other through. */
function proxyType(promptPayId: string): 'MSISDN' | 'NATID' | 'EWALLETID' {
  if (promptPayId.length === 10) return 'MSISDN';
  return promptPayId.length === 13 ? 'NATID' : 'EWALLETID';
}

/** What the bank app reads: the account and the amount (Thai QR, tag 29). */
export function promptPayPayload(promptPayId: string, amountSatang: number): string {
  // An amount of zero would make an open QR, on which anything can be typed.
  if (!Number.isSafeInteger(amountSatang) || amountSatang <= 0) throw new RangeError('a QR needs an amount');
  return anyId({ type: proxyType(promptPayId), target: promptPayId, amount: amountSatang / 100 });
}

/** One path of squares, dark modules only. */
function modulesPath(payload: string): { path: string; size: number } {
  const { modules } = QRCode.create(payload, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) !== 0) path += `M${column + QUIET_MODULES} ${row + QUIET_MODULES}h1v1h-1z`;
    }
  }
  return { path, size: modules.size + 2 * QUIET_MODULES };
}

const bahtFormat = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

function line(words: string, at: { y: number; size: number; weight: 400 | 700; colour: string }): string {
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${WIDTH / 2}" y="${at.y}" text-anchor="middle" font-size="${at.size}" font-weight="${at.weight}" fill="${at.colour}">${escaped}</text>`;
}

/** The picture as SVG, apart from its rasterising so that a test can read its words. */
export function pledgeQrSvg(payload: string, pledge: PledgeToPay): string {
  const { path, size } = modulesPath(payload);
  const left = (WIDTH - QR_SIZE) / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="Noto Sans Thai Looped">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/><rect width="${WIDTH}" height="150" fill="${LEAF}"/>`,
    line(QR_TEXT.title, { y: 102, size: 76, weight: 700, colour: '#ffffff' }),
    `<g transform="translate(${left} 170) scale(${QR_SIZE / size})" shape-rendering="crispEdges"><path d="${path}" fill="#000000"/></g>`,
    line(`${bahtFormat.format(pledge.amountSatang / 100)} ${QR_TEXT.baht}`, { y: 1056, size: 84, weight: 700, colour: INK }),
    line(`${QR_TEXT.reference} ${pledge.reference}`, { y: 1142, size: 48, weight: 400, colour: INK }),
    line(QR_TEXT.scan, { y: 1226, size: 44, weight: 400, colour: LEAF }),
    '</svg>',
  ].join('');
}

export function pledgeQrPng(promptPayId: string, pledge: PledgeToPay): Buffer {
  const svg = pledgeQrSvg(promptPayPayload(promptPayId, pledge.amountSatang), pledge);
  const png = new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: 'Noto Sans Thai Looped' },
    logLevel: 'off',
  })
    .render()
    .asPng();
  if (png.length > PNG_BYTES_MAX) throw new RangeError(`QR picture too large: ${png.length} bytes`);
  return png;
}

/**
 * The picture of the pledge whose unguessable token stands in the address; undefined when there is none. Drawing takes
 * some 20 ms of everybody's time, so those asked for last are kept: one address asked for again and again costs nothing.
 */
export function createPledgeQr(deps: Pick<Deps, 'db' | 'settings'>): (token: string) => Promise<Uint8Array | undefined> {
  const kept = new Map<string, Uint8Array>();
  return async (token) => {
    const known = kept.get(token);
    if (known !== undefined) return known;
    const pledge = await deps.db
      .selectFrom('pledge')
      .select(['amount_satang', 'reference'])
      .where('qr_token', '=', token)
      .executeTakeFirst();
    if (pledge === undefined) return undefined;
    const png = pledgeQrPng(deps.settings.promptPayId, { amountSatang: pledge.amount_satang, reference: pledge.reference });
    kept.set(token, png);
    const [oldest] = kept.keys();
    if (kept.size > QR_PICTURES_KEPT && oldest !== undefined) kept.delete(oldest);
    return png;
  };
}
