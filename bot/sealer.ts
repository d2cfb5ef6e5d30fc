import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import type { Chance, Sealer } from './deps.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM with `keyHex` (PII_KEY, 64 hex digits). Sealed bytes are nonce + tag + cipher text; sealed text is
 * the same in base64url behind `s1.`. Opening throws when the key is another or a bit was changed.
 */
export function createSealer(keyHex: string, chance: Pick<Chance, 'bytes'>): Sealer {
  const keyBytes = Buffer.from(keyHex, 'hex');
  if (keyBytes.length !== 32) throw new RangeError('PII_KEY must be 64 hex digits');
  const key = createSecretKey(keyBytes);

  function sealBytes(bytes: Uint8Array): Buffer {
    const nonce = chance.bytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const body = cipher.update(bytes);
    // In this mode nothing is left for the end; the call makes the tag.
    cipher.final();
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  function openBytes(sealed: Uint8Array): Uint8Array {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  }

  return {
    sealBytes,
    openBytes,
    seal: (text) => `s1.${sealBytes(Buffer.from(text, 'utf8')).toString('base64url')}`,
    open: (sealed) => Buffer.from(openBytes(Buffer.from(sealed.slice(3), 'base64url'))).toString('utf8'),
  };
}
