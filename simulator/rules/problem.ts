/** One thing that LINE would refuse: what is wrong, and where (`messages[0].quickReply.items[2].action.label`). */
export interface Problem {
  message: string;
  property: string;
}

export interface RuleOptions {
  /** A demo on one machine has no https: then `http://127.0.0.1` and `http://localhost` pass where LINE wants https. */
  allowLoopbackHttp?: boolean;
}

/** What the hand-written rules write to while they walk through a message. */
export interface Findings {
  readonly problems: Problem[];
  readonly options: RuleOptions;
}

export function newFindings(options: RuleOptions = {}): Findings {
  return { problems: [], options };
}

export function found(findings: Findings, property: string, message: string): void {
  findings.problems.push({ message, property });
}

const segmenter = new Intl.Segmenter('th', { granularity: 'grapheme' });

/**
 * LINE counts UTF-16 code units, except for labels and a few more which it counts in grapheme clusters.
 * https://developers.line.biz/en/docs/messaging-api/text-character-count/
 */
function graphemeCount(text: string): number {
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
}

export interface TextLimit {
  max: number;
  /** Default: 1, since LINE refuses an empty text nearly everywhere. */
  min?: number;
  count?: 'utf16' | 'graphemes';
  required?: boolean;
}

export interface Place<T> {
  property: string;
  value: T | undefined;
}

export function checkText(findings: Findings, place: Place<string>, limit: TextLimit): void {
  const { property, value } = place;
  const min = limit.min ?? 1;
  if (value === undefined) {
    if (limit.required === true) found(findings, property, 'must be specified');
    return;
  }
  if (min > 0 && value.length === 0) {
    found(findings, property, 'May not be empty');
    return;
  }
  const length = limit.count === 'graphemes' ? graphemeCount(value) : value.length;
  if (length < min || length > limit.max) found(findings, property, `Length must be between ${min} and ${limit.max}`);
}

export function checkSize(findings: Findings, place: Place<readonly unknown[]>, [min, max]: readonly [number, number]): void {
  const size = place.value?.length;
  if (size === undefined) found(findings, place.property, 'must be specified');
  else if (size < min || size > max) found(findings, place.property, `Size must be between ${min} and ${max}`);
}
