/** Pictures that people send: the shortest that are pictures, with what would be seen on them written inside. */
const JPEG_HEAD = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex');
const JPEG_END = Buffer.from('ffd9', 'hex');
const SLIP_MARK = 'slip:';

export function photo(of: string): Uint8Array {
  return Buffer.concat([JPEG_HEAD, Buffer.from(of), JPEG_END]);
}

/** A slip of a bank transfer: its code names the bank and the transfer. */
export function slipPhoto(bank: string, transactionReference: string): Uint8Array {
  return photo(`${SLIP_MARK}${bank}:${transactionReference}:`);
}

/** What a reader of codes finds in such a picture. */
export function readSlipPhoto(bytes: Uint8Array): { bank: string; transactionReference: string } | undefined {
  const text = Buffer.from(bytes).toString('latin1');
  const [, bank, transactionReference] = /slip:(\w+):(\w+):/u.exec(text) ?? [];
  return bank === undefined || transactionReference === undefined ? undefined : { bank, transactionReference };
}
