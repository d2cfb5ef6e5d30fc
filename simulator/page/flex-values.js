// The words and numbers of Flex Message turned into CSS values.
// A value that is not one of LINE's becomes undefined, so nothing else reaches a style.
import { object, words } from './json.js';

/** @typedef {import('./json.js').Json} Json */

const COLOUR = /^#[0-9a-f]{6}([0-9a-f]{2})?$/i;
const PIXELS = /^-?\d{1,4}(\.\d{1,2})?px$/;
const ANGLE = /^\d{1,3}(\.\d+)?deg$/;
const PERCENT = /^\d{1,3}(\.\d{1,2})?%$/;

const SPACE = { none: '0px', xs: '2px', sm: '4px', md: '8px', lg: '12px', xl: '16px', xxl: '20px' };
const BORDER = { none: '0px', light: '0.5px', normal: '1px', medium: '2px', 'semi-bold': '3px', bold: '4px' };
const TEXT = {
  xxs: '11px',
  xs: '13px',
  sm: '14px',
  md: '16px',
  lg: '19px',
  xl: '22px',
  xxl: '29px',
  '3xl': '35px',
  '4xl': '48px',
  '5xl': '74px',
};
const IMAGE = {
  xxs: '40px',
  xs: '60px',
  sm: '80px',
  md: '100px',
  lg: '120px',
  xl: '140px',
  xxl: '160px',
  '3xl': '180px',
  '4xl': '200px',
  '5xl': '220px',
  full: '100%',
};
/** @type {Record<string, number>} */
const BUBBLE = { nano: 120, micro: 160, deca: 220, hecto: 241, kilo: 260, mega: 300, giga: 386 };

/**
 * @param {Record<string, string>} words
 * @param {unknown} value
 * @returns {string | undefined}
 */
function wordOrLength(words, value) {
  if (typeof value !== 'string') return undefined;
  if (Object.hasOwn(words, value)) return words[value];
  return PIXELS.test(value) || PERCENT.test(value) ? value : undefined;
}

/** @param {unknown} value */
export const space = (value) => wordOrLength(SPACE, value);
/** @param {unknown} value */
const borderWidth = (value) => wordOrLength(BORDER, value);
/** @param {unknown} value */
export const textSize = (value) => wordOrLength(TEXT, value ?? 'md');
/** @param {unknown} value */
export const imageSize = (value) => wordOrLength(IMAGE, value ?? 'md');
/** @param {unknown} value */
const length = (value) => wordOrLength({}, value);
/** @param {unknown} value */
export const bubbleWidth = (value) => oneOf(BUBBLE, value) ?? 300;

/** @param {unknown} value */
export function colour(value) {
  return typeof value === 'string' && COLOUR.test(value) ? value : undefined;
}

/** @param {unknown} value `"20:13"` */
export function ratio(value) {
  const match = /^(\d{1,6}(?:\.\d+)?):(\d{1,6}(?:\.\d+)?)$/.exec(typeof value === 'string' ? value : '');
  return match ? `${match[1]} / ${match[2]}` : undefined;
}

/**
 * @template T
 * @param {Record<string, T>} words
 * @param {unknown} value
 * @returns {T | undefined}
 */
export function oneOf(words, value) {
  return typeof value === 'string' && Object.hasOwn(words, value) ? words[value] : undefined;
}

const JUSTIFY = {
  'flex-start': 'flex-start',
  center: 'center',
  'flex-end': 'flex-end',
  'space-between': 'space-between',
  'space-around': 'space-around',
  'space-evenly': 'space-evenly',
};
const ALIGN = { 'flex-start': 'flex-start', center: 'center', 'flex-end': 'flex-end' };

/** @param {Json} box */
function background(box) {
  const gradient = object(box.background);
  if (gradient.type !== 'linearGradient') return {};
  const angle = ANGLE.exec(words(gradient.angle))?.[0] ?? '0deg';
  const middle = colour(gradient.centerColor);
  const at = PERCENT.exec(words(gradient.centerPosition))?.[0] ?? '50%';
  const stops = [colour(gradient.startColor), middle && `${middle} ${at}`, colour(gradient.endColor)].filter(Boolean);
  return stops.length > 1 ? { backgroundImage: `linear-gradient(${angle}, ${stops.join(', ')})` } : {};
}

/**
 * What a box looks like, apart from how its children stand.
 * @param {Json} box
 * @returns {Record<string, string | undefined>}
 */
export function boxStyle(box) {
  const all = space(box.paddingAll);
  return {
    paddingTop: space(box.paddingTop) ?? all,
    paddingBottom: space(box.paddingBottom) ?? all,
    paddingInlineStart: space(box.paddingStart) ?? all,
    paddingInlineEnd: space(box.paddingEnd) ?? all,
    backgroundColor: colour(box.backgroundColor),
    borderColor: colour(box.borderColor),
    borderWidth: borderWidth(box.borderWidth),
    borderStyle: box.borderWidth && box.borderWidth !== 'none' ? 'solid' : undefined,
    borderRadius: space(box.cornerRadius),
    overflow: box.cornerRadius && box.cornerRadius !== 'none' ? 'hidden' : undefined,
    width: length(box.width),
    height: length(box.height),
    maxWidth: length(box.maxWidth),
    maxHeight: length(box.maxHeight),
    justifyContent: oneOf(JUSTIFY, box.justifyContent),
    alignItems: oneOf(ALIGN, box.alignItems),
    ...background(box),
  };
}

/**
 * Where any component stands that may be moved (`position`, `offset…`).
 * @param {Json} component
 * @returns {Record<string, string | undefined>}
 */
export function placeStyle(component) {
  return {
    position: component.position === 'absolute' ? 'absolute' : 'relative',
    top: space(component.offsetTop),
    bottom: space(component.offsetBottom),
    insetInlineStart: space(component.offsetStart),
    insetInlineEnd: space(component.offsetEnd),
  };
}

/** @type {Set<unknown>} */
const NEVER_STRETCHED = new Set(['icon', 'separator']);

/**
 * The share of the room a child takes: LINE's defaults are 1 across and 0 down.
 * @param {Json} child
 * @param {string} layout of its box
 * @returns {Record<string, string | undefined>}
 */
export function shareStyle(child, layout) {
  const share = typeof child.flex === 'number' && child.flex >= 0 ? Math.min(child.flex, 1000) : undefined;
  if (layout === 'vertical') return { flex: share ? `${share} 0 auto` : '0 0 auto' };
  const keepsItsSize = share === 0 || NEVER_STRETCHED.has(child.type) || (share === undefined && child.width);
  return keepsItsSize ? { flex: '0 0 auto' } : { flex: `${share ?? 1} 1 0px`, minWidth: '0px' };
}
