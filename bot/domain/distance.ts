import type { Pin } from './notice.ts';

const EARTH_RADIUS_KM = 6371;

/** Great-circle distance in km; good enough inside one city, and it needs no map server. */
export function distanceKm(a: Pin, b: Pin): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180;
  const dLat = rad(b.latitude - a.latitude);
  const dLng = rad(b.longitude - a.longitude);
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(rad(a.latitude)) * Math.cos(rad(b.latitude)) * Math.sin(dLng / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(h));
}

/** City halls' surroundings: where a pin must lie to be served. Source: th.wikipedia (Songkhla), TIS-1099 centroid (Hat Yai). */
export const CITY_CENTRES = {
  hatyai: { latitude: 7.01, longitude: 100.474 },
  songkhla: { latitude: 7.20611, longitude: 100.59667 },
} as const;
