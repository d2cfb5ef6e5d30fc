import type { Config } from '../../bot/config.ts';

/** Settings of an invented city: fixed, public and of no use anywhere else. */
export const CHANNEL_SECRET = 'city-channel-secret';
export const ACCESS_TOKEN = 'city-channel-access-token';
export const LOGIN_CHANNEL = '1234567890';
export const LIFF_ID = `${LOGIN_CHANNEL}-PanImCty`;
export const PUBLIC_URL = 'https://pan-im.example';
export const PII_KEY = 'c1'.repeat(32);
export const LINE_URL = 'https://api.line.example';

/** People are numbered; the kind stands in front, so that a trace can be read. */
export function lineIdOf(kind: number, number: number): string {
  return `U${kind.toString(16).padStart(4, '0')}${number.toString(16).padStart(28, '0')}`;
}

export const FIRST_COORDINATOR = lineIdOf(1, 1);
export const FIRST_TREASURER = lineIdOf(2, 1);

export function cityConfig(databasePath: string): Config {
  return {
    port: 0,
    host: '127.0.0.1',
    publicUrl: PUBLIC_URL,
    databasePath,
    logLevel: 'warn',
    line: {
      channelSecrets: [CHANNEL_SECRET],
      channelAccessToken: ACCESS_TOKEN,
      loginChannelId: LOGIN_CHANNEL,
      liffId: LIFF_ID,
      apiBaseUrl: LINE_URL,
      dataApiBaseUrl: LINE_URL,
      loginBaseUrl: LINE_URL,
    },
    promptPayId: '0812345678',
    sessionSecret: 's'.repeat(40),
    piiKey: PII_KEY,
    firstCoordinatorLineUserId: FIRST_COORDINATOR,
    firstTreasurerLineUserId: FIRST_TREASURER,
  };
}
