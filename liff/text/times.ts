import type { Language } from '../../bot/domain/words.ts';

export const LOCALES: Record<Language, string> = { th: 'th-TH-u-nu-latn', en: 'en-GB', ms: 'ms-MY', my: 'my-MM-u-nu-latn' };
export const TIME_ZONE = 'Asia/Bangkok';

/** Clock time in Thailand, whatever the phone thinks. */
export function clockOf(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: TIME_ZONE }).format(at);
}

/** Day and month; nobody needs the year of a coupon that ends next week. */
export function dayOf(at: number | string, language: Language): string {
  const date = typeof at === 'string' ? new Date(`${at.slice(0, 10)}T12:00:00+07:00`) : new Date(at);
  return new Intl.DateTimeFormat(LOCALES[language], { day: 'numeric', month: 'short', timeZone: TIME_ZONE }).format(date);
}
