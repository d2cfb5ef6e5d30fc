import type { PageSettings } from '../bot/liff-api/contract.ts';

/** The server writes the settings into the page; without them the page is being looked at without its server. */
export function readSettings(): PageSettings {
  const text = document.getElementById('settings')?.textContent;
  if (!text) return { liffId: '' };
  const parsed: Partial<PageSettings> = JSON.parse(text);
  return { liffId: '', ...parsed };
}
