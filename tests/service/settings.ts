import { lineIdOf } from '../outbox/rig.ts';

const COORDINATOR = lineIdOf(1001);
const TREASURER = lineIdOf(1002);

/** Every variable that has no default, well formed. */
export function environmentFor(given: { databasePath: string; lineUrl: string }): Record<string, string> {
  return {
    PORT: '0',
    HOST: '127.0.0.1',
    PUBLIC_URL: 'http://127.0.0.1:3000',
    DATABASE_URL: `sqlite:${given.databasePath}`,
    LINE_CHANNEL_SECRET: 'secret',
    LINE_CHANNEL_ACCESS_TOKEN: 'token',
    LINE_LOGIN_CHANNEL_ID: '1234567890',
    LIFF_ID: '1234567890-AbCdEfGh',
    LINE_API_BASE_URL: given.lineUrl,
    LINE_DATA_API_BASE_URL: given.lineUrl,
    LINE_LOGIN_BASE_URL: given.lineUrl,
    PROMPTPAY_ID: '0812345678',
    SESSION_SECRET: 's'.repeat(32),
    PII_KEY: 'ab'.repeat(32),
    RECEIPT_ISSUER_NAME: 'มูลนิธิตัวอย่าง',
    RECEIPT_ISSUER_ADDRESS: 'หาดใหญ่ สงขลา',
    RECEIPT_ISSUER_TAX_ID: '0994000000000',
    FIRST_COORDINATOR_LINE_USER_ID: COORDINATOR,
    FIRST_TREASURER_LINE_USER_ID: TREASURER,
    SLIP_VERIFIER_URL: 'https://verifier.example.org/transfers',
    SLIP_VERIFIER_TOKEN: 'verifier-token',
    LOG_LEVEL: 'info',
  };
}
