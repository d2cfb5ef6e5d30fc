import { RICH_MENU_TEXT } from '../../messages/rich-menu-text.ts';
import type { Language } from '../../domain/words.ts';
import { MENU_LAYOUTS } from './layout.ts';
import type { MenuArea } from './layout.ts';
import type { MenuRole } from './names.ts';
import { PALETTE } from './palette.ts';
import type { Inks } from './palette.ts';
import { drawPictogram } from './pictograms.ts';
import { drawText, placeWords } from './lettering.ts';
import type { PlacedText } from './lettering.ts';

/** The larger of LINE's two usual sizes: two rows of three. A phone shows it about 360 points wide. */
export const MENU_SIZE = { width: 2500, height: 1686 } as const;
const COLUMNS = 3;
const ROWS = 2;
const GAP = 34;
const CORNER = 72;
const PICTOGRAM = 340;
const PICTOGRAM_TOP = 50;
/** Where the pictogram ends, from the top of the card. */
export const PICTOGRAM_BOTTOM = PICTOGRAM_TOP + PICTOGRAM;
/** The middle of the words, from the top of the card. */
const WORDS_MIDDLE = 588;

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where a tap counts: the areas touch each other, so no tap falls between two. */
export function tapBounds(index: number): Box {
  const column = index % COLUMNS;
  const row = Math.floor(index / COLUMNS);
  const left = Math.round((column * MENU_SIZE.width) / COLUMNS);
  const right = Math.round(((column + 1) * MENU_SIZE.width) / COLUMNS);
  const height = MENU_SIZE.height / ROWS;
  return { x: left, y: row * height, width: right - left, height };
}

/** The card that is drawn, with the same gap on every side. */
export function cardBox(index: number): Box {
  const width = (MENU_SIZE.width - GAP * (COLUMNS + 1)) / COLUMNS;
  const height = (MENU_SIZE.height - GAP * (ROWS + 1)) / ROWS;
  const column = index % COLUMNS;
  const row = Math.floor(index / COLUMNS);
  return { x: GAP + column * (width + GAP), y: GAP + row * (height + GAP), width, height };
}

const ON_WHITE: Inks = { line: PALETTE.leafDeep, soft: PALETTE.leafSoft, warm: PALETTE.turmeric, mark: PALETTE.leafDeep };
const ON_LEAF: Inks = { line: PALETTE.card, soft: PALETTE.leafDeep, warm: PALETTE.turmeric, mark: PALETTE.leafDeep };

/** The words of one area with their places: for the drawing, and for the test that nothing is cut. */
export function wordsOnCard(area: MenuArea, index: number, language: Language): PlacedText[] {
  const box = cardBox(index);
  const middle = { x: box.x + box.width / 2, y: box.y + WORDS_MIDDLE };
  return placeWords(RICH_MENU_TEXT[language].words[area.word].shown, middle, language);
}

function drawCard(area: MenuArea, index: number, language: Language): string {
  const box = cardBox(index);
  const main = area.main === true;
  const scale = PICTOGRAM / 96;
  const pictogramX = box.x + (box.width - PICTOGRAM) / 2;
  const fill = main ? PALETTE.leaf : PALETTE.card;
  const edge = main ? PALETTE.leaf : PALETTE.edge;
  return (
    `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="${CORNER}" fill="${fill}" stroke="${edge}" stroke-width="6"/>` +
    `<g transform="translate(${pictogramX.toFixed(1)} ${box.y + PICTOGRAM_TOP}) scale(${scale})">` +
    `${drawPictogram(area.pictogram, main ? ON_LEAF : ON_WHITE)}</g>` +
    wordsOnCard(area, index, language)
      .map((placed) => drawText(placed, language, main ? PALETTE.card : PALETTE.charcoal))
      .join('')
  );
}

/** The whole menu as one SVG: the same words and drawings always give the same text, which names the menu. */
export function drawMenu(role: MenuRole, language: Language): string {
  const { width, height } = MENU_SIZE;
  const cards = MENU_LAYOUTS[role].map((area, index) => drawCard(area, index, language));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<rect width="${width}" height="${height}" fill="${PALETTE.rice}"/>${cards.join('')}</svg>`
  );
}
