import type { Source } from './sources.ts';

interface Rule {
  kind: string;
  pattern: RegExp;
  /** Known to be made up, or of no use to anyone; undefined: nothing that fits the pattern is. */
  isHarmless?: (found: string) => boolean;
}

/** Examples of LINE's own documentation. */
const OF_LINE = new Set([
  '8e742f61d673b39c7fff3cecb7536ef0',
  '8c570fa6dd201bb328f1c1eac23a96d8',
  '8c570fa6dd201bb328f1c1eac23a96d9',
  'GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=',
]);

const digitsOf = (text: string): string => text.replaceAll(/\D/gu, '');
const distinct = (text: string): number => new Set(text).size;

/** What chance makes has nearly all digits and no pattern; what people make up for a test has few, long runs or repeats. */
function isPatterned(hex: string): boolean {
  return distinct(hex) <= 8 || /(?<run>.)\k<run>{7}/u.test(hex) || /^(?<word>.{1,16})\k<word>+$/u.test(hex);
}

/** The Thai citizen number: the last digit is made of the twelve before it. */
function isCitizenNumber(digits: string): boolean {
  const sum = Array.from(digits.slice(0, 12), Number).reduce((total, digit, index) => total + digit * (13 - index), 0);
  return (11 - (sum % 11)) % 10 === Number(digits[12]);
}

/** Numbers that were made up here; a new one is added knowingly, and is nobody's. */
const NOBODYS_PHONES = new Set(['0812345678', '0898765432', '0899999999', '0898877665', '0891237654']);

const RULES: readonly Rule[] = [
  { kind: 'private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY/gu },
  {
    kind: 'key of a service',
    pattern:
      /\b(?:sk_(?:live|test)_\w{16,}|gh[pousr]_\w{30,}|github_pat_\w{20,}|glpat-[\w-]{20,}|npm_[A-Za-z0-9]{36}|xox[baprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|AIza[\w-]{35})/gu,
  },
  { kind: 'signed token', pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/gu },
  // LINE's long-lived tokens: base64 without a break, longer than any check sum.
  {
    kind: 'channel access token',
    pattern: /(?<![\w+/])[A-Za-z0-9+/]{120,}={0,2}(?![\w+/])/gu,
    isHarmless: (found) => distinct(found) < 30,
  },
  {
    kind: 'channel secret or key',
    pattern: /(?<![\w-])(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{64})(?![\w-])/gu,
    isHarmless: (found) => isPatterned(found) || OF_LINE.has(found) || /^\d+$/u.test(found),
  },
  {
    kind: 'LINE id',
    pattern: /(?<!\w)[UCR][0-9a-f]{32}(?!\w)/gu,
    isHarmless: (found) => isPatterned(found.slice(1)) || OF_LINE.has(found.slice(1)),
  },
  {
    kind: 'phone number',
    pattern: /(?<![\d.])(?:0|\+?66)[-\s]?[689]\d[-\s]?\d{3}[-\s]?\d{4}(?!\d)/gu,
    isHarmless: (found) => NOBODYS_PHONES.has(`0${digitsOf(found).slice(-9)}`),
  },
  {
    kind: 'citizen number',
    pattern: /(?<![\d.])[1-8][-\s]?\d{4}[-\s]?\d{5}[-\s]?\d{2}[-\s]?\d(?!\d)/gu,
    isHarmless: (found) => !isCitizenNumber(digitsOf(found)),
  },
  {
    // Most other keys: 40 and more signs with small and large letters and digits in no order.
    kind: 'key',
    pattern: /(?<![\w/+.-])(?=[\w+/-]*\d)(?=[\w+/-]*[a-z])(?=[\w+/-]*[A-Z])[A-Za-z0-9+/_-]{40,}={0,2}/gu,
    // Paths and long names are made of words, alphabets of neighbours; payments begin with what they are.
    isHarmless: (found) => OF_LINE.has(found) || /[a-z]{4,}[-_/][a-z]{2,}|NotoSans|abcdef|BCDEF|^0002010102/u.test(found),
  },
];

/** Where something stands that does not belong into a repository, as `path:line kind`; never the thing itself. */
export function secretsIn({ path, text }: Source): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      RULES.flatMap(({ kind, pattern, isHarmless }) =>
        [...line.matchAll(pattern)].filter(([found]) => isHarmless?.(found) !== true).map(() => `${path}:${index + 1} ${kind}`),
      ),
    );
}
