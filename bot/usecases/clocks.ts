import type { Clocks } from '../../db/ledger.ts';
import type { TxDeps } from '../deps.ts';

const SALT_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** 80 bits: enough that nobody finds an account by trying. */
const SALT_LENGTH = 16;

/** What happens now and is written down now, with fresh salt for its commitment. */
export function clocksOf({ clock, chance }: Pick<TxDeps, 'clock' | 'chance'>): Clocks {
  const now = clock.now();
  return { happenedAt: now, recordedAt: now, salt: chance.code(SALT_ALPHABET, SALT_LENGTH) };
}
