import { LABELS } from './lexicon/labels.ts';
import { looseKey } from './loose.ts';
import { normaliseText } from './normalise.ts';

type Before<Key> = Key extends `${infer Action}.${string}` ? Action : Key;
export type LabelAction = Before<keyof typeof LABELS>;

/** A label that was typed: the action, what the label itself adds to it, and the number that stood in it. */
export interface Label {
  action: LabelAction;
  value: string;
  number: number;
}

/** No label is longer; more than this is a sentence. */
const LABEL_MAX = 60;

/** Small slips of typing that normalising forgives are forgiven here too; nothing else is. */
function keyOf(text: string): string {
  return looseKey(normaliseText(text));
}

const NUMBER = /\d[\d,]*/u;

const isAction = (action: string): action is LabelAction => Object.keys(LABELS).some((key) => key.split('.')[0] === action);

const KNOWN = new Map<string, { action: LabelAction; value: string }[]>();
for (const [name, list] of Object.entries(LABELS)) {
  const [action = '', value = ''] = name.split('.');
  if (!isAction(action)) throw new Error(`label of no action: ${name}`);
  for (const label of list.split(' | ')) {
    const key = keyOf(label.replace('{n}', '0'));
    KNOWN.set(key, [...(KNOWN.get(key) ?? []), { action, value }]);
  }
}

/** Everything that the text can mean as a label, or nothing when it is not exactly one. */
export function labelsIn(raw: string): Label[] {
  if (raw.length > LABEL_MAX) return [];
  const text = normaliseText(raw);
  const said = NUMBER.exec(text)?.[0].replaceAll(',', '');
  const found = KNOWN.get(keyOf(text)) ?? (said === undefined ? [] : KNOWN.get(keyOf(text.replace(NUMBER, '0'))));
  return (found ?? []).map((label) => ({ ...label, number: said === undefined ? Number.NaN : Number(said) }));
}
