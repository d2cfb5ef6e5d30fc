import type { messagingApi } from '@line/bot-sdk';

import { checkText, found } from './problem.ts';
import type { Findings, TextLimit } from './problem.ts';
import { checkActionUri } from './url-rules.ts';

/** Where an action stands decides which kinds are allowed and how long its label may be. */
export type ActionPlace = 'template' | 'image carousel' | 'default action' | 'flex button' | 'flex' | 'quick reply' | 'rich menu';

/** https://developers.line.biz/en/reference/messaging-api/#action-objects */
const LABELS: Readonly<Record<ActionPlace, TextLimit>> = {
  template: { max: 20, required: true, count: 'graphemes' },
  'image carousel': { max: 12, count: 'graphemes' },
  'default action': { max: 40, count: 'graphemes' },
  'flex button': { max: 40, required: true, count: 'graphemes' },
  flex: { max: 40, min: 0, count: 'graphemes' },
  'quick reply': { max: 20, required: true, count: 'graphemes' },
  'rich menu': { max: 20, count: 'graphemes' },
};
const ONLY_IN: Readonly<Partial<Record<messagingApi.Action['type'], ActionPlace>>> = {
  camera: 'quick reply',
  cameraRoll: 'quick reply',
  location: 'quick reply',
  richmenuswitch: 'rich menu',
};
const DATA_MAX = 300;
const ALIAS_ID = /^[a-z0-9_-]{1,32}$/;

export function checkAction(
  findings: Findings,
  at: { property: string; place: ActionPlace },
  action: messagingApi.Action | undefined,
): void {
  const { property, place } = at;
  if (action === undefined) {
    found(findings, property, 'must be specified');
    return;
  }
  const home = ONLY_IN[action.type];
  if (home !== undefined && home !== place) found(findings, `${property}.type`, `${action.type} is allowed in a ${home} only`);
  checkText(findings, { property: `${property}.label`, value: action.label }, LABELS[place]);
  checkKind(findings, at, action);
}

function checkKind(findings: Findings, { property, place }: { property: string; place: ActionPlace }, action: messagingApi.Action): void {
  switch (action.type) {
    case 'postback':
      checkPostback(findings, property, action);
      return;
    case 'message':
      checkText(findings, { property: `${property}.text`, value: action.text }, { max: 300, required: true, count: 'graphemes' });
      return;
    case 'uri':
      checkUriAction(findings, { property, place }, action);
      return;
    case 'datetimepicker':
      checkDatetimePicker(findings, property, action);
      return;
    case 'clipboard':
      checkText(findings, { property: `${property}.clipboardText`, value: action.clipboardText }, { max: 1000, required: true });
      return;
    case 'richmenuswitch':
      checkRichMenuSwitch(findings, property, action);
      return;
    case 'camera':
    case 'cameraRoll':
    case 'location':
  }
}

function checkPostback(findings: Findings, property: string, action: messagingApi.PostbackAction): void {
  const shown = { max: 300, count: 'graphemes' } as const;
  checkText(findings, { property: `${property}.data`, value: action.data }, { max: DATA_MAX, required: true });
  checkText(findings, { property: `${property}.displayText`, value: action.displayText }, shown);
  checkText(findings, { property: `${property}.text`, value: action.text }, shown);
  checkText(findings, { property: `${property}.fillInText`, value: action.fillInText }, shown);
  if (action.text !== undefined && action.displayText !== undefined) {
    found(findings, `${property}.text`, 'cannot be combined with displayText');
  }
  if (action.fillInText !== undefined && action.inputOption !== 'openKeyboard') {
    found(findings, `${property}.fillInText`, 'needs inputOption openKeyboard');
  }
}

function checkUriAction(
  findings: Findings,
  { property, place }: { property: string; place: ActionPlace },
  action: messagingApi.URIAction,
): void {
  checkActionUri(findings, { property: `${property}.uri`, value: action.uri });
  if (action.altUri === undefined) return;
  if (place === 'quick reply') found(findings, `${property}.altUri`, 'not supported in a quick reply');
  checkActionUri(findings, { property: `${property}.altUri.desktop`, value: action.altUri.desktop });
}

function checkRichMenuSwitch(findings: Findings, property: string, action: messagingApi.RichMenuSwitchAction): void {
  checkText(findings, { property: `${property}.data`, value: action.data }, { max: DATA_MAX, required: true });
  if (!ALIAS_ID.test(action.richMenuAliasId ?? '')) found(findings, `${property}.richMenuAliasId`, 'invalid alias id');
}

const TIME = '([01]\\d|2[0-3]):[0-5]\\d';
const DATE = '(19|20)\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])|2100-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])';
const PICKER_FORMATS = {
  date: new RegExp(`^(${DATE})$`),
  time: new RegExp(`^${TIME}$`),
  datetime: new RegExp(`^(${DATE})[Tt]${TIME}$`),
} as const;

function isRealDate(value: string, mode: 'date' | 'time' | 'datetime'): boolean {
  if (mode === 'time') return true;
  const day = value.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

/** Is this a value that a date and time picker of this mode can have? */
export function isPickerValue(value: string, mode: 'date' | 'time' | 'datetime'): boolean {
  return PICKER_FORMATS[mode].test(value) && isRealDate(value, mode);
}

/** All three have the form of one mode, so they compare as text. */
export function isWithin(value: string, { min, max }: { min?: string; max?: string }): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

/** https://developers.line.biz/en/reference/messaging-api/#datetime-picker-action */
function checkDatetimePicker(findings: Findings, property: string, action: messagingApi.DatetimePickerAction): void {
  checkText(findings, { property: `${property}.data`, value: action.data }, { max: DATA_MAX, required: true });
  const { mode, initial, min, max } = action;
  if (mode === undefined) {
    found(findings, `${property}.mode`, 'must be specified');
    return;
  }
  for (const [name, value] of Object.entries({ initial, min, max })) {
    if (value !== undefined && !isPickerValue(value, mode)) found(findings, `${property}.${name}`, `invalid ${mode}`);
  }
  if (min !== undefined && max !== undefined && min >= max) found(findings, `${property}.min`, 'must be before max');
  if (initial !== undefined && !isWithin(initial, action)) found(findings, `${property}.initial`, 'must be between min and max');
}
