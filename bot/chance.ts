import { randomBytes, randomUUID } from 'node:crypto';
import type { Chance, Clock } from './deps.ts';

const ID_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_TIME_LENGTH = 9;
const ID_COUNT_LENGTH = 3;
const ID_CHANCE_LENGTH = 8;

/** Crockford-like base 32 of a whole number, padded so that text order is number order. */
function base32(value: number, length: number): string {
  let rest = value;
  let text = '';
  for (let index = 0; index < length; index += 1) {
    text = ID_ALPHABET.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

/** Draws evenly: bytes past the last whole multiple of the alphabet are thrown away. */
function drawCode(alphabet: string, length: number, bytes: (count: number) => Uint8Array): string {
  const usable = 256 - (256 % alphabet.length);
  let code = '';
  while (code.length < length) {
    for (const byte of bytes(length)) {
      if (byte < usable && code.length < length) code += alphabet.charAt(byte % alphabet.length);
    }
  }
  return code;
}

export interface ChanceSource {
  bytes(length: number): Uint8Array;
  uuid(): string;
}

/** Drawn from the system this much at a time: asking costs more than the bytes do. */
const POOL_BYTES = 4096;

/** Bytes of the system's generator; each is given out once. */
function createSystemSource(): ChanceSource {
  let pool: Buffer = Buffer.alloc(0);
  return {
    bytes(length) {
      if (length > POOL_BYTES) return randomBytes(length);
      if (length > pool.length) pool = randomBytes(POOL_BYTES);
      const drawn = pool.subarray(0, length);
      pool = pool.subarray(length);
      return drawn;
    },
    uuid: () => randomUUID(),
  };
}

/**
 * Ids are `kind_` + ms time + a counter + chance: sortable by creation, unguessable, unique over restarts.
 */
export function createChance(clock: Clock, source: ChanceSource = createSystemSource()): Chance {
  let lastTime = 0;
  let count = 0;
  return {
    newId(prefix) {
      const now = Math.max(clock.now(), lastTime);
      count = now === lastTime ? (count + 1) % 32 ** ID_COUNT_LENGTH : 0;
      lastTime = now;
      return `${prefix}_${base32(now, ID_TIME_LENGTH)}${base32(count, ID_COUNT_LENGTH)}${drawCode(ID_ALPHABET, ID_CHANCE_LENGTH, source.bytes)}`;
    },
    uuid: source.uuid,
    code: (alphabet, length) => drawCode(alphabet, length, source.bytes),
    bytes: source.bytes,
    fraction: () => Buffer.from(source.bytes(4)).readUInt32BE() / 2 ** 32,
  };
}
