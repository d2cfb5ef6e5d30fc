import { createHash } from 'node:crypto';
import type { ConsentNotice } from './deps.ts';
import { consentText } from './messages/text/consent.ts';

/** The consent text shown today, by its version and SHA-256: the proof of what a person agreed to. */
export const consentNotice: ConsentNotice = (purpose, language) => {
  const { version, text } = consentText(purpose, language);
  return { version, textHash: createHash('sha256').update(text).digest('hex') };
};
