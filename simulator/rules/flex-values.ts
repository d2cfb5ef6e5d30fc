/**
 * The forms that sizes, spaces and colours take in Flex: the SDK's types say only "string".
 * https://developers.line.biz/en/reference/messaging-api/#flex-message
 */
import { textAt } from '../json.ts';
import { found } from './problem.ts';
import type { Findings } from './problem.ts';

const PIXELS = '\\d+(\\.\\d+)?px';
const PERCENT = '\\d+(\\.\\d+)?%';
const STEPS = 'none|xs|sm|md|lg|xl|xxl';
const TEXT_SIZES = 'xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl';

const form = (...choices: string[]): RegExp => new RegExp(`^(${choices.join('|')})$`);

const FLEX_FORMS = {
  color: /^#([0-9a-fA-F]{6}|[0-9a-fA-F]{8})$/,
  space: form(STEPS, PIXELS),
  offset: form(STEPS, PIXELS, PERCENT),
  padding: form(STEPS, PIXELS, PERCENT),
  length: form(PIXELS, PERCENT),
  textSize: form(TEXT_SIZES, PIXELS),
  imageSize: form(TEXT_SIZES, 'full', PIXELS, PERCENT),
  border: form('none', 'light', 'normal', 'medium', 'semi-bold', 'bold', PIXELS),
  pixels: form(PIXELS),
  percent: form(PERCENT),
  angle: /^\d+(\.\d+)?deg$/,
} as const;

type FlexForm = keyof typeof FLEX_FORMS;

/** Which property of a component has which form; a text or an icon reads `size` in another way than an image. */
const FORM_OF: Readonly<Record<string, FlexForm>> = {
  color: 'color',
  backgroundColor: 'color',
  borderColor: 'color',
  separatorColor: 'color',
  startColor: 'color',
  endColor: 'color',
  centerColor: 'color',
  centerPosition: 'percent',
  angle: 'angle',
  spacing: 'space',
  margin: 'space',
  cornerRadius: 'space',
  offsetTop: 'offset',
  offsetBottom: 'offset',
  offsetStart: 'offset',
  offsetEnd: 'offset',
  paddingAll: 'padding',
  paddingTop: 'padding',
  paddingBottom: 'padding',
  paddingStart: 'padding',
  paddingEnd: 'padding',
  width: 'length',
  maxWidth: 'length',
  height: 'length',
  maxHeight: 'length',
  borderWidth: 'border',
  lineSpacing: 'pixels',
};

/** `md` of a button's height is a word of the SDK's types, already checked by the schema. */
const FORM_OF_BUTTON: Readonly<Record<string, FlexForm | undefined>> = { ...FORM_OF, height: undefined };

const SIZE_FORM: Readonly<Record<string, FlexForm>> = {
  text: 'textSize',
  span: 'textSize',
  icon: 'textSize',
  image: 'imageSize',
};

function formOf(type: string, name: string): FlexForm | undefined {
  if (name === 'size') return SIZE_FORM[type];
  return type === 'button' ? FORM_OF_BUTTON[name] : FORM_OF[name];
}

function valueProblem(value: unknown, wanted: FlexForm | undefined): string | undefined {
  if (typeof value === 'number') return value >= 0 ? undefined : 'must be 0 or more';
  if (typeof value !== 'string' || wanted === undefined || FLEX_FORMS[wanted].test(value)) return undefined;
  return `invalid ${wanted}`;
}

export function checkFlexValues(findings: Findings, property: string, component: object): void {
  const type = textAt(component, 'type') ?? '';
  for (const [name, value] of Object.entries({ ...component })) {
    const problem = valueProblem(value, formOf(type, name));
    if (problem !== undefined) found(findings, `${property}.${name}`, problem);
  }
}

const RATIO = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/;
const RATIO_SIDE_MAX = 100_000;

const withinRange = (side: number): boolean => side >= 1 && side <= RATIO_SIDE_MAX;

/** `{width}:{height}`, each 1 to 100000, the height at most three times the width. */
export function checkAspectRatio(findings: Findings, property: string, value: string | undefined): void {
  if (value === undefined) return;
  const sides = RATIO.exec(value);
  const [width, height] = [Number(sides?.[1]), Number(sides?.[2])];
  if (!withinRange(width) || !withinRange(height)) found(findings, property, 'invalid aspect ratio');
  else if (height > 3 * width) found(findings, property, 'height must be at most three times the width');
}
