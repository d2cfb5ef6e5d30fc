/** Nothing loads, nothing frames: right for every answer that is no page of ours. */
const NOTHING_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** A year. Other hosts of the domain are not ours to promise for. */
const HTTPS_ONLY = 'max-age=31536000';

export type CommonHeaders = Readonly<Record<string, string>>;

/**
 * What goes with every answer unless its route knows better: nobody guesses its type, keeps it, frames it or reads it
 * from another site, and our addresses, which may carry what LINE hands over, are not told to others.
 */
export function commonHeaders(publicUrl: string): CommonHeaders {
  return {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': NOTHING_POLICY,
    'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'geolocation=(self), camera=(self), microphone=()',
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    // For web views that are too old for frame-ancestors.
    'X-Frame-Options': 'DENY',
    'X-Permitted-Cross-Domain-Policies': 'none',
    ...(new URL(publicUrl).protocol === 'https:' ? { 'Strict-Transport-Security': HTTPS_ONLY } : {}),
  };
}
