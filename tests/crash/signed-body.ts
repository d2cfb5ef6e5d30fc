import { createHmac } from 'node:crypto';
import { environmentFor } from '../service/settings.ts';

const { LINE_CHANNEL_SECRET: SECRET = '' } = environmentFor({ databasePath: '', lineUrl: '' });

/** The bytes of a webhook with one event, a greeting, whose number makes it different from all others. */
export function bodyOf(userId: string, number: number): Buffer {
  const event = {
    type: 'message',
    mode: 'active',
    timestamp: Date.now(),
    source: { type: 'user', userId },
    webhookEventId: `01STOP${String(number).padStart(20, '0')}`,
    deliveryContext: { isRedelivery: false },
    replyToken: number.toString(16).padStart(32, '0'),
    message: { type: 'text', id: String(number), text: 'สวัสดี', quoteToken: 'q', markAsReadToken: 'm' },
  };
  return Buffer.from(JSON.stringify({ destination: 'U0', events: [event] }));
}

export function signatureOf(body: Buffer): string {
  return createHmac('sha256', SECRET).update(body).digest('base64');
}
