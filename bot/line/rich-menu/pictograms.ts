import type { Inks } from './palette.ts';

/**
 * Our own drawings, each in a square of 96 × 96: thick round lines, one soft body, one warm spot, so that they
 * are told apart at arm's length and by their shape alone. No letters in them, apart from the baht sign.
 */
type Drawing = (inks: Inks) => string;

const HEART = 'c-2.6-5.6-13-5-13 3.6 0 7 8.4 11.6 13 15.4 4.6-3.8 13-8.4 13-15.4 0-8.6-10.4-9.2-13-3.6z';

/** A baht sign drawn as strokes about (x, y), 12 × 20 at scale 1. */
function baht(at: { x: number; y: number; scale: number; ink: string }): string {
  const width = (4.4 / at.scale) * Math.min(1, at.scale + 0.1);
  return (
    `<g transform="translate(${at.x} ${at.y}) scale(${at.scale})" fill="none" stroke="${at.ink}" stroke-width="${width.toFixed(2)}">` +
    '<path d="M-5-8h6.2a4 4 0 0 1 0 8H-5zM-5 0h7a4.2 4.2 0 0 1 0 8.4h-7zM-1-12v24.4"/></g>'
  );
}

function coin(at: { x: number; y: number; radius: number }, inks: Inks): string {
  return (
    `<circle cx="${at.x}" cy="${at.y}" r="${at.radius}" fill="${inks.warm}"/>` +
    baht({ x: at.x + 0.6, y: at.y, scale: at.radius / 17, ink: inks.mark })
  );
}

function tick(at: { x: number; y: number; radius: number }, inks: Inks): string {
  const { x, y, radius } = at;
  return (
    `<circle cx="${x}" cy="${y}" r="${radius}" fill="${inks.warm}"/>` +
    `<path fill="none" stroke="${inks.mark}" d="M${x - radius * 0.45} ${y}l${radius * 0.33} ${radius * 0.36}L${x + radius * 0.5} ${y - radius * 0.36}"/>`
  );
}

