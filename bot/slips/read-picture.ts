import { findCodes, LOOKS } from './find-codes.ts';
import { checkPacked } from './packed-size.ts';
import { parseSlipCode } from './parse-slip-code.ts';
import type { PictureHeader } from './picture-header.ts';
import type { SlipCode, SlipReading } from './slip-reading.ts';

export interface PictureToRead {
  bytes: Uint8Array;
  header: PictureHeader;
}

function keyOf(code: SlipCode): string {
  const sender = code.kind === 'read' ? code.bank : code.eventType;
  return `${code.kind} ${sender} ${code.transactionReference}`;
}

/** The one slip code among the texts. The same code twice, as in a slip shown in a chat, is one. */
function chooseSlip(texts: readonly string[]): SlipReading | undefined {
  const slips = new Map(texts.flatMap((text) => parseSlipCode(text) ?? []).map((code) => [keyOf(code), code]));
  const [slip] = slips.values();
  return slips.size > 1 ? { kind: 'several' } : slip;
}

/** Unpacks and looks: minutes of work for a hostile picture, so this runs in a thread of its own that can be ended. */
export async function readPicture(picture: PictureToRead): Promise<SlipReading> {
  if (picture.header.format === 'png') {
    const packed = await checkPacked(picture.bytes, picture.header.unpackedBytesMax);
    if (packed === 'too_much') return { kind: 'too_large', why: 'memory' };
    if (packed === 'broken') return { kind: 'not_a_picture' };
  }
  let hasOtherCode = false;
  for (const look of LOOKS) {
    const texts = await findCodes(picture.bytes, look);
    if (texts === undefined) return { kind: 'not_a_picture' };
    const slip = chooseSlip(texts);
    if (slip !== undefined) return slip;
    hasOtherCode ||= texts.length > 0;
  }
  return { kind: hasOtherCode ? 'other_code' : 'no_code' };
}
