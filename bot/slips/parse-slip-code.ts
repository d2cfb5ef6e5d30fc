import { parse } from 'promptparse';
import type { SlipCode } from './slip-reading.ts';

/** Slip codes have about 60 characters. The parser never ends on a negative length: signs do not get as far as there. */
const PLAIN = /^[0-9A-Za-z]{20,200}$/u;
const BANK = /^[0-9]{3}$/u;
const REFERENCE = /^[A-Za-z0-9]{1,40}$/u;
const EVENT_TYPE = /^[A-Za-z0-9]{1,20}$/u;
const SLIP_API = '000001';
const TRUEMONEY_API = '01';

/** Some banks print the checksum as a number, without its leading zeros. It is still checked after that. */
function spellings(text: string): string[] {
  const short = /^(?<body>.*9104)(?<checksum>[0-9A-Fa-f]{1,3})$/u.exec(text)?.groups;
  return short === undefined ? [text] : [text, `${short['body']}${short['checksum']?.padStart(4, '0')}`];
}

/** The checksum is right, and it is tag 91: that of a bill to pay is 63. */
function checked(text: string): ReturnType<typeof parse> {
  for (const spelling of spellings(text)) {
    const code = parse(spelling, true);
    if (code?.getTagValue('91') === spelling.slice(-4)) return code;
  }
  return null;
}

/** The transfer that a QR's text names; undefined when it is no slip's or anything about it is wrong. */
export function parseSlipCode(heard: string): SlipCode | undefined {
  const text = heard.trim();
  if (!PLAIN.test(text)) return undefined;
  const code = checked(text);
  if (code === null) return undefined;
  const inside = (tag: string): string => code.getTagValue('00', tag) ?? '';
  if (inside('00') === SLIP_API && BANK.test(inside('01')) && REFERENCE.test(inside('02'))) {
    return { kind: 'read', bank: inside('01'), transactionReference: inside('02') };
  }
  if (inside('00') === TRUEMONEY_API && inside('01') === TRUEMONEY_API && EVENT_TYPE.test(inside('02')) && REFERENCE.test(inside('03'))) {
    return { kind: 'truemoney', eventType: inside('02'), transactionReference: inside('03') };
  }
  return undefined;
}
