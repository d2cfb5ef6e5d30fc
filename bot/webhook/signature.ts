import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';

/**
 * Over the bytes as they came: parsing and writing JSON again changes escapes and with them the signature. While one
 * secret is changed for another, both are good.
 */
export function createSignatureCheck(secrets: readonly string[]): (body: Uint8Array, signature: string) => boolean {
  const keys = secrets.map((secret) => createSecretKey(secret, 'utf8'));
  return (body, signature) => {
    const given = Buffer.from(signature, 'base64');
    return keys.some((key) => {
      const wanted = createHmac('sha256', key).update(body).digest();
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    });
  };
}