const PICTOGRAMS = {
  bowl: ({ soft, warm }) =>
    `<path fill="${warm}" d="M20 46a28 22 0 0 1 56 0z"/>` +
    `<path fill="${soft}" d="M12 48h72c0 18-10 28-22 32v4H34v-4C22 76 12 66 12 48z"/>` +
    '<path fill="none" d="M36 18c-4-5 4-7 0-12M50 16c-4-5 4-7 0-12M64 18c-4-5 4-7 0-12"/>',
  dish: ({ soft, warm }) =>
    `<path fill="${warm}" d="M14 66c0-44 68-44 68 0z"/><path fill="none" stroke-width="9" d="M46 22h4"/>` +
    '<path fill="none" d="M28 56c2-9 7-14 14-16"/>' +
    `<path fill="${soft}" d="M6 68h84l-6 11c-2 4-5 5-9 5H21c-4 0-7-1-9-5z"/>`,
  ticket: ({ soft, warm }) =>
    `<path fill="${soft}" d="M8 20h80v17a10 10 0 0 0 0 20v17H8V57a10 10 0 0 0 0-20z"/>` +
    '<path fill="none" stroke-dasharray="1 11" d="M30 30v36"/>' +
    `<path fill="${warm}" stroke-width="5" d="M41 47h28c0 10-6 13-9 14H50c-3-1-9-4-9-14z"/>` +
    '<path fill="none" stroke-width="5" d="M51 39c-3-3 3-4 0-8M60 39c-3-3 3-4 0-8"/>',
  giving: ({ soft, warm }) =>
    `<path fill="${warm}" d="M50 16${HEART}"/>` +
    `<path fill="${soft}" d="M8 56h14l10-4c8-2 14 6 24 6 8 0 8 10 0 10H42h18l18-10c7-3 12 5 7 10L64 84c-3 2-6 3-10 3H22H8z"/>` +
    '<path fill="none" d="M22 56v31"/>',
  tiles: ({ soft, warm }) =>
    `<rect fill="${soft}" x="14" y="14" width="30" height="30" rx="8"/><rect fill="${warm}" x="52" y="14" width="30" height="30" rx="15"/>` +
    `<rect fill="${soft}" x="14" y="52" width="30" height="30" rx="8"/><rect fill="${soft}" x="52" y="52" width="30" height="30" rx="8"/>` +
    '<path fill="none" d="M67 60v14M60 67h14"/>',
  speaking: ({ mark, soft, warm }) =>
    `<circle fill="${soft}" cx="32" cy="46" r="14"/><path fill="${soft}" d="M8 90c0-15 9-22 24-22s24 7 24 22z"/>` +
    `<path fill="${warm}" d="M56 6h26c5 0 9 4 9 9v17c0 5-4 9-9 9H70L58 52V41h-2c-5 0-9-4-9-9V15c0-5 4-9 9-9z"/>` +
    `<g fill="${mark}" stroke="none"><circle cx="59" cy="24" r="3.6"/><circle cx="69" cy="24" r="3.6"/><circle cx="79" cy="24" r="3.6"/></g>`,
  list: ({ soft, warm }) =>
    `<rect fill="${soft}" x="18" y="16" width="60" height="72" rx="8"/><rect fill="${warm}" x="34" y="8" width="28" height="16" rx="6"/>` +
    '<path fill="none" d="M30 41l4 4 7-8M50 41h16M30 59l4 4 7-8M50 59h16M32 76h2M50 76h16"/>',
  scan: (inks) =>
    '<path fill="none" d="M10 26V16c0-4 2-6 6-6h10M86 26V16c0-4-2-6-6-6H70M10 70v10c0 4 2 6 6 6h10"/>' +
    `<path fill="${inks.soft}" d="M20 32h56v9a7 7 0 0 0 0 14v9H20v-9a7 7 0 0 0 0-14z"/><path fill="none" d="M34 48h28"/>` +
    tick({ x: 74, y: 74, radius: 15 }, inks),
  pot: ({ soft, warm }) =>
    '<path fill="none" d="M30 19c-4-5 4-7 0-12M66 19c-4-5 4-7 0-12"/>' +
    `<path fill="${warm}" d="M22 46c0-22 52-22 52 0z"/><path fill="none" stroke-width="9" d="M45 23h6"/>` +
    `<path fill="${soft}" d="M18 46h60v28c0 8-5 13-13 13H31c-8 0-13-5-13-13z"/>` +
    '<path fill="none" d="M18 58H8M78 58h10"/>',
  shop: ({ soft, warm }) =>
    `<path fill="${soft}" d="M16 44h64v42H16z"/><path fill="${warm}" d="M50 58h18v28H50z"/><path fill="none" d="M28 60h10v10H28z"/>` +
    `<path fill="${soft}" d="M18 12h60l10 26c0 6-4 10-10 10s-10-4-10-10c0 6-4 10-10 10s-10-4-10-10c0 6-4 10-10 10s-10-4-10-10c0 6-4 10-10 10S8 44 8 38z"/>` +
    '<path fill="none" d="M28 38l6-26M48 38V12M68 38l-6-26"/>',
  coins: (inks) =>
    `<path fill="${inks.soft}" d="M10 66v12c0 6 12 10 26 10s26-4 26-10V66M10 54v12c0 6 12 10 26 10s26-4 26-10V54"/>` +
    `<ellipse fill="${inks.soft}" cx="36" cy="54" rx="26" ry="10"/>` +
    coin({ x: 64, y: 29, radius: 21 }, inks),
  jar: (inks) =>
    `<path fill="${inks.soft}" d="M28 22h40v8c10 4 14 12 14 22v24c0 7-5 12-12 12H26c-7 0-12-5-12-12V52c0-10 4-18 14-22z"/>` +
    '<path fill="none" d="M24 12h48v10H24z"/>' +
    coin({ x: 48, y: 59, radius: 17 }, inks),
  scooter: ({ soft, warm }) =>
    `<rect fill="${warm}" x="8" y="20" width="32" height="26" rx="5"/>` +
    '<path fill="none" d="M58 18h12l4 14"/>' +
    `<path fill="${soft}" d="M8 68c0-14 8-22 20-22h18c6 0 4 18 12 18 6 0 8-8 8-18l4-14h4l12 32c-8 0-12 4-14 12H10z"/>` +
    `<circle fill="${soft}" cx="24" cy="78" r="11"/><circle fill="${soft}" cx="78" cy="78" r="11"/>`,
  boxes: ({ soft, warm }) =>
    `<rect fill="${soft}" x="10" y="50" width="36" height="36" rx="5"/><rect fill="${soft}" x="50" y="50" width="36" height="36" rx="5"/>` +
    `<rect fill="${warm}" x="30" y="10" width="36" height="36" rx="5"/>` +
    '<path fill="none" d="M42 10v12h12V10M22 50v12h12V50M62 50v12h12V50"/>',
  pin: ({ soft, warm }) =>
    '<path fill="none" d="M26 66C14 68 8 72 8 77c0 7 18 12 40 12s40-5 40-12c0-5-6-9-18-11"/>' +
    `<path fill="${soft}" d="M48 78C34 60 24 48 24 33a24 24 0 0 1 48 0c0 15-10 27-24 45z"/><circle fill="${warm}" cx="48" cy="33" r="10"/>`,
  pause: ({ soft, warm }) =>
    `<path fill="none" d="M68 44h5c15 0 15 24 0 24h-7"/><path fill="${soft}" d="M16 38h52v26c0 14-8 22-20 22H36c-12 0-20-8-20-22z"/>` +
    `<path stroke="${warm}" fill="none" stroke-width="7" d="M32 24c-5-6 5-8 0-14M52 24c-5-6 5-8 0-14"/>`,
  warning: ({ mark, warm }) =>
    `<path fill="${warm}" d="M42 14c3-5 9-5 12 0l34 60c3 6 0 12-7 12H15c-7 0-10-6-7-12z"/>` +
    `<path fill="none" stroke="${mark}" stroke-width="8" d="M48 36v20"/><circle fill="${mark}" stroke="none" cx="48" cy="71" r="5.4"/>`,
  people: ({ soft, warm }) =>
    `<circle fill="${soft}" cx="20" cy="40" r="10"/><path fill="${soft}" d="M6 80c0-16 6-24 14-24s14 8 14 24z"/>` +
    `<circle fill="${soft}" cx="76" cy="40" r="10"/><path fill="${soft}" d="M62 80c0-16 6-24 14-24s14 8 14 24z"/>` +
    `<circle fill="${warm}" cx="48" cy="28" r="13"/><path fill="${warm}" d="M28 84c0-22 8-36 20-36s20 14 20 36z"/>`,
  board: ({ soft, warm }) =>
    `<rect fill="${soft}" x="8" y="14" width="80" height="56" rx="8"/><path fill="none" d="M34 86h28M48 72v12"/>` +
    `<path fill="none" d="M24 58V44M40 58V30"/><circle fill="${warm}" cx="66" cy="42" r="12"/>`,
  megaphone: ({ soft, warm }) =>
    `<path fill="${soft}" d="M26 56l6 28h12l-6-28z"/><path fill="${soft}" d="M12 38c0-3 2-5 5-5h15l38-20v64L32 58H17c-3 0-5-2-5-5z"/>` +
    `<path fill="${warm}" d="M70 33c12 0 12 24 0 24z"/><path fill="none" d="M32 33v25"/>`,
  money_in: (inks) =>
    `<path fill="${inks.soft}" d="M8 54h18l6 12h32l6-12h18v26c0 5-3 8-8 8H16c-5 0-8-3-8-8z"/>` +
    coin({ x: 48, y: 25, radius: 18 }, inks) +
    '<path fill="none" d="M16 24v14M10 33l6 7 6-7M80 24v14M74 33l6 7 6-7"/>',
  book: ({ soft, warm }) =>
    `<path fill="${soft}" d="M12 18c0-5 3-8 8-8h48v66H20c-5 0-8 3-8 6z"/><path fill="none" d="M12 82c0 4 3 6 8 6h48V76M28 28h24M28 44h16"/>` +
    `<path fill="${warm}" d="M56 66l3-13 23-23 10 10-23 23z"/>`,
} as const satisfies Record<string, Drawing>;

export type PictogramName = keyof typeof PICTOGRAMS;

export function drawPictogram(name: PictogramName, inks: Inks): string {
  return `<g stroke="${inks.line}" stroke-width="6" stroke-linecap="round" stroke-linejoin="round">${PICTOGRAMS[name](inks)}</g>`;
}
