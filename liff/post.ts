import type { Api, Outcome, Sending, Writes } from './api.ts';

/** A photo over a slow uplink needs longer than a question. */
const UPLOAD_TIMEOUT_MS = 60_000;
const UPLOAD_FROM = 64 * 1024;

/** A UUID; older WebViews have no randomUUID. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

interface Tap<Path extends keyof Writes> {
  path: Path;
  body: Writes[Path]['body'];
  /** Made once per tap, so that a retry of the same tap can never act twice. */
  key: string;
}

export function post<Path extends keyof Writes>(api: Api, { path, body, key }: Tap<Path>): Promise<Outcome<Writes[Path]['answer']>> {
  return api.send(path, sendingOf(body, key));
}

function sendingOf(body: unknown, key: string): Sending {
  const photo = body instanceof Blob;
  const content = photo ? body : JSON.stringify(body);
  const sending: Sending = {
    method: 'POST',
    headers: {
      'content-type': photo ? body.type || 'image/jpeg' : 'application/json',
      'x-pan-im': '1',
      'idempotency-key': key,
    },
    body: content,
  };
  return isUpload(content) ? { ...sending, timeoutMs: UPLOAD_TIMEOUT_MS } : sending;
}

/** A picture, or a file within JSON. */
function isUpload(content: string | Blob): boolean {
  return typeof content !== 'string' || content.length > UPLOAD_FROM;
}
