import { found } from './problem.ts';
import type { Findings, Place } from './problem.ts';

/** Longest address of an image, a video or a sound. https://developers.line.biz/en/reference/messaging-api/#image-message */
const MEDIA_URL_MAX = 2000;
/** https://developers.line.biz/en/reference/messaging-api/#uri-action */
const ACTION_URI_MAX = 1000;
const ACTION_SCHEMES = new Set(['http:', 'https:', 'line:', 'tel:']);
const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost']);

/** LINE wants addresses percent-encoded: printable ASCII without blanks. */
const ENCODED = /^[\u0021-\u007e]+$/;

function parseUrl(text: string): URL | undefined {
  return ENCODED.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

function isAllowedForMedia(url: URL, findings: Findings): boolean {
  if (url.protocol === 'https:') return true;
  const loopback = url.protocol === 'http:' && LOOPBACK_HOSTS.has(url.hostname);
  return loopback && findings.options.allowLoopbackHttp === true;
}

/** An address that LINE's app loads by itself: https only. */
export function checkMediaUrl(findings: Findings, place: Place<string>, maxLength = MEDIA_URL_MAX): void {
  const { property, value } = place;
  if (value === undefined) return;
  if (value.length > maxLength) found(findings, property, `Length must be between 0 and ${maxLength}`);
  const url = parseUrl(value);
  if (url === undefined) found(findings, property, 'invalid uri');
  else if (!isAllowedForMedia(url, findings)) found(findings, property, 'invalid uri scheme');
}

/** An address that opens when a person taps. */
export function checkActionUri(findings: Findings, place: Place<string>): void {
  const { property, value } = place;
  if (value === undefined) {
    found(findings, property, 'must be specified');
    return;
  }
  if (value.length > ACTION_URI_MAX) found(findings, property, `size must be between 0 and ${ACTION_URI_MAX}`);
  const url = parseUrl(value);
  if (url === undefined) found(findings, property, 'invalid uri');
  else if (!ACTION_SCHEMES.has(url.protocol)) found(findings, property, 'invalid uri scheme');
}
