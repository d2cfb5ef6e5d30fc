import type { Reader } from '../../db/pages/reader.ts';
import type { TxDeps } from '../deps.ts';

/** The read side of a transaction: views see what the use case has just written. */
export function readerOf({ tx, clock, sealer }: TxDeps): Reader {
  return { db: tx, clock, sealer };
}
