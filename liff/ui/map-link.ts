import type { Pin } from '../../bot/domain/notice.ts';

/** Opens the phone's own map with the way there. */
export function directionsTo({ latitude, longitude }: Pin): string {
  return `https://www.google.com/maps/dir/?api=1&destination=${latitude},${longitude}`;
}
